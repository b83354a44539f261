import Diagnostics
import EDIFACT
public import Syntax
import X12

/// What came in as the answer to something that was sent: CONTRL, TA1, 997, 999, APERAK as an error report, or an
/// application's report in any format.
public struct ReceivedAcknowledgement: Sendable, Hashable {
    /// What the answer names of what it answers.
    public enum Target: Sendable, Hashable {
        /// The interchange control reference (UCI, TA1).
        case interchange(String)
        /// A group's control number (AK102).
        case group(String)
        /// References of any kind, one of which may be the interchange's, or the number of the document (APERAK).
        case anyOf([String])
        /// A document by its number, and its type as far as that is said.
        case document(number: String, type: String?)
    }

    /// What is said of one message of what is answered.
    public struct Part: Sendable, Hashable {
        /// The message's reference (UCM 0062, AK202).
        public var reference: String
        public var status: SentStatus
        /// What the receiver finds wrong in it.
        public var errors: [String]
    }

    /// How many errors are kept.
    static let mostErrors = 100

    /// The type of the message.
    public var kind: String
    public var syntax: SyntaxName
    public var target: Target
    /// Between whom the answered interchange went: we, and the partner. The first that fits counts.
    public var parties: [Parties]
    public var status: SentStatus
    /// What the receiver finds wrong, in its codes.
    public var errors: [String]
    /// What is said of single messages.
    public var parts: [Part] = []
    /// The stages that it names itself, as a provider's report does; empty where they follow from its status.
    public var stages: [StageReport] = []
    /// By what the party that says it is named in it, and every party.
    public var issuers: [String] = []
    public var named: [String] = []

    /// Two ends of what was sent.
    public struct Parties: Sendable, Hashable {
        public var own: EnvelopeParty
        public var partner: EnvelopeParty
    }

    /// The answer that a message is, read and nested; nil for a message that is none, is not whole, or does not say what it
    /// answers or how.
    public init?(_ message: Message, _ header: InterchangeHeader) {
        guard let sender = header.sender, let receiver = header.receiver, Self.isWhole(message) else { return nil }
        kind = message.type
        syntax = header.syntax
        parties = [Parties(own: receiver, partner: sender)]
        issuers = [sender.identification]
        (target, status, errors) = (.anyOf([]), .received, [])
        switch (header.syntax, message.type) {
        case (.edifact, "CONTRL"): guard read(contrl: message.tree) else { return nil }
        case (.edifact, "APERAK"): guard read(aperak: message.tree) else { return nil }
        case (.x12, "TA1"): guard read(receipt: message.tree) else { return nil }
        case (.x12, "997"), (.x12, "999"): guard read(functional: message.tree) else { return nil }
        default: return nil
        }
        errors = Array(errors.prefix(Self.mostErrors))
    }

    private static let serviceTags: Set<String> = ["UNH", "UNT", "ST", "SE"]

    /// Whether all of it is there. A fault within an element, such as a text in other characters than its set has, does not
    /// make an answer another one; a message that is cut off might have gone on to refuse.
    private static func isWhole(_ message: Message) -> Bool {
        let errors = message.diagnostics.items.filter { $0.severity == .error }
        let isWithinElements = errors.allSatisfy { error in
            guard let position = error.position, position.element != nil else { return false }
            return position.tag.map(serviceTags.contains) == false
        }
        return isWithinElements && (message.diagnostics.omitted == 0 || !message.diagnostics.hasErrors)
    }

    private mutating func read(contrl tree: Tree) -> Bool {
        guard let answer = ContrlAnswer(tree) else { return false }
        target = .interchange(answer.reference)
        // What UCI repeats goes before the envelope that it came in: another address may have answered.
        if let own = answer.sender, let partner = answer.receiver {
            parties.insert(Parties(own: own, partner: partner), at: 0)
        }
        let isPartial = answer.parts.contains { $0.action == .rejected }
        switch answer.action {
        case .received: status = .received
        case .rejected: status = .refused
        case .acknowledged: status = isPartial ? .partial : .accepted
        }
        if let code = answer.code { errors.append("UCI: 0085 \(code)") }
        for part in answer.parts where part.action == .rejected {
            let code = part.code.map { ": 0085 \($0)" } ?? ""
            errors.append("\(part.isGroup ? "UCF" : "UCM") \(part.reference)\(code)")
        }
        parts = answer.parts.filter { !$0.isGroup }.map { part in
            let code = part.code.map { ": 0085 \($0)" } ?? ""
            return Part(
                reference: part.reference, status: part.action == .rejected ? .refused : .accepted,
                errors: part.action == .rejected ? ["UCM \(part.reference)\(code)"] : [])
        }
        return true
    }

    private mutating func read(aperak tree: Tree) -> Bool {
        guard let aperak = Aperak(tree), let verdict = aperak.verdict else { return false }
        target = .anyOf(aperak.references.compactMap(\.number))
        status =
            switch verdict {
            case .accepted: aperak.errors.isEmpty ? .accepted : .acceptedWithErrors
            case .rejected: .refused
            }
        errors = aperak.errors.map { "ERC \($0.value)" + ($0.text.map { ": \($0)" } ?? "") }
        return true
    }

    private mutating func read(receipt tree: Tree) -> Bool {
        guard let answer = InterchangeAnswer(tree) else { return false }
        target = .interchange(answer.controlNumber)
        switch answer.code {
        // TA1 speaks of the envelope only.
        case .accepted: status = .received
        case .acceptedWithErrors: status = .acceptedWithErrors
        case .rejected: status = .refused
        }
        if status != .received, let note = answer.note { errors = ["TA105 \(note)"] }
        return true
    }

    private mutating func read(functional tree: Tree) -> Bool {
        guard let answer = FunctionalAnswer(tree) else { return false }
        target = .group(answer.controlNumber)
        status = SentStatus(answer.verdict)
        errors = answer.codes.map { "AK905 \($0)" }
        for set in answer.transactionSets {
            let found = Self.errors(of: set)
            errors += found
            guard let verdict = set.verdict else { continue }
            parts.append(Part(reference: set.controlNumber, status: SentStatus(verdict), errors: found))
        }
        return true
    }

    private static func errors(of set: FunctionalAnswer.TransactionSet) -> [String] {
        set.codes.map { "\(set.type ?? "set") \(set.controlNumber): AK502 \($0)" }
            + set.segments.map { segment in
                "\(set.type ?? "set") \(set.controlNumber), \(segment.tag) \(segment.segment)"
                    + (segment.code.map { ": AK304 \($0)" } ?? "")
            }
    }
}

extension SentStatus {
    /// What the verdict on a group or a set makes of it (AK901, AK501).
    fileprivate init(_ verdict: FunctionalAnswer.Verdict) {
        switch verdict {
        case .accepted: self = .accepted
        case .acceptedWithErrors: self = .acceptedWithErrors
        case .partiallyAccepted: self = .partial
        case .rejected, .rejectedAuthentication, .rejectedAssurance, .rejectedDecryption: self = .refused
        }
    }
}

extension MessageReport {
    /// What an acknowledgement says of a message of an interchange. One that is an answer, and understood as such, is
    /// taken whatever is wrong within its elements: to reject it would say that it was not processed.
    public init(of message: Message, in header: InterchangeHeader) {
        self.init(message)
        if !isAccepted, ReceivedAcknowledgement(message, header) != nil { errors = [] }
    }
}
