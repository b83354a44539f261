import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

/// A message of random segments, as one would be read: elements in order, nothing empty, composites of more than their
/// first component.
struct RandomMessage {
    private(set) var tree: Tree
    private var generator: SeededGenerator
    private var builder = TreeBuilder(root: Name(number: 1))
    private var values: [UInt8] = []
    private let alphabet: [Unicode.Scalar]
    private let hasRepeats: Bool

    init(seed: UInt64, charset: Charset, alphabet: [Unicode.Scalar], hasRepeats: Bool) {
        generator = SeededGenerator(state: seed)
        self.alphabet = alphabet
        self.hasRepeats = hasRepeats
        tree = TreeBuilder(root: Name(number: 1)).finish(
            values: [], decoding: ValueDecoding(charset: .utf8), origin: Position())
        for ordinal in 2..<2 + number(1...6) { addSegment(ordinal) }
        tree = builder.finish(values: values, decoding: ValueDecoding(charset: .utf8), origin: Position(offset: 0))
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    private mutating func addSegment(_ ordinal: Int) {
        let tags = ["BGM", "DTM", "FTX", "LIN", "ODI", "C10", "UNS"].compactMap { Name(packing: $0) }
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

@Suite("Writing and reading")
struct RoundTripTests {
    /// Nodes without what only bytes have: kind, tag, place and value of each, UNH and UNT apart.
    private func content(_ tree: Tree) -> [String] {
        tree.nodes.indices.dropFirst().compactMap { index in
            let node = tree.nodes[index]
            guard !["UNH", "UNT"].contains(tree.tag(of: index) ?? tree.name(of: index)) else { return nil }
            let name = node.kind == .segment ? tree.name(of: index) : ""
            return
                "\(node.kind) \(name) \(node.ordinal) \(node.element).\(node.component) \(tree.text(of: index) ?? "")"
        }
    }

    private static let levels: [(syntax: String, charset: Charset)] = [
        ("UNOA", .ascii), ("UNOB", .ascii), ("UNOC", .latin1), ("UNOD", .latin2), ("UNOE", .cyrillic), ("UNOF", .greek),
        ("UNOG", .latin3), ("UNOH", .latin4), ("UNOI", .arabic), ("UNOJ", .hebrew), ("UNOK", .latin5), ("UNOW", .utf8),
        ("UNOY", .utf8), ("UNOX", .ascii),
    ]

    private func alphabet(_ level: (syntax: String, charset: Charset)) -> [Unicode.Scalar] {
        let capitals = Array("ABYZ019 .,-()/='+:?!\"%&*;<>".unicodeScalars)
        if level.syntax == "UNOA" { return capitals }
        let letters = capitals + Array("abyz".unicodeScalars)
        if level.charset == .utf8 { return letters + Array("äŁЖ漢🙂\u{301}".unicodeScalars) }
        guard level.charset != .ascii else { return letters }
        let upper = (UInt8(0xA0)...0xFF).filter { level.charset.firstInvalid(in: [$0]) == nil }
        return letters + upper.flatMap { Array(level.charset.decode([$0]).unicodeScalars) }
    }

    @Test("a tree that is written and read is the same tree", arguments: levels.map(\.syntax), [3, 4])
    func treeIdentity(_ syntax: String, _ version: Int) throws {
        let level = try #require(Self.levels.first { $0.syntax == syntax })
        var other = ServiceCharacters.standard
        (other.component, other.element, other.terminator) = (0x21, 0x2A, 0x3B)
        if version == 4 { other.repetition = UInt8(ascii: "%") }
        let date = version == 4 ? "20260921" : "260921"
        let envelope = InterchangeEnvelope(
            sender: EnvelopeParty("A:+'?"), recipient: EnvelopeParty("B*;!", qualifier: "14"), reference: "R'1",
            date: date, time: "0930", syntax: syntax, version: version)
        for seed in 0..<60 as Range<UInt64> {
            let tree = RandomMessage(
                seed: seed, charset: level.charset, alphabet: alphabet(level), hasRepeats: version == 4
            ).tree
            var writer = try EDIFACTWriter(
                envelope, service: seed % 2 == 0 ? .standard : other, advice: seed % 3 == 0)
            try writer.add(tree, as: MessageHeader(reference: "1", type: "ORDERS", version: "D.96A"))
            #expect(writer.diagnostics.isEmpty)
            let bytes = try writer.finish()
            let reading = try Reading(bytes)
            #expect(reading.codes.isEmpty)
            #expect(reading.headers.first?.sender?.identification == "A:+'?")
            let read = try #require(reading.messages.first).tree
            #expect(content(read) == content(tree))
            #expect(try rewritten(bytes) == bytes)
        }
    }

    @Test("what any sample means, its copy means too", arguments: Corpus.edifact.names)
    func equivalent(_ name: String) throws {
        for message in try Reading(try Corpus.edifact.bytes(name)).messages where message.diagnostics.items.isEmpty {
            let party = EnvelopeParty("A")
            var writer = try EDIFACTWriter(
                InterchangeEnvelope(
                    sender: party, recipient: party, reference: "1", date: "20260921", time: "0930", syntax: "UNOY",
                    version: 4))
            try writer.add(
                message.tree,
                as: MessageHeader(
                    reference: message.reference ?? "", type: message.type, version: message.version ?? "",
                    association: message.association))
            let copy = try #require(try Reading(try writer.finish()).messages.first)
            #expect(content(copy.tree) == content(message.tree))
        }
    }
}
