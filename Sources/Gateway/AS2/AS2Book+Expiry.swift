import Channels
public import Rollout

/// How long a certificate is still in force.
public struct AS2Expiry: Sendable, Hashable {
    /// The partner whose it is; nil for ours.
    public var partner: String?
    public var subject: String
    public var serial: String
    public var path: String
    /// Whole days until it is over; below 0 when it is.
    public var days: Int
    /// Whether it is not yet in force.
    public var isToCome: Bool
    /// Whether no other certificate of its owner lasts longer.
    public var isLast: Bool
}

extension AS2Book {
    /// From how many days before its end on a certificate is told of, and from how many on it is urgent.
    public static let told = [60, 30, 7]

    /// All certificates with how long they are in force, ours first.
    public func expiries(at now: Instant) -> [AS2Expiry] {
        let own = Self.expiries(of: pairs, partner: nil, now)
        return relations.values.sorted { $0.partner < $1.partner }.reduce(into: own) {
            $0 += Self.expiries(of: $1.certificates, partner: $1.partner, now)
        }
    }

    private static func expiries<Item>(of items: [Dated<Item>], partner: String?, _ now: Instant) -> [AS2Expiry] {
        let seconds = now.microseconds / 1_000_000
        let last = items.map(\.certificate.validUntil).max()
        return items.map { item in
            let certificate = item.certificate
            return AS2Expiry(
                partner: partner, subject: certificate.subject, serial: certificate.serial, path: item.path,
                days: Int((Double(certificate.validUntil - seconds) / 86_400).rounded(.down)),
                isToCome: certificate.validFrom > seconds, isLast: certificate.validUntil == last)
        }
    }
}
