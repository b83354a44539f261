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

    @Test("control characters that separate are no filling at the end of what is cut off")
    func controls() throws {
        let text = order.changing("*", to: "\u{1D}").changing(">", to: "\u{1F}").changing("~", to: "\u{1C}")
        for end in 1...text.utf8.count {
            // Separators behind the cut stand for empty elements and components.
            for more in ["", "\u{1D}", "\u{1D}\u{1F}\u{1F}", "\u{1F} \u{1D} "] {
                let bytes = Array(text.utf8.prefix(end)) + Array(more.utf8)
                let fault = try Reading(bytes).fault(in: bytes)
                #expect(fault == nil, "\(end) bytes")
            }
        }
    }
}
