import ReadingSupport
import Testing

@Suite("Damaged transmissions")
struct FuzzTests {
    private static let damage = Damage(
        service: "=+:'?STXMHDENOR01\n\r\t \u{0}",
        pieces: ["STX=ANA:1", "MHD=1+ORDHDR:9'", "MHD=1+ORDERS:9'", "MTR=1'", "END=1'", "BAT=1'", "?'"])

    @Test("whatever is damaged, events keep their order and trees their form, however the bytes come")
    func damaged() throws {
        let rounds = Damage.rounds(200)
        var generator = SeededGenerator(state: 20_260_921 + UInt64(rounds))
        let samples = try Corpus.tradacoms.names.map { try Corpus.tradacoms.bytes($0) }
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
