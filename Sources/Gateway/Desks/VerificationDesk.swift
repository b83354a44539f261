import ConfigurationFiles
import Diagnostics
import Foundation
public import Rollout
import Store

/// Verifies that the two back ends of a site hold the same orders, and sends again what they do not.
public struct VerificationDesk: Sendable {
    let database: any Database
    let routing: RoutingState
    let backends: BackendBook
    /// By site: what may differ.
    let rules: [String: ShadowRules]
    let writers: PayloadWriters
    let runner: VerificationRunner
    let audit: AuditTrail
    let clock: Clock
    /// Told which back ends have something to do.
    let touched: @Sendable (Set<String>) -> Void

    /// The window ends now and begins so many seconds before, unless said.
    private static let usualSeconds = 28 * 86_400.0
    /// The lists of an order whose items have a number, whatever a site says of others.
    private static let keys = [ShadowRules.KeyedList(list: "lines", member: "number")]
    private static let mostFields = 50

    /// Begins to verify a site.
    ///
    /// - Throws: ``GatewayError`` for a site that there is not, or whose back ends do not both list their orders, for a window
    ///   that is none, and while another run of the site goes on.
    public func start(_ site: String, from: Instant?, to: Instant?, caller: Caller) async throws -> VerificationView {
        try caller.require(.replay)
        let sides = try backends(of: site)
        let now = clock.now()
        let end = min(to ?? now, now)
        let begin = from ?? end.adding(seconds: -Self.usualSeconds)
        guard begin < end else {
            throw GatewayError(
                .invalid, Diagnostic("verify.window", value: begin.iso8601, facts: ["to": end.iso8601]))
        }
        let row = VerificationRow(
            id: UniqueID(at: now.microseconds), site: site, from: begin.microseconds, to: end.microseconds,
            rules: JSONText.of(rules(of: site)) ?? "{}", madeBy: caller.name, madeAt: now.microseconds)
        let rows = sides.map {
            VerificationSideRow(run: row.id, side: $0.side.rawValue, backend: $0.backend, dueAt: now.microseconds)
        }
        try await GatewayError.translating {
            try await database.write { transaction in
                guard try transaction.insertVerification(row, rows) else {
                    let run = try transaction.runningVerification(ofSite: site)?.id.description ?? "?"
                    throw GatewayError(.conflict, Diagnostic("verify.running", value: site, facts: ["run": run]))
                }
                try audit.append(
                    "verification.start", subject: site, by: caller,
                    after: "\(row.id): \(begin.iso8601) until \(end.iso8601)", in: transaction)
            }
        }
        runner.wake()
        return VerificationView(row, rows)
    }

    /// Runs, the newest first.
    public func list(
        site: String?, before cursor: String?, limit: Int, caller: Caller
    ) async throws -> [VerificationView] {
        try caller.require(.view)
        return try await database.look { transaction in
            let before = try PageCursor.row(cursor, transaction.verification)
            return try transaction.verifications(
                ofSite: site, before: before.map { ($0.madeAt, $0.id) }, limit: limit
            ).map { VerificationView($0, try transaction.verificationSides(of: $0.id)) }
        }
    }

    /// One run, with how far it is and the fields that differ.
    public func show(_ id: String, caller: Caller) async throws -> VerificationView {
        try caller.require(.view)
        return try await database.look { transaction in
            let row = try Self.find(id, in: transaction)
            let isSettling = row.state == .running && row.phase == .settling
            return VerificationView(
                row, try transaction.verificationSides(of: row.id),
                fields: try transaction.fields(of: row.id, limit: Self.mostFields),
                unsettled: isSettling ? try transaction.countUnsettled(of: row.id) : nil)
        }
    }

    /// What a run found, order by order.
    ///
    /// - Parameter cursor: where the page before ended.
    public func findings(
        _ id: String, kind: FindingKind?, after cursor: String?, limit: Int, caller: Caller
    ) async throws -> (items: [FindingView], next: String?) {
        try caller.require(.view)
        let showsValues = caller.may(.viewPayload)
        return try await database.look { transaction in
            let row = try Self.find(id, in: transaction)
            let rows = try transaction.findings(
                of: row.id, kind?.row, after: cursor.flatMap(FindingPlace.init(text:)), limit: limit)
            return (
                rows.map { FindingView($0, showsValues: showsValues) },
                rows.count == limit ? rows.last.map { FindingPlace($0).text } : nil
            )
        }
    }

    /// How often fields differed in the newest finished runs of a site, the oldest of them first.
    public func overTime(_ site: String, limit: Int, caller: Caller) async throws -> DifferencesOverTime {
        try caller.require(.view)
        guard routing.version.snapshot.site(named: site) != nil else {
            throw GatewayError.unknown("verify.site-unknown", site)
        }
        return try await database.look { transaction in
            let runs = try transaction.verifications(ofSite: site, before: nil, limit: limit).filter {
                $0.state == .done
            }
            return DifferencesOverTime(
                site: site, try runs.reversed().map { ($0, try transaction.fields(of: $0.id, limit: Self.mostFields)) })
        }
    }

    /// Ends a run.
    public func cancel(_ id: String, caller: Caller) async throws -> VerificationView {
        try caller.require(.replay)
        try await GatewayError.translating {
            try await database.write { transaction in
                let row = try Self.find(id, in: transaction)
                guard try transaction.cancelVerification(row.id, at: clock.now().microseconds) else {
                    throw GatewayError(
                        .conflict, Diagnostic("verify.run-ended", value: id, facts: ["state": row.state.rawValue]))
                }
                try audit.append("verification.cancel", subject: row.site, by: caller, before: id, in: transaction)
            }
        }
        runner.wake()
        return try await show(id, caller: caller)
    }

    // MARK: Parts

    private func rules(of site: String) -> ShadowRules {
        let own = rules[site] ?? ShadowRules()
        let named = Set(own.keys.map(\.list))
        return ShadowRules(ignore: own.ignore, keys: own.keys + Self.keys.filter { !named.contains($0.list) })
    }

    private func backends(of site: String) throws(GatewayError) -> [(side: Side, backend: String)] {
        let snapshot = routing.version.snapshot
        guard let known = snapshot.site(named: site) else { throw .unknown("verify.site-unknown", site) }
        let sides = Side.allCases.compactMap { side in known.backends[side].map { (side, $0) } }
        guard Set(sides.map(\.1)).count == 2 else {
            throw GatewayError(.conflict, Diagnostic("verify.one-backend", value: site))
        }
        for (_, backend) in sides where backends[backend]?.listing == nil {
            throw GatewayError(
                .conflict, Diagnostic("verify.listing-undeclared", value: backend, facts: ["site": site]))
        }
        return sides
    }

    static func find(_ id: String, in transaction: any Transaction) throws -> VerificationRow {
        guard let key = UniqueID(id), let row = try transaction.verification(key) else {
            throw GatewayError.unknown("verify.run-unknown", id)
        }
        return row
    }
}

/// What may be the matter with an order.
public enum FindingKind: String, Sendable, Hashable, CaseIterable {
    case missing
    case extra
    case different
    case underway

    var row: VerificationFindingRow.Kind {
        switch self {
        case .missing: .missing
        case .extra: .extra
        case .different: .different
        case .underway: .underway
        }
    }
}

extension FindingPlace {
    /// The place as a cursor.
    var text: String {
        let base64 = Data((JSONText.of([kind, orderKey, side, ownID]) ?? "").utf8).base64EncodedString()
        return base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The place of a cursor; nil for what is none.
    init?(text: String) {
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base64 + padding),
            let parts = JSONText.read([String].self, from: String(decoding: data, as: UTF8.self)), parts.count == 4
        else { return nil }
        self.init(kind: parts[0], orderKey: parts[1], side: parts[2], ownID: parts[3])
    }
}
