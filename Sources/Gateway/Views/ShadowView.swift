/// How the answers of both sides compare, of documents that one side owns and the other answers as well.
public struct ShadowView: Sendable, Codable, Hashable {
    /// A field that differs.
    public struct Field: Sendable, Codable, Hashable {
        /// The field, whichever item it stands in: `lines[].quantity`.
        public var field: String
        /// In how many documents.
        public var documents: Int
        public var example: Difference?
    }

    /// A field of one document.
    public struct Difference: Sendable, Codable, Hashable {
        public var document: String
        public var order: String
        public var field: String
        /// Where it stands: `lines[2].quantity`.
        public var place: String
        /// What the owner says, as JSON; absent where it says nothing, or the caller may not see payloads.
        public var owner: String?
        /// What the other side says.
        public var other: String?
    }

    /// A field that may differ.
    public struct Ignored: Sendable, Codable, Hashable {
        public var field: String
        public var reason: String
    }

    /// How far open orders were gone through for what new lacks.
    public struct Backfill: Sendable, Codable, Hashable {
        /// Documents that its passes sent since shadow began; those of orders for which something came went ahead of that.
        public var sent: Int
        /// What the last whole pass looked at; absent before its end.
        public var looked: Int?
        /// The orders of which something had not arrived then.
        public var lacking: Int?
        /// The imported orders of which no document was here then: what new has of them is not known.
        public var unknown: Int?
        public var finishedAt: String?
    }

    public var milestone: String
    public var stage: String
    /// `shadow`, or `standby` for what legacy answers to what new owns.
    public var purpose: String
    /// The side that owns, and the one that answers beside it.
    public var owner: String
    public var other: String
    /// Since when documents count; absent where the milestone never came to shadow.
    public var since: String?
    /// Documents that were compared.
    public var documents: Int
    /// Those of which every field that counts is the same.
    public var matching: Int
    /// Percent of the fields that are the same; absent where none was compared.
    public var matchRate: Double?
    public var fields: Int
    public var differing: Int
    /// Fields that differ and may.
    public var ignored: Int
    public var newest: String?
    /// Documents of which an answer is still to come.
    public var waiting: Int
    /// Those of them that never get the other side's unless somebody acts.
    public var unanswered: Int
    public var ignore: [Ignored]
    /// The fields that differ, those of most documents first.
    public var differences: [Field]
    public var backfill: Backfill?
}

/// A document of which the answers of both sides were compared, or will be.
public struct ComparisonView: Sendable, Codable, Hashable {
    public var document: String
    public var order: String
    /// `waiting`, `due` or `done`.
    public var state: String
    public var madeAt: String
    public var comparedAt: String?
    public var fields: Int
    public var differing: Int
    public var ignored: Int
    public var differences: [ShadowView.Difference]
}
