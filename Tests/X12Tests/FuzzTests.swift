import ReadingSupport
import Testing

@Suite("Damaged interchanges")
struct FuzzTests {
    private static let damage = Damage(
        service: "*~>^:|ISAGETsia01U\n\r\t \u{0}",
        pieces: ["ISA*00*", "GS*PO*", "ST*850*1~", "SE*1*", "GE*1*1~", "IEA*1*", "TA1*1~", "~\r\n"])

    @Test("whatever is damaged, events keep their order and trees their form, however the bytes come")
    func damaged() throws {
        let rounds = Damage.rounds(200)
        var generator = SeededGenerator(state: 20_260_921 + UInt64(rounds))
        let samples = try Corpus.x12.names.map { try Corpus.x12.bytes($0) }
        for _ in 0..<rounds {
            let sample = samples[Int.random(in: 0..<samples.count, using: &generator)]
            let bytes = Self.damage.damaged(sample, &generator)
            let reading = try Reading(bytes)
            let fault = reading.fault(in: bytes)
            #expect(fault == nil, "\(String(decoding: bytes, as: UTF8.self))")
            let piece = Int.random(in: 1...40, using: &generator)
            #expect(try Reading(bytes, piece: piece).log == reading.log, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test("a control character before a tag is told with that tag, however the bytes come", arguments: 1...12)
    func controlBeforeTag(piece: Int) throws {
        let sample = try Corpus.x12.bytes(try #require(Corpus.x12.names.first))
        for tag in ["SE*", "GE*", "IEA*"] {
            let text = String(decoding: sample, as: UTF8.self)
            let bytes = Array(text.replacing(tag, with: "\u{2}" + tag).utf8)
            #expect(try Reading(bytes, piece: piece).log == Reading(bytes).log, "\(tag)")
        }
    }
}
