import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

@Suite("Writing and reading")
struct RoundTripTests {
    private func content(_ tree: Tree) -> [String] { tree.content(without: ["UNH", "UNT"]) }

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
                seed: seed, tags: ["BGM", "DTM", "FTX", "LIN", "ODI", "C10", "UNS"], alphabet: alphabet(level),
                hasRepeats: version == 4
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
