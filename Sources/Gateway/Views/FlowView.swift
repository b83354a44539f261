/// The documents that came, minute by minute.
public struct FlowView: Sendable, Codable, Hashable {
    /// One minute.
    public struct Minute: Sendable, Codable, Hashable {
        /// Its beginning, ISO 8601 in UTC.
        public var at: String
        /// For orders of legacy, of new, and without a side, or without one yet.
        public var legacy: Int
        public var new: Int
        public var other: Int
    }

    public var minutes: [Minute]
}
