import Syntax

/// A set of node names that may say yes for a name that is not in it, never no for one that is.
struct NameSet: Sendable, BitwiseCopyable {
    private var bits = SIMD4<UInt64>.zero

    @inline(__always)
    mutating func insert(_ name: UInt32) {
        let hash = Int((name &* 0x9E37_79B1) >> 24)
        bits[hash >> 6] |= 1 << UInt64(hash & 63)
    }

    @inline(__always)
    func isDisjoint(with other: NameSet) -> Bool {
        let shared = bits & other.bits
        return shared[0] | shared[1] | shared[2] | shared[3] == 0
    }

    /// True unless a name is surely not in it.
    @inline(__always)
    func mayHold(_ name: UInt32) -> Bool {
        let hash = Int((name &* 0x9E37_79B1) >> 24)
        return bits[hash >> 6] & 1 << UInt64(hash & 63) != 0
    }

    mutating func formUnion(_ other: NameSet) { bits |= other.bits }
}

/// An element as a name, `PRI` with `5387`, and its code, `QTY` with `6063` being `21`. Where one element says what a
/// segment is about, which is the way of EDIFACT, few of a mapping's thirty rules for a line's DTM, QTY or PIA need to
/// look at it.
enum Qualifier {
    /// The longest code that is looked at; longer values are no codes.
    static let longest = 3

    /// The number that stands for an element with a value below a node of a name.
    @inline(__always)
    static func number(_ node: UInt32, _ element: UInt32) -> UInt32 { number(node, element, EmptyCollection()) }

    /// The number that stands for a code at an element below a node of a name.
    @inline(__always)
    static func number(_ node: UInt32, _ element: UInt32, _ code: some Sequence<UInt8>) -> UInt32 {
        var value: UInt32 = 1
        for byte in code { value = value << 8 | UInt32(byte) }
        return (node &* 0x85EB_CA6B) ^ (element &* 0xC2B2_AE35) ^ (value &* 0x27D4_EB2F)
    }
}

/// The names, or the codes with their names, of which one must stand below a node for a rule to find anything there.
///
/// A mapping has a hundred rules for what a line may have, and a line has ten of them: a rule whose first step is not
/// there is passed over without a look.
struct Gate: Sendable, BitwiseCopyable {
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
    /// The names that stand directly below a node, and the codes in their elements.
    mutating func names(below node: Int) -> NameSet {
        var names = NameSet()
        var child = node + 1
        let stop = Int(nodes[node].end)
        while child < stop {
            child = insert(child, into: &names)
        }
        return names
    }

    /// Adds a node's name and codes; the node behind it.
    @inline(__always)
    private mutating func insert(_ node: Int, into names: inout NameSet) -> Int {
        names.insert(nodes[node].name.rawValue)
        let end = Int(nodes[node].end)
        if nodes[node].kind != .element { insertQualifiers(of: node, before: end, into: &names) }
        return end
    }

    /// Adds the codes in a node's own elements. The groups below it come after them.
    private mutating func insertQualifiers(of parent: Int, before end: Int, into names: inout NameSet) {
        let name = nodes[parent].name.rawValue
        var node = parent + 1
        while node < end {
            switch nodes[node].kind {
            case .segment, .group, .message: return
            case .composite, .attribute: break
            case .element:
                let length = Int(nodes[node].valueLength)
                guard length > 0 else { break }
                let element = nodes[node].name.rawValue
                names.insert(Qualifier.number(name, element))
                // A release character may double the length.
                if length <= 2 * Qualifier.longest, codes.qualifiers.mayHold(element) {
                    insertQualifier(name, node, into: &names)
                }
            }
            node += 1
        }
    }

    private mutating func insertQualifier(_ parent: UInt32, _ node: Int, into names: inout NameSet) {
        let value = value(of: node)
        let element = nodes[node].name.rawValue
        if needsDecoding(value) {
            guard let text = tree.text(of: node) else { return }
            names.insert(Qualifier.number(parent, element, text.utf8))
        } else {
            names.insert(Qualifier.number(parent, element, value))
        }
    }

    /// A block's place with what stands there. Who asks for it drops its children again.
    mutating func scope(_ node: Int) -> ReadScope {
        var names = NameSet()
        let start = children.count
        var child = node + 1
        let stop = Int(nodes[node].end)
        while child < stop {
            children.append(Child(name: nodes[child].name.rawValue, node: Int32(truncatingIfNeeded: child)))
            child = insert(child, into: &names)
        }
        return ReadScope(node: node, names: names, children: start..<children.count)
    }
}
