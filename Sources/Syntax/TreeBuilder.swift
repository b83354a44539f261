public import Diagnostics

/// Builds a tree from the front to the back: `open`, what is inside, `close`; `leaf` for a node with a value only.
public struct TreeBuilder: Sendable {
    public var names: NameTable
    @usableFromInline var nodes: [Tree.Node] = []
    @usableFromInline var open: [Tree.Index] = []

    /// A builder whose root stands open; `finish` closes it.
    public init(
        names: NameTable = NameTable(), root: Name, capacity: Int = 64, offset: Int = 0, ordinal: Int = 0
    ) {
        self.names = names
        nodes.reserveCapacity(capacity)
        self.open(root, .message, offset: offset, ordinal: ordinal)
    }

    /// How deep the next node would stand; the root is at depth 0.
    @inlinable public var depth: Int { open.count }

    /// Starts a node that has children.
    @inlinable @discardableResult
    public mutating func open(
        _ name: Name, _ kind: Tree.Kind, offset: Int, ordinal: Int, element: Int = 0, component: Int = 0
    ) -> Tree.Index {
        nodes.append(
            Tree.Node(
                name: name, end: 0, valueStart: 0, valueLength: 0, offset: UInt32(truncatingIfNeeded: offset),
                ordinal: UInt32(truncatingIfNeeded: ordinal), kind: kind, element: UInt8(clamping: element),
                component: UInt8(clamping: component)))
        open.append(nodes.count - 1)
        return nodes.count - 1
    }

    /// Ends the node opened last.
    @inlinable public mutating func close() {
        let index = open.removeLast()
        nodes[index].end = UInt32(truncatingIfNeeded: nodes.count)
    }

    /// Adds a node without children.
    @inlinable public mutating func leaf(
        _ name: Name, _ kind: Tree.Kind, value: Range<Int>, offset: Int, ordinal: Int, element: Int = 0,
        component: Int = 0
    ) {
        nodes.append(
            Tree.Node(
                name: name, end: UInt32(truncatingIfNeeded: nodes.count + 1),
                valueStart: UInt32(truncatingIfNeeded: value.lowerBound),
                valueLength: UInt32(truncatingIfNeeded: value.count), offset: UInt32(truncatingIfNeeded: offset),
                ordinal: UInt32(truncatingIfNeeded: ordinal), kind: kind, element: UInt8(clamping: element),
                component: UInt8(clamping: component)))
    }

    /// Gives an open or finished node a value.
    @inlinable public mutating func setValue(_ value: Range<Int>, of node: Tree.Index) {
        nodes[node].valueStart = UInt32(truncatingIfNeeded: value.lowerBound)
        nodes[node].valueLength = UInt32(truncatingIfNeeded: value.count)
    }

    /// The finished tree; what is still open is closed.
    public consuming func finish(values: [UInt8], decoding: ValueDecoding, origin: Position) -> Tree {
        while !open.isEmpty { close() }
        return Tree(nodes: nodes, names: names, values: values, decoding: decoding, origin: origin)
    }
}
