import Diagnostics
import Rollout
import Store

/// Repair of what a verification named.
extension VerificationDesk {
    /// How many findings one call looks at, and how many orders that are not sent it names.
    private static let page = 200
    private static let mostSkipped = 50

    /// Sends again the orders of a page of what a run found; twice for one run sends once.
    ///
    /// - Parameters:
    ///   - kinds: `missing` and `different`; what is extra is told and left.
    ///   - isPreview: true to say what would be sent, and send nothing.
    ///   - cursor: where the page before ended.
    /// - Throws: ``GatewayError`` with `verify.run-not-done` for a run that did not come to its end.
    public func repair(
        _ id: String, _ kinds: Set<FindingKind>, isPreview: Bool, after cursor: String?, caller: Caller
    ) async throws -> RepairView {
        try caller.require(.replay)
        let (view, names) = try await GatewayError.translating {
            try await database.write { transaction in
                let row = try Self.find(id, in: transaction)
                guard row.state == .done else {
                    throw GatewayError(
                        .conflict, Diagnostic("verify.run-not-done", value: id, facts: ["state": row.state.rawValue]))
                }
                let page = try transaction.findings(
                    of: row.id, nil, after: cursor.flatMap(FindingPlace.init(text:)), limit: Self.page)
                let (view, sent) = try repair(page, of: row, kinds, isPreview: isPreview, in: transaction)
                if !isPreview, cursor == nil {
                    let named = kinds.map(\.rawValue).sorted().joined(separator: ", ")
                    try audit.append(
                        "verification.repair", subject: row.site, by: caller, after: "\(id): \(named)", in: transaction)
                }
                return (view, sent)
            }
        }
        touched(names)
        return view
    }

    private func repair(
        _ page: [VerificationFindingRow], of row: VerificationRow, _ kinds: Set<FindingKind>, isPreview: Bool,
        in transaction: any Transaction
    ) throws -> (RepairView, Set<String>) {
        guard try transaction.lockRoutingShared() != nil else { throw StoreError(.mismatch, code: "routing") }
        let now = clock.now()
        let findings = page.filter { finding in kinds.contains { $0.row == finding.kind } }
        let known = try transaction.orders(findings.map(\.orderKey))
        let orders = try transaction.lockOrders(Array(known.keys), at: now.microseconds).orders
        let repairing = Repairing(
            run: row, backends: try transaction.verificationSides(of: row.id).bySide, writers: writers,
            snapshot: try transaction.routingInForce().snapshot, transaction: transaction, now: now)
        var view = RepairView(
            run: row.id.description, isPreview: isPreview, looked: findings.count, orders: 0, documents: 0, before: 0,
            skipped: [], skippedCount: 0, next: page.count == Self.page ? page.last.map { FindingPlace($0).text } : nil)
        var deliveries: [DeliveryRow] = []
        var payloads: [PayloadToKeep] = []
        var sent: [VerificationFindingRow] = []
        for finding in findings {
            let outcome =
                try orders[finding.orderKey].map { try repairing.outcome(of: finding, $0) }
                ?? .skipped("the gateway does not know it")
            switch outcome {
            case .before: view.before += 1
            case .skipped(let reason): view.skip(finding, reason, most: Self.mostSkipped)
            case .sent(let copies, let written):
                view.orders += 1
                view.documents += copies.count
                deliveries += copies
                payloads += written
                sent.append(finding)
            }
        }
        guard !isPreview else { return (view, []) }
        try transaction.insertDeliveries(deliveries)
        try PayloadsToKeep.keep(payloads, in: transaction, at: now)
        try transaction.markRepaired(sent, at: now.microseconds)
        return (view, Set(deliveries.map(\.backend)))
    }
}

extension RepairView {
    fileprivate mutating func skip(_ finding: VerificationFindingRow, _ reason: String, most: Int) {
        skippedCount += 1
        guard skipped.count < most else { return }
        skipped.append(
            .init(order: finding.orderKey, kind: finding.kind.rawValue, side: finding.side, reason: reason))
    }
}
