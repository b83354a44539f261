import Diagnostics
import Intake
import Rollout
import Store

extension Decider {
    /// Recalls an order that no back end has taken: its deliveries that were never begun, or that were refused, are
    /// superseded, and only if that leaves none that arrived or may arrive is it born again by present routing, with all of
    /// its documents in their order. Else nothing changes.
    ///
    /// - Throws: ``GatewayError`` with `route.recall-open`, `route.recall-nothing` or `route.recall-same`.
    func recall(
        _ key: String, author: String, reason: String,
        also: @escaping @Sendable (any Transaction, _ from: [String]) throws -> Void
    ) async throws -> DecidedBatch {
        try await deciding { transaction, version in
            try recall(key, author: author, reason: reason, in: transaction, by: version, also: also)
        }
    }

    /// Recalls an order in a transaction that holds the routing lock.
    func recall(
        _ key: String, author: String, reason: String, in transaction: any Transaction,
        by version: RoutingState.Version,
        also: (any Transaction, _ from: [String]) throws -> Void
    ) throws -> DecidedBatch {
        let now = clock.now()
        let order = try transaction.lockOrders([key], at: now.microseconds).orders[key]
        guard let order, order.order.origin != nil else {
            throw GatewayError(.notFound, Diagnostic("intake.order-unknown", value: key))
        }
        try letGo(order.order, in: transaction, at: now)
        let superseded = try transaction.supersedeDeliveries(
            ofOrder: key, .neverBegunOrRefused, at: now.microseconds)
        try Self.refuseUnlessFree(key, superseded, in: transaction)
        let primaries = superseded.filter { $0.purpose == .primary && $0.step == nil }
        let backends = Set(primaries.map(\.backend))
        guard !backends.isEmpty else {
            throw GatewayError(.conflict, Diagnostic("route.recall-nothing", value: key))
        }
        for id in Set(primaries.compactMap(\.bundle)) { try transaction.dissolveBundle(id) }
        try transaction.unbind(key, from: backends.sorted(), reason: "recalled: \(reason)", at: now.microseconds)
        if let birth = order.order.bornDocument { try transaction.forgetBirth(birth, at: now.microseconds) }
        let batch = try mint(
            key, Set(primaries.map(\.documentID)), PayloadEdit(author: author, reason: reason),
            by: version, in: transaction)
        guard batch.backends.isDisjoint(with: backends) else {
            throw GatewayError(
                .conflict,
                Diagnostic(
                    "route.recall-same", value: key, facts: ["backend": backends.sorted().joined(separator: ", ")]))
        }
        try also(transaction, backends.sorted())
        return batch
    }

    /// Lifts the hold of a quarantined order: no back end has taken it, so that the fence need not wait for it. One that is held
    /// for anything else is not recalled.
    private func letGo(_ order: OrderRow, in transaction: any Transaction, at now: Instant) throws {
        guard let hold = order.hold else { return }
        guard var taken = try transaction.fencedOrder(ofOrder: order.key), taken.take(.recalled) else {
            throw GatewayError(
                .conflict, Diagnostic("route.recall-held", value: order.key, facts: ["hold": hold]))
        }
        _ = try transaction.write(taken, node: nil, at: now.microseconds)
        try transaction.setHold(nil, on: [order.key], at: now.microseconds)
    }

    /// Looks, in a statement behind the one that superseded, what arrived or may still arrive.
    private static func refuseUnlessFree(
        _ key: String, _ superseded: [DeliveryRow], in transaction: any Transaction
    ) throws {
        let gone = superseded.map { RecallDelivery(id: $0.id.description, standing: .superseded) }
        let open = try transaction.openDeliveries(ofOrder: key).filter { $0.purpose == .primary }
        let begun = try transaction.unfinishedDeliveries(ofOrder: key).filter { $0.purpose == .primary }
        let delivered = try transaction.deliveredPrimaries(ofOrder: key)
        let standing =
            gone + (open + begun).map { RecallDelivery(id: $0.id.description, standing: .open) }
            + delivered.map { RecallDelivery(id: $0.id.description, standing: .delivered) }
        guard case .stays = Recall.outcome(standing) else { return }
        let first = open.first ?? begun.first ?? delivered.first
        throw GatewayError(
            .conflict,
            Diagnostic(
                "route.recall-open", value: key,
                facts: [
                    "backend": first?.backend ?? "", "state": first.map(Self.standing) ?? "",
                    "document": first?.documentID.description ?? "",
                ]))
    }

    /// How a delivery stands that keeps an order from being recalled. What waits was begun, else it had been superseded.
    private static func standing(_ delivery: DeliveryRow) -> String {
        delivery.state == .waiting
            ? "waiting to be tried again, and an attempt before may have arrived" : delivery.state.rawValue
    }

    /// Decides documents of an order again, in their order.
    private func mint(
        _ key: String, _ documents: Set<UniqueID>, _ edit: PayloadEdit, by version: RoutingState.Version,
        in transaction: any Transaction
    ) throws -> DecidedBatch {
        var rows: [DocumentRow] = []
        for id in documents {
            guard let row = try transaction.document(id) else { throw StoreError(.mismatch, code: "documents") }
            rows.append(row)
        }
        rows.sort { $0.place < $1.place }
        let pending = try rows.map { row in
            guard let understood = try rereading.understood(row, in: transaction) else {
                throw GatewayError(.notFound, Diagnostic("intake.document-unknown", value: row.id.description))
            }
            var document = try PendingDocument(
                understood, of: KeptInterchange(row), in: version.snapshot, states: stating(in: transaction))
            document.stands(for: row)
            document.version = row.payloadVersion + 1
            return document
        }
        let locked = try transaction.lockOrders([key], documents: rows.map(\.id), at: clock.now().microseconds)
        var deciding = try Deciding(
            transaction: transaction, version: version, locked: locked, rereading: rereading, writers: writers,
            now: clock.now(), pending: pending)
        for (document, row) in zip(pending, rows) { try deciding.take(document, stored: row, edit: edit) }
        try deciding.write(bundling: [], takesOriginal: { _ in false })
        try PayloadsToKeep.keep(deciding.payloads, in: transaction, at: clock.now())
        return DecidedBatch(
            backends: deciding.touchedBackends,
            interchanges: deciding.touchedInterchanges.union(rows.map(\.interchangeID.description)), version: version)
    }
}
