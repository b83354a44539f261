import Syntax

/// Copies nodes of the flat tree into the nested one, a word at a time: field by field takes three times as long.
///
/// The words are laid out as `Tree.Node` is: name and end, then all that stays. Indexes are not checked here: nesting copies
/// nodes that there are, and has room for two for each.
struct NodeCopier {
    private let source: UnsafeRawPointer
    private let target: UnsafeMutableRawPointer
    private static let stride = MemoryLayout<Tree.Node>.stride

    /// Copies between two arrays that are not empty.
    init(from source: UnsafeBufferPointer<Tree.Node>, to target: UnsafeMutableBufferPointer<Tree.Node>) {
        self.source = UnsafeRawPointer(source.baseAddress.unsafelyUnwrapped)
        self.target = UnsafeMutableRawPointer(target.baseAddress.unsafelyUnwrapped)
    }

    /// Copies a node under another name, ending behind itself.
    @inline(__always) func copy(_ index: Int, to place: Int, name: Name) {
        let from = source + index &* Self.stride
        let to = target + place &* Self.stride
        let first = UInt64(name.rawValue) | UInt64(truncatingIfNeeded: place &+ 1) &<< 32
        to.storeBytes(of: first, as: UInt64.self)
        (to + 8).copyMemory(from: from + 8, byteCount: Self.stride &- 8)
    }

    /// Ends a copied node before an index.
    @inline(__always) func end(_ place: Int, at index: Int) {
        target.storeBytes(
            of: UInt32(truncatingIfNeeded: index), toByteOffset: place &* Self.stride &+ 4, as: UInt32.self)
    }
}
