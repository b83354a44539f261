import Diagnostics
import Intake
import Rollout
import Store

/// What a quarantined order becomes when a person entered it at the other back end, and when that is taken back, in the
/// transaction of ``FenceSteps/change(_:_:as:reason:caller:_:)``.
struct Entering {
    let place: FenceSteps.Place
    let row: FencedOrderRow

    private var transaction: any Transaction { place.transaction }
    private var now: Instant { place.now }

    /// Writes the itinerary, supersedes the old deliveries, and lifts the hold. The documents that were on their way to the fenced
    /// back end, or had arrived there, are at the other one now, by hand.
    func enter(as ids: String, by caller: Caller) throws {
        try bind(from: row.backend, to: row.otherBackend, row.otherSide, reason: "entered as \(ids)")
        let covered = try primaries(at: row.backend) { Self.covered.contains($0.state) }
        _ = try transaction.supersedeUnfinished(
            ofOrder: row.orderKey, at: [row.backend, row.otherBackend], now: now.microseconds)
        try holdCollective()
        let there = Set(
            try primaries(at: row.otherBackend) { $0.state == .delivered }.map(\.documentID))
        let entered = covered.filter { !there.contains($0.documentID) }
        try transaction.redirectDocuments(
            entered.map(\.documentID), to: row.otherBackend, side: row.otherSide,
            reason: "entered at \(row.otherBackend) as \(ids), since \(row.backend) was quarantined",
            at: now.microseconds)
        try transaction.insertFollowed(
            entered.map { delivery in
                var byHand = self.delivery(of: delivery, to: row.otherBackend)
                byHand.state = .delivered
                return byHand
            }, at: now.microseconds)
        try transaction.setHold(nil, on: [row.orderKey], at: now.microseconds)
        let facts = ["as": ids, "backend": row.otherBackend, "by": caller.name]
        try append("order.entered", row.orderKey, facts)
        for delivery in entered { try append("document.entered", delivery.documentID.description, facts) }
    }

    /// Gives the order back to the fenced back end, which does not let go of it: what was entered at the other one is
    /// cancelled there. What came since goes to the fenced one behind the fence.
    ///
    /// - Throws: ``GatewayError`` with `route.return-open` while something of it may still arrive at the other back end.
    func giveBack(honoursKeys: Bool, by caller: Caller) throws {
        let never = try transaction.supersedeDeliveries(ofOrder: row.orderKey, .neverBegun, at: now.microseconds)
        let open = try transaction.unfinishedDeliveries(ofOrder: row.orderKey).first {
            $0.backend == row.otherBackend && $0.purpose == .primary
        }
        if let open {
            throw GatewayError(
                .conflict,
                Diagnostic(
                    "route.return-open", value: row.orderKey,
                    facts: [
                        "backend": open.backend, "state": open.state.rawValue, "document": open.documentID.description,
                    ]))
        }
        let both: Set<String> = [row.backend, row.otherBackend]
        _ = try transaction.reviveDeliveries(
            never.filter { !both.contains($0.backend) }.map(\.id), dueAt: now.microseconds, at: now.microseconds)
        let side: Side = Side(rawValue: row.otherSide)?.other ?? .new
        try bind(from: row.otherBackend, to: row.backend, side.rawValue, reason: "returned: it is not released")
        let delivered = try primaries(at: row.otherBackend) { $0.state == .delivered }
        let byHand = delivered.filter(isByHand)
        let since = delivered.filter { !isByHand($0) && $0.madeAt >= (row.enteredAt ?? row.madeAt) }
        let waiting = never.filter { $0.backend == row.otherBackend && $0.purpose == .primary }
        try transaction.redirectDocuments(
            (byHand + since + waiting).map(\.documentID), to: row.backend, side: side.rawValue,
            reason: "stays at \(row.backend), which did not release its order", at: now.microseconds)
        try transaction.supersedeDelivered(byHand.map(\.id), at: now.microseconds)
        try restore(byHand, honoursKeys: honoursKeys)
        try transaction.insertFollowed(
            (since + waiting).map { delivery(of: $0, to: row.backend) }, at: now.microseconds)
        try append("order.returned", row.orderKey, ["backend": row.backend, "by": caller.name])
    }

    // MARK: Parts

    /// The states of deliveries whose content a person enters: they arrived, or were to.
    private static let covered: Set<DeliveryState> = [.waiting, .sending, .delivered, .failed, .unknown]

    private func bind(from: String, to: String, _ side: String, reason: String) throws {
        let functions = Set(JSONText.read([String].self, from: row.functions) ?? [])
        let entries = place.order.itineraries.filter { $0.backend == from && functions.contains($0.function) }
        let bound = entries.map { entry in
            var entry = entry
            (entry.side, entry.backend, entry.boundBy) = (side, to, nil)
            (entry.epoch, entry.at) = (place.epoch, now.microseconds)
            return entry
        }
        try transaction.bind(bound, reason: reason)
    }

    /// What names other orders too and has not gone has several owners now: it waits for a person.
    private func holdCollective() throws {
        let held = try transaction.holdCollective(
            ofOrder: row.orderKey, at: [row.backend, row.otherBackend], now: now.microseconds)
        for document in held {
            let orders =
                [document.orderKey].compactMap(\.self) + (try transaction.furtherOrders(ofDocument: document.id))
            let owners = try orders.map { key in
                let owner = try transaction.itineraries(of: key).first { $0.function == document.function }
                return "\(key) at \(owner?.backend ?? "no back end")"
            }.joined(separator: ", ")
            let diagnostic = Diagnostic("route.owners-differ", value: owners, facts: ["orders": owners])
            var held = document
            held.status = .held
            held.stage = DocumentStage.route.rawValue
            held.code = diagnostic.code.rawValue
            let kept = JSONText.read([Diagnostic].self, from: held.diagnostics) ?? []
            held.diagnostics = JSONText.of(kept + [diagnostic]) ?? held.diagnostics
            held.updatedAt = now.microseconds
            try transaction.updateDocuments([held])
            try append("document.held", document.id.description, ["code": diagnostic.code.rawValue])
        }
    }

    /// Documents of the order alone: what names others too is not entered with it.
    private func primaries(at backend: String, _ isMeant: (DeliveryRow) -> Bool) throws -> [DeliveryRow] {
        try transaction.documents(ofOrder: row.orderKey, alone: true).compactMap { document in
            try transaction.deliveries(ofDocument: document.id).last {
                $0.backend == backend && $0.purpose == .primary && $0.step == nil && isMeant($0)
            }
        }
    }

    private func isByHand(_ delivery: DeliveryRow) -> Bool {
        delivery.attempts == 0 && delivery.idempotencyKey.hasSuffix(row.id.description)
    }

    /// Lets the deliveries to the fenced back end whose documents were entered elsewhere stand as they stood.
    private func restore(_ byHand: [DeliveryRow], honoursKeys: Bool) throws {
        let old = try byHand.compactMap { delivery in
            try transaction.deliveries(ofDocument: delivery.documentID).last {
                $0.backend == row.backend && $0.purpose == .primary && $0.payloadVersion == delivery.payloadVersion
                    && $0.state == .superseded
            }
        }
        let states = try old.map { delivery in
            let attempts = try transaction.attempts(ofDelivery: delivery.id).map {
                ReturnedDelivery.Attempt($0.outcome)
            }
            return (row: delivery, state: ReturnedDelivery(attempts, honoursKeys: honoursKeys).state)
        }
        try transaction.restoreDeliveries(states, at: now.microseconds)
    }

    private func delivery(of other: DeliveryRow, to backend: String) -> DeliveryRow {
        DeliveryRow(
            id: UniqueID(at: now.microseconds), documentID: other.documentID, payloadVersion: other.payloadVersion,
            backend: backend, orderKey: other.orderKey, sender: other.sender, interchangeID: other.interchangeID,
            interchangeNumber: other.interchangeNumber, position: other.position, isBirth: other.isBirth,
            dueAt: now.microseconds,
            idempotencyKey: "\(other.documentID)-\(other.payloadVersion)-\(backend)-\(row.id)",
            madeAt: now.microseconds)
    }

    private func append(_ kind: String, _ subject: String, _ facts: [String: String]) throws {
        try transaction.append([
            EventRow(at: now.microseconds, kind: kind, subject: subject, data: JSONText.of(facts) ?? "{}")
        ])
    }
}

extension ReturnedDelivery {
    fileprivate var state: DeliveryState {
        switch self {
        case .delivered: .delivered
        case .waiting: .waiting
        case .refused: .failed
        case .unknown: .unknown
        }
    }
}

extension ReturnedDelivery.Attempt {
    fileprivate init(_ outcome: AttemptOutcome?) {
        switch outcome {
        case .done: self = .done
        case .refused: self = .refused
        case .failed: self = .failed
        case .unknown, nil: self = .unknown
        }
    }
}
