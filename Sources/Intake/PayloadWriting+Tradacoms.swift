import Diagnostics
import Orders
import Rollout
import Syntax
import Tradacoms

/// Orders as files of TRADACOMS: the header's segments, which mappings see before those of the order, go into a message of
/// their own, and a trailer counts the order.
extension PayloadWriting {
    func tradacoms(
        _ tree: Tree, of document: CanonicalDocument, as message: String, _ version: String, _ origin: PayloadOrigin
    ) throws(Diagnostic) -> [UInt8] {
        guard message == "ORDERS" else { throw Diagnostic("deliver.syntax-unwritable", value: "TRADACOMS \(message)") }
        let charset: Charset = ["UNOY", "UNOW"].contains(envelope.syntax) ? .utf8 : .latin1
        let moment = origin.receivedAt.iso8601
        let date = moment.dropFirst(2).prefix(8).filter { $0 != "-" }
        var writer = try TradacomsWriter(transmission(of: document, origin, date: date), charset: charset)
        let segments = Self.numbered(try TradacomsWriter.segments(of: tree))
        let start = segments.firstIndex { $0.tag == "CLO" } ?? 0
        let file = TradacomsSegment("FIL", [["\(origin.number % 10_000)"], ["1"], [date]])
        try writer.add(Self.header(Array(segments[..<start]), file), type: "ORDHDR", version: version)
        try writer.add(Array(segments[start...]), type: message, version: version)
        try writer.add([TradacomsSegment("OFT", [["1"]])], type: "ORDTLR", version: version)
        return try writer.finish()
    }

    /// The header's segments with the file's numbers, which stand behind the narratives.
    private static func header(_ segments: [TradacomsSegment], _ file: TradacomsSegment) -> [TradacomsSegment] {
        let index = segments.firstIndex { ["FDT", "ACD"].contains($0.tag) } ?? segments.count
        return Array(segments[..<index]) + [file] + segments[index...]
    }

    /// The segments with their sequence numbers: narratives count from 1, those of a line below its own number.
    private static func numbered(_ segments: [TradacomsSegment]) -> [TradacomsSegment] {
        var segments = segments
        var narratives = 0
        var line = ["1"]
        for index in segments.indices {
            switch segments[index].tag {
            case "CLO": narratives = 0
            case "OLD":
                line = segments[index].elements.first ?? line
                narratives = 0
            case "DNA":
                narratives += 1
                segments[index].elements = [["\(narratives)"]] + segments[index].elements.dropFirst()
            case "DNB":
                narratives += 1
                segments[index].elements = [line, ["\(narratives)"]] + segments[index].elements.dropFirst(2)
            default: break
            }
        }
        return segments
    }

    private func transmission(
        of document: CanonicalDocument, _ origin: PayloadOrigin, date: String
    ) -> TransmissionEnvelope {
        func party(_ own: EnvelopeParty?, _ sent: Identifier?, _ party: Party) -> TransmissionEnvelope.Party {
            let known = own?.identification ?? sent?.value ?? party.gln?.rawValue ?? party.name ?? ""
            // A code has up to 14 characters; a sender may be known by its name alone.
            if known.unicodeScalars.count <= 14 { return TransmissionEnvelope.Party(code: known) }
            return TransmissionEnvelope.Party(code: "", name: String(known.prefix(35)))
        }
        let sent = document.content.envelope
        let time = origin.receivedAt.iso8601.dropFirst(11).prefix(8).filter { $0 != ":" }
        return TransmissionEnvelope(
            sender: party(envelope.sender, sent?.sender, document.author),
            receiver: party(envelope.recipient, sent?.recipient, document.addressee), date: date, time: time,
            reference: origin.reference, application: document.isTest ? "ORDTES" : "ORDHDR")
    }
}
