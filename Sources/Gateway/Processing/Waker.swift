import Diagnostics
import Intake
import Rollout
import Store

/// Decides again what waits for orders that have an owner by now: an import makes orders known without a birth that would
/// wake their documents.
struct Waker: Sendable {
    let database: any Database
    let decider: Decider
    let decided: @Sendable (DecidedBatch) -> Void

    /// How many orders one transaction takes.
    private static let batch = 50
    private static let page = 500

    /// Wakes what waits for the orders of some keys.
    ///
    /// - Returns: How many documents go to their back ends now.
    func wake(among keys: [String]) async throws -> Int {
        let waiting = try await database.read { try $0.keysWithWaiting(among: keys) }
        var released = 0
        for key in waiting { released += try await splitWaiting(of: key) }
        return try await released + wake(waiting)
    }

    /// Wakes the documents of back ends that came before the orders of a batch; what cannot be woken now is found by
    /// ``wakeAll()``.
    func wakeBehind(_ batch: DecidedBatch) async {
        guard !batch.wakes.isEmpty else { return }
        _ = try? await wake(among: batch.wakes.sorted())
    }

    /// Decides again what waits for an order that was born in parts, in accept order: what it says goes to the parts.
    private func splitWaiting(of key: String) async throws -> Int {
        let parked = try await database.read { transaction -> [DocumentRow] in
            guard case .split = try transaction.knownOrders([OrderKey(text: key)])[OrderKey(text: key)] else {
                return []
            }
            return try transaction.documents(ofOrder: key).filter { $0.status == .parked }
        }
        for row in parked {
            try await decideAgain(row, for: "its order was split", event: "document.woken") { $0.status == .parked }
        }
        return parked.count
    }

    /// Wakes whatever an import that was cut short left waiting.
    func wakeAll() async throws {
        for status in [DocumentStatus.parked, .held] {
            var last: DocumentRow?
            while true {
                let cursor = last.map {
                    DocumentCursor(interchangeNumber: $0.interchangeNumber, position: $0.position)
                }
                let rows = try await database.read {
                    try $0.waitingForKnownOrders(
                        status, codes: Deciding.codesOfUnknownOrders, after: cursor, limit: Self.page)
                }
                var seen: Set<String> = []
                let keys = rows.compactMap(\.orderKey).filter { seen.insert($0).inserted }
                for key in keys where status == .parked { _ = try await splitWaiting(of: key) }
                _ = try await wake(keys)
                guard rows.count == Self.page else { break }
                last = rows.last
            }
        }
    }

    /// Decides births again, oldest first, that a guard made wait and that no guard of their cell keeps any more.
    func releaseBirths() async throws {
        var last: DocumentRow?
        while true {
            let cursor = last.map {
                DocumentCursor(interchangeNumber: $0.interchangeNumber, position: $0.position)
            }
            let rows = try await database.read {
                try $0.heldDocuments(code: Self.held, after: cursor, limit: Self.page)
            }
            for row in rows where !decider.routing.version.snapshot.holdsBirths(of: row) { try await release(row) }
            guard rows.count == Self.page else { return }
            last = rows.last
        }
    }

    private static let held = "route.births-held"

    private func release(_ row: DocumentRow) async throws {
        try await decideAgain(row, for: "its births wait no more", event: "document.released") {
            $0.status == .held && $0.code == Self.held
        }
    }

    /// Decides a stored document again, unless a person was first.
    private func decideAgain(
        _ row: DocumentRow, for reason: String, event: String, while isDue: @escaping @Sendable (DocumentRow) -> Bool
    ) async throws {
        do {
            let edit = PayloadEdit(author: "milepost", reason: reason)
            let batch = try await decider.decideAgain(row.id, edit: edit) { current in
                guard isDue(current) else {
                    throw GatewayError(.conflict, Diagnostic("intake.replay-illegal", value: current.status.rawValue))
                }
            } also: { transaction, current in
                try transaction.append([
                    EventRow(
                        at: decider.clock.now().microseconds, kind: event, subject: current.id.description)
                ])
            }
            decided(batch)
        } catch let error as GatewayError where error.kind != .unavailable {
            // A person was first, or it stops for a reason of its own: the others go on.
        }
    }

    private func wake(_ keys: [String]) async throws -> Int {
        var released = 0
        for start in stride(from: 0, to: keys.count, by: Self.batch) {
            let some = Array(keys[start..<min(keys.count, start + Self.batch)])
            var batch: DecidedBatch
            repeat {
                batch = try await decider.wake(some)
                decided(batch)
                released += batch.released
                // An order may have more documents than were read with its row.
            } while batch.released >= LockedOrder.longestList
        }
        return released
    }
}

extension RoutingSnapshot {
    /// Whether a guard of the milestone that a birth waits for still makes births wait.
    fileprivate func holdsBirths(of row: DocumentRow) -> Bool {
        let kept = JSONText.read([Diagnostic].self, from: row.diagnostics) ?? []
        let names = kept.filter { $0.code.rawValue == row.code }.compactMap { $0.facts["milestone"] }
        return names.contains { name in
            guard let milestone = milestone(named: name), milestone.stage.hasStandby else { return false }
            return milestone.tripped?.contains { $0.consequence != .notify } == true
        }
    }
}
