public import Diagnostics

/// The nodes of one message in document order, over its bytes.
///
/// Shape: one flat array; a node's descendants follow it, up to its `end`. Node 0 is the message itself. Values are
/// slices of ``values``: the message's own bytes for EDI, unescaped UTF-8 for XML. An EDI value is decoded (charset,
/// release characters) only when it is asked for. A tree is immutable and shared freely; ``TreeBuilder`` makes one.
public struct Tree: Sendable {
    /// The index of a node.
    public typealias Index = Int

    /// What a node is.
    public enum Kind: UInt8, Sendable {
        /// The message.
        case message
        /// A segment group named by its trigger segment, whose elements stand directly in it.
        case group
        case segment
        case composite
        /// An element or component of EDI, an XML element.
        case element
        case attribute
    }

    /// One node: 28 bytes.
    public struct Node: Sendable {
        public var name: Name
        /// One past the last descendant.
        public var end: UInt32
        /// Where the value stands in `values`; empty for a node without a value of its own.
        public var valueStart: UInt32
        public var valueLength: UInt32
        /// The byte's number from the start of the message's bytes.
        public var offset: UInt32
        /// The segment's number in the message, from 1; for XML the line.
        public var ordinal: UInt32
        public var kind: Kind
        /// The element's number in its segment and the component's in its element, from 1; 0 where there is none.
        public var element: UInt8
        public var component: UInt8

        @inlinable public init(
            name: Name, end: UInt32, valueStart: UInt32, valueLength: UInt32, offset: UInt32, ordinal: UInt32,
            kind: Kind, element: UInt8, component: UInt8
        ) {
            self.name = name
            self.end = end
            self.valueStart = valueStart
            self.valueLength = valueLength
            self.offset = offset
            self.ordinal = ordinal
            self.kind = kind
            self.element = element
            self.component = component
        }
    }

    public let nodes: [Node]
    public let names: NameTable
    /// The bytes that values are slices of.
    public let values: [UInt8]
    /// How a slice becomes text.
    public let decoding: ValueDecoding
    /// Where the message starts in its payload: offset, line, and the file it came from if it has one.
    public let origin: Position
    /// What comes from elsewhere in the payload and stands before the message's own bytes; nil for most.
    public let preamble: Preamble?
    /// How the bytes stood in their payload, where line breaks were taken out of them; nil for most.
    public let fold: Fold?

    /// The place of a tree in a payload that was wrapped.
    public final class Fold: Sendable {
        let folding: LineFolding
        /// Where the message's own bytes start without line breaks, and those of the preamble.
        let start: Int
        let preambleStart: Int

        init(folding: LineFolding, start: Int, preambleStart: Int) {
            self.folding = folding
            self.start = start
            self.preambleStart = preambleStart
        }
    }

    /// The first bytes and nodes of a tree that were taken from another place of the payload, such as the header of the file
    /// that a message stands in. Offsets of nodes count through: the message's own begin behind the preamble's length.
    public final class Preamble: Sendable {
        /// How many of the values' bytes belong to it.
        public let length: Int
        /// Where it starts in the payload.
        public let origin: Position

        /// A preamble of so many bytes.
        public init(length: Int, origin: Position) {
            self.length = length
            self.origin = origin
        }
    }

    /// A tree of finished nodes; ``TreeBuilder`` is the usual way to one.
    public init(
        nodes: [Node], names: NameTable, values: [UInt8], decoding: ValueDecoding, origin: Position,
        preamble: Preamble? = nil, fold: Fold? = nil
    ) {
        self.fold = fold
        self.nodes = nodes
        self.names = names
        self.values = values
        self.decoding = decoding
        self.origin = origin
        self.preamble = preamble
    }

    public var root: Index { 0 }

    /// The children of a node, in order.
    @inlinable public func children(of node: Index) -> Children { Children(tree: self, parent: node) }

    /// The children of one node.
    public struct Children: Sequence, IteratorProtocol {
        @usableFromInline let tree: Tree
        @usableFromInline var position: Index
        @usableFromInline let end: Index

        @inlinable init(tree: Tree, parent: Index) {
            self.tree = tree
            position = parent + 1
            end = Int(tree.nodes[parent].end)
        }

        @inlinable public mutating func next() -> Index? {
            guard position < end else { return nil }
            defer { position = Int(tree.nodes[position].end) }
            return position
        }
    }

    /// A node's name as text.
    public func name(of node: Index) -> String { names.text(of: nodes[node].name) }

    /// The bytes of a node's value as they stand, release characters included.
    public func rawValue(of node: Index) -> ArraySlice<UInt8> {
        let start = Int(nodes[node].valueStart)
        return values[start..<start + Int(nodes[node].valueLength)]
    }

    /// A node's value as text, nil when it has none or an empty one. Bytes outside the charset become U+FFFD here; the
    /// reader has reported them.
    public func text(of node: Index) -> String? {
        let raw = rawValue(of: node)
        return raw.isEmpty ? nil : decoding.text(raw)
    }
}
