import Syntax

/// A set of node names that may say yes for a name that is not in it, never no for one that is.
///
/// Five hundred bits: a line has forty names, elements and codes, so that one rule in thirteen is looked at in vain.
struct NameSet: Sendable, BitwiseCopyable {
    private var bits: InlineArray<8, UInt64>

    /// The empty set.
    init() { bits = InlineArray(repeating: 0) }

    @inline(__always)
    private static func place(of name: UInt32) -> (word: Int, bit: UInt64) {
        let hash = (name &* 0x9E37_79B1) >> 23
        return (Int(hash >> 6), 1 << UInt64(hash & 63))
    }

    @inline(__always)
    mutating func insert(_ name: UInt32) {
        let place = Self.place(of: name)
        bits[place.word] |= place.bit
    }

    @inline(__always)
    func isDisjoint(with other: NameSet) -> Bool {
        var shared: UInt64 = 0
        for word in 0..<8 { shared |= bits[word] & other.bits[word] }
        return shared == 0
    }

    /// True unless a name is surely not in it.
    @inline(__always)
    func mayHold(_ name: UInt32) -> Bool {
        let place = Self.place(of: name)
        return bits[place.word] & place.bit != 0
    }

    mutating func formUnion(_ other: NameSet) { for word in 0..<8 { bits[word] |= other.bits[word] } }
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
    /// No node has this name; every place does.
    private static let always: UInt32 = 0

    var names = NameSet()

    /// For a rule that has to run in any case: it has a default, is required, or starts elsewhere.
    static let open: Gate = {
        var gate = Gate()
        gate.names.insert(always)
        return gate
    }()
    static let closed = Gate()

    /// What stands at a place where nothing does.
    static var nothing: NameSet { open.names }

    var isOpen: Bool { names.mayHold(Self.always) }

    mutating func formUnion(_ other: Gate) { names.formUnion(other.names) }

    @inline(__always)
    func isShut(for present: NameSet) -> Bool { names.isDisjoint(with: present) }
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
        var names = Gate.nothing
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
