import Diagnostics
import Syntax
import Testing
import XMLFormat

@Suite("Several documents in one file") struct DocumentPartingTests {
    private static let dialects = XMLDialects([
        XMLDialect(
            type: "File", root: "F", envelope: XMLEnvelope(sender: ["Head/From"], reference: ["D/No"]),
            documents: ["D", "E"])
    ])

    private struct Result {
        var header: InterchangeHeader?
        var messages: [Message] = []
        var end: [Diagnostic] = []

        /// What each document's tree says, name and value in a row.
        var contents: [String] {
            messages.map { message in
                message.tree.nodes.indices.compactMap { node in
                    message.tree.text(of: node).map { "\(message.tree.path(of: node))=\($0)" }
                }.joined(separator: " ")
            }
        }
    }

    private func read(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) throws -> Result {
        var result = Result()
        var reader = XMLFormatReader(dialects: Self.dialects, limits: limits)
        func take(_ event: ReaderEvent) {
            switch event {
            case .interchange(let header): result.header = header
            case .message(let message): result.messages.append(message)
            case .group: break
            case .end(let faults): result.end = faults.items
            }
        }
        try reader.read(bytes[...], take)
        try reader.finish(take)
        return result
    }

    private let file = """
        <?xml version="1.0"?>
        <F v="2"><Head><From>A</From></Head>
          <D><No>1</No></D><Between>x</Between>
          <D><No>2</No><Q a="3">4</Q></D>
          <E/><Tail>y</Tail>
        </F>
        """

    @Test("each document is a message with what stands before the first; the rest is the first one's")
    func contents() throws {
        let result = try read(Array(file.utf8))
        #expect(
            result.contents == [
                "/F/@v=2 /F/Head/From=A /F/D/No=1 /F/Between=x /F/Tail=y",
                "/F/@v=2 /F/Head/From=A /F/D/No=2 /F/D/Q=4 /F/D/Q/@a=3", "/F/@v=2 /F/Head/From=A",
            ])
        #expect(result.messages.map(\.reference) == ["1", "2", nil])
        #expect(result.header?.sender?.identification == "A")
        #expect(result.messages.allSatisfy { $0.tree.nodes[0].end == UInt32($0.tree.nodes.count) })
    }

    @Test("each document's bytes with its envelope are a file of that document alone")
    func alone() throws {
        let bytes = Array(file.utf8)
        for (index, message) in try read(bytes).messages.enumerated() {
            let single = try #require(message.envelope).interchange(of: bytes[message.range])
            let again = try read(single)
            #expect(again.messages.count == 1)
            #expect(again.end == [])
            #expect(again.messages.first?.reference == message.reference)
            #expect(again.contents.first?.contains("/F/Head/From=A") == true, "document \(index)")
        }
    }

    @Test("the bytes of documents are found in a charset of one byte a character")
    func charset() throws {
        var bytes = Array(#"<?xml version="1.0" encoding="windows-1251"?><F><D><No>"#.utf8)
        bytes += [0xC0, 0xC1] + Array("</No></D><D><No>".utf8) + [0xC2] + Array("</No></D></F>".utf8)
        let result = try read(bytes)
        #expect(result.messages.map(\.reference) == ["АБ", "В"])
        let second = try #require(result.messages.last)
        #expect(Array(bytes[second.range]) == Array("<D><No>".utf8) + [0xC2] + Array("</No></D>".utf8))
    }

    @Test("a fault in one document is that document's own; a file that breaks off is wrong for all")
    func faults() throws {
        let mixed = file.replacing("<Q a=\"3\">", with: "<Q a=\"3\">text<R/>")
        #expect(
            try read(Array(mixed.utf8)).messages.map { $0.diagnostics.items.map(\.code) } == [
                [], ["xml.mixed-content"], [],
            ])
        let broken = try read(Array(file.utf8.dropLast(30)))
        #expect(broken.messages.allSatisfy { $0.diagnostics.hasErrors })
        let cut = try read(Array("<F><D><No>1</No></D><D><No>2".utf8))
        #expect(cut.messages.map { $0.envelope == nil } == [false, true])
        #expect(cut.messages.allSatisfy { $0.diagnostics.items.map(\.code) == ["xml.truncated"] })
    }

    @Test("one document in a file is the whole file")
    func single() throws {
        let bytes = Array("<F><D><No>1</No></D></F>".utf8)
        let message = try #require(try read(bytes).messages.first)
        #expect(message.range == 0..<bytes.count)
        #expect(message.envelope == MessageEnvelope())
    }

    @Test("many documents behind much that they share are refused before it is copied for each")
    func limits() throws {
        let head = String(repeating: "<h/>", count: 50_000)
        let result = try read(Array("<F>\(head)\(String(repeating: "<D/>", count: 50_000))</F>".utf8))
        #expect(result.messages.isEmpty)
        #expect(result.end.map(\.code) == ["xml.documents-too-many"])
        let plain = try read(Array("<F>\(String(repeating: "<D/>", count: 50_000))</F>".utf8))
        #expect(plain.messages.count == 50_000)
        #expect(plain.end == [])
    }
}
