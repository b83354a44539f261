import Diagnostics
public import Syntax

/// What a 997 or a 999 says of one functional group: each of its transaction sets accepted or rejected, and why (X12.20;
/// 999: X12 TR3 005010X231).
public struct FunctionalAcknowledgment: Sendable, Hashable {
    /// An element of a segment in error (AK4, IK4).
    public struct ElementNote: Sendable, Hashable {
        /// The element's place in the segment, and the component's and the repeat's in it, from 1 (AK401).
        public var element: Int
        public var component: Int?
        /// AK403.
        public var code: String
        /// The wrong value (AK404); nil where it cannot be repeated.
        public var value: String?
    }

    /// A segment in error (AK3, IK3).
    public struct SegmentNote: Sendable, Hashable {
        /// The segment's tag (AK301); of a segment that is missing, its own.
        public var tag: String
        /// Its number in the transaction set, ST being 1 (AK302); of a segment that is missing, the one that it should have had.
        public var segment: Int
        /// AK304.
        public var code: String
        public var elements: [ElementNote] = []

        /// AK304: mandatory segment missing.
        static let missing = "3"
        /// Whether it stands for a segment that did not come.
        var isMissing: Bool { code == Self.missing }
    }

    /// A transaction set (AK2 to AK5).
    public struct TransactionSet: Sendable, Hashable {
        /// What was found in it, with the type and the reference that name it (AK201, AK202).
        public var report: MessageReport
        /// AK502 to AK506.
        public var codes: [String] = []
        public var segments: [SegmentNote] = []
        /// Whether it is rejected for what is wrong beside it, in its group or its interchange.
        public var isRejectedWithGroup = false

        /// Whether nothing in it is wrong, and nothing beside it rejects it.
        public var isAccepted: Bool { report.isAccepted && !isRejectedWithGroup }

        /// AK501, IK501: accepted, accepted but errors were noted, or rejected. A set that its group rejects is rejected by
        /// name, too, and without a code of its own (AK502 is optional): who books by AK5 must not take it for accepted.
        public var code: String { isAccepted ? (codes.isEmpty ? "A" : "E") : "R" }
    }

    public var header: MessageGroup
    /// The number of the group (AK102).
    public var number: String
    public var transactionSets: [TransactionSet]
    /// How many accepted sets came beside them; a 997 need not name those (X12.20, AK2 is optional).
    public var unlisted = 0
    /// The group's own errors (AK905 to AK909).
    public var codes: [String]
    /// How many sets the sender counted (AK902).
    public var included: Int
    /// Whether the whole group is rejected, whatever its sets are.
    public var isRejected: Bool

    /// How many sets came (AK903).
    public var received: Int { transactionSets.count + unlisted }
    /// How many of them are accepted (AK904).
    public var accepted: Int { isRejected ? 0 : transactionSets.count(where: \.isAccepted) + unlisted }

    /// AK901: accepted, accepted but errors were noted, partially accepted, or rejected.
    public var code: String {
        if isRejected || accepted == 0 && received > 0 { return "R" }
        guard accepted == received else { return "P" }
        return transactionSets.contains { $0.code == "E" } ? "E" : "A"
    }
}
