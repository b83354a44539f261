import Diagnostics
import Intake
import Rollout
import Store

/// The transactions of a transfer. Each writes what a step does and the journal together; when another node has the transfer in
/// hand by now, it writes neither.
struct TransferSteps: Sendable {
    let database: any Database
    let routing: RoutingState
    let node: UniqueID
    let clock: Clock

    /// Another node has the transfer in hand.
    private struct Lost: Error {}
    /// A delivery may still arrive at the old owner.
    private struct FoundOpen: Error {}

    /// Holds the key: what comes for the order waits from now on.
    func hold(_ row: TransferRow) async throws -> TransferRow? {
        try await stepping(row) { transaction, order, row in
            guard order.order.state == .open, order.order.hold == nil || order.order.hold == Self.hold(row) else {
                row.note = "the order is closed, or its key is held: \(order.order.hold ?? "closed")"
                row.state = .kept
                return
            }
            try transaction.setHold(Self.hold(row), on: [row.orderKey], at: clock.now().microseconds)
            row.take(.held)
        }
    }

    /// Supersedes the deliveries that were never begun, and looks in a later statement whether anything may still arrive; then
    /// that is rolled back, and the hold is lifted.
    func supersede(_ row: TransferRow) async throws -> TransferRow? {
        do {
            return try await stepping(row) { transaction, _, row in
                let now = clock.now().microseconds
                let superseded = try transaction.supersedeDeliveries(ofOrder: row.orderKey, .neverBegun, at: now)
                guard try transaction.unfinishedDeliveries(ofOrder: row.orderKey).isEmpty else { throw FoundOpen() }
                row.take(.superseded(superseded.map(\.id.description)))
            }
        } catch is FoundOpen {
            return try await stepping(row) { _, _, row in row.take(.foundOpen) }
        }
    }

    /// Writes the itinerary of the new owner, and copies of what the old one had.
    func write(_ row: TransferRow) async throws -> TransferRow? {
        let epoch = routing.version.epoch
        return try await stepping(row) { transaction, order, row in
            let now = clock.now().microseconds
            let bound = order.itineraries.filter { $0.backend == row.from }.map { entry in
                var entry = entry
                (entry.side, entry.backend, entry.boundBy) = (row.side, row.to, nil)
                (entry.epoch, entry.at) = (epoch, now)
                return entry
            }
            try transaction.bind(bound, reason: "transfer \(row.id): \(row.reason)")
            try transaction.insertDeliveries(copies(for: row, in: transaction, at: now))
            row.take(.written)
        }
    }

    /// Lifts the hold. What was superseded goes to the new owner, or is due again at the old one.
    func lift(_ row: TransferRow, dueAgain: [String]) async throws -> TransferRow? {
        try await stepping(row) { transaction, _, row in
            let now = clock.now().microseconds
            try transaction.setHold(nil, on: [row.orderKey], at: now)
            let superseded = row.machine?.superseded.compactMap { UniqueID($0) } ?? []
            if dueAgain.isEmpty, row.machine?.next == .lift(dueAgain: []) {
                try redirect(superseded, of: row, in: transaction, at: now)
            } else {
                _ = try transaction.reviveDeliveries(superseded, dueAt: now, at: now)
            }
            row.take(.lifted)
        }
    }

    /// Writes an event that needs nothing else.
    func note(_ event: Transfer.Event, _ row: TransferRow, _ change: (@Sendable (inout TransferRow) -> Void)? = nil)
        async throws -> TransferRow?
    {
        try await stepping(row) { _, _, row in
            row.take(event)
            change?(&row)
        }
    }

    /// Puts it off, with what a person should know.
    func wait(_ row: TransferRow, seconds: Double, _ note: String?, person: Bool = false) async throws {
        _ = try await stepping(row) { _, _, row in
            row.dueAt = clock.now().adding(seconds: seconds).microseconds
            row.note = note
            if person { row.state = .person }
        }
    }

    /// Puts it off behind a step of which it is not known whether it was written: the journal stays as it is in the store.
    func postpone(_ id: UniqueID, seconds: Double, _ note: String) async throws {
        let now = clock.now()
        try await database.write { transaction in
            try transaction.postponeTransfer(
                id, node: node, until: now.adding(seconds: seconds).microseconds, note: note, at: now.microseconds)
        }
    }

    /// The documents of an order that the new owner has as copies.
    func copied(_ row: TransferRow) async throws -> (documents: [String], areThere: Bool) {
        try await database.read { transaction in
            let waiting = try transaction.unfinishedDeliveries(ofOrder: row.orderKey).filter { $0.backend == row.to }
            let documents = try transaction.documents(ofOrder: row.orderKey).filter { document in
                try transaction.deliveries(ofDocument: document.id).contains {
                    $0.backend == row.to && $0.purpose != .shadow && $0.state == .delivered
                }
            }
            return (documents.map(\.id.description), waiting.isEmpty)
        }
    }

    // MARK: Parts

    private static func hold(_ row: TransferRow) -> String { "transfer \(row.id)" }

    private func stepping(
        _ row: TransferRow, _ body: @escaping @Sendable (any Transaction, LockedOrder, inout TransferRow) throws -> Void
    ) async throws -> TransferRow? {
        let now = clock.now().microseconds
        do {
            return try await database.write { transaction in
                guard try transaction.lockRoutingShared() != nil else { throw StoreError(.mismatch, code: "routing") }
                let order = try transaction.lockOrders([row.orderKey], at: now).orders[row.orderKey]
                guard let order else { throw StoreError(.mismatch, code: "orders") }
                var row = row
                row.dueAt = now
                row.note = nil
                try body(transaction, order, &row)
                guard try transaction.journal(row, node: node, at: now) else { throw Lost() }
                return row
            }
        } catch is Lost {
            return nil
        }
    }

    /// Copies of the order's documents that the old owner has, for the new one, unless that has them already.
    private func copies(
        for row: TransferRow, in transaction: any Transaction, at now: Int64
    ) throws -> [DeliveryRow] {
        try transaction.documents(ofOrder: row.orderKey).compactMap { document in
            let deliveries = try transaction.deliveries(ofDocument: document.id)
            // What it answered in the shadow it does not have.
            let isThere = deliveries.contains {
                $0.backend == row.to && $0.purpose != .shadow && $0.state != .superseded
            }
            guard !isThere,
                let sent = deliveries.first(where: {
                    $0.backend == row.from && $0.purpose == .primary && $0.state == .delivered
                })
            else { return nil }
            return Self.delivery(of: sent, to: row.to, .copy, transfer: row.id, at: now)
        }
    }

    /// Gives what never left for the old owner to the new one, and lets the copies for others go behind it.
    private func redirect(
        _ superseded: [UniqueID], of row: TransferRow, in transaction: any Transaction, at now: Int64
    ) throws {
        let deliveries = try superseded.compactMap { try transaction.delivery($0) }
        let primaries = deliveries.filter { $0.purpose == .primary && $0.backend == row.from }
        let others = deliveries.filter { $0.purpose != .primary && $0.backend != row.to && $0.backend != row.from }
        _ = try transaction.reviveDeliveries(others.map(\.id), dueAt: now, at: now)
        try transaction.insertDeliveries(
            primaries.map { Self.delivery(of: $0, to: row.to, .primary, transfer: row.id, at: now) })
        try transaction.redirectDocuments(
            primaries.map(\.documentID), to: row.to, side: row.side,
            reason: "transferred from \(row.from) to \(row.to)", at: now)
    }

    private static func delivery(
        of other: DeliveryRow, to backend: String, _ purpose: DeliveryPurpose, transfer: UniqueID, at now: Int64
    ) -> DeliveryRow {
        DeliveryRow(
            id: UniqueID(at: now), documentID: other.documentID, payloadVersion: other.payloadVersion,
            backend: backend, purpose: purpose, orderKey: other.orderKey, sender: other.sender,
            interchangeID: other.interchangeID, interchangeNumber: other.interchangeNumber,
            position: other.position, isBirth: other.isBirth, dueAt: now,
            idempotencyKey: "\(other.documentID)-\(other.payloadVersion)-\(backend)-\(purpose.rawValue)-\(transfer)",
            madeAt: now)
    }
}

extension TransferRow {
    /// The machine that its journal holds.
    var machine: Transfer? { JSONText.read(Transfer.self, from: journal) }

    /// Lets the machine take an event, and follows it.
    mutating func take(_ event: Transfer.Event) {
        guard var machine else { return }
        machine.take(event)
        journal = JSONText.of(machine) ?? journal
        state = .running
        switch machine.step {
        case .done: state = .done
        case .kept(let failure):
            state = .kept
            note = failure.words
        case .activationRefused:
            state = .person
            note = "\(to) refused to take over; \(from) has let go: mend the cause, then `milepost transfers retry`"
        default: break
        }
    }
}

extension Transfer.Failure {
    /// Why the order keeps its owner, for people.
    var words: String {
        switch self {
        case .openDelivery: "a delivery of it is under way, failed or unknown: settle that, then transfer it again"
        case .releaseRefused: "its owner does not let go"
        case .partlyDelivered: "goods are on their way already: a partly delivered order stays"
        case .quarantined: "its owner is fenced, and it is entered elsewhere by hand"
        }
    }
}
