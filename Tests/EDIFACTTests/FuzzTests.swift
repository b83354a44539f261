import ReadingSupport
import Testing

@Suite("Damaged interchanges")
struct FuzzTests {
    private static let damage = Damage(
        service: "'+:?*UNABHTZ\n\r\t \u{0}",
        pieces: ["UNA:+.? '", "UNB+UNOA:3+", "UNG+", "UNH+1+", "UNT+1+1'", "UNE+", "UNZ+1'"])

    /// What no sample has: groups, version 4, escape sequences, separators that no UNA names.
    private static let rare: [[UInt8]] = [
        "UNB+UNOX:4+A+B+20260921:0930+1'UNG+ORDERS+++20260921:0930+5'UNH+1+ORDERS:D:01B:UN'USH+1'"
            + "FTX+AAI+++\u{1B}$B?e=:'+\u{1B}(B A?+B*C::'UNT+4+1'UNE+1+5'UNZ+1+1'",
        "UNB^UNOC!3^A^B^260921!0931^8~\r\nUNH^1^ORDERS!D!96A!UN~\r\nFTX^AAI^^^c?^d^~\r\nUNT^3^1~\r\nUNZ^1^8~\r\n",
    ].map { Array($0.utf8) }

    @Test("whatever is damaged, events keep their order and trees their form, however the bytes come")
    func damaged() throws {
        let rounds = Damage.rounds(100)
        var generator = SeededGenerator(state: 20_260_921 + UInt64(rounds))
        let samples = try Corpus.edifact.names.map { try Corpus.edifact.bytes($0) } + Self.rare
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
}
