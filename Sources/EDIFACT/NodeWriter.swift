import Syntax

/// Writes nodes into their array a word at a time, in half the stores that one for each field takes.
///
/// The words are laid out as `Tree.Node` is: name and end, value and length, offset and ordinal, kind and numbers. A test
/// holds the two against each other.
struct NodeWriter {
    private let base: UnsafeMutableRawPointer
    let count: Int
    private static let stride = MemoryLayout<Tree.Node>.stride
    static let endOffset = 4

    /// A writer to an array that is not empty.
    init(_ nodes: UnsafeMutableBufferPointer<Tree.Node>) {
        precondition(!nodes.isEmpty)
        base = UnsafeMutableRawPointer(nodes.baseAddress.unsafelyUnwrapped)
        count = nodes.count
    }

    /// Where a token starts in its message, and its segment's number, as one word.
    @inline(__always) static func place(start: Int, ordinal: Int) -> UInt64 {
        UInt64(UInt32(truncatingIfNeeded: start)) | UInt64(truncatingIfNeeded: ordinal) &<< 32
    }

    /// Writes a node that ends behind itself.
    @inline(__always) func write(
        _ kind: Tree.Kind, at index: Int, _ name: UInt32, _ place: UInt64, _ length: Int, element: Int, component: Int
    ) {
        let node = base + index &* Self.stride
        let value = (place & 0xFFFF_FFFF) | UInt64(truncatingIfNeeded: length) &<< 32
        node.storeBytes(of: UInt64(name) | UInt64(truncatingIfNeeded: index &+ 1) &<< 32, as: UInt64.self)
        node.storeBytes(of: value, toByteOffset: 8, as: UInt64.self)
        node.storeBytes(of: place, toByteOffset: 16, as: UInt64.self)
        let numbers = UInt32(truncatingIfNeeded: element) &<< 8 | UInt32(truncatingIfNeeded: component) &<< 16
        node.storeBytes(of: UInt32(kind.rawValue) | numbers, toByteOffset: 24, as: UInt32.self)
    }

    /// Ends a node before an index.
    @inline(__always) func end(_ node: Int, at index: Int) {
        base.storeBytes(
            of: UInt32(truncatingIfNeeded: index), toByteOffset: node &* Self.stride &+ Self.endOffset, as: UInt32.self)
    }
}
