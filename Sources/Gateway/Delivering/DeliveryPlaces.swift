import ConfigurationFiles
import Intake
import Rollout
import Store

/// How many deliveries to one back end may be under way, and when it is worth looking for more. A pure machine: the
/// runner says what happened.
struct DeliveryPlaces: Sendable {
    /// A look for due deliveries: how many may be claimed, and whether they are to show that the back end is well again.
    struct Look: Sendable {
        var allowed: Int
        var isProbe: Bool
        fileprivate var notices: Int
    }

    var breaker: CircuitBreaker
    /// What was heard, or not, when an attempt last failed.
    private(set) var lastFailure: String?
    /// How many may be under way, from the beginning of their attempts to the record of their results.
    let limit: Int
    private let ratePerSecond: Double?
    private var underWay = 0
    /// When the next delivery may begin, for a back end with a rate.
    private var nextStart = Instant(microseconds: 0)

    /// Due deliveries may be waiting in the store.
    private var mayWait = true
    /// More of them than there were places: what is decided now stands behind them.
    private var isBehind = true
    /// Due deliveries stand behind others in their keys: a result may let them go.
    private var hasBlocked = false
    private var notices = 0
    private var lastLook = Instant(microseconds: 0)

    private var begun: [ClaimedDelivery] = []
    /// Places that deciding transactions hold.
    private var reserved = 0
    private var hasEnded = false

    /// How often the store is looked into without a reason, in seconds: for retries that come due, and for other nodes.
    private static let round = 1.0

    init(_ backend: Backend) {
        breaker = CircuitBreaker(limits: backend.breaker)
        ratePerSecond = backend.ratePerSecond.flatMap { $0 > 0 ? $0 : nil }
        // Where the key is honoured an attempt may begin before its turn at the back end: should this node end, it is
        // made again under the same key. Elsewhere it would be unknown, and a person would have to clear it.
        let runsAhead = backend.abilities.honoursKey && ratePerSecond == nil
        limit = backend.concurrency * (runsAhead ? 4 : 1)
    }

    /// Notes that something may be due.
    mutating func noticeWork() {
        mayWait = true
        notices += 1
    }

    /// Takes in how an attempt ended.
    mutating func record(_ outcome: DeliveryOutcome, at now: Instant) {
        breaker.record(outcome, now: now)
        switch outcome {
        case .failed(let answer), .unknown(let answer): lastFailure = answer.detail
        case .done, .refused: break
        }
    }

    /// Takes places for deliveries that are being decided; none while others wait before them, while the breaker is not
    /// closed, or where a rate is kept.
    mutating func reserve(_ wanted: Int) -> Int {
        guard !hasEnded, !isBehind, ratePerSecond == nil, case .closed = breaker.state else { return 0 }
        let given = max(0, min(wanted, limit - underWay))
        if given < wanted { isBehind = true }
        reserved += given
        underWay += given
        return given
    }

    mutating func begin(_ claimed: [ClaimedDelivery], reserved places: Int) {
        begun += claimed
        reserved -= places
        underWay -= places - claimed.count
    }

    mutating func takeBegun() -> [ClaimedDelivery] {
        defer { begun = [] }
        return begun
    }

    /// No places are reserved any more.
    mutating func end() { hasEnded = true }
    /// Whether begun deliveries are still to come or to be taken.
    var isExpecting: Bool { reserved > 0 || !begun.isEmpty }

    /// Whether to look for due deliveries now; their places count as under way from here.
    mutating func look(now: Instant) -> Look? {
        guard mayWait || now >= lastLook.adding(seconds: Self.round) || now < lastLook else { return nil }
        var wanted = limit - underWay
        // A crowd is claimed in few transactions.
        guard wanted >= (underWay == 0 ? 1 : max(1, limit / 8)) else { return nil }
        if let ratePerSecond {
            guard now >= nextStart else { return nil }
            wanted = min(wanted, max(1, Int(ratePerSecond / 10)))
        }
        let allowed = breaker.allowance(wanted: wanted, now: now)
        guard allowed > 0 else { return nil }
        underWay += allowed
        lastLook = now
        return Look(allowed: allowed, isProbe: breaker.isProbing, notices: notices)
    }

    /// Gives back what was allowed and not claimed.
    ///
    /// - Parameter isWaiting: true when due deliveries are left, be it that they stand behind others.
    mutating func settle(_ look: Look, claimed: Int, isWaiting: Bool, now: Instant) {
        underWay -= look.allowed - claimed
        if claimed == 0 { breaker.returnProbe(now: now) }
        if let ratePerSecond, claimed > 0 { nextStart = now.adding(seconds: Double(claimed) / ratePerSecond) }
        isBehind = isWaiting && claimed >= look.allowed
        hasBlocked = isWaiting
        mayWait = isBehind || notices != look.notices
    }

    /// Gives back what was allowed when the store could not be looked into.
    mutating func giveUp(_ look: Look, now: Instant) {
        underWay -= look.allowed
        breaker.returnProbe(now: now)
        mayWait = true
    }

    /// Frees the place of a delivery whose result is on record; true when another may go now.
    mutating func free() -> Bool {
        underWay -= 1
        if hasBlocked { mayWait = true }
        return mayWait
    }
}
