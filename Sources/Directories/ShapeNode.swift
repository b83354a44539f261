public import Syntax

/// One node of a shape: what may stand at one place of a message.
///
/// Children are a range of ``Shape/nodes``, and several nodes may share one range: so a composite is stored once, and a
/// type that holds itself (a UBL party within a party) is a cycle, not an endless tree.
public struct ShapeNode: Sendable {
    /// The name as trees have it.
    public var name: Name
    /// What the node is.
    public var kind: Tree.Kind
    /// How often the node must stand here at least; 0 for a conditional one.
    public var minimum: Int
    /// How often the node may stand here; `Int.max` when there is no bound.
    public var maximum: Int
    /// The children, as a range of the shape's nodes. A group's children are its trigger's elements, then its segments
    /// and groups.
    public var children: Range<Int>
    /// The index of the rule for the node's value in ``Shape/values``, nil for a node without one.
    public var value: Int?
    /// The index of the places of a segment's or composite's parts in ``Shape/layouts``, nil where there are none.
    public var layout: Int?
    /// The tag of a group's first segment; the name itself for a segment.
    public var tag: Name

    /// True when the message is wrong without it.
    public var isMandatory: Bool { minimum > 0 }
    /// True when it may stand here more than once.
    public var mayRepeat: Bool { maximum > 1 }
}

/// Where the elements of a segment, or the components of a composite, stand.
///
/// A repeat of an element is a place of its own in syntax versions 1 to 3, but stands behind a repetition separator in
/// version 4 (ISO 9735-1:2002, 8.6); entries that a directory lists one by one are places of their own in both.
public struct ShapeLayout: Sendable, Hashable {
    /// One place.
    public struct Slot: Sendable, Hashable {
        /// Which of the node's children stands here, counted from the first child.
        public var child: Int
        /// True when a value must stand here.
        public var isMandatory: Bool
        /// How many repeats may stand here with a repetition separator between them.
        public var repeats: Int
    }

    /// The places where every repeat has its own, from number 1.
    public var expanded: [Slot]
    /// The places where repeats share one.
    public var repeating: [Slot]
    /// What must or must not stand together; places are numbered as in ``repeating``.
    public var conditions: [Condition]

    /// Places, with what binds them.
    public init(expanded: [Slot], repeating: [Slot], conditions: [Condition] = []) {
        self.expanded = expanded
        self.repeating = repeating
        self.conditions = conditions
    }

    /// The places for a message whose syntax has a repetition separator, or has none.
    public func slots(repeating hasSeparator: Bool) -> [Slot] { hasSeparator ? repeating : expanded }
}
