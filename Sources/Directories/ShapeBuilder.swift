public import Syntax

/// Builds a shape from structures that refer to each other by number, so that one may stand in many places or in itself.
public struct ShapeBuilder: Sendable {
    /// The number of a structure: the children of a message, a segment, a composite or an XML type.
    public struct Structure: Hashable, Sendable {
        let index: Int
    }

    /// The number of a rule for values.
    public struct Value: Hashable, Sendable {
        let index: Int
    }

    /// One child of a structure.
    public struct Child: Sendable {
        /// The name as trees have it.
        public var name: String
        /// What the child is.
        public var kind: Tree.Kind
        /// How often it must stand here.
        public var minimum: Int
        /// How often it may stand here.
        public var maximum: Int
        /// What stands in it, nil for nothing.
        public var structure: Structure?
        /// The rule for its value, nil when it has none.
        public var value: Value?
        /// The tag of the first segment, for a group whose name differs from it.
        public var tag: String?

        /// A child; `Int.max` as maximum when there is no bound.
        public init(
            _ name: String, _ kind: Tree.Kind, minimum: Int = 0, maximum: Int = 1, structure: Structure? = nil,
            value: Value? = nil, tag: String? = nil
        ) {
            self.name = name
            self.kind = kind
            self.minimum = minimum
            self.maximum = maximum
            self.structure = structure
            self.value = value
            self.tag = tag
        }
    }

    private var structures: [(children: [Child], layout: ShapeLayout?)] = []
    private var values: [ShapeValue] = []
    /// What segments, composites and elements are called, by name.
    public var titles: [String: String] = [:]
    /// How elements and components are named.
    public var notation = Shape.Notation.dataElements
    /// Tags of segments that the format has, whether this message uses them or not.
    public var otherTags: [String] = []
    /// What mappings see that the tables do not say.
    var facts = ViewFacts.none

    /// A builder without any structure.
    public init() {}

    /// A new structure, to be defined now or later.
    public mutating func structure(_ children: [Child] = [], layout: ShapeLayout? = nil) -> Structure {
        structures.append((children, layout))
        return Structure(index: structures.count - 1)
    }

    /// Says what stands in a structure.
    public mutating func define(_ structure: Structure, _ children: [Child], layout: ShapeLayout? = nil) {
        structures[structure.index] = (children, layout)
    }

    /// A new rule for values.
    public mutating func value(_ rule: ShapeValue) -> Value {
        values.append(rule)
        return Value(index: values.count - 1)
    }

    /// The children of a structure as defined so far.
    public func children(of structure: Structure) -> [Child] { structures[structure.index].children }

    /// The places of a structure's children.
    public func layout(of structure: Structure) -> ShapeLayout? { structures[structure.index].layout }

    /// The finished shape, whose message has the children of `root`.
    public func finish(name: String, version: String, root: Structure) -> Shape {
        let base = NameTable.Base(structures.flatMap { $0.children.flatMap { [$0.name, $0.tag ?? $0.name] } } + [name])
        let table = NameTable(base: base)
        var ranges: [Range<Int>] = []
        var layouts: [ShapeLayout] = []
        var layoutIndexes: [Int?] = []
        var start = 1
        for structure in structures {
            ranges.append(start..<start + structure.children.count)
            start += structure.children.count
            layoutIndexes.append(structure.layout.map { _ in layouts.count })
            if let layout = structure.layout { layouts.append(layout) }
        }
        func node(_ child: Child) -> ShapeNode {
            // Every name is in the base by construction; the number is never used.
            let name = table[child.name] ?? Name(number: 1)
            return ShapeNode(
                name: name, kind: child.kind, minimum: child.minimum, maximum: child.maximum,
                children: child.structure.map { ranges[$0.index] } ?? 0..<0, value: child.value?.index,
                layout: child.structure.flatMap { layoutIndexes[$0.index] },
                tag: child.tag.flatMap { table[$0] } ?? name)
        }
        let nodes =
            [node(Child(name, .message, minimum: 1, structure: root))] + structures.flatMap { $0.children.map(node) }
        return Shape(
            name: name, version: version, nodes: nodes, values: values, layouts: layouts, names: base, titles: titles,
            notation: notation, otherTags: Set(otherTags.compactMap { Name(packing: $0) }), tolerances: [], facts: facts
        )
    }
}
