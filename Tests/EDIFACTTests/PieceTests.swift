import EDIFACT
import ReadingSupport
import Syntax
import Testing

@Suite("Bytes as they come")
struct PieceTests {
    @Test("byte by byte gives the same events as all at once", arguments: Corpus.edifact.names)
    func byteByByte(_ name: String) throws {
        let bytes = try Corpus.edifact.bytes(name)
        let whole = try Reading(bytes)
        #expect(try Reading(bytes, piece: 1).log == whole.log)
        #expect(try Reading(bytes, piece: 17).log == whole.log)
    }

    @Test("every place to cut gives the same events")
    func everyCut() throws {
        let bytes = Array(
            "\u{FEFF}junk \(order)UNA!^.\\ ~UNB^UNOB!4^A^B^260921!0930^7~UNH^1^ORDERS!D!96A!UN~UNZ^1^7~ x".utf8)
        let whole = try Reading(bytes)
        for cut in 1..<bytes.count {
            #expect(try Reading(bytes, piece: cut).log == whole.log)
        }
    }
}
