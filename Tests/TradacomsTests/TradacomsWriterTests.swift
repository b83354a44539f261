import Diagnostics
import ReadingSupport
import Syntax
import Testing
import Tradacoms

@Suite("Writing transmissions")
struct TradacomsWriterTests {
    static let envelope = TransmissionEnvelope(
        sender: .init(code: "5000000000000", name: "SOME STORES LTD"),
        receiver: .init(code: "5010000000000", name: "SUPPLIER UK LTD"), date: "070315", time: "130233",
        reference: "000007", receiverReference: "PASSW", application: "ORDHDR", priority: "B")

    @Test("an order file that is read and written again is the same, byte for byte")
    func identity() throws {
        let bytes = try Corpus.tradacoms.bytes("staedi__order.edi").filter { $0 != 0x0A && $0 != 0x0D }
        var writer = try TradacomsWriter(Self.envelope)
        for message in try Reading(bytes).messages {
            try writer.add(message.tree, type: message.type, version: message.version ?? "")
        }
        #expect(try writer.finish() == bytes)
    }

    @Test("whatever text is written is read again, service characters released")
    func released() throws {
        let text = "O'REILLY + SONS: 1=2? YES"
        var builder = TreeBuilder(root: Name(number: 1))
        builder.open(try #require(Name(packing: "DNA")), .segment, offset: 0, ordinal: 1)
        builder.leaf(Name(number: 3), .element, value: 0..<text.utf8.count, offset: 0, ordinal: 1, element: 3)
        let tree = builder.finish(
            values: Array(text.utf8), decoding: ValueDecoding(charset: .utf8), origin: Position(offset: 0, line: 1))
        var writer = try TradacomsWriter(Self.envelope)
        try writer.add(tree, type: "ORDHDR", version: "9")
        let reading = try Reading(try writer.finish())
        #expect(reading.codes == ["tradacoms.file-trailer-missing"])
        let read = try #require(reading.messages.first).tree
        let node = try #require(read.nodes.indices.first { read.nodes[$0].element == 3 })
        #expect(read.text(of: node) == text)
    }

    private func add(_ tag: String, _ texts: [String], elements: [Int]) throws {
        var builder = TreeBuilder(root: Name(number: 1))
        var values: [UInt8] = []
        builder.open(try #require(Name(packing: tag)), .segment, offset: 0, ordinal: 1)
        for (text, element) in zip(texts, elements) {
            let start = values.count
            values += text.utf8
            builder.leaf(
                Name(number: element), .element, value: start..<values.count, offset: 0, ordinal: 1, element: element)
        }
        let tree = builder.finish(
            values: values, decoding: ValueDecoding(charset: .utf8), origin: Position(offset: 0, line: 1))
        var writer = try TradacomsWriter(Self.envelope)
        try writer.add(tree, type: "ORDERS", version: "9")
    }

    @Test("what cannot be written is refused with its place")
    func refused() throws {
        let wrong: [(tag: String, texts: [String], elements: [Int], code: Code)] = [
            ("DNA", ["Ä"], [1], "tradacoms.character-unwritable"),
            ("DNA", ["A\u{7}"], [1], "tradacoms.character-unwritable"),
            ("DNA", ["A", "B"], [2, 2], "tradacoms.repeat-unwritable"), ("END", ["1"], [1], "tradacoms.tag-unwritable"),
            ("N1", ["1"], [1], "tradacoms.tag-unwritable"),
        ]
        for (tag, texts, elements, code) in wrong {
            let error = #expect(throws: Diagnostic.self) { try add(tag, texts, elements: elements) }
            #expect(error?.code == code && error?.position?.segment == 2 && error?.position?.tag == tag)
        }
        var envelope = Self.envelope
        envelope.reference = ""
        let empty = envelope
        let error = #expect(throws: Diagnostic.self) { try TradacomsWriter(empty) }
        #expect(error?.code == "tradacoms.envelope-unwritable" && error?.position?.element == "5")
    }
}
