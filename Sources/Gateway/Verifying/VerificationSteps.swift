import ConfigurationFiles
import Diagnostics
import Intake
import Orders
import Rollout
import Store

/// The transactions of a run. Each writes what a step found and how far the run came together; when it was cancelled, or another
/// node has it by now, it writes neither.
struct VerificationSteps: Sendable {
    let database: any Database
    let backends: BackendBook
    let node: UniqueID
    let clock: Clock

    /// The run is not this node's any more.
    struct Lost: Error {}

    /// How long a node has a run in hand without a step, in microseconds.
    static let lease: Int64 = 180_000_000
    /// How many orders a step compares, and how many it looks up.
    private static let compared = 500
    private static let lookedUp = 40
    /// How long a run waits at its end for what is on its way, beside the time that back ends need to settle, and how long
    /// between two looks, in seconds.
    private static let patience = (whole: 60.0, look: 1.0)
    /// How many orders a listing may have, and how many pages without one in a row.
    private static let most = (orders: Int64(20_000_000), emptyPages: Int64(100))
    /// Of how many runs of a site what was found is kept.
    private static let keptRuns = 20

    /// Runs a step of a run that this node has in hand.
    func stepping<Result: Sendable>(
        _ id: UniqueID, _ body: @escaping @Sendable (any Transaction, inout VerificationRow) throws -> Result
    ) async throws -> (result: Result, run: VerificationRow) {
        let now = clock.now().microseconds
        return try await database.write { transaction in
            guard try transaction.holdVerification(id, node: node, until: now + Self.lease),
                var row = try transaction.verification(id)
            else { throw Lost() }
            row.updatedAt = now
            let result = try body(transaction, &row)
            try transaction.journal(row)
            return (result, row)
        }
    }

    /// Ends a run that cannot come to its end.
    func fail(_ id: UniqueID, _ fault: Diagnostic) async throws {
        _ = try await stepping(id) { _, row in fail(&row, fault) }
    }

    // MARK: Listing

    /// Writes a page of a side's listing.
    ///
    /// - Returns: the side behind it; nil when the page ended the run.
    func take(
        _ page: ListedPage, _ orders: [ListedOrderRow], of side: VerificationSideRow
    ) async throws -> VerificationSideRow? {
        try await stepping(side.run) { transaction, row in
            var side = side
            side.pages += 1
            side.listed += Int64(orders.count)
            side.emptyPages = orders.isEmpty ? side.emptyPages + 1 : 0
            (side.failures, side.failingSince) = (0, nil)
            let twice = try transaction.addListed(orders, to: row.id)
            if let fault = Self.fault(of: page, side, twice) {
                fail(&row, fault)
                return nil
            }
            // The anchor moves to the pages 1, 2, 4, 8…: a circle of any length comes to it once it is longer than that.
            if side.pages & (side.pages - 1) == 0 { side.anchor = page.next }
            side.cursor = page.next
            side.isDone = page.next == nil
            side.dueAt = row.updatedAt
            row.note = nil
            try transaction.journal(side)
            return side
        }.result
    }

    private static func fault(
        of page: ListedPage, _ side: VerificationSideRow, _ twice: ListedOrderRow?
    ) -> Diagnostic? {
        if let next = page.next, next == side.cursor || next == side.anchor {
            return Diagnostic("verify.listing-circle", value: next, facts: ["backend": side.backend])
        }
        if let twice {
            return Diagnostic("verify.listing-twice", value: twice.orderKey, facts: ["backend": side.backend])
        }
        guard page.next != nil else { return nil }
        if side.listed > most.orders {
            let limit = "after \(most.orders) orders at the latest"
            return endless(side, "\(side.listed) orders so far", limit)
        }
        if side.emptyPages > most.emptyPages {
            return endless(side, "\(side.emptyPages) pages without an order", "few pages have no order")
        }
        return nil
    }

    private static func endless(_ side: VerificationSideRow, _ reason: String, _ limit: String) -> Diagnostic {
        Diagnostic(
            "verify.listing-endless", value: side.cursor,
            facts: ["backend": side.backend, "reason": reason, "limit": limit])
    }

    /// Puts a side off that did not answer, by its back end's own schedule; behind its deadline the run ends.
    func putOff(_ side: VerificationSideRow, _ words: String, asked: Double?) async throws {
        let now = clock.now()
        let schedule = backends[side.backend]?.retry
        let random = clock.random()
        _ = try await stepping(side.run) { transaction, row in
            var side = side
            let since = side.failingSince ?? now.microseconds
            (side.failures, side.failingSince) = (side.failures + 1, since)
            let deadline = (schedule?.deadlineHours ?? 0) * 3_600
            if Instant(microseconds: since).adding(seconds: deadline) < now {
                let hours = (deadline / 3_600).rounded()
                fail(
                    &row,
                    Diagnostic(
                        "verify.listing-silent", value: side.backend,
                        facts: ["hours": String(Int(hours)), "detail": words]))
                return
            }
            let wait = schedule?.wait(afterAttempts: Int(side.failures), asked: asked, random: random) ?? 1
            side.dueAt = now.adding(seconds: wait).microseconds
            row.dueAt = side.dueAt
            row.note = "\(side.backend) does not list its orders: \(words)"
            try transaction.journal(side)
        }
    }

    /// Goes on once both sides are listed; else waits for the one that is due first.
    func closeListing(_ id: UniqueID) async throws -> VerificationRow {
        try await stepping(id) { transaction, row in
            let open = try transaction.verificationSides(of: id).filter { !$0.isDone }
            row.dueAt = open.map(\.dueAt).min() ?? row.updatedAt
            if open.isEmpty { (row.phase, row.cursor, row.note) = (.comparing, "", nil) }
        }.run
    }

    // MARK: Comparing

    /// Compares the next orders by what was listed of them; those that both have alike, or need not have, are done with.
    func compare(_ id: UniqueID) async throws -> VerificationRow {
        try await stepping(id) { transaction, row in
            let keys = try transaction.keysToVerify(row, limit: Self.compared)
            let listed = Dictionary(grouping: try transaction.listed(keys, in: id), by: \.orderKey)
            let known = try transaction.orders(keys)
            let judge = try judge(row, in: transaction)
            var tally = VerificationTally()
            var settled: [String] = []
            var unlisted: [ListedOrderRow] = []
            for key in keys {
                if let verdict = try judge.verdict(on: known[key], listed[key] ?? []) {
                    tally.add(verdict)
                    settled.append(key)
                } else if listed[key] == nil {
                    unlisted.append(
                        ListedOrderRow(orderKey: key, side: "gateway", ownID: "", changedAt: 0, fingerprint: 0))
                }
            }
            _ = try transaction.addListed(unlisted, to: id)
            try transaction.dropListed(settled, of: id)
            try tally.write(to: &row, in: transaction)
            row.cursor = keys.last ?? row.cursor
            guard keys.count < Self.compared else { return }
            (row.phase, row.cursor) = (.settling, "")
            let settling = backends.settling(of: try transaction.verificationSides(of: id))
            row.settleUntil = clock.now().adding(seconds: Self.patience.whole + settling).microseconds
        }.run
    }

    private func judge(_ row: VerificationRow, in transaction: any Transaction) throws -> OrderJudge {
        let sides = try transaction.verificationSides(of: row.id)
        return OrderJudge(
            run: row, backends: sides.bySide,
            rules: JSONText.read(ShadowRules.self, from: row.rules) ?? ShadowRules(),
            snapshot: try transaction.routingInForce().snapshot, transaction: transaction, now: clock.now())
    }

    // MARK: Settling

    /// What is looked at next, on each side.
    struct Suspects: Sendable {
        var keys: [String]
        var sides: [VerificationSideRow]
        var listed: [ListedOrderRow]
        /// When they were looked up.
        var looked: Instant
    }

    func suspects(of row: VerificationRow) async throws -> Suspects {
        let now = clock.now()
        return try await database.read { transaction in
            let keys = try transaction.unsettledKeys(of: row.id, after: row.cursor, limit: Self.lookedUp)
            return Suspects(
                keys: keys, sides: try transaction.verificationSides(of: row.id),
                listed: try transaction.listed(keys, in: row.id), looked: now)
        }
    }

    /// Settles orders by what both sides have of them now. What is on its way is looked at again, until the run's patience
    /// is at its end.
    func settle(_ suspects: Suspects, _ found: [Side: [String: [ListedOrder]]], _ id: UniqueID) async throws
        -> VerificationRow
    {
        try await stepping(id) { transaction, row in
            let known = try transaction.orders(suspects.keys)
            let judge = try judge(row, in: transaction)
            let settling = Int64(backends.settling(of: suspects.sides) * 1_000_000)
            let isPatient = row.updatedAt < row.settleUntil ?? 0
            var tally = VerificationTally()
            var settled: [String] = []
            for key in suspects.keys {
                let verdict = try judge.verdict(
                    of: key, known[key], found.compactMapValues { $0[key] }, looked: suspects.looked,
                    settling: settling)
                if case .underway = verdict {
                    if isPatient { continue }
                    tally.addUnderway(key, of: row)
                }
                tally.add(verdict)
                settled.append(key)
            }
            try transaction.dropListed(settled, of: id)
            try tally.write(to: &row, in: transaction)
            for var side in suspects.sides where side.failures > 0 {
                (side.failures, side.failingSince) = (0, nil)
                try transaction.journal(side)
            }
            (row.cursor, row.note, row.dueAt) = (suspects.keys.last ?? "", nil, row.updatedAt)
            if suspects.keys.count < Self.lookedUp { try closeRound(&row, in: transaction) }
        }.run
    }

    /// Ends the run, or looks again in a while at what is on its way.
    private func closeRound(_ row: inout VerificationRow, in transaction: any Transaction) throws {
        let left = try transaction.countUnsettled(of: row.id)
        if left > 0 {
            row.cursor = ""
            row.note = "\(left) orders are on their way"
            row.dueAt = clock.now().adding(seconds: Self.patience.look).microseconds
        } else {
            end(&row, .done)
            row.isSwept = true
            try transaction.forgetFindings(ofSite: row.site, but: Self.keptRuns)
        }
    }

    // MARK: Ends

    private func fail(_ row: inout VerificationRow, _ fault: Diagnostic) {
        var fault = fault
        fault.facts["site"] = row.site
        row.fault = JSONText.of(fault)
        end(&row, .failed)
    }

    private func end(_ row: inout VerificationRow, _ state: VerificationRow.State) {
        (row.state, row.note, row.finishedAt) = (state, nil, clock.now().microseconds)
    }
}

extension [VerificationSideRow] {
    /// The back ends by their sides.
    var bySide: [Side: String] {
        Dictionary(
            compactMap { row in Side(rawValue: row.side).map { ($0, row.backend) } }, uniquingKeysWith: { $1 })
    }
}

extension BackendBook {
    /// How long after a delivery the slowest of both sides may still be at it, in seconds.
    fileprivate func settling(of sides: [VerificationSideRow]) -> Double {
        sides.compactMap { self[$0.backend]?.abilities.settlingSeconds }.max() ?? 0
    }
}
