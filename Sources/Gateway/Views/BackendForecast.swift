import Intake
import Rollout
import Store

/// When what waits for a back end now will be through.
public struct BackendForecast: Sendable, Codable, Hashable {
    /// Deliveries that wait behind one of their order that stopped: they go only when a person acts.
    public var behind: Int
    /// How many a second arrived over the last minutes; nil where none did.
    public var rate: Double?
    /// When what waits now will be through at that rate; nil where nobody can say.
    public var through: String?
    /// Why nobody can say: down, fenced, unmeasured or stuck.
    public var unknown: String?

    init(_ drain: Drain, isDown: Bool, isFenced: Bool, at now: Instant) {
        let forecast = DrainForecast(
            .init(
                waiting: drain.waiting, behind: drain.behind, arrived: drain.arrived, seconds: drain.seconds,
                isDown: isDown, isFenced: isFenced))
        behind = drain.behind
        rate = forecast.rate.map { ($0 * 100).rounded() / 100 }
        through = forecast.seconds.map { now.adding(seconds: $0).iso8601 }
        unknown = forecast.unknown?.rawValue
    }
}

/// What the store knows of how a back end's queue drains.
struct Drain: Sendable {
    var waiting: Int
    var behind: Int
    var arrived: Int
    var seconds: Double

    /// From how many stopped deliveries it is looked what waits behind them.
    private static let mostStuck = 5_000

    init(of backend: String, _ counts: [DeliveryCount], at now: Instant, in transaction: any Transaction) throws {
        let own = counts.filter { $0.backend == backend }
        waiting = own.filter { $0.state == .waiting || $0.state == .sending }.reduce(0) { $0 + Int($1.deliveries) }
        let isStuck = own.contains { $0.state == .failed || $0.state == .unknown }
        behind = isStuck ? try transaction.waitingBehindStuck(backend: backend, limit: Self.mostStuck) : 0
        let since = now.adding(seconds: -DrainForecast.window).microseconds
        let arrivals = try transaction.arrivals(backend: backend, since: since)
        arrived = arrivals.count
        // A back end that has just come back is measured from then on.
        seconds = arrivals.first.map { max(1, Double(now.microseconds - max($0, since)) / 1e6) } ?? 0
    }
}
