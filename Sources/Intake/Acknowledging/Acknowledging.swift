public import Diagnostics
import Directories
import EDIFACT
public import Rollout
public import Syntax
import X12

/// Makes the acknowledgements of an interchange that was read and checked: CONTRL for EDIFACT; 997 or 999, and TA1 where
/// it is asked for, wanted by the profile or the envelope is faulty, for X12. Pure.
public struct Acknowledging: Sendable {
    /// Messages that acknowledge: they are never acknowledged themselves.
    public static let acknowledgements: Set<String> = ["CONTRL", "997", "999", "TA1"]

    let profile: AcknowledgementProfile

    /// Acknowledging by a profile.
    public init(_ profile: AcknowledgementProfile = AcknowledgementProfile()) { self.profile = profile }

    /// The bytes of the acknowledgement, from the interchange's receiver to its sender; nil where nothing is answered.
    ///
    /// - Parameters:
    ///   - number: the control number of the interchange that it goes out in, from 1.
    ///   - moment: when it is made.
    /// - Throws: what the writers throw for parties that do not fit the envelope.
    public func answer(
        to report: InterchangeReport, number: Int, at moment: Instant
    ) throws(Diagnostic) -> [UInt8]? {
        try acknowledgements(of: report, at: moment).last?.content.numbered(Int64(number), firstGroup: Int64(number))
    }

    /// The acknowledgements of an interchange in the order in which they go out, at most two; none where nothing is answered:
    /// to acknowledgements, to an interchange that names no sender, receiver or reference, and in syntaxes that have none.
    /// Whether the profile wants any is the caller's question.
    ///
    /// - Parameter moment: when they are made.
    /// - Throws: what the writers throw for parties that do not fit the envelope.
    public func acknowledgements(
        of report: InterchangeReport, at moment: Instant
    ) throws(Diagnostic) -> [Acknowledgement] {
        guard Self.obstacle(to: report) == nil else { return [] }
        switch report.header.syntax {
        case .edifact:
            switch profile.contrl {
            case .receipt: return [try contrl(report, .receipt, moment)]
            case .full: return [try contrl(report, .full, moment)]
            case .both: return [try contrl(report, .receipt, moment), try contrl(report, .full, moment)]
            }
        case .x12: return [try x12(report, moment)].compactMap(\.self)
        case .tradacoms, .xml, .idoc, .csv, .fixed, .json: return []
        }
    }

    /// Whether the envelope says whom to answer, and what about, in a form that an answer can repeat.
    public static func isAnswerable(_ report: InterchangeReport) -> Bool { isAnswerable(report.header) }

    static func isAnswerable(_ header: InterchangeHeader) -> Bool {
        (header.syntax == .edifact || header.syntax == .x12) && UnnamedEnvelope(header) == nil
    }

    /// Whether there is nothing in it but acknowledgements.
    public static func isAcknowledgement(_ report: InterchangeReport) -> Bool {
        func acknowledges(_ group: GroupReport) -> Bool {
            report.header.syntax == .x12 ? group.holdsAcknowledgments : group.isOnly(acknowledgements)
        }
        let filled = report.groups.filter { $0.count > 0 }
        return !filled.isEmpty && filled.allSatisfy(acknowledges)
    }

    /// The report with each error at the level of the acknowledgement that tells it, without what is wrong with
    /// acknowledgements in it.
    static func atLevels(_ report: InterchangeReport) -> InterchangeReport {
        switch report.header.syntax {
        case .edifact: report.atContrlLevels(translate: syntaxError)
        case .x12: report.atFunctionalLevels()
        case .tradacoms, .xml, .idoc, .csv, .fixed, .json: report
        }
    }

    private func contrl(
        _ report: InterchangeReport, _ form: AcknowledgementProfile.ContrlForm, _ moment: Instant
    ) throws(Diagnostic) -> Acknowledgement {
        let header = report.header
        let references = report.groups.flatMap { [$0.header?.reference] + $0.messages.map(\.reference) }
        var writer = try EDIFACTWriter(
            answering: header, from: profile.identity, at: EnvelopeTime(moment), repeating: references)
        let contrl =
            form == .receipt
            ? Contrl(receiptOf: header)
            : Contrl(of: report, acceptance: profile.acceptance, translate: Self.syntaxError)
        try writer.add(contrl, reference: "1")
        return Acknowledgement(
            kind: "CONTRL", verdict: contrl.verdict, answers: header.reference ?? "",
            content: try writer.finishUnnumbered())
    }

    /// What a fault that a directory or the store found is in the words of 0085.
    private static func syntaxError(_ diagnostic: Diagnostic) -> SyntaxError? {
        if diagnostic.code == Refusals.duplicate {
            return SyntaxError(value: 26, level: .interchange, at: diagnostic.position)
        }
        // 7: the recipient is not the actual one.
        if diagnostic.code == Refusals.misdirected {
            return SyntaxError(value: 7, level: .interchange, at: diagnostic.position)
        }
        // 32: lower level empty.
        if diagnostic.code == Refusals.empty { return SyntaxError(value: 32, level: .interchange, at: nil) }
        guard let fault = ContrlFault.of(diagnostic.code) else { return nil }
        let level: SyntaxError.Level =
            switch fault.level {
            case .message: .message
            case .segment: .segment
            case .element: .element
            }
        return SyntaxError(value: fault.code, level: level, at: diagnostic.position)
    }
}

extension Contrl {
    /// What it says of the interchange as a whole.
    fileprivate var verdict: Acknowledgement.Verdict {
        switch action {
        case .received: .received
        case .rejected: .refused
        case .acknowledged where messages.isEmpty && groups.isEmpty: .accepted
        case .acknowledged: acknowledged > 0 ? .partial : .refused
        }
    }
}
