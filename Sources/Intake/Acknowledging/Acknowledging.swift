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

    private let profile: AcknowledgementProfile

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
        guard Self.isAnswerable(report), !Self.isAcknowledgement(report) else { return [] }
        switch report.header.syntax {
        case .edifact:
            switch profile.contrl {
            case .receipt: return [try contrl(report, .receipt, moment)]
            case .full: return [try contrl(report, .full, moment)]
            case .both: return [try contrl(report, .receipt, moment), try contrl(report, .full, moment)]
            }
        case .x12: return [try x12(report, moment)].compactMap(\.self)
        case .tradacoms, .xml, .idoc, .csv, .json: return []
        }
    }

    /// Whether the envelope says whom to answer, and what about.
    public static func isAnswerable(_ report: InterchangeReport) -> Bool { isAnswerable(report.header) }

    static func isAnswerable(_ header: InterchangeHeader) -> Bool {
        (header.syntax == .edifact || header.syntax == .x12) && header.sender?.identification.isEmpty == false
            && header.receiver?.identification.isEmpty == false && header.reference?.isEmpty == false
    }

    /// Whether there is nothing in it but acknowledgements.
    public static func isAcknowledgement(_ report: InterchangeReport) -> Bool {
        func acknowledges(_ group: GroupReport) -> Bool {
            group.messages.allSatisfy { acknowledgements.contains($0.type) }
                && group.unlisted.keys.allSatisfy(acknowledgements.contains)
        }
        return report.groups.contains { $0.count > 0 } && report.groups.allSatisfy(acknowledges)
    }

    // MARK: EDIFACT

    private func contrl(
        _ report: InterchangeReport, _ form: AcknowledgementProfile.ContrlForm, _ moment: Instant
    ) throws(Diagnostic) -> Acknowledgement {
        let header = report.header
        var writer = try EDIFACTWriter(answering: header, from: profile.identity, at: EnvelopeTime(moment))
        let contrl =
            form == .receipt
            ? Contrl(receiptOf: header)
            : Contrl(of: report, acceptance: profile.acceptance, translate: Self.syntaxError)
        try writer.add(contrl, reference: "1")
        return Acknowledgement(
            kind: "CONTRL", verdict: contrl.verdict, answers: header.reference ?? "",
            content: try writer.finishUnnumbered())
    }

    private static func party(_ party: EnvelopeParty?) -> EnvelopeParty { party ?? EnvelopeParty("") }

    /// What a fault that a directory or the store found is in the words of 0085.
    private static func syntaxError(_ diagnostic: Diagnostic) -> SyntaxError? {
        if diagnostic.code == Refusals.duplicate {
            return SyntaxError(value: 26, level: .interchange, at: diagnostic.position)
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

    // MARK: X12

    private func x12(_ report: InterchangeReport, _ moment: Instant) throws(Diagnostic) -> Acknowledgement? {
        let header = report.header
        let receipt = receipt(of: report)
        // What is refused with its envelope is not spoken of group by group.
        let groups = receipt.code == .rejected ? [] : functional(report)
        let hasReceipt = profile.confirmsEnvelopes || header.acknowledgementRequested || receipt.code == .rejected
        guard hasReceipt || !groups.isEmpty else { return nil }
        let time = EnvelopeTime(moment)
        let version = header.version ?? "00401"
        let (from, to) = (Self.party(profile.identity ?? header.receiver), Self.party(header.sender))
        var writer = try X12Writer(
            X12Envelope(
                sender: Self.writable(from), receiver: Self.writable(to), controlNumber: "000000001", date: time.date,
                time: time.time,
                version: version, usage: header.test ? "T" : "P"),
            separators: version >= "00402" ? .withRepetition : .standard)
        if hasReceipt { try writer.add(receipt) }
        for group in groups { try add(group, to: &writer, from: from, to: to, time) }
        let names = (hasReceipt ? ["TA1"] : []) + (groups.isEmpty ? [] : [(profile.functional ?? .functional).rawValue])
        return Acknowledgement(
            kind: names.joined(separator: "+"), verdict: Self.verdict(receipt, groups), answers: header.reference ?? "",
            content: try writer.finishUnnumbered())
    }

    /// A party by a qualifier that can be written: who sent one of a wrong form is told so as well (`ZZ`: mutually defined).
    private static func writable(_ party: EnvelopeParty) -> EnvelopeParty {
        var party = party
        if party.qualifier?.utf8.count != 2 { party.qualifier = "ZZ" }
        return party
    }

    /// TA105 of what is found behind the reader: a duplicate, an envelope without content.
    private static let receiptNotes: [Code: String] = [Refusals.duplicate: "025", Refusals.empty: "022"]

    private func receipt(of report: InterchangeReport) -> InterchangeAcknowledgment {
        var receipt = InterchangeAcknowledgment(of: report) { Self.receiptNotes[$0.code] }
        // Without a 997 nothing but the TA1 can say that one wrong set refuses all.
        if profile.functional == nil, profile.acceptance == .interchange, !report.isWhole, receipt.code != .rejected {
            (receipt.code, receipt.note) = (.rejected, "024")
        }
        return receipt
    }

    private func functional(_ report: InterchangeReport) -> [FunctionalAcknowledgment] {
        guard profile.functional != nil else { return [] }
        return FunctionalAcknowledgment.all(
            of: report, rejectsGroups: profile.acceptance != .message,
            rejectsAll: profile.acceptance == .interchange && !report.isWhole, translate: Self.acknowledgmentCode)
    }

    private func add(
        _ group: FunctionalAcknowledgment, to writer: inout X12Writer, from: EnvelopeParty, to: EnvelopeParty,
        _ time: EnvelopeTime
    ) throws(Diagnostic) {
        let version = group.header.version ?? "004010"
        try writer.openGroup(
            FunctionalGroup(
                identifier: "FA", sender: group.header.receiver?.identification ?? from.identification,
                receiver: group.header.sender?.identification ?? to.identification,
                date: version < "004010" ? time.date : time.longDate, time: time.time, controlNumber: "1",
                version: String(version.prefix(6))))
        try writer.add(group, form: profile.functional ?? .functional, controlNumber: "0001")
        try writer.closeGroup()
    }

    private static func verdict(
        _ receipt: InterchangeAcknowledgment, _ groups: [FunctionalAcknowledgment]
    ) -> Acknowledgement.Verdict {
        if receipt.code == .rejected { return .refused }
        if groups.allSatisfy({ $0.code == "A" || $0.code == "E" }) { return .accepted }
        return groups.allSatisfy { $0.code == "R" } ? .refused : .partial
    }

    /// What a fault that a directory found is in the words of 997 and 999.
    private static func acknowledgmentCode(_ diagnostic: Diagnostic) -> AcknowledgmentCode? {
        guard let fault = X12Fault.of(diagnostic.code) else { return nil }
        switch fault.level {
        case .transactionSet: return .transactionSet(fault.code)
        case .segment: return .segment(fault.code)
        case .element: return .element(fault.code)
        }
    }
}

extension Contrl {
    /// What it says of the interchange as a whole.
    fileprivate var verdict: Acknowledgement.Verdict {
        switch action {
        case .received: .received
        case .rejected: .refused
        case .acknowledged: messages.isEmpty && groups.isEmpty ? .accepted : .partial
        }
    }
}
