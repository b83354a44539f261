/// Whose births a pilot sends to new.
public enum PilotAudience: Sendable, Hashable, Codable {
    /// What these partners hand over, or order.
    case partners([String])
    /// What goes to this percentage of the delivery parties, 0 to 100.
    case deliveryParties(percent: Int)
}

/// Which births a milestone takes from the day it goes live.
public enum Cut: Sendable, Hashable, Codable {
    /// Those that arrive from then on.
    case arrival
    /// Those whose earliest requested delivery is on this day or later, by the site's calendar: `2026-12-01`.
    case requestedDelivery(from: String)
}

/// What of an order decides its sides beside its site: settled at birth and kept, so that a function that binds later
/// asks the same question.
public struct BirthTraits: Sendable, Hashable, Codable {
    /// The partner who handed the birth over, and the buyer.
    public var partners: [String]
    /// The place of its delivery party among ``DeliveryBuckets/count``; nil when it names none.
    public var bucket: Int?
    /// The earliest requested delivery at its site, as a day of the site's calendar; nil when it names none.
    public var requestedDay: String?

    /// Traits by their parts.
    public init(partners: [String], bucket: Int?, requestedDay: String?) {
        self.partners = partners
        self.bucket = bucket
        self.requestedDay = requestedDay
    }
}

/// The delivery parties spread over buckets by a hash that never changes: no salt, no seed, the same at every node and in
/// every milestone. A percentage takes the first buckets, so that a larger one contains every smaller one.
public enum DeliveryBuckets {
    /// A percentage is a hundred of them.
    public static let count = 10_000

    /// The bucket of a party, by what it is called: FNV-1a over the UTF-8 bytes, mixed so that codes that differ in their
    /// last digit only are spread as well.
    public static func bucket(of party: String) -> Int { bucket(of: party, "", "") }

    /// The bucket of a party whose name is the parts, one behind the other.
    static func bucket(of first: String, _ second: String, _ third: String) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in first.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        for byte in second.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        for byte in third.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        hash ^= hash >> 33
        hash = hash &* 0xff51_afd7_ed55_8ccd
        hash ^= hash >> 33
        return Int(hash % UInt64(count))
    }

    /// Whether a percentage takes a bucket.
    public static func takes(_ bucket: Int, percent: Int) -> Bool { bucket < percent * (count / 100) }
}
