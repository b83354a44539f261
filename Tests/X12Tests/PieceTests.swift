import ReadingSupport
import Syntax
import Testing
import X12

@Suite("Bytes as they come")
struct PieceTests {
    @Test("byte by byte gives the same events as all at once", arguments: Corpus.x12.names)
    func byteByByte(_ name: String) throws {
        let bytes = try Corpus.x12.bytes(name)
        let whole = try Reading(bytes)
        #expect(try Reading(bytes, piece: 1).log == whole.log)
        #expect(try Reading(bytes, piece: 17).log == whole.log)
    }

    @Test("whatever place the bytes are cut at, the events are the same")
    func everyCut() throws {
        let short = order.changing("SELLERCO       ", to: "SELLERCO").changing("000000101", to: "000000102")
        let bytes = Array("\u{FEFF}junk \(order)ISA\(short.without("IEA"))\(repeating)x ISA*00".utf8)
        let whole = try Reading(bytes)
        for piece in 1...48 {
            #expect(try Reading(bytes, piece: piece).log == whole.log)
        }
    }
}
