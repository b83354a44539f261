import Diagnostics
import Intake
import Rollout
import Store

/// What support does with a document that stopped: retry, reprocess, edit and replay, discard. A document keeps its place
/// in its order key, and nothing is touched while an attempt may still take effect.
public struct ReplayDesk: Sendable {
    let database: any Database
    let decider: Decider
    let audit: AuditTrail
    let clock: Clock
    /// Told what a replay set going.
    let decided: @Sendable (DecidedBatch) -> Void

    /// Tries again from the stage that failed, with what is there; of a document that is delivered, its failed copies.
    ///
    /// - Parameter anyway: Sends a document that is held as overtaken behind the newer ones of its order; takes a reason.
    public func retry(
        _ id: String, reason: String? = nil, anyway: Bool = false, caller: Caller
    ) async throws -> DocumentView {
        let (document, row) = try await find(id, .retry, caller)
        if anyway { return try await sendAnyway(document, reason, caller) }
        if row.status == .delivered,
            let view = try await copies(of: document, .retry, reason: reason, caller: caller)
        {
            return view
        }
        if row.status == .failed, row.stage == DocumentStage.acknowledge.rawValue {
            return try await resend(id, reason: reason ?? "retried", caller: caller)
        }
        let isAtBackend = row.status == .failed && row.stage == DocumentStage.deliver.rawValue
        guard isAtBackend || row.status == .delivering else {
            return try await decideAgain(document, .retry, PayloadEdit(author: caller.name, reason: reason), caller)
        }
        try await GatewayError.translating {
            try await database.write { transaction in
                try Self.lock(row, in: transaction, at: clock.now())
                let current = try Self.current(document, .retry, reason, in: transaction)
                let deliveries = try transaction.deliveries(ofDocument: document)
                let now = clock.now().microseconds
                _ = try transaction.retryDeliveries(
                    Self.bundled(deliveries, in: transaction).filter { $0.state == .failed }.map(\.id), dueAt: now,
                    at: now)
                _ = try transaction.rescheduleDeliveries(
                    deliveries.filter { $0.state == .waiting }.map(\.id), dueAt: now, at: now)
                try record(.retry, current, reason, caller, in: transaction)
            }
        }
        return try await settle(document)
    }

    /// Reads the original bytes again, by today's mapping and configuration.
    public func reprocess(_ id: String, reason: String? = nil, caller: Caller) async throws -> DocumentView {
        let (document, _) = try await find(id, .reprocess, caller)
        return try await decideAgain(document, .reprocess, PayloadEdit(author: caller.name, reason: reason), caller)
    }

    /// Goes on with bytes that a person corrected; what was received stays as it was.
    public func edit(_ id: String, bytes: [UInt8], reason: String?, caller: Caller) async throws -> DocumentView {
        let (document, _) = try await find(id, .edit, caller)
        let edit = PayloadEdit(bytes: bytes, author: caller.name, reason: reason)
        return try await decideAgain(document, .edit, edit, caller)
    }

    /// Takes a document out, for good; of one that is delivered, its failed copies.
    public func discard(_ id: String, reason: String?, caller: Caller) async throws -> DocumentView {
        let (document, row) = try await find(id, .discard, caller)
        if row.status == .delivered,
            let view = try await copies(of: document, .discard, reason: reason, caller: caller)
        {
            return view
        }
        try await GatewayError.translating {
            try await database.write { transaction in
                try Self.lock(row, in: transaction, at: clock.now())
                let current = try Self.current(document, .discard, reason, in: transaction)
                let now = clock.now()
                try Decider.supersede(current, in: transaction, at: now)
                _ = try transaction.moveDocuments(
                    [document], from: [current.status], to: .discarded, stage: current.stage, code: current.code,
                    at: now.microseconds)
                try transaction.forgetBirth(document, at: now.microseconds)
                try record(.discard, current, reason, caller, in: transaction)
            }
        }
        return try await settle(document)
    }

    // MARK: Steps

    func find(
        _ text: String, _ action: ReplayAction, _ caller: Caller
    ) async throws -> (id: UniqueID, row: DocumentRow) {
        try caller.require(.replay)
        guard let id = UniqueID(text) else { throw Self.unknown(text) }
        let row = try await GatewayError.translating { try await database.read { try $0.document(id) } }
        guard let row else { throw Self.unknown(text) }
        return (id, row)
    }

    private func decideAgain(
        _ id: UniqueID, _ action: ReplayAction, _ edit: PayloadEdit, _ caller: Caller
    ) async throws -> DocumentView {
        let batch = try await GatewayError.translating {
            try await decider.decideAgain(id, edit: edit) { row in
                try action.check(status: row.status, backend: row.decision?.backend, reason: edit.reason)
            } also: { transaction, row in
                try record(action, row, edit.reason, caller, in: transaction)
            }
        }
        decided(batch)
        return try await view(id)
    }

    private func sendAnyway(_ id: UniqueID, _ reason: String?, _ caller: Caller) async throws -> DocumentView {
        let reason = try GatewayError.required(reason)
        let edit = PayloadEdit(author: caller.name, reason: reason)
        let batch = try await GatewayError.translating {
            try await decider.decideAgain(id, edit: edit, anyway: true) { row in
                try ReplayAction.retry.check(status: row.status, backend: row.decision?.backend, reason: reason)
                guard row.status == .held, row.code == "route.overtaken" else {
                    throw Diagnostic("intake.anyway-needless", facts: ["status": row.status.rawValue])
                }
            } also: { transaction, row in
                try record(
                    .retry, row, reason, caller, ["anyway": "behind newer documents of its order"], in: transaction)
            }
        }
        decided(batch)
        return try await view(id)
    }

    /// The order's row first, as everyone takes it who touches an order.
    static func lock(_ row: DocumentRow, in transaction: any Transaction, at now: Instant) throws {
        _ = try transaction.lockOrders([row.orderKey].compactMap { $0 }, at: now.microseconds)
    }

    /// The document as it stands under the lock, if the action is legal for it.
    static func current(
        _ id: UniqueID, _ action: ReplayAction, _ reason: String?, in transaction: any Transaction
    ) throws -> DocumentRow {
        guard let row = try transaction.document(id) else { throw unknown(id.description) }
        try action.check(status: row.status, backend: row.decision?.backend, reason: reason)
        if action != .discard { try transaction.refuseQuarantined(row) }
        return row
    }

    /// The failed members of a bundle are tried again together, since they go out as one payload.
    private static func bundled(
        _ deliveries: [DeliveryRow], in transaction: any Transaction
    ) throws -> [DeliveryRow] {
        try deliveries.flatMap { delivery in
            try delivery.bundle.map { try transaction.deliveries(ofBundle: $0) } ?? [delivery]
        }
    }

    func record(
        _ action: ReplayAction, _ row: DocumentRow, _ reason: String?, _ caller: Caller, _ more: [String: String] = [:],
        in transaction: any Transaction
    ) throws {
        let facts = ["by": caller.name, "reason": reason ?? "", "was": row.status.rawValue].merging(more) { $1 }
        try transaction.append([
            EventRow(
                at: clock.now().microseconds, kind: "document.\(action.rawValue)", subject: row.id.description,
                data: JSONText.of(facts) ?? "{}")
        ])
        try audit.append(
            "document.\(action.rawValue)", subject: row.id.description, by: caller, before: row.status.rawValue,
            after: more.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.first, reason: reason,
            in: transaction)
    }

    /// The document as it stands, once those know of it that it goes to.
    func settle(_ id: UniqueID, backends named: [String] = []) async throws -> DocumentView {
        let view = try await view(id)
        let own = try await GatewayError.translating {
            try await database.read { try $0.deliveries(ofDocument: id).filter(\.purpose.isOwn).map(\.backend) }
        }
        let backends = named + own
        decided(
            DecidedBatch(backends: Set(backends), interchanges: [view.interchange], version: decider.routing.version))
        return view
    }

    private func view(_ id: UniqueID) async throws -> DocumentView {
        let row = try await GatewayError.translating { try await database.read { try $0.document(id) } }
        guard let row else { throw Self.unknown(id.description) }
        return DocumentView(row)
    }

    private static func unknown(_ id: String) -> GatewayError {
        GatewayError(.notFound, Diagnostic("intake.document-unknown", value: id))
    }
}
