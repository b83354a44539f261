import Diagnostics
import ReadingSupport
import Syntax
import Testing
import X12

@Suite("Writing interchanges")
struct X12WriterTests {
    static let envelope = X12Envelope(
        sender: EnvelopeParty("BUYERCO", qualifier: "ZZ"), receiver: EnvelopeParty("SELLERCO", qualifier: "ZZ"),
        controlNumber: "000000101", date: "260921", time: "0930", usage: "T")

    static func group(
        _ identifier: String, version: String = "004010", from sender: String = "BUYERCO",
        to receiver: String = "SELLERCO"
    ) -> FunctionalGroup {
        FunctionalGroup(
            identifier: identifier, sender: sender, receiver: receiver, date: "20260921", time: "0930",
            controlNumber: "101", version: version)
    }

    /// The messages of one group, written under an envelope.
    private func written(
        _ messages: [Message], _ envelope: X12Envelope, _ group: FunctionalGroup,
        _ separators: Separators = .standard
    ) throws -> [UInt8] {
        var writer = try X12Writer(envelope, separators: separators)
        try writer.openGroup(group)
        for message in messages {
            let header = TransactionHeader(
                identifier: message.type, controlNumber: message.reference ?? "", convention: message.association)
            try writer.add(message.tree, as: header)
        }
        try writer.closeGroup()
        return try writer.finish()
    }

    @Test(
        "an interchange that is read and written again is the same, byte for byte",
        arguments: [
            ("850_004010", "PO"), ("855_004010_line_changes", "PR"), ("856_004010_pallet", "SH"), ("860_004010", "PC"),
            ("865_004010", "CA"), ("997_004010_rejected", "FA"),
        ])
    func identity(name: String, identifier: String) throws {
        let bytes = try Corpus.x12.bytes("synthetic/\(name).edi").filter { $0 != 0x0A && $0 != 0x0D }
        let reading = try Reading(bytes)
        let header = try #require(reading.headers.first)
        var envelope = Self.envelope
        envelope.sender = try #require(header.sender)
        envelope.receiver = try #require(header.receiver)
        let group = Self.group(
            identifier, from: envelope.sender.identification, to: envelope.receiver.identification)
        #expect(try written(reading.messages, envelope, group) == bytes)
    }

    @Test("separators of a partner are written, the repetition separator into ISA11")
    func separators() throws {
        let bytes = try Corpus.x12.bytes("synthetic/850_005010_custom_delims.edi").filter { $0 != 0x0A && $0 != 0x0D }
        var envelope = Self.envelope
        envelope.version = "00501"
        let separators = Separators(element: 0x7C, component: 0x3A, repetition: 0x5C, terminator: 0x5E)
        let reading = try Reading(bytes)
        #expect(try written(reading.messages, envelope, Self.group("PO", version: "005010"), separators) == bytes)
    }

    @Test("ISA takes 106 bytes whatever it holds")
    func length() throws {
        var envelope = Self.envelope
        envelope.sender = EnvelopeParty("A", qualifier: "01")
        envelope.receiver = EnvelopeParty("ABCDEFGHIJKLMNO", qualifier: "12")
        envelope.authorization = EnvelopeParty("KEY", qualifier: "01")
        let bytes = try X12Writer(envelope).finish()
        #expect(bytes.firstIndex(of: 0x7E) == 105)
        #expect(try Reading(bytes).codes == ["x12.interchange-empty"])
    }

    @Test("a TA1 is written before the groups and read as it was")
    func acknowledgment() throws {
        var writer = try X12Writer(Self.envelope)
        try writer.addAcknowledgment(["000000007", "260921", "0930", "R", "021"])
        let reading = try Reading(try writer.finish())
        #expect(reading.codes.isEmpty && reading.messages.map(\.type) == ["TA1"])
    }

    private func message(_ tag: String, _ values: [(element: Int, component: Int, text: String)]) -> Tree {
        var builder = TreeBuilder(root: Name(number: 1))
        var bytes: [UInt8] = []
        builder.open(Name(packing: tag) ?? Name(number: 1), .segment, offset: 0, ordinal: 1)
        for value in values {
            let start = bytes.count
            bytes += value.text.utf8
            builder.leaf(
                Name(number: value.element), .element, value: start..<bytes.count, offset: start, ordinal: 1,
                element: value.element, component: value.component)
        }
        return builder.finish(
            values: bytes, decoding: ValueDecoding(charset: .utf8), origin: Position(offset: 0, line: 1))
    }

    @Test(
        "what cannot be written is refused with the character and its place",
        arguments: [
            ("A*B", "x12.separator-unwritable", "*"), ("A~B", "x12.separator-unwritable", "~"),
            ("A>B", "x12.separator-unwritable", ">"), ("Ä", "x12.character-unwritable", "Ä"),
            ("A\u{9}B", "x12.character-unwritable", "0x9"),
        ])
    func unwritable(text: String, code: String, value: String) throws {
        var writer = try X12Writer(Self.envelope)
        try writer.openGroup(Self.group("PO"))
        let error = #expect(throws: Diagnostic.self) {
            try writer.add(
                message("BEG", [(1, 0, "00"), (3, 0, text)]),
                as: TransactionHeader(identifier: "850", controlNumber: "0001"))
        }
        #expect(error?.code.rawValue == code && error?.value == value)
        #expect(error?.position == Position(segment: 2, tag: "BEG", element: "3"))
        let wording = Catalogue.english.wording(of: try #require(error))
        #expect(!"\(wording.message)\(wording.rule)\(wording.fix)".contains("{"))
    }

    @Test("repeats need a repetition separator, segments a data segment's tag, the envelope values that fit")
    func refused() throws {
        var writer = try X12Writer(Self.envelope)
        try writer.openGroup(Self.group("PO"))
        let header = TransactionHeader(identifier: "850", controlNumber: "0001")
        let repeated = #expect(throws: Diagnostic.self) {
            try writer.add(message("REF", [(2, 0, "A"), (2, 0, "B")]), as: header)
        }
        #expect(repeated?.code == "x12.repeat-unwritable")
        let tag = #expect(throws: Diagnostic.self) { try writer.add(message("ISA", [(1, 0, "A")]), as: header) }
        #expect(tag?.code == "x12.tag-unwritable")
        let number = #expect(throws: Diagnostic.self) {
            try writer.add(message("BEG", []), as: TransactionHeader(identifier: "850", controlNumber: "1"))
        }
        #expect(number?.code == "x12.envelope-unwritable" && number?.position?.element == "2")
        var envelope = Self.envelope
        envelope.receiver.identification = "ABCDEFGHIJKLMNOP"
        let long = envelope
        let receiver = #expect(throws: Diagnostic.self) { try X12Writer(long) }
        #expect(receiver?.code == "x12.envelope-unwritable" && receiver?.position?.element == "8")
        let same = Separators(element: 0x2A, component: 0x2A, terminator: 0x7E)
        let separators = #expect(throws: Diagnostic.self) { try X12Writer(Self.envelope, separators: same) }
        #expect(separators?.code == "x12.separators-unwritable")
    }
}
