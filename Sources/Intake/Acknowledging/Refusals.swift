public import Diagnostics
import EDIFACT
import Syntax

/// The documents that are refused for what is wrong beside them: with their interchange, or with their group.
///
/// What an acknowledgement refuses goes to no back end: the sender will send it again. Where nothing is acknowledged, faults of
/// an envelope are reported only, and its documents go on; what the profile says about messages holds either way.
public struct Refusals: Sendable, Hashable {
    /// The code of an interchange that was sent twice.
    public static let duplicate: Code = "intake.interchange-duplicate"
    /// The code of an interchange that is for another receiver.
    public static let misdirected: Code = "intake.interchange-misdirected"
    /// The code of an interchange that holds no message.
    public static let empty: Code = "intake.no-documents"
    /// The code of an interchange in which more is wrong than can be listed.
    static let overfull = InterchangeReport.overfull

    private struct Refused: Sendable, Hashable {
        /// The places of documents in the payload.
        var documents: Range<Int>
        var diagnostic: Diagnostic
    }

    /// In the order of the payload, apart from each other.
    private var refused: [Refused] = []

    /// Nothing is refused.
    public init() {}

    /// What a profile refuses of the interchanges of a payload.
    public init(_ interchanges: [InterchangeVerdict], by profile: AcknowledgementProfile) {
        for interchange in interchanges { add(interchange, by: profile) }
    }

    /// Whether nothing is refused.
    public var isEmpty: Bool { refused.isEmpty }

    /// Why the document at a place is refused; nil when it is not.
    public subscript(_ position: Int) -> Diagnostic? {
        // Binary search: the first that does not end before the place.
        var (low, high) = (0, refused.count)
        while low < high {
            let middle = (low + high) / 2
            if refused[middle].documents.upperBound <= position { low = middle + 1 } else { high = middle }
        }
        return low < refused.count && refused[low].documents.contains(position) ? refused[low].diagnostic : nil
    }

    /// Whether what a profile says depends on what stands behind a message, so that a payload has to be read to its end
    /// before its first document may go on.
    public static func needWhole(_ profile: AcknowledgementProfile) -> Bool {
        profile.when != .never || profile.acceptance != .message || !profile.recipients.isEmpty
    }

    private mutating func add(_ interchange: InterchangeVerdict, by profile: AcknowledgementProfile) {
        let report = Acknowledging.atLevels(interchange.report)
        let all = interchange.firstDocument..<interchange.firstDocument + interchange.documents
        guard !all.isEmpty else { return }
        if let fault = Self.fault(of: report, by: profile) {
            refused.append(Refused(documents: all, diagnostic: fault))
            return
        }
        var first = interchange.firstDocument
        for group in report.groups {
            let documents = first..<first + group.count
            first += group.count
            guard !documents.isEmpty, let fault = Self.fault(of: group, in: report, by: profile) else { continue }
            refused.append(Refused(documents: documents, diagnostic: fault))
        }
    }

    /// Why a whole interchange is refused.
    private static func fault(of report: InterchangeReport, by profile: AcknowledgementProfile) -> Diagnostic? {
        if let error = report.errors.first, saysEnvelope(report, profile) {
            if error.code == duplicate { return error }
            return refusal("intake.refused-with-interchange", for: error, reference: report.header.reference)
        }
        guard profile.acceptance == .interchange, !report.isWhole else { return nil }
        let error = report.groups.lazy.compactMap { $0.errors.first ?? $0.firstError }.first
        return error.map { refusal("intake.refused-with-interchange", for: $0, reference: report.header.reference) }
    }

    /// Why a whole group is refused.
    private static func fault(
        of group: GroupReport, in report: InterchangeReport, by profile: AcknowledgementProfile
    ) -> Diagnostic? {
        guard let header = group.header else { return nil }
        let own = saysGroups(report, profile) ? group.errors.first : nil
        guard let error = own ?? (profile.acceptance == .group ? group.firstError : nil) else { return nil }
        return refusal("intake.refused-with-group", for: error, reference: header.reference)
    }

    /// Whether the sender hears that the envelope is refused.
    private static func saysEnvelope(_ report: InterchangeReport, _ profile: AcknowledgementProfile) -> Bool {
        guard profile.answers(report.header), Acknowledging.isAnswerable(report) else { return false }
        return report.header.syntax == .x12 || profile.contrl != .receipt
    }

    /// Whether the sender hears that a group is refused.
    private static func saysGroups(_ report: InterchangeReport, _ profile: AcknowledgementProfile) -> Bool {
        guard profile.answers(report.header), Acknowledging.isAnswerable(report) else { return false }
        return report.header.syntax == .x12 ? profile.functional != nil : profile.contrl != .receipt
    }

    private static func refusal(_ code: Code, for error: Diagnostic, reference: String?) -> Diagnostic {
        Diagnostic(
            code, at: error.position, value: reference,
            facts: ["because": error.code.rawValue])
    }
}

extension GroupReport {
    /// The first error of its messages.
    fileprivate var firstError: Diagnostic? { messages.lazy.compactMap(\.errors.first).first }
}

extension UnderstoodDocument {
    /// Refuses the document for what is wrong beside it. One that is wrong itself stays as it is.
    public mutating func refuse(for diagnostic: Diagnostic) {
        guard verdict.isAccepted else { return }
        outcome = .failed(.read)
        // First, since the first error is the one that a document is known by.
        diagnostics.insert(diagnostic, at: 0)
    }
}
