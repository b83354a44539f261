import Diagnostics
import FlatFile
import Syntax
import Testing

/// Payloads of JSON and their documents.
@Suite struct JSONDocumentReaderTests {
    private func read(_ text: String, limit: Int = 1 << 20, piece: Int = 1_000) throws -> (
        messages: [Message], faults: [Diagnostic]
    ) {
        var messages: [Message] = []
        var faults: [Diagnostic] = []
        var reader = JSONDocumentReader(documents: ["order", "invoice"], version: "canonical", limit: limit)
        func take(_ event: ReaderEvent) {
            switch event {
            case .message(let message): messages.append(message)
            case .end(let list): faults += list.items
            case .interchange, .group: break
            }
        }
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try reader.read(bytes[start..<min(bytes.count, start + piece)], take)
        }
        try reader.finish(take)
        return (messages, faults)
    }

    @Test("one object is a document, each of an array too, with its own bytes and place")
    func documents() throws {
        let one = try read("\u{FEFF} {\"document\":\"order\",\"number\":\"1\"}\n", piece: 3)
        #expect(one.messages.map(\.type) == ["order"] && one.faults.isEmpty)
        let text = "[\n {\"lines\":[{\"document\":\"x\"}],\"document\":\"invoice\"},\n  {\"document\":\"order\"} ]"
        let many = try read(text)
        #expect(many.messages.map(\.type) == ["invoice", "order"] && many.faults.isEmpty)
        let last = try #require(many.messages.last)
        let bytes = Array(text.utf8)
        #expect(String(decoding: bytes[last.range], as: UTF8.self) == "{\"document\":\"order\"}")
        #expect(last.tree.values == Array(bytes[last.range]))
        #expect(last.tree.origin == Position(offset: last.range.lowerBound, line: 3, column: 3))
        #expect(try read("[]").messages.isEmpty)
    }

    @Test("what is no known document fails alone")
    func unknown() throws {
        let found = try read("[{\"a\":1}, 7, {\"document\":\"order\"}, {\"document\":\"menu\"}]")
        let codes = found.messages.map { $0.diagnostics.items.map(\.code) }
        #expect(codes == [["json.document-unknown"], ["json.object-missing"], [], ["json.document-unknown"]])
    }

    @Test(
        "a text that is no JSON is refused at the place",
        arguments: [
            ("{\"a\":1", 6), ("{\"a\" 1}", 5), ("[{}", 3), ("{} x", 3), ("{\"a\":[1}}", 7), ("{\"a", 3), ("[{},]", 4),
            ("{\"a\":}", 5),
        ] as [(String, Int)])
    func syntax(text: String, offset: Int) throws {
        let found = try read(text)
        #expect(found.messages.isEmpty && found.faults.map(\.code) == ["json.syntax"])
        #expect(found.faults.first?.position?.offset == offset)
    }

    @Test("depth and size have their limits", .timeLimit(.minutes(1)))
    func limits() throws {
        let deep = try read("{\"a\":" + String(repeating: "[", count: 100_000))
        #expect(deep.faults.map(\.code) == ["json.too-deep"])
        let large = try read("{\"a\":\"" + String(repeating: "x", count: 2_000) + "\"}", limit: 1_000)
        #expect(large.faults.map(\.code) == ["json.too-large"] && large.messages.isEmpty)
    }
}
