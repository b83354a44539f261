/// How much of what came went through without a person.
public struct StraightThroughView: Sendable, Codable, Hashable {
    /// The figures of one function, site and sender, or of all.
    public struct Row: Sendable, Codable, Hashable {
        /// Nil for what was not understood that far, and in the total.
        public var function: String?
        public var site: String?
        public var sender: String
        /// Documents that came; no tests.
        public var documents: Int
        /// Delivered, and no person did anything for it.
        public var through: Int
        /// Delivered after a person did something for it.
        public var helped: Int
        /// Held, failed, or with an unknown outcome.
        public var stuck: Int
        /// On its way, waiting for its order, or a duplicate: it counts in no share.
        public var other: Int
        /// What went through, of what went through, was helped or is stuck, in percent with one decimal; nil of nothing.
        public var percent: Double?
    }

    public var rows: [Row]
    public var total: Row
}
