import Diagnostics
import EDIFACT
import Foundation
import Syntax
import Testing

@Suite("Writing interchanges")
struct EDIFACTWriterTests {
    private static let envelope = InterchangeEnvelope(
        sender: EnvelopeParty("5412345000013", qualifier: "14"),
        recipient: EnvelopeParty("4098765000010", qualifier: "14"), reference: "90001", date: "260921", time: "0930")

    /// The messages of a payload, written again under its own envelope.
    private func rewritten(_ bytes: [UInt8]) throws -> [UInt8] {
        let reading = try Reading(bytes)
        let header = try #require(reading.headers.first)
        let created = try #require(header.created).split(separator: ":").map(String.init)
        let envelope = InterchangeEnvelope(
            sender: try #require(header.sender), recipient: try #require(header.receiver),
            reference: header.reference ?? "", date: created[0], time: created[1],
            syntax: header.charsetName ?? "UNOC", isTest: header.test)
        var writer = try EDIFACTWriter(envelope, advice: bytes.starts(with: Array("UNA".utf8)))
        for message in reading.messages {
            try writer.add(
                message.tree,
                as: MessageHeader(
                    reference: message.reference ?? "", type: message.type, version: message.version ?? "",
                    association: message.association))
        }
        return try writer.finish()
    }

    @Test(
        "an interchange that is read and written again is the same, byte for byte",
        arguments: [
            "orders_d96a_eancom", "orders_d93a_two_messages", "orders_d01b_eancom_unoc_latin1", "ordchg_d96a",
            "ordrsp_d96a_changed", "desadv_d96a_eancom_sscc", "invoic_d96a", "pricat_d96a", "invrpt_d96a",
            "slsrpt_d96a",
        ])
    func identity(name: String) throws {
        let bytes = try Corpus.bytes("synthetic/\(name).edi").filter { $0 != 0x0A && $0 != 0x0D }
        let text = Charset.latin1.decode(try rewritten(bytes)[...])
        // What UNB asks of the receiver is not for a copy to repeat.
        let pattern = #/(UNB(\+[^+']*){5})[^']*'/#
        #expect(
            text.replacing(pattern) { $0.1 + "'" }
                == Charset.latin1.decode(bytes[...]).replacing(pattern) { $0.1 + "'" })
    }

    @Test("what is written is read without a fault, counts and references included")
    func clean() throws {
        let bytes = try rewritten(Array(order.utf8))
        let reading = try Reading(bytes)
        #expect(reading.codes == [])
        #expect(reading.messages.first?.segments == 10)
        #expect(reading.headers.first?.test == true)
    }

    private func message(_ text: String) -> Tree {
        var builder = TreeBuilder(root: Name(number: 1))
        let values = Array(text.utf8)
        guard let tag = Name(packing: "FTX") else {
            return builder.finish(values: [], decoding: .init(charset: .utf8), origin: .init())
        }
        builder.open(tag, .segment, offset: 0, ordinal: 1)
        builder.leaf(Name(number: 1), .element, value: 0..<values.count, offset: 0, ordinal: 1, element: 1)
        builder.open(Name(number: 4), .composite, offset: 0, ordinal: 1, element: 4)
        builder.leaf(
            Name(number: 2), .element, value: 0..<values.count, offset: 0, ordinal: 1, element: 4, component: 2)
        builder.leaf(Name(number: 5), .element, value: 0..<0, offset: 0, ordinal: 1, element: 4, component: 5)
        builder.close()
        return builder.finish(values: values, decoding: ValueDecoding(charset: .utf8), origin: Position(offset: 0))
    }

    private func written(_ text: String, syntax: String = "UNOC") throws -> String {
        var envelope = Self.envelope
        envelope.syntax = syntax
        var writer = try EDIFACTWriter(envelope)
        try writer.add(
            message(text), as: MessageHeader(reference: "1", type: "ORDERS", version: "D.96A", association: "EAN008"))
        let charset: Charset = syntax == "UNOY" ? .utf8 : .latin1
        return charset.decode(try writer.finish()[...])
    }

    @Test("separators are released and what is empty at the end is left out")
    func released() throws {
        #expect(
            try written("a+b:c'd?") == """
                UNA:+.? 'UNB+UNOC:3+5412345000013:14+4098765000010:14+260921:0930+90001'\
                UNH+1+ORDERS:D:96A:UN:EAN008'FTX+a?+b?:c?'d??+++:a?+b?:c?'d??'UNT+3+1'UNZ+1+90001'
                """)
    }

    @Test(
        "a character that the charset does not hold is a fault that says where it stands",
        arguments: [
            ("Łódź", "UNOC", "Ł"), ("grey", "UNOA", "grey"), ("a\nb", "UNOC", "0xA"), ("Größe", "UNOB", "ö"),
            ("a\u{85}", "UNOC", "\u{85}"),
        ])
    func charset(text: String, syntax: String, value: String) throws {
        let fault = #expect(throws: Diagnostic.self) { try written(text, syntax: syntax) }
        #expect(fault?.code == "edifact.character-unwritable")
        #expect(fault?.value == value)
        #expect(fault?.position == Position(segment: 2, tag: "FTX", element: "1"))
    }

    @Test("a charset that holds the character writes it")
    func wide() throws {
        #expect(try written("Łódź", syntax: "UNOY").contains("FTX+Łódź+++:Łódź'"))
    }

    @Test(
        "an envelope that UNB has no room for is refused",
        arguments: [
            ("", "260921", "1"), ("5412345000013", "20260921", "1"), ("5412345000013", "260921", "123456789012345"),
        ])
    func lengths(sender: String, date: String, reference: String) {
        var envelope = Self.envelope
        envelope.sender.identification = sender
        envelope.date = date
        envelope.reference = reference
        let fault = #expect(throws: Diagnostic.self) { _ = try EDIFACTWriter(envelope) }
        #expect(fault?.code == "edifact.envelope-unwritable")
    }
}
