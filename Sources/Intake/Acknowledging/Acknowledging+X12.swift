import Diagnostics
import Directories
import EDIFACT
import Rollout
import Syntax
import X12

/// TA1, 997 and 999.
extension Acknowledging {
    func x12(_ report: InterchangeReport, _ moment: Instant) throws(Diagnostic) -> Acknowledgement? {
        let header = report.header
        let time = EnvelopeTime(moment)
        let receipt = receipt(of: report, time)
        // What is refused with its envelope is not spoken of group by group.
        let groups = receipt.code == .rejected ? [] : functional(report)
        let hasReceipt = profile.confirmsEnvelopes || header.acknowledgementRequested || receipt.code == .rejected
        guard hasReceipt || !groups.isEmpty else { return nil }
        let version = version(answering: header, withGroups: !groups.isEmpty)
        let from = X12Envelope.party(answering: profile.identity ?? header.receiver)
        let to = X12Envelope.party(answering: header.sender)
        var writer = try X12Writer(
            X12Envelope(
                sender: from, receiver: to, controlNumber: "000000001", date: time.date, time: time.time,
                version: version,
                usage: header.test ? "T" : "P"),
            separators: version >= "00402" ? .withRepetition : .standard)
        if hasReceipt { try writer.add(receipt) }
        for group in groups { try add(group, to: &writer, from: from, to: to, time) }
        let names = (hasReceipt ? ["TA1"] : []) + (groups.isEmpty ? [] : [(profile.functional ?? .functional).rawValue])
        return Acknowledgement(
            kind: names.joined(separator: "+"), verdict: Self.verdict(receipt, groups), answers: header.reference ?? "",
            content: try writer.finishUnnumbered())
    }

    /// The control version of the answer: the sender's own where there is such a one, at least that of the guide that a 999
    /// follows.
    private func version(answering header: InterchangeHeader, withGroups: Bool) -> String {
        let sent = header.version.flatMap { X12Envelope.isControlVersion($0) ? $0 : nil } ?? "00401"
        return withGroups && profile.functional == .implementation ? max(sent, "00501") : sent
    }

    /// TA105 of what is found behind the reader: a duplicate, an unknown receiver, an envelope without content.
    private static let receiptNotes: [Code: String] = [
        Refusals.duplicate: "025", Refusals.misdirected: "009", Refusals.empty: "022",
    ]

    private func receipt(of report: InterchangeReport, _ time: EnvelopeTime) -> InterchangeAcknowledgment {
        var receipt = InterchangeAcknowledgment(of: report, date: time.date, time: time.time) {
            Self.receiptNotes[$0.code]
        }
        // Without a 997 nothing but the TA1 can say that one wrong set refuses all.
        if profile.functional == nil, profile.acceptance == .interchange, !Self.atLevels(report).isWhole,
            receipt.code != .rejected
        {
            (receipt.code, receipt.note) = (.rejected, "024")
        }
        return receipt
    }

    private func functional(_ report: InterchangeReport) -> [FunctionalAcknowledgment] {
        guard profile.functional != nil else { return [] }
        return FunctionalAcknowledgment.all(
            of: report, rejectsGroups: profile.acceptance != .message,
            rejectsAll: profile.acceptance == .interchange && !Self.atLevels(report).isWhole,
            translate: Self.acknowledgmentCode)
    }

    private func add(
        _ group: FunctionalAcknowledgment, to writer: inout X12Writer, from: EnvelopeParty, to: EnvelopeParty,
        _ time: EnvelopeTime
    ) throws(Diagnostic) {
        let form = profile.functional ?? .functional
        try writer.openGroup(
            FunctionalGroup(
                answering: group.header, by: form, from: from, to: to, date: time.longDate, time: time.time,
                controlNumber: "1"))
        try writer.add(group, form: form, controlNumber: "0001")
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
