/// What the caller counted for the gates of one milestone, at one instant; what could not be counted is nil.
public struct GateFigures: Sendable, Hashable, Codable {
    /// Compared fields of shadow answers.
    public struct Comparison: Sendable, Hashable, Codable {
        public var documents: Int
        public var fields: Int
        public var differing: Int
        public var newest: Instant

        /// A comparison by its parts.
        public init(documents: Int, fields: Int, differing: Int, newest: Instant) {
            self.documents = documents
            self.fields = fields
            self.differing = differing
            self.newest = newest
        }
    }

    /// The last run of something that looks at orders one by one.
    public struct Run: Sendable, Hashable, Codable {
        public var finished: Instant
        /// Orders that were looked at.
        public var looked: Int
        /// Orders that are missing or different.
        public var faulty: Int
        /// What is wrong with one of them, for an example; nil where nothing was kept of that.
        public var example: String?
        /// Orders of which nothing here says whether they are there.
        public var unknown: Int

        /// A run by its parts.
        public init(finished: Instant, looked: Int, faulty: Int, example: String? = nil, unknown: Int = 0) {
            self.finished = finished
            self.looked = looked
            self.faulty = faulty
            self.example = example
            self.unknown = unknown
        }
    }

    /// The newest finished verification of a site.
    public struct SiteRun: Sendable, Hashable, Codable {
        public var site: String
        /// Nil where none was ever finished.
        public var run: Run?
        /// Where none was ever finished, why the last one broke off; nil where none was begun.
        public var failure: String?

        /// A site's verification.
        public init(site: String, run: Run?, failure: String? = nil) {
            self.site = site
            self.run = run
            self.failure = failure
        }
    }

    /// Whether a back end answers, by what was last seen of it.
    public struct Health: Sendable, Hashable, Codable {
        public var backend: String
        /// Nil where it was not asked.
        public var answers: Bool?

        /// Health by its parts.
        public init(backend: String, answers: Bool?) {
            self.backend = backend
            self.answers = answers
        }
    }

    /// A range of numbers that a back end draws from: text of equal length, compared as text.
    public struct NumberRange: Sendable, Hashable, Codable {
        /// `sscc`, `despatch`, `invoice`.
        public var kind: String
        public var side: Side
        public var first: String
        public var last: String

        /// A range by its parts.
        public init(kind: String, side: Side, first: String, last: String) {
            self.kind = kind
            self.side = side
            self.first = first
            self.last = last
        }

        func meets(_ other: NumberRange) -> Bool {
            kind == other.kind && side != other.side && first.utf8.count == other.first.utf8.count
                && first <= other.last && other.first <= last
        }
    }

    /// An item of the check list, with the role that signs it.
    public struct Item: Sendable, Hashable, Codable {
        public var name: String
        public var role: String
        public var signedBy: String?

        /// An item by its parts.
        public init(name: String, role: String, signedBy: String? = nil) {
            self.name = name
            self.role = role
            self.signedBy = signedBy
        }
    }

    public var openFailures: Int?
    public var comparison: Comparison?
    /// The age of the oldest waiting copy, in seconds; 0 where copies run and none waits; nil where none runs.
    public var copyLag: Double?
    public var backfill: Run?
    /// Of each site of the milestone, by name.
    public var reconciliation: [SiteRun]?
    public var stages: [String: Stage]?
    public var health: [Health]?
    public var ranges: [NumberRange]?
    /// The test of the mapping back to legacy.
    public var reverseMapping: Run?
    public var since: Instant?
    public var delivered: Int?
    public var failed: Int?
    public var checklist: [Item]?

    /// Figures of which nothing was counted.
    public init() {}
}
