public import XMLFormat

/// What the answers of a SOAP back end mean.
///
/// A fault counts, whatever status it comes with: one of the sender (`Client`, `Sender`) refuses the document, one of the receiver
/// is tried again. An envelope without a fault, or an empty answer, with a status of success is a yes. Where there is no
/// envelope, the status counts as of any HTTP back end; a success with something else in it is no word of the back end.
public struct SOAPRules: Sendable, Hashable {
    /// Names of codes, and of elements of a fault's detail, that say "I have this key already".
    public var duplicate: Set<String>
    /// Those after which it is tried again.
    public var retry: Set<String>
    /// Those that refuse the document.
    public var refused: Set<String>
    private static let statuses = AnswerRules()

    /// Rules; without any, codes mean what SOAP says.
    public init(duplicate: Set<String> = [], retry: Set<String> = [], refused: Set<String> = []) {
        self.duplicate = duplicate
        self.retry = retry
        self.refused = refused
    }

    /// What an answer means.
    public func outcome(
        of answer: SOAPAnswer, status: Int, detail: String, retryAfter: Double?
    ) -> DeliveryOutcome {
        let said = DeliveryOutcome.Answer(status: status, detail: detail, retryAfter: retryAfter)
        switch answer {
        case .fault(let fault):
            if fault.isNamed(duplicate) { return .done(said) }
            if fault.isNamed(retry) { return .failed(said) }
            return fault.isNamed(refused) || fault.party == .sender ? .refused(said) : .failed(said)
        case .other where 200..<300 ~= status: return .unknown(said)
        case .body, .nothing, .other:
            return Self.statuses.outcome(status: status, detail: detail, retryAfter: retryAfter)
        }
    }

    /// Whether an answer says that the key was known.
    public func isDuplicate(_ answer: SOAPAnswer) -> Bool {
        if case .fault(let fault) = answer { fault.isNamed(duplicate) } else { false }
    }
}
