import Diagnostics
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
        let (start, end) = window(from, to)
        let rows = try await database.look { try $0.balance(from: start, to: end) }
            .filter { caller.sees(sender: $0.sender) }
            .map { EquationView.Row($0, day: Instant(microseconds: start + $0.day * Self.day).day) }
        let total = rows.reduce(into: EquationView.Row.empty) { $0.add($1) }
        return EquationView(rows: rows, total: total, balances: rows.allSatisfy(\.balances))
    }

    /// How much of what came went through without a person, by function, site and sender. A partner sees its own rows.
    ///
    /// - Parameters:
    ///   - from: a moment of the first day; by default 31 days ago.
    ///   - to: where it ends; by default with what is received now.
    public func straightThrough(
        from: Instant? = nil, to: Instant? = nil, caller: Caller
    ) async throws -> StraightThroughView {
        try caller.require(.view)
        let (start, end) = window(from, to)
        let rows = try await database.look { try $0.straightThrough(from: start, to: end) }
            .filter { caller.sees(sender: $0.sender) }.map { StraightThroughView.Row($0) }
        let total = rows.reduce(into: StraightThroughView.Row.none) { $0.add($1) }
        return StraightThroughView(rows: rows, total: total)
    }

    /// The documents that came, by minute and side, oldest first, minutes without any included. Only for people of the house.
    ///
    /// - Parameter minutes: how far back, the present minute included.
    public func flow(minutes: Int, caller: Caller) async throws -> FlowView {
        try caller.require(.view)
        guard !caller.isConfined else {
            throw GatewayError(.forbidden, Diagnostic("intake.forbidden", facts: ["role": caller.role.rawValue]))
        }
        let minute: Int64 = 60_000_000
        let end = (clock.now().microseconds / minute + 1) * minute
        let start = end - Int64(minutes) * minute
        let rows = try await database.look { try $0.flow(from: start, to: end) }
        var view = FlowView(
            minutes: (0..<minutes).map {
                FlowView.Minute(
                    at: Instant(microseconds: start + Int64($0) * minute).iso8601, legacy: 0, new: 0, other: 0)
            })
        for row in rows where view.minutes.indices.contains(Int(row.minute)) {
            switch row.side.flatMap(Side.init(rawValue:)) {
            case .legacy: view.minutes[Int(row.minute)].legacy += Int(row.documents)
            case .new: view.minutes[Int(row.minute)].new += Int(row.documents)
            case nil: view.minutes[Int(row.minute)].other += Int(row.documents)
            }
        }
        return view
    }

    private static let day: Int64 = 86_400_000_000

    /// Whole days from the first one on, in microseconds.
    private func window(_ from: Instant?, _ to: Instant?) -> (start: Int64, end: Int64) {
        let now = clock.now().microseconds
        let start = (from.map { $0.microseconds / Self.day } ?? now / Self.day - Self.usualDays) * Self.day
        return (start, to?.microseconds ?? now + Self.day)
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

extension StraightThroughView.Row {
    fileprivate static let none = StraightThroughView.Row(
        function: nil, site: nil, sender: "all", documents: 0, through: 0, helped: 0, stuck: 0, other: 0, percent: nil)

    fileprivate init(_ row: StraightThroughRow) {
        self = .none
        (function, site, sender) = (row.function, row.site, row.sender)
        (documents, through, helped) = (Int(row.documents), Int(row.through), Int(row.helped))
        stuck = Int(row.stuck)
        settle()
    }

    fileprivate mutating func add(_ row: StraightThroughView.Row) {
        documents += row.documents
        through += row.through
        helped += row.helped
        stuck += row.stuck
        settle()
    }

    private mutating func settle() {
        other = documents - through - helped - stuck
        let all = through + helped + stuck
        percent = all == 0 ? nil : (Double(through) * 1_000 / Double(all)).rounded() / 10
    }
}
