public import Diagnostics
import EDIFACT
public import Rollout
public import Syntax

/// One message with what became of it at the application, as APERAK tells it.
public struct AnsweredDocument: Sendable, Hashable {
    /// The id by which we know it; it becomes the number of the answer.
    public var id: String
    public var header: InterchangeHeader
    /// The number by which its sender knows it (BGM 1004).
    public var number: String?
    /// The message with all faults that it is refused for, those of its content included; without any it is accepted.
    public var report: MessageReport

    /// A message with its answer.
    public init(id: String, header: InterchangeHeader, number: String?, report: MessageReport) {
        self.id = id
        self.header = header
        self.number = number
        self.report = report
    }

    /// A message that was understood, or not, and then decided.
    ///
    /// Nil for what is not ours to answer: acknowledgements and APERAK itself, other syntaxes, an envelope that names no
    /// sender, receiver or reference, what failed for a fault of our own, and what a CONTRL refuses already.
    /// - Parameters:
    ///   - stage: where it failed; nil when it did not.
    ///   - found: what was found in it, from reading to routing.
    public init?(
        _ document: UnderstoodDocument, id: String, failedAt stage: DocumentStage?, found: [Diagnostic],
        by profile: AcknowledgementProfile
    ) {
        let header = document.interchange
        guard profile.aperak.when != .never, header.syntax == .edifact, Acknowledging.isAnswerable(header),
            !Self.unanswered.contains(document.verdict.type)
        else { return nil }
        var report = document.verdict
        report.errors = stage == nil ? [] : found.filter { $0.severity == .error && !Self.own.contains($0.code) }
        let saysSyntax = profile.contrl != .receipt && profile.answers(header)
        let isUnsupported = found.contains { $0.code == Understanding.unsupported }
        switch stage {
        case nil where profile.aperak.when == .errors: return nil
        case nil: break
        case .read where saysSyntax && !isUnsupported: return nil
        case .receive, .write, .deliver, .acknowledge: return nil
        case .read, .map, .route: if report.errors.isEmpty { return nil }
        }
        self.init(id: id, header: header, number: document.number, report: report)
    }

    /// Messages that no APERAK answers, or two gateways would answer each other for ever.
    private static let unanswered = Acknowledging.acknowledgements.union(["APERAK"])
    /// Faults of our own configuration: a person here mends them and replays what they stopped.
    private static let own: Set<Code> = ["route.test-backend-missing", "mapping.none", "mapping.several"]
}

/// Makes the APERAK messages of what was decided: one a document, those of one interchange in one. Pure.
public struct ApplicationAcknowledging: Sendable {
    private let profile: AcknowledgementProfile

    /// Answering by a profile.
    public init(_ profile: AcknowledgementProfile) { self.profile = profile }

    /// The answers to documents, in their order: those of one interchange go out in one. From the interchange's receiver,
    /// or the profile's identity, to its sender.
    ///
    /// - Parameter moment: when they are made.
    /// - Throws: what the writer throws for parties that do not fit the envelope.
    public func acknowledgements(
        of documents: [AnsweredDocument], at moment: Instant
    ) throws(Diagnostic) -> [Acknowledgement] {
        var answers: [Acknowledgement] = []
        var rest = documents[...]
        while let first = rest.first {
            let same = rest.prefix { $0.header == first.header }
            answers.append(try acknowledgement(of: same, in: first.header, at: moment))
            rest = rest[same.endIndex...]
        }
        return answers
    }

    private func acknowledgement(
        of documents: ArraySlice<AnsweredDocument>, in header: InterchangeHeader, at moment: Instant
    ) throws(Diagnostic) -> Acknowledgement {
        let time = EnvelopeTime(moment)
        var writer = try EDIFACTWriter(
            answering: header, from: profile.identity, at: time, repeating: documents.map(\.report.reference))
        for (index, document) in documents.enumerated() {
            var aperak = Aperak(
                of: document.report, number: String(document.id.filter { $0 != "-" }.prefix(35)),
                date: time.longDate + time.time, issuer: profile.identity ?? header.receiver, recipient: header.sender,
                errors: profile.aperak.errors)
            aperak.references = [Aperak.Reference("ACW", Self.reference(of: document, in: writer))]
            try writer.add(aperak, release: profile.aperak.release, reference: String(index + 1))
        }
        return Acknowledgement(
            kind: Acknowledgement.application, verdict: Self.verdict(documents), answers: header.reference ?? "",
            content: try writer.finishUnnumbered())
    }

    /// By what the sender finds its document: its number, else its message reference, as far as they can be written (1154
    /// holds 35 characters).
    private static func reference(of document: AnsweredDocument, in writer: EDIFACTWriter) -> String? {
        [document.number, document.report.reference].compactMap(\.self).first {
            (1...35).contains($0.unicodeScalars.count) && writer.holds($0)
        }
    }

    private static func verdict(_ documents: ArraySlice<AnsweredDocument>) -> Acknowledgement.Verdict {
        if documents.allSatisfy(\.report.isAccepted) { return .accepted }
        return documents.contains(where: \.report.isAccepted) ? .partial : .refused
    }
}
