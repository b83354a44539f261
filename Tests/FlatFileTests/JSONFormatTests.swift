import Diagnostics
import FlatFile
import Syntax
import Testing

/// Objects of JSON that a shape describes, as trees and back.
@Suite struct JSONFormatTests {
    private static let format = JSONFormat(
        type: "Test order", version: "Test",
        objects: [
            [
                .init("no", isList: false, isBare: false, object: nil),
                .init("tags", isList: true, isBare: false, object: nil),
                .init("rows", isList: true, isBare: false, object: 1),
            ],
            [
                .init("qty", isList: false, isBare: true, object: nil),
                .init("item", isList: false, isBare: false, object: nil),
            ],
        ], mandatory: ["no", "rows"], names: .empty)

    private func read(
        _ text: String, usual: Bool = false, as format: JSONFormat = format
    ) throws -> (messages: [Message], codes: [Code]) {
        var messages: [Message] = []
        var codes: [Code] = []
        var reader = JSONDocumentReader(
            documents: ["order"], version: "canonical", limit: 1_000_000, formats: [format],
            usual: usual ? format : nil)
        func take(_ event: ReaderEvent) {
            if case .message(let message) = event {
                messages.append(message)
                codes += message.diagnostics.items.map(\.code)
            }
            if case .end(let faults) = event { codes += faults.items.map(\.code) }
        }
        try reader.read(Array(text.utf8)[...], take)
        try reader.finish(take)
        return (messages, codes)
    }

    private static func text(_ tree: Tree, _ node: Tree.Index) -> String {
        tree.children(of: node).map { child in
            let name = tree.name(of: child)
            return tree.text(of: child).map { "\(name)=\($0)" } ?? "\(name)(\(text(tree, child)))"
        }.joined(separator: " ")
    }

    @Test("members are elements, arrays repeats, escapes what they mean")
    func tree() throws {
        let text =
            #"{"no":"A\"\u00fc\uD83D\uDE00\n","tags":["x",null,"","y"],"rows":[{"qty":1.50,"item":"I"},{"qty":true}]}"#
        let (messages, codes) = try read(text)
        #expect(codes.isEmpty)
        let found = messages.map { Self.text($0.tree, $0.tree.root) }
        #expect(found == ["no=A\"ü😀\n tags=x tags=y rows(qty=1.50 item=I) rows(qty=true)"])
        let node = try #require(messages.first?.tree.node(at: "/Test order/rows[2]/qty"))
        #expect(messages.first?.tree.position(of: node).offset == 96)
    }

    private static var wrapping: JSONFormat {
        var format = format
        format.each = "rows"
        return format
    }

    @Test("an object that wraps documents is a message for each, which is whole when it is sent alone")
    func wrapped() throws {
        let text = #"[{"no":"A","rows":[{"qty":1},{"qty":2},{"qty":3}],"tags":["x"]},{"no":"B","rows":[{"qty":4}]}]"#
        let (messages, codes) = try read(text, as: Self.wrapping)
        #expect(codes.isEmpty)
        let found = messages.map { Self.text($0.tree, $0.tree.root) }
        #expect(found == ["no=A rows(qty=1) tags=x", "no=A rows(qty=2)", "no=A rows(qty=3)", "no=B rows(qty=4)"])
        let bytes = Array(text.utf8)
        for (number, message) in messages.prefix(3).enumerated() {
            let node = try #require(message.tree.node(at: "/Test order/rows/qty"))
            let offset = try #require(message.tree.position(of: node).offset)
            #expect(bytes[offset] == UInt8(ascii: "1") + UInt8(number))
            let alone = try #require(message.envelope).interchange(of: bytes[message.range])
            let again = try read(String(decoding: alone, as: UTF8.self), as: Self.wrapping)
            #expect(again.codes.isEmpty)
            #expect(again.messages.map { Self.text($0.tree, $0.tree.root) } == ["no=A rows(qty=\(number + 1)) tags=x"])
        }
    }

    @Test("many documents behind much that they share are refused before it is copied for each")
    func copies() throws {
        let shared = String(repeating: "x", count: 600_000)
        let rows = Array(repeating: "{\"qty\":1}", count: 150).joined(separator: ",")
        let (messages, codes) = try read("{\"no\":\"\(shared)\",\"rows\":[\(rows)]}", as: Self.wrapping)
        #expect(messages.count == 1)
        #expect(codes == ["json.documents-too-many"])
    }

    @Test(
        "an object is told by the members that it must have, else by the partner's format; a canonical one by its name")
    func recognised() throws {
        let text =
            #"[{"no":"1","rows":[]},{"no":"2"},{"document":"order","no":"3","rows":[]},{"document":"other","no":"4","rows":[]}]"#
        #expect(try read(text).messages.map(\.type) == ["Test order", "JSON", "order", "Test order"])
        #expect(
            try read(text, usual: true).messages.map(\.type) == ["Test order", "Test order", "order", "Test order"])
    }

    @Test(
        "what is no JSON is told at its byte",
        arguments: [
            (#"{"no":01,"rows":[]}"#, 6), (#"{"no":"\x","rows":[]}"#, 7), (#"{"no":"\uD800","rows":[]}"#, 7),
            (#"{"no":"1" "rows":[]}"#, 10), (#"{"no":nil,"rows":[]}"#, 6), (#"{"no":"1","rows":[1,]}"#, 20),
        ])
    func faults(text: String, offset: Int) throws {
        var reader = JSONDocumentReader(
            documents: [], version: "canonical", limit: 1_000, formats: [Self.format], usual: Self.format)
        var found: [Diagnostic] = []
        func take(_ event: ReaderEvent) {
            if case .message(let message) = event { found += message.diagnostics.items }
            if case .end(let faults) = event { found += faults.items }
        }
        try reader.read(Array(text.utf8)[...], take)
        try reader.finish(take)
        #expect(found.map(\.code) == ["json.syntax"])
        #expect(found.first?.position?.offset == offset)
    }

    @Test("what is written says what was read, numbers bare")
    func writing() throws {
        let text = #"{"rows":[{"item":"\"q\"\t","qty":1.50},{"qty":"007"}],"no":"ü"}"#
        let tree = try #require(try read(text).messages.first?.tree)
        let written = String(decoding: JSONTreeWriter.write(tree, as: Self.format), as: UTF8.self)
        let expected = """
            {
              "no": "ü",
              "rows": [
                {
                  "qty": 1.50,
                  "item": "\\"q\\"\\t"
                },
                {
                  "qty": "007"
                }
              ]
            }

            """
        #expect(written == expected)
    }
}
