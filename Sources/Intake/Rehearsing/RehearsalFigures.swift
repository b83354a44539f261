public import Rollout

/// What a rehearsal found, as counts that add up: every document is delivered, a duplicate, parked, held, superseded, failed, unread or
/// an acknowledgement, and exactly one of them.
public struct RehearsalFigures: Sendable, Hashable {
    /// What goes to one back end on one day.
    public struct Day: Sendable, Hashable, Comparable {
        /// By the site's calendar; by UTC where its zone is not known: `2026-11-12`.
        public var day: String
        public var site: String
        public var side: Side
        public var backend: String

        public static func < (left: Day, right: Day) -> Bool {
            (left.day, left.site, left.side.rawValue, left.backend)
                < (right.day, right.site, right.side.rawValue, right.backend)
        }
    }

    /// How much that is.
    public struct Traffic: Sendable, Hashable {
        public var births = 0
        /// Births that went to the other side in truth.
        public var movedBirths = 0
        public var changes = 0
        public var cancellations = 0
        /// Documents of other types: answers, advices, invoices.
        public var others = 0
    }

    /// Documents that follow their order to another side than its like would be born to.
    public struct Elsewhere: Sendable, Hashable, Comparable {
        public var function: String
        public var site: String
        /// The canonical type of the documents.
        public var type: String
        /// Where their orders are.
        public var side: Side
        public var backend: String

        public static func < (left: Elsewhere, right: Elsewhere) -> Bool {
            (left.site, left.function, left.type, left.backend) < (
                right.site, right.function, right.type, right.backend
            )
        }
    }

    /// What a person would have to look at: a code with what it speaks of, without which it would be a count alone.
    public struct Trouble: Sendable, Hashable, Comparable {
        public var code: String
        /// The values that say why; empty where the code says it all.
        public var facts: String

        public static func < (left: Trouble, right: Trouble) -> Bool {
            (left.code, left.facts) < (right.code, right.facts)
        }
    }

    /// How often, and one of them.
    public struct Tally: Sendable, Hashable {
        public var count: Int
        /// The id of the first document.
        public var document: String
        /// Its order number; nil where it was not read.
        public var order: String?
    }

    /// The copies of one temporary integration, or for an observer.
    public struct Copies: Sendable, Hashable, Comparable {
        public var purpose: CopyPurpose
        public var flow: Flow
        public var backend: String

        public static func < (left: Copies, right: Copies) -> Bool {
            (left.flow, left.purpose.rawValue, left.backend) < (right.flow, right.purpose.rawValue, right.backend)
        }
    }

    /// What a back end could not be written.
    public struct Unwritten: Sendable, Hashable, Comparable {
        public var backend: String
        public var code: String

        public static func < (left: Unwritten, right: Unwritten) -> Bool {
            (left.backend, left.code) < (right.backend, right.code)
        }
    }

    /// All documents that were looked at.
    public var documents = 0
    public var delivered = 0
    public var duplicates = 0
    /// What still waits for its order at the end.
    public var parked = 0
    public var held = 0
    /// What another back end than its order's owner sent.
    public var superseded = 0
    public var failed = 0
    public var unread = 0
    public var acknowledgements = 0
    /// Of those delivered, the ones marked as tests.
    public var tests = 0
    /// Of those delivered, changes and the like of orders that were never seen.
    public var unknownOrders = 0

    public var days: [Day: Traffic] = [:]
    public var elsewhere: [Elsewhere: Int] = [:]
    /// Held and failed documents, and unread ones by their code.
    public var troubles: [Trouble: Tally] = [:]
    /// Documents with troubles beyond those that are told apart.
    public var furtherTroubles = 0
    public var copies: [Copies: Int] = [:]
    /// Deliveries to each back end, copies included.
    public var rates: [String: RehearsedRate] = [:]
    /// Deliveries whose payload was written on trial.
    public var written = 0
    public var unwritten: [Unwritten: Tally] = [:]

    /// How many troubles are told apart, so that a wrong table of sites does not fill the memory.
    public static let mostTroubles = 1_000

    /// No figures.
    public init() {}

    /// Births in all, and those of them that went to the other side in truth.
    public var births: Int { days.values.reduce(0) { $0 + $1.births } }
    public var movedBirths: Int { days.values.reduce(0) { $0 + $1.movedBirths } }

    mutating func note(_ trouble: Trouble, document: String, order: String?) {
        if troubles[trouble] != nil {
            troubles[trouble]?.count += 1
        } else if troubles.count < Self.mostTroubles {
            troubles[trouble] = Tally(count: 1, document: document, order: order)
        } else {
            furtherTroubles += 1
        }
    }
}

/// Deliveries to one back end, minute by minute.
public struct RehearsedRate: Sendable, Hashable {
    /// So many in the minute of this number since 1970; minutes without any are absent.
    public private(set) var minutes: [Int64: Int] = [:]

    /// The most in a stretch of time, and when it began.
    public struct Peak: Sendable, Hashable {
        public var count: Int
        public var from: Instant
    }

    /// No deliveries.
    public init() {}

    mutating func count(at instant: Instant) { minutes[instant.microseconds / 60_000_000, default: 0] += 1 }

    /// All deliveries.
    public var total: Int { minutes.values.reduce(0, +) }

    /// The most in one minute; the first such minute. Nil without deliveries.
    public var peakMinute: Peak? { peak(of: 1) }

    /// The most in sixty minutes on end.
    public var peakHour: Peak? { peak(of: 60) }

    /// How many minutes saw more than a limit by the minute.
    public func minutes(above limit: Double) -> Int { minutes.values.count { Double($0) > limit } }

    private func peak(of length: Int64) -> Peak? {
        let sorted = minutes.keys.sorted()
        var best: Peak?
        var first = 0
        var sum = 0
        for minute in sorted {
            sum += minutes[minute] ?? 0
            while sorted[first] <= minute - length {
                sum -= minutes[sorted[first]] ?? 0
                first += 1
            }
            if sum > best?.count ?? 0 {
                best = Peak(count: sum, from: Instant(microseconds: sorted[first] * 60_000_000))
            }
        }
        return best
    }
}
