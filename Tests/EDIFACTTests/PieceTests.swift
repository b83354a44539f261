import Diagnostics
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

    @Test(
        "a misplaced UNA is no data of its neighbours, wherever bytes are cut",
        arguments: [
            "UNB+NOC01'\nUNA:+.?\u{7F}\u{1}\u{0}\u{0}NADNOA:1+TEUNA:+,?20+PO-2+9'\nDTM+137:260921:101'\nBGM+2'\nU A",
            "UNB+UNOB:1+A+B+260921:0930+7'UNA:+.? 'UNA:+.? 'UNH+1+ORDERS:D:96A:UN'BGM+220+:'UNT+3+1'UNZ+1+7'",
            "UNB+UNOB:1+A+B+260921:0930+7'UNH+1+ORDERS:D:96A:UN'BGM+220+:'UNA:+.? 'DTM+137:260921:101'UNT+4+1'UNZ+1+7'",
        ])
    func misplacedAdvice(text: String) throws {
        let bytes = Array(text.utf8)
        let whole = try Reading(bytes)
        for piece in 1..<bytes.count {
            let pieces = try Reading(bytes, piece: piece).log
            #expect(pieces == whole.log, "in pieces of \(piece)")
        }
        let places = whole.diagnostics.filter { $0.code == "edifact.trailing-separator" }.map(\.position?.tag)
        #expect(places.allSatisfy { $0 == "BGM" }, "\(places)")
    }
}
