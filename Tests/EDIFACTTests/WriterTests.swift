import Diagnostics
import EDIFACT
import Foundation
import ReadingSupport
import Syntax
import Testing

@Suite("Writing interchanges")
struct EDIFACTWriterTests {
    private static let envelope = InterchangeEnvelope(
        sender: EnvelopeParty("5412345000013", qualifier: "14"),
        recipient: EnvelopeParty("4098765000010", qualifier: "14"), reference: "90001", date: "260921", time: "0930")

    @Test(
        "an interchange that is read and written again is the same, byte for byte",
        arguments: [
            "orders_d96a_eancom", "orders_d93a_two_messages", "orders_d01b_eancom_unoc_latin1", "ordchg_d96a",
            "ordrsp_d96a_changed", "desadv_d96a_eancom_sscc", "invoic_d96a", "pricat_d96a", "invrpt_d96a",
            "slsrpt_d96a",
        ])
    func identity(name: String) throws {
        let bytes = try Corpus.edifact.bytes("synthetic/\(name).edi").filter { $0 != 0x0A && $0 != 0x0D }
        let text = Charset.latin1.decode(try rewritten(bytes)[...])
        // The application reference (0026) is no part of what is read.
        let pattern = #/(UNB(\+[^+']*){5}\+)(\+[^+']*)/#
        #expect(text.replacing(pattern) { $0.1 } == Charset.latin1.decode(bytes[...]).replacing(pattern) { $0.1 })
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
            ("Łód漢ź", "UNOC", "漢"), ("א", "UNOA", "א"), ("a\nb", "UNOC", "0xA"), ("a\u{85}", "UNOC", "\u{85}"),
        ])
    func charset(text: String, syntax: String, value: String) throws {
        let fault = #expect(throws: Diagnostic.self) { try written(text, syntax: syntax) }
        #expect(fault?.code == "edifact.character-unwritable")
        #expect(fault?.value == value)
        #expect(fault?.position == Position(segment: 2, tag: "FTX", element: "1"))
    }

    @Test(
        "what the charset does not hold is written by the table and reported, with its place",
        arguments: [
            ("Łódź", "UNOC", "Łź", "Lz", "Lódz"), ("Größe", "UNOB", "öß", "oess", "Groesse"),
            ("Щука №1", "UNOA", "Щука№", "SHCHUKANO", "SHCHUKA NO1"), ("Щука", "UNOB", "Щука", "Shchuka", "Shchuka"),
            ("10 €…", "UNOC", "€…", "EUR...", "10 EUR..."), ("grey", "UNOA", "grey", "GREY", "GREY"),
            ("Αθήνα", "UNOC", "Αθήνα", "Athina", "Athina"), ("Ł’s", "UNOB", "Ł’", "L'", "L?'s"),
            ("e\u{301}", "UNOC", "\u{301}", "", "e"),
        ])
    func transliterated(text: String, syntax: String, of: String, to: String, written: String) throws {
        var envelope = Self.envelope
        envelope.syntax = syntax
        var writer = try EDIFACTWriter(envelope)
        try writer.add(message(text), as: MessageHeader(reference: "1", type: "ORDERS", version: "D.96A"))
        let reports = writer.diagnostics.items
        #expect(reports.map(\.code) == ["edifact.character-transliterated", "edifact.character-transliterated"])
        #expect(reports.map(\.value) == [of, of])
        #expect(reports.map { $0.facts["written"] } == [to, to])
        #expect(
            reports.map(\.position) == [
                Position(segment: 2, tag: "FTX", element: "1"), Position(segment: 2, tag: "FTX", element: "4.2"),
            ])
        let bytes = try writer.finish()
        #expect(Charset.latin1.decode(bytes[...]).contains("FTX+\(written)+++:\(written)'"))
        #expect(try Reading(bytes).codes.isEmpty)
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

    @Test("version 4 has a separator for repeats, named by a UNA only where it is not the usual one")
    func repeats() throws {
        var envelope = Self.envelope
        envelope.version = 4
        envelope.date = "20260921"
        var service = ServiceCharacters.standard
        service.repetition = UInt8(ascii: "!")
        let tree = try #require(
            try Reading("UNB+UNOC:4+A+B+20260921:0930+1'UNH+1+A:D:96A:UN'PIA+5+A:SA*!+B*C'UNT+3+1'UNZ+1+1'").messages
                .first
        ).tree
        for (service, start, pia) in [
            (ServiceCharacters.standard, "UNB+UNOC:4+", "PIA+5+A:SA*!+B*C'"),
            (service, "UNA:+.?!'UNB+UNOC:4+", "PIA+5+A:SA!?!+B!C'"),
        ] {
            var writer = try EDIFACTWriter(envelope, service: service, advice: false)
            try writer.add(tree, as: MessageHeader(reference: "1", type: "ORDERS", version: "D.96A"))
            let bytes = try writer.finish()
            #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(start))
            #expect(String(decoding: bytes, as: UTF8.self).contains(pia))
            #expect(try Reading(bytes).codes.isEmpty)
        }
        envelope.version = 3
        envelope.date = "260921"
        let fault = #expect(throws: Diagnostic.self) {
            var writer = try EDIFACTWriter(envelope, service: service)
            try writer.add(tree, as: MessageHeader(reference: "1", type: "ORDERS", version: "D.96A"))
        }
        #expect(fault?.code == "edifact.repeat-unwritable")
    }

    @Test("groups are counted, and their trailers repeat their references")
    func groups() throws {
        var writer = try EDIFACTWriter(Self.envelope)
        let party = EnvelopeParty("5412345000013", qualifier: "14")
        for (number, type) in ["ORDERS", "ORDCHG"].enumerated() {
            try writer.beginGroup(
                GroupHeader(
                    type: type, version: "D.96A", sender: party, recipient: party, reference: "G\(number)",
                    association: "EAN008"))
            for reference in 1...2 {
                try writer.add(
                    message("text"), as: MessageHeader(reference: "\(reference)", type: type, version: "D.96A"))
            }
        }
        let bytes = try writer.finish()
        let reading = try Reading(bytes)
        #expect(reading.codes.isEmpty)
        #expect(reading.messages.map(\.type) == ["ORDERS", "ORDERS", "ORDCHG", "ORDCHG"])
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("UNG+ORDCHG+5412345000013:14+5412345000013:14+260921:0930+G1+UN+D:96A:EAN008'"))
        #expect(text.hasSuffix("UNE+2+G1'UNZ+2+90001'"))
    }

    @Test("what would break the rules of groups is refused")
    func groupRules() throws {
        let header = MessageHeader(reference: "1", type: "ORDERS", version: "D.96A")
        let party = EnvelopeParty("A")
        let group = GroupHeader(type: "ORDCHG", version: "D.96A", sender: party, recipient: party, reference: "1")
        var bare = try EDIFACTWriter(Self.envelope)
        try bare.add(message("text"), as: header)
        var grouped = try EDIFACTWriter(Self.envelope)
        try grouped.beginGroup(group)
        let codes = [
            fault { try bare.beginGroup(group) }, fault { try grouped.add(message("text"), as: header) },
            fault {
                try grouped.endGroup()
                try grouped.add(message("text"), as: header)
            },
        ]
        #expect(codes == ["edifact.groups-mixed", "edifact.group-type", "edifact.groups-mixed"])
    }

    private func fault(_ body: () throws -> Void) -> Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? Diagnostic)?.code
        }
    }
}
