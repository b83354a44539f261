import Intake
import Rollout
import Store

/// What was answered to an interchange, as answers show it.
public struct AcknowledgementView: Sendable, Codable, Hashable {
    /// Its place among the interchange's acknowledgements, from 1: the order in which they go out.
    public var number: Int
    /// `CONTRL`, `TA1`, `997`, `999`, two in one (`TA1+997`), or `APERAK`.
    public var kind: String
    /// The control number of the interchange that it goes out in.
    public var controlNumber: String
    /// The control reference of the interchange that it answers.
    public var answers: String
    /// received, accepted, accepted-in-part or refused.
    public var verdict: String
    public var mediaType: String
    /// Its length in bytes.
    public var size: Int
    public var madeAt: String
    /// How far it has come, as its receiver's answers say.
    public var sent: SentView?
    /// Its text, where it is short and was asked for.
    public var content: String?
    public var links: [String: String]
}

/// The acknowledgements of one interchange.
public struct AcknowledgementList: Sendable, Codable, Hashable {
    public var items: [AcknowledgementView]
}

extension AcknowledgementView {
    /// The view of a row.
    init(_ row: AcknowledgementRow, of interchange: UniqueID, bytes: [UInt8]? = nil) {
        self.init(
            number: Int(row.position), kind: row.kind, controlNumber: row.controlNumber, answers: row.answers,
            verdict: row.verdict.rawValue, mediaType: row.contentType, size: Int(row.size),
            madeAt: Instant(microseconds: row.madeAt).iso8601, sent: SentView(row),
            content: bytes.map { Acknowledgement.text(of: $0) },
            links: ["self": "/v1/interchanges/\(interchange)/acknowledgements/\(row.position)"])
    }
}

extension SentView {
    /// What a receiver answered to an acknowledgement.
    fileprivate init(_ row: AcknowledgementRow) {
        self.init(
            controlNumber: row.controlNumber, status: row.status.rawValue,
            errors: JSONText.read([String].self, from: row.errors) ?? [],
            answeredAt: row.answeredAt.map { Instant(microseconds: $0).iso8601 },
            answeredBy: row.answeredBy?.description)
    }
}

extension Transaction {
    /// The largest acknowledgement whose text stands in an answer, in bytes.
    private static var longestContent: Int64 { 64 << 10 }

    /// The acknowledgements of an interchange.
    /// - Parameter withContent: True for the texts of short ones.
    func acknowledgementViews(of row: InterchangeRow, withContent: Bool) throws -> [AcknowledgementView] {
        try acknowledgements(ofInterchange: row.number).map { found in
            let bytes =
                withContent && found.size <= Self.longestContent
                ? try acknowledgementBytes(ofInterchange: row.number, position: found.position) : nil
            return AcknowledgementView(found, of: row.id, bytes: bytes)
        }
    }
}
