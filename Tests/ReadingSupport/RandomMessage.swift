import Diagnostics
public import Syntax

/// A message of random segments, as one would be read: elements in order, nothing empty, composites of more than their
/// first component.
public struct RandomMessage {
    public private(set) var tree: Tree
    private var generator: SeededGenerator
    private var builder = TreeBuilder(root: Name(number: 1))
    private var values: [UInt8] = []
    private let alphabet: [Unicode.Scalar]
    private let hasRepeats: Bool
    private let tags: [Name]

    /// A message that the seed settles.
    /// - Parameters:
    ///   - tags: the tags of its segments.
    ///   - alphabet: the characters of its values.
    ///   - hasRepeats: whether elements are repeated.
    public init(seed: UInt64, tags: [String], alphabet: [Unicode.Scalar], hasRepeats: Bool) {
        generator = SeededGenerator(state: seed)
        self.tags = tags.compactMap { Name(packing: $0) }
        self.alphabet = alphabet
        self.hasRepeats = hasRepeats
        tree = TreeBuilder(root: Name(number: 1)).finish(
            values: [], decoding: ValueDecoding(charset: .utf8), origin: Position())
        for ordinal in 2..<2 + number(1...6) { addSegment(ordinal) }
        tree = builder.finish(values: values, decoding: ValueDecoding(charset: .utf8), origin: Position(offset: 0))
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    private mutating func addSegment(_ ordinal: Int) {
        builder.open(tags[number(0...tags.count - 1)], .segment, offset: 0, ordinal: ordinal)
        var element = 0
        for _ in 0..<number(0...4) {
            element += number(1...3)
            for _ in 0..<(hasRepeats ? number(1...3) : 1) { addElement(element, ordinal) }
        }
        builder.close()
    }

    private mutating func addElement(_ element: Int, _ ordinal: Int) {
        guard number(0...2) == 0 else { return addValue(element, 0, ordinal) }
        builder.open(Name(number: element), .composite, offset: 0, ordinal: ordinal, element: element)
        var component = number(0...1)
        for _ in 0..<number(1...4) {
            component += number(1...2)
            addValue(element, component, ordinal)
        }
        if component == 1 { addValue(element, 2, ordinal) }
        builder.close()
    }

    private mutating func addValue(_ element: Int, _ component: Int, _ ordinal: Int) {
        var text = ""
        for _ in 0..<number(1...12) { text.unicodeScalars.append(alphabet[number(0...alphabet.count - 1)]) }
        let start = values.count
        values += text.utf8
        builder.leaf(
            Name(number: component > 0 ? component : element), .element, value: start..<values.count, offset: 0,
            ordinal: ordinal, element: element, component: component)
    }
}

extension Tree {
    /// What a tree says, without what only bytes have: kind, tag, place and value of each node, those of some segments apart.
    public func content(without segments: Set<String>) -> [String] {
        nodes.indices.dropFirst().compactMap { index in
            let node = nodes[index]
            guard !segments.contains(tag(of: index) ?? name(of: index)) else { return nil }
            let name = node.kind == .segment ? name(of: index) : ""
            return "\(node.kind) \(name) \(node.ordinal) \(node.element).\(node.component) \(text(of: index) ?? "")"
        }
    }
}
