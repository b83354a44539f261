import Diagnostics
import Intake
import Syntax
import Testing

@Suite struct PayloadReaderTests {
    /// The types of the messages, and the codes of the interchange's faults.
    func read(_ text: String, piece: Int = .max) throws -> (types: [String], codes: [String]) {
        var types: [String] = []
        var codes: [String] = []
        let handle: (ReaderEvent) -> Void = { event in
            switch event {
            case .interchange: break
            case .message(let message): types.append(message.type)
            case .group: break
            case .end(let faults): codes += faults.items.map(\.code.rawValue)
            }
        }
        var reader = PayloadReader()
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(piece, max(bytes.count, 1))) {
            try reader.read(bytes[start..<min(bytes.count, start &+ min(piece, bytes.count))], handle)
        }
        try reader.finish(handle)
        return (types, codes)
    }

    let edifact =
        "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+1'UNH+1+ORDERS:D:96A:UN'BGM+220+A1+9'UNT+3+1'UNZ+1+1'"

    let x12 =
        "ISA*00*          *00*          *ZZ*BUYERCO        *ZZ*SELLERCO       *260921*0930*U*00401*000000101*0*T*>~"
        + "GS*PO*BUYERCO*SELLERCO*20260921*0930*101*X*004010~ST*850*0001~SE*2*0001~GE*1*101~IEA*1*000000101~"
    let tradacoms = "STX=ANA:1+1:A+2:B+260921+1'MHD=1+ORDHDR:9'MTR=2'MHD=2+ORDERS:9'MTR=2'END=2'"

    @Test("the syntax is told by the bytes, through a byte order mark, blanks and a wrapping text")
    func detects() throws {
        for prefix in ["", "\u{FEFF}", "  \r\n\t", "mail header: x\r\n\r\n"] {
            #expect(try read(prefix + edifact).types == ["ORDERS"])
        }
        let ubl = "<Order xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Order-2\"/>"
        #expect(try read(ubl).types == ["Order"])
        for prefix in ["", "\u{FEFF}", "  \r\n\t", "mail header: x\r\n\r\n"] {
            #expect(try read(prefix + x12).types == ["850"])
            #expect(try read(prefix + x12.lowercased()).types == ["850"])
            #expect(try read(prefix + tradacoms).types == ["ORDERS"])
        }
    }

    @Test("pieces of any size give the same")
    func pieces() throws {
        for piece in [1, 2, 7, 50] { #expect(try read(edifact, piece: piece).types == ["ORDERS"]) }
    }

    @Test(
        "what is no known syntax gets its own code",
        arguments: [
            ("", "intake.empty"), (" \n ", "intake.empty"), ("hello, an order for you", "intake.syntax-unknown"),
            ("\u{1}\u{2}\u{0}PK", "intake.syntax-unknown"), ("ISABEL*1", "intake.syntax-unknown"),
            ("EDI_DC40", "intake.syntax-unsupported"), ("{\"a\":", "json.syntax"),
        ])
    func unknown(text: String, code: String) throws {
        let result = try read(text)
        #expect(result.types.isEmpty)
        #expect(result.codes == [code])
    }
}
