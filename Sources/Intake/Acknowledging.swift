public import Diagnostics
import Directories
public import EDIFACT
public import Rollout
public import Syntax
public import X12

/// What a partner's profile says about acknowledging what it sends.
public struct AcknowledgementProfile: Sendable, Hashable {
    /// What is answered to EDIFACT.
    public enum ContrlForm: String, Sendable, Hashable, Codable, CaseIterable {
        /// Action 8: it was received.
        case receipt
        /// Actions 7 and 4: what of it is acknowledged and what is rejected.
        case full
    }

    public var contrl: ContrlForm
    public var functional: X12Writer.AcknowledgmentForm
    /// How much is rejected for an error in a message; for X12, `interchange` rejects every group with an error.
    public var acceptance: Contrl.Acceptance

    /// A profile; by default a full CONTRL, a 997, and each message for itself.
    public init(
        contrl: ContrlForm = .full, functional: X12Writer.AcknowledgmentForm = .functional,
        acceptance: Contrl.Acceptance = .message
    ) {
        self.contrl = contrl
        self.functional = functional
        self.acceptance = acceptance
    }
}

/// Makes the acknowledgement of an interchange that was read and checked: CONTRL for EDIFACT; 997 or 999, and TA1 where
/// it is asked for or the envelope is faulty, for X12. Pure.
public struct Acknowledging: Sendable {
    /// Messages that acknowledge: they are never acknowledged themselves.
    private static let acknowledgements: Set<String> = ["CONTRL", "997", "999", "TA1"]

    private let profile: AcknowledgementProfile

    /// Acknowledging by a profile.
    public init(_ profile: AcknowledgementProfile = AcknowledgementProfile()) { self.profile = profile }

    /// The bytes of the acknowledgement, from the interchange's receiver to its sender; nil where nothing is answered: to
    /// acknowledgements, to an interchange that names no sender or reference, and in syntaxes that have none.
    ///
    /// - Parameters:
    ///   - number: the control number of the interchange that it goes out in, from 1.
    ///   - moment: when it is made.
    /// - Throws: what the writers throw for parties that do not fit the envelope.
    public func answer(
        to report: InterchangeReport, number: Int, at moment: Instant
    ) throws(Diagnostic) -> [UInt8]? {
        guard let sender = report.header.sender, let receiver = report.header.receiver,
            report.header.reference != nil, !Self.isAcknowledgement(report)
        else { return nil }
        switch report.header.syntax {
        case .edifact: return try contrl(report, from: receiver, to: sender, number, moment)
        case .x12: return try functional(report, from: receiver, to: sender, number, moment)
        case .tradacoms, .xml, .idoc, .json: return nil
        }
    }

    /// Whether there is nothing in it but acknowledgements.
    private static func isAcknowledgement(_ report: InterchangeReport) -> Bool {
        let messages = report.groups.lazy.flatMap(\.messages)
        return messages.contains { acknowledgements.contains($0.type) }
            && messages.allSatisfy { acknowledgements.contains($0.type) }
    }

    // MARK: EDIFACT

    private func contrl(
        _ report: InterchangeReport, from: EnvelopeParty, to: EnvelopeParty, _ number: Int, _ moment: Instant
    ) throws(Diagnostic) -> [UInt8] {
        let isVersion4 = report.header.version == "4"
        let time = Timestamp(moment)
        var writer = try EDIFACTWriter(
            InterchangeEnvelope(
                sender: from, recipient: to, reference: String(number), date: isVersion4 ? time.longDate : time.date,
                time: time.time, syntax: report.header.charsetName.map(Self.writableSyntax) ?? "UNOC",
                isTest: report.header.test, version: isVersion4 ? 4 : 3))
        let contrl =
            profile.contrl == .receipt
            ? Contrl(receiptOf: report.header)
            : Contrl(of: report, acceptance: profile.acceptance, translate: Self.syntaxError)
        try writer.add(contrl, reference: "1")
        return try writer.finish()
    }

    /// The sender's own charset, where a writer knows it.
    private static func writableSyntax(_ name: String) -> String {
        let known: Set<String> = [
            "UNOA", "UNOB", "UNOC", "UNOD", "UNOE", "UNOF", "UNOG", "UNOH", "UNOI", "UNOJ", "UNOK", "UNOW", "UNOY",
        ]
        return known.contains(name) ? name : "UNOC"
    }

    /// What a fault that a directory found is in the words of 0085.
    private static func syntaxError(_ diagnostic: Diagnostic) -> SyntaxError? {
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

    private func functional(
        _ report: InterchangeReport, from: EnvelopeParty, to: EnvelopeParty, _ number: Int, _ moment: Instant
    ) throws(Diagnostic) -> [UInt8]? {
        let header = report.header
        let time = Timestamp(moment)
        let receipt = InterchangeAcknowledgment(of: report)
        let groups = FunctionalAcknowledgment.all(
            of: report, rejectsGroups: profile.acceptance != .message, translate: Self.acknowledgmentCode)
        let hasReceipt = header.acknowledgementRequested || receipt.code == .rejected
        guard hasReceipt || !groups.isEmpty else { return nil }
        var writer = try X12Writer(
            X12Envelope(
                sender: Self.writable(from), receiver: Self.writable(to), controlNumber: Self.digits(number, 9),
                date: time.date, time: time.time,
                version: header.version ?? "00401", usage: header.test ? "T" : "P"),
            separators: (header.version ?? "00401") >= "00402" ? .withRepetition : .standard)
        if hasReceipt { try writer.add(receipt) }
        for (index, group) in groups.enumerated() {
            let version = group.header.version ?? "004010"
            try writer.openGroup(
                FunctionalGroup(
                    identifier: "FA", sender: group.header.receiver?.identification ?? from.identification,
                    receiver: group.header.sender?.identification ?? to.identification,
                    date: version < "004010" ? time.date : time.longDate, time: time.time,
                    controlNumber: String(number + index), version: String(version.prefix(6))))
            try writer.add(group, form: profile.functional, controlNumber: "0001")
            try writer.closeGroup()
        }
        return try writer.finish()
    }

    /// A party by a qualifier that can be written: who sent one of a wrong form is told so as well (`ZZ`: mutually defined).
    private static func writable(_ party: EnvelopeParty) -> EnvelopeParty {
        var party = party
        if party.qualifier?.utf8.count != 2 { party.qualifier = "ZZ" }
        return party
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
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

    /// A moment as envelopes say it, in UTC.
    private struct Timestamp {
        /// `CCYYMMDD`, `YYMMDD`, `HHMM`.
        let longDate: String
        let time: String
        var date: String { String(longDate.dropFirst(2)) }

        init(_ moment: Instant) {
            let text = moment.iso8601
            longDate = text.prefix(10).filter { $0 != "-" }
            time = text.dropFirst(11).prefix(5).filter { $0 != ":" }
        }
    }
}
