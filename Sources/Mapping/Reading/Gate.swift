import Syntax

/// A set of node names that may say yes for a name that is not in it, never no for one that is.
struct NameSet: Sendable {
    private var bits = SIMD4<UInt64>.zero

    @inline(__always)
    mutating func insert(_ name: UInt32) {
        let hash = Int((name &* 0x9E37_79B1) >> 24)
        bits[hash >> 6] |= 1 << UInt64(hash & 63)
    }

    @inline(__always)
    func isDisjoint(with other: NameSet) -> Bool { (bits & other.bits) == .zero }

    mutating func formUnion(_ other: NameSet) { bits |= other.bits }
}

/// The names of which one must stand below a node for a rule to find anything there.
///
/// A mapping has a hundred rules for what a line may have, and a line has ten of them: a rule whose first step is not
/// there is passed over without a look.
struct Gate: Sendable {
    /// True for a rule that has to run in any case: it has a default, is required, or starts elsewhere.
    var isOpen: Bool
    var names = NameSet()

    static let open = Gate(isOpen: true)
    static let closed = Gate(isOpen: false)

    mutating func formUnion(_ other: Gate) {
        isOpen = isOpen || other.isOpen
        names.formUnion(other.names)
    }

    @inline(__always)
    func isShut(for present: NameSet) -> Bool { !isOpen && names.isDisjoint(with: present) }
}

extension Reading {
    /// The names that stand directly below a node.
    func names(below node: Int) -> NameSet {
        var names = NameSet()
        var child = node + 1
        let stop = Int(nodes[node].end)
        while child < stop {
            names.insert(nodes[child].name.rawValue)
            child = Int(nodes[child].end)
        }
        return names
    }

    /// A block's place with what stands there.
    func scope(_ node: Int, index: Int = 0) -> ReadScope {
        ReadScope(node: node, index: index, names: names(below: node))
    }
}
