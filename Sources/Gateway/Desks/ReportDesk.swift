import Intake
public import Rollout
public import Store

/// Figures.
public struct ReportDesk: Sendable {
    /// How far back the equation looks when nothing is said, in days.
    public static let usualDays: Int64 = 31

    private let database: any Database
    private let clock: Clock

    /// A desk over a store.
    public init(database: any Database, clock: Clock) {
        self.database = database
        self.clock = clock
    }

    /// Invariant 3 per sender and UTC day: what was accepted against what became of it. A partner sees its own rows.
    ///
    /// - Parameters:
    ///   - from: a moment of the first day; by default 31 days ago.
    ///   - to: where it ends; by default with what is received now.
    public func equation(from: Instant? = nil, to: Instant? = nil, caller: Caller) async throws -> EquationView {
        try caller.require(.view)
        let day: Int64 = 86_400_000_000
        let now = clock.now().microseconds
        let start = (from.map { $0.microseconds / day } ?? now / day - Self.usualDays) * day
        let end = to?.microseconds ?? now + day
        let rows = try await database.look { try $0.balance(from: start, to: end) }
            .filter { caller.sees(sender: $0.sender) }
            .map { EquationView.Row($0, day: Instant(microseconds: start + $0.day * day).day) }
        let total = rows.reduce(into: EquationView.Row.empty) { $0.add($1) }
        return EquationView(rows: rows, total: total, balances: rows.allSatisfy(\.balances))
    }
}

extension EquationView.Row {
    fileprivate static let empty = EquationView.Row(
        sender: "all", day: "", accepted: 0, delivered: 0, failed: 0, held: 0, parked: 0, inFlight: 0, discarded: 0,
        duplicate: 0, superseded: 0, balances: true)

    fileprivate init(_ row: BalanceRow, day: String) {
        func count(_ status: DocumentStatus) -> Int { Int(row.documents[status, default: 0]) }
        self.init(
            sender: row.sender, day: day, accepted: Int(row.accepted), delivered: count(.delivered),
            failed: Int(row.failed), held: count(.held), parked: count(.parked),
            inFlight: Int(row.inFlight), discarded: Int(row.discarded),
            duplicate: count(.duplicate), superseded: count(.superseded), balances: false)
        balances =
            accepted == delivered + failed + held + parked + inFlight + discarded + duplicate + superseded
    }

    fileprivate mutating func add(_ row: EquationView.Row) {
        accepted += row.accepted
        delivered += row.delivered
        failed += row.failed
        held += row.held
        parked += row.parked
        inFlight += row.inFlight
        discarded += row.discarded
        duplicate += row.duplicate
        superseded += row.superseded
        balances = balances && row.balances
    }
}
