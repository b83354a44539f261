import Syntax

/// What an incoming 997 or 999 says of a functional group that was sent: what it is matched by, and what it answers
/// (X12.20; 999: X12 TR3 005010X231). The codes of errors are as sent: a receiver may use newer ones than are known here.
///
///     let answer = FunctionalAnswer(message.tree)
///     answer?.verdict(ofSet: "0001")  // .rejected
public struct FunctionalAnswer: Sendable, Hashable {
    /// What becomes of a group or a transaction set (AK901, AK501, IK501).
    public enum Verdict: String, Sendable, Hashable {
        case accepted = "A"
        /// Accepted, but errors were noted.
        case acceptedWithErrors = "E"
        /// Partially accepted: at least one transaction set was rejected. Of a group only.
        case partiallyAccepted = "P"
        case rejected = "R"
        /// Rejected: the message authentication code failed.
        case rejectedAuthentication = "M"
        /// Rejected: assurance failed validity tests.
        case rejectedAssurance = "W"
        /// Rejected: the content could not be analysed after decryption.
        case rejectedDecryption = "X"

        /// Whether the receiver goes on with all that it speaks of.
        public var isAccepted: Bool { self == .accepted || self == .acceptedWithErrors }
    }

    /// An element in error (AK4, IK4).
    public struct ElementError: Sendable, Hashable {
        /// The element's place in its segment, the component's and the repeat's in the element, from 1 (AK401).
        public var element: Int
        public var component: Int?
        public var repetition: Int?
        /// The data element's number in the dictionary (AK402).
        public var reference: String?
        /// The error (AK403, IK403).
        public var code: String
        /// The wrong value (AK404, IK404).
        public var value: String?
    }

    /// A segment in error (AK3, IK3).
    public struct SegmentError: Sendable, Hashable {
        /// Its tag (AK301); of a segment that is missing, the tag that it should have had.
        public var tag: String
        /// Its number in the transaction set, ST being 1 (AK302).
        public var segment: Int
        /// The loop that it stands in (AK303).
        public var loop: String?
        /// The error (AK304, IK304); nil where only elements are said to be wrong.
        public var code: String?
        public var elements: [ElementError] = []
    }

    /// The answer to one transaction set (AK2 to AK5, IK5).
    public struct TransactionSet: Sendable, Hashable {
        /// Which it is: `850` (AK201).
        public var type: String?
        /// Its control number (AK202).
        public var controlNumber: String
        /// Its implementation convention (AK203, 999 only).
        public var convention: String?
        /// What becomes of it (AK501, IK501); nil where that is not said, or not in a code of the list.
        public var verdict: Verdict?
        /// Its errors (AK502 to AK506, IK502 to IK506).
        public var codes: [String] = []
        public var segments: [SegmentError] = []
    }

    /// The group's functional identifier (AK101: `PO`), its control number (AK102) and version (AK103, 999 only).
    public var type: String?
    public var controlNumber: String
    public var version: String?
    /// What becomes of the group (AK901).
    public var verdict: Verdict
    /// How many sets the group's trailer counted, how many came, and how many were accepted (AK902 to AK904).
    public var included: Int?
    public var received: Int?
    public var accepted: Int?
    /// The errors of the group (AK905 to AK909).
    public var codes: [String]
    /// The sets that are named, in their order.
    public var transactionSets: [TransactionSet]

    /// What becomes of a transaction set: what is said of it by name, else what is said of its whole group; nil where
    /// neither says it.
    public func verdict(ofSet controlNumber: String) -> Verdict? {
        if let named = transactionSets.last(where: { $0.controlNumber == controlNumber }) { return named.verdict }
        return verdict == .partiallyAccepted ? nil : verdict
    }
}
