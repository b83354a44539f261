public import ConfigurationFiles
import Intake
public import Store

/// A way to a partner that the configuration no longer has, while deliveries wait for it. They keep their places, and go on
/// when it is back.
public struct LostChannel: Sendable, Hashable, Codable {
    /// The partner.
    public var partner: String
    /// How many deliveries are open.
    public var deliveries: Int

    /// The ways that an installation lacks.
    public static func all(
        of installation: Installation, at database: any Database
    ) async throws -> [LostChannel] {
        let known = Set(installation.channels.map(\.name))
        return try await database.read { lost(try $0.openDeliveryCounts(), beside: known) }
    }

    /// The ways among open deliveries that are not known, by partner.
    private static func lost(_ counts: [DeliveryCount], beside known: Set<String>) -> [LostChannel] {
        var open: [String: Int] = [:]
        for count in counts where !known.contains(count.backend) {
            guard let partner = Outbound.partner(of: count.backend) else { continue }
            open[partner, default: 0] += Int(count.deliveries)
        }
        return open.map { LostChannel(partner: $0.key, deliveries: $0.value) }.sorted { $0.partner < $1.partner }
    }

    /// What it is, in words.
    public var words: String {
        let (what, goOn) = deliveries == 1 ? ("1 delivery waits", "goes") : ("\(deliveries) deliveries wait", "go")
        return "\(what) for partner \(partner), whose `outbound` is gone, and \(goOn) on when it is back"
    }
}
