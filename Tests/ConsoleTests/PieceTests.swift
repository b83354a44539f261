import Diagnostics
import Gateway
import Testing

@testable import Console

@Suite("What pages are made of") struct PieceTests {
    private func texts(_ marked: MarkedBytes) -> [String] { marked.pieces.compactMap { $0["text"] as? String } }

    private func fault(_ offset: Int, _ value: String? = nil) -> DiagnosticReport {
        DiagnosticReport(Diagnostic("edifact.unt-count", at: Position(offset: offset), value: value))
    }

    @Test("the faulty element is marked where it stands, counted from the payload's start")
    func marks() {
        let message = MessageView(bytes: Array("QTY+21:TEN'LIN+1".utf8), offset: 100, isEdited: false)
        let marked = MarkedBytes(message, faults: [fault(107, "TEN")], origins: [(111, "LIN"), (nil, nil)], most: 100)
        #expect(texts(marked) == ["QTY+21:", "TEN", "'", "LIN", "+1"])
        #expect(marked.pieces.map { $0["wrong"] as? Bool ?? false } == [false, true, false, false, false])
        #expect(marked.target(of: 0) == "i0" && marked.placed == [0])
        let word = MarkedBytes(message, faults: [fault(107)], origins: [], most: 100)
        #expect(texts(word) == ["QTY+21:", "TEN", "'LIN+1"])
    }

    @Test("a value of XML is marked within its element")
    func element() {
        let message = MessageView(bytes: Array("<a><id>77</id></a>".utf8), offset: 0, isEdited: false)
        let marked = MarkedBytes(message, faults: [], origins: [(3, "77")], most: 100)
        #expect(texts(marked) == ["<a><id>", "77", "</id></a>"])
    }

    @Test("hostile bytes show as text: nothing vanishes, turns a line around, or passes for something else")
    func hostile() {
        func shown(_ bytes: [UInt8]) -> String {
            let message = MessageView(bytes: bytes, offset: 0, isEdited: false)
            return texts(MarkedBytes(message, faults: [], origins: [], most: 100_000)).joined()
        }
        #expect(shown(Array("a\u{202E}b\u{200B}c".utf8)) == "a‹202E›b‹200B›c")
        #expect(shown([0x00, 0x1D, 0x0D, 0x0A, 0x7F]) == "␀␝␍\n‹7F›")
        #expect(shown([0x4D, 0xFC, 0x85]) == "Mü‹85›")
        let message = MessageView(bytes: [UInt8](repeating: 0x41, count: 200_000), offset: 0, isEdited: false)
        let marked = MarkedBytes(message, faults: [fault(150_000)], origins: [(199_999, "A")], most: 100_000)
        #expect(marked.isCut && texts(marked).joined().count == 100_000)
    }

    @Test("a text comes back from a browser with the bytes that it had")
    func editing() {
        func back(_ bytes: [UInt8]) -> [UInt8]? {
            guard let text = EditableText(bytes) else { return nil }
            return text.bytes(of: text.shown.replacing("\n", with: "\r\n"))
        }
        for bytes: [UInt8] in [
            Array("UNA:+.? '\nUNB+1'\n".utf8), Array("a\r\nb\r\n".utf8), Array("a\rb".utf8), [0x4D, 0xFC, 0x0A, 0x1D],
            Array("Größe".utf8),
        ] {
            #expect(back(bytes) == bytes)
        }
        #expect(EditableText(Array("a\r\nb\n".utf8)) == nil)
        #expect(EditableText([0x41, 0x00]) == nil)
        #expect(EditableText([0xFC])?.bytes(of: "щ") == nil)
        #expect(EditableText([0xFC])?.bytes(of: "") == nil)
    }

    @Test("a difference shows what went and what came, with two lines around")
    func difference() {
        let before = ["a", "b", "c", "d", "e", "f", "g", "h"]
        var after = before
        after[4] = "E"
        let lines = LineDifference.lines(before, after).map { "\($0.kind) \($0.text)" }
        #expect(lines == ["gap …", "same c", "same d", "gone e", "come E", "same f", "same g"])
        #expect(LineDifference.lines(before, before).isEmpty)
        #expect(LineDifference.lines([], ["a"]).map(\.text) == ["a"])
    }

    @Test("only paths of this host are gone back to")
    func paths() {
        for text in ["/", "/documents?status=failed", "/documents/1#x"] { #expect(Visit.ownPath(text) == text) }
        for text in [nil, "", "//evil", "/\\evil", "https://evil", "javascript:1", "/a b", "/a\r\nSet-Cookie: x"] {
            #expect(Visit.ownPath(text) == nil)
        }
    }

    @Test("forms are read as browsers send them")
    func forms() {
        #expect(Form.fields("a=1+2&b=%C5%BC&a=3&c") == ["a": "1 2", "b": "ż", "c": ""])
        #expect(Form.fields("a=%zz&b=%FF") == [:])
        #expect(Form.query(["b": "ż/1", "a": "", "c": "2"]) == "?b=%C5%BC%2F1&c=2")
    }
}
