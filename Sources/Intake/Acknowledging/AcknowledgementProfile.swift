public import EDIFACT
public import Syntax
public import X12

/// What a partner's profile says about acknowledging what it sends.
public struct AcknowledgementProfile: Sendable, Hashable {
    /// When an interchange is acknowledged.
    public enum Occasion: String, Sendable, Hashable, Codable, CaseIterable {
        case never
        /// Where its envelope asks for it: UNB 0031, ISA14.
        case requested
        case always
    }

    /// What is answered to EDIFACT.
    public enum ContrlForm: String, Sendable, Hashable, Codable, CaseIterable {
        /// Action 8: it was received.
        case receipt
        /// Actions 7 and 4: what of it is acknowledged and what is rejected.
        case full
        /// The receipt, and then what of it is acknowledged and what is rejected.
        case both
    }

    /// What is answered to X12.
    public enum X12Form: String, Sendable, Hashable, Codable, CaseIterable {
        case interchange = "TA1"
        case functional = "997"
        case implementation = "999"
    }

    /// How much is rejected for an error in a message.
    public typealias Acceptance = Contrl.Acceptance

    /// What becomes of an interchange whose reference came before, from the same sender for the same receiver.
    public enum Duplicates: String, Sendable, Hashable, Codable, CaseIterable {
        /// It is refused as sent twice.
        case refuse
        /// It is taken as any other: for partners that use their references again.
        case accept
    }

    public var when: Occasion
    public var contrl: ContrlForm
    /// Whether every interchange gets a TA1; without it those that ask for it and those whose envelope is faulty.
    public var confirmsEnvelopes: Bool
    /// What is said of functional groups; nil for nothing.
    public var functional: X12Writer.AcknowledgmentForm?
    /// How much is rejected for an error in a message.
    public var acceptance: Contrl.Acceptance
    /// Who acknowledges, where that is not the receiver that the interchange names.
    public var identity: EnvelopeParty?
    /// Whom the partner may send to: an interchange for another receiver is refused where it is answered, and reported
    /// where it is not. Without any, all receivers are ours.
    public var recipients: [EnvelopeParty] = []
    public var duplicates: Duplicates
    /// The least control number of what is sent to the partner.
    public var numbersFrom: Int64 = 1
    /// What the application says of each message, beside all that.
    public var aperak: AperakProfile

    /// A profile; by default nothing is acknowledged, and if it were, then with a full CONTRL or a 997, each message for
    /// itself.
    public init(
        when: Occasion = .never, contrl: ContrlForm = .full, confirmsEnvelopes: Bool = false,
        functional: X12Writer.AcknowledgmentForm? = .functional, acceptance: Contrl.Acceptance = .message,
        identity: EnvelopeParty? = nil, duplicates: Duplicates = .refuse, aperak: AperakProfile = AperakProfile()
    ) {
        self.when = when
        self.contrl = contrl
        self.confirmsEnvelopes = confirmsEnvelopes
        self.functional = functional
        self.acceptance = acceptance
        self.identity = identity
        self.duplicates = duplicates
        self.aperak = aperak
    }

    /// Says what is answered to X12: at most one of 997 and 999, each form once; false when that is not so, and nothing is
    /// changed.
    public mutating func answerX12(by forms: [X12Form]) -> Bool {
        let ofGroups = forms.filter { $0 != .interchange }
        guard !forms.isEmpty, Set(forms).count == forms.count, ofGroups.count < 2 else { return false }
        confirmsEnvelopes = forms.contains(.interchange)
        functional = ofGroups.first.map { $0 == .functional ? .functional : .implementation }
        return true
    }

    /// Whether an interchange is for one of the receivers that the partner may send to; one without a qualifier stands for
    /// all of that identification.
    public func isRecipient(_ receiver: EnvelopeParty?) -> Bool {
        recipients.isEmpty
            || recipients.contains { own in
                own.identification == receiver?.identification
                    && (own.qualifier == nil || own.qualifier == receiver?.qualifier)
            }
    }

    /// Whether an answer in any syntax can name a party so: what separates in X12 cannot be written there.
    public static func canName(_ party: String) -> Bool { X12Envelope.isRepeatable(party) }

    /// Whether the profile wants an interchange acknowledged.
    public func answers(_ header: InterchangeHeader) -> Bool {
        switch when {
        case .never: false
        case .requested: header.acknowledgementRequested
        case .always: true
        }
    }
}
