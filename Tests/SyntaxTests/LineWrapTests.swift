import Diagnostics
import Syntax
import Testing

@Suite("Wrapped texts")
struct LineWrapTests {
    private static let edifact =
        "UNB+UNOC:3+5412345000013:14+4098765000010:14+260921:0930+1'UNH+1+ORDERS:D:96A:UN'BGM+220+PO-1+9'"
        + "DTM+137:20260921:102'NAD+BY+5412345000013::9'LIN+1++4000862141404:EN'QTY+21:5'LIN+2++5412345111115:EN'"
        + "QTY+21:7'UNS+S'UNT+10+1'UNZ+1+1'"
    private static let x12 =
        "ISA*00*          *00*          *ZZ*BUYERCO        *ZZ*SELLERCO       *260921*0930*U*00401*000000101*0*T*>~"
        + "GS*PO*BUYERCO*SELLERCO*20260921*0930*101*X*004010~ST*850*0001~BEG*00*SA*PO-9**20260921~SE*3*0001~"

    private static func wrapped(_ text: String, _ width: Int, _ end: String = "\n") -> String {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: width).map { start in
            String(decoding: bytes[start..<min(bytes.count, start + width)], as: UTF8.self)
        }.joined(separator: end)
    }

    private static func find(_ text: String) -> LineWrap? { LineWrap(Array(text.utf8)[...]) }

    @Test("a text in lines of one length is wrapped, whatever its breaks are", arguments: ["\n", "\r\n", "\r"])
    func lines(_ end: String) {
        for width in [72, 80, 100] {
            #expect(Self.find(Self.wrapped(Self.edifact, width, end))?.width == width)
            #expect(Self.find(Self.wrapped(Self.edifact, width, end) + end)?.width == width)
            #expect(Self.find(Self.wrapped(Self.x12, width, end))?.width == width)
        }
        let behindText = Self.find("Our order:" + end + Self.wrapped(Self.x12, 80, end))
        #expect(behindText?.start == 10 + end.utf8.count && behindText?.width == 80)
        #expect(Self.find("\u{FEFF}" + Self.wrapped(Self.edifact, 80, end))?.start == 3)
    }

    @Test("an interchange behind another begins a line of its own, or goes on in the same")
    func several() {
        let one = Self.wrapped(Self.edifact, 80)
        #expect(Self.find(one + "\n" + one)?.width == 80)
        #expect(Self.find(Self.wrapped(Self.edifact + Self.edifact, 80))?.width == 80)
        #expect(Self.find(one + "\nUNX+1'\n") == nil, "what follows a shorter line is no interchange")
    }

    @Test("segments in lines of their own are not wrapped, nor is a line break in a value")
    func others() {
        let segments = Self.edifact.replacing("'", with: "'\n")
        #expect(Self.find(segments) == nil && Self.find(Self.edifact) == nil && Self.find("") == nil)
        #expect(Self.find(Self.x12.replacing("~", with: "~\r\n")) == nil)
        #expect(Self.find(Self.x12.replacing("~", with: "\n")) == nil, "line ends that terminate")
        let even = (0..<9).map { "FTX+AAI+++\($0)" + String(repeating: "X", count: 69) + "\n" }.joined()
        #expect(Self.find("UNA:+.? \nUNB+UNOC:3+A+B+260921:0930+1\n" + even) == nil, "line ends that UNA declares")
        #expect(Self.find(Self.edifact.replacing("PO-1", with: "PO\n-1")) == nil)
        #expect(Self.find(segments.replacing("PO-1", with: "PO\n-1")) == nil)
        let records = Self.edifact.split(separator: "'").map { String($0) + "'" }
        let filled = records.map { $0 + String(repeating: " ", count: 80 - $0.count) }
        #expect(Self.find(filled.joined(separator: "\n")) == nil, "records that are filled up")
        let long = "IMD+F++:::" + String(repeating: "X", count: 110) + "'"
        let cut: [String] = filled.dropLast() + [String(long.prefix(80)), String(long.dropFirst(80)), filled[5]]
        #expect(Self.find(cut.joined(separator: "\n")) == nil, "a shorter line in the middle")
    }

    @Test("a service string advice may have a line of its own", arguments: ["\n", "\r\n", "\r"])
    func advice(_ end: String) throws {
        let found = try #require(Self.find("UNA:+.? '" + end + Self.wrapped(Self.edifact, 80, end)))
        #expect(found.start == 9 + end.utf8.count && found.width == 80)
        #expect(found.firstBreak.offset == found.start + 80 && found.firstBreak.line == (end == "\r" ? 1 : 2))
        #expect(Self.find("UNA:+.? '" + end + Self.edifact.replacing("'", with: "'" + end)) == nil)
    }

    @Test("lines that lost a byte, got one or lost their blanks leave the others wrapped")
    func damaged() {
        let text = Self.edifact.replacing(
            "UNS+S'", with: (3...30).map { "LIN+\($0)++4000862141404:EN'QTY+21:5'" }.joined())
        let lines = Self.wrapped(text, 80).split(separator: "\n").map(String.init)
        for line in 0..<5 {
            for other in [String(lines[line].dropLast()), lines[line] + "X", lines[line] + "   "] {
                var damaged = lines
                damaged[line] = other
                #expect(Self.find(damaged.joined(separator: "\n"))?.width == 80, "line \(line), \(other)")
            }
        }
        #expect(
            Self.find(lines.map { $0.prefix(40) + "\n" + $0.dropFirst(40).prefix(17) }.joined(separator: "\n")) == nil)
    }

    @Test("a single line break counts at eighty columns only")
    func single() {
        let short = String(Self.edifact.prefix(110))
        #expect(Self.find(Self.wrapped(short, 80))?.width == 80)
        #expect(Self.find(Self.wrapped(short, 70)) == nil)
    }

    @Test("a part of a wrapped payload may be cut, one of segments in lines is not")
    func parts() throws {
        let wrapped = Array(Self.wrapped(Self.edifact, 80).utf8)
        #expect(LineWrap.mayCut(Array(wrapped[100...])))
        let found = try #require(LineWrap(wrapped[...]))
        #expect(found.unwrapped(wrapped) == Array(Self.edifact.utf8))
        #expect(found.unwrapped(Array(wrapped[100...])) == Array(Array(Self.edifact.utf8)[99...]))
        #expect(!LineWrap.mayCut(Array(Self.edifact.replacing("'", with: "'\n").utf8)))
        #expect(!LineWrap.mayCut(Array(Self.edifact.utf8)))
    }
}
