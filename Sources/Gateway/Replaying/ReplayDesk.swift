import Diagnostics
import Intake
import Rollout
import Store

/// What support does with a document that stopped: retry, reprocess, edit and replay, discard, send again, send as new, re-route.
/// A document keeps its place in its order key, and nothing is touched while an attempt may still take effect.
///
/// What is done with one document and with many goes through the same steps (``ReplayDesk/apply(_:to:reread:in:by:)``), each in
/// the transaction that its caller opened.
public struct ReplayDesk: Sendable {
    let database: any Database
    let decider: Decider
    let audit: AuditTrail
    let clock: Clock
    /// Told what a replay set going.
    let decided: @Sendable (DecidedBatch) -> Void

    /// Tries again from the stage that failed, with what is there; of a document that is delivered, its failed copies.
    ///
    /// - Parameter anyway: Sends a document that is held as overtaken behind the newer ones of its order, or one that may have
    ///   come to a back end that has forgotten its key by now; takes a reason.
    public func retry(
        _ id: String, reason: String? = nil, anyway: Bool = false, caller: Caller
    ) async throws -> DocumentView {
        try await perform(ReplayWork(action: .retry, reason: reason, anyway: anyway, caller: caller), on: id)
    }

    /// Reads the original bytes again, by today's mapping and configuration.
    public func reprocess(_ id: String, reason: String? = nil, caller: Caller) async throws -> DocumentView {
        try await perform(ReplayWork(action: .reprocess, reason: reason, caller: caller), on: id)
    }

    /// Goes on with bytes that a person corrected; what was received stays as it was.
    public func edit(_ id: String, bytes: [UInt8], reason: String?, caller: Caller) async throws -> DocumentView {
        try await perform(ReplayWork(action: .edit, reason: reason, bytes: bytes, caller: caller), on: id)
    }

    /// Takes a document out, for good; of one that is delivered, its failed copies.
    public func discard(_ id: String, reason: String?, caller: Caller) async throws -> DocumentView {
        try await perform(ReplayWork(action: .discard, reason: reason, caller: caller), on: id)
    }

    /// Sends what went to the partner again: the same bytes, the same control number, the same document number.
    public func resend(_ id: String, reason: String?, caller: Caller) async throws -> DocumentView {
        try await perform(ReplayWork(action: .resend, reason: reason, caller: caller), on: id)
    }

    /// Sends what a back end has to it once more, as it was, under a new key: it may have it twice then. For approvers.
    public func sendAsNew(_ id: String, reason: String?, caller: Caller) async throws -> DocumentView {
        try await perform(ReplayWork(action: .sendAsNew, reason: reason, caller: caller), on: id)
    }

    // MARK: Steps

    private func perform(_ work: ReplayWork, on text: String) async throws -> DocumentView {
        let (id, _) = try await find(text, work.action, work.caller)
        let batch = try await GatewayError.translating {
            try await decider.deciding { transaction, version in
                try apply(work, to: id, in: transaction, by: version)
            }
        }
        decided(batch)
        return try await view(id)
    }

    func find(
        _ text: String, _ action: ReplayAction, _ caller: Caller
    ) async throws -> (id: UniqueID, row: DocumentRow) {
        try caller.require(action.isRisky ? .takeRisk : .replay)
        guard let id = UniqueID(text) else { throw Self.unknown(text) }
        let row = try await GatewayError.translating { try await database.read { try $0.document(id) } }
        guard let row else { throw Self.unknown(text) }
        return (id, row)
    }

    /// Writes down who did what to a document, and why.
    func record(
        _ work: ReplayWork, _ row: DocumentRow, _ more: [String: String] = [:], in transaction: any Transaction
    ) throws {
        let kind = "document.\(work.action.rawValue)"
        var facts = ["by": work.caller.name, "reason": work.reason ?? "", "was": row.status.rawValue]
        facts["replay"] = work.replay?.description
        try transaction.append([
            EventRow(
                at: clock.now().microseconds, kind: kind, subject: row.id.description,
                data: JSONText.of(facts.merging(more) { $1 }) ?? "{}")
        ])
        guard work.replay == nil else { return }
        try audit.append(
            kind, subject: row.id.description, by: work.caller, before: row.status.rawValue,
            after: more.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.first, reason: work.reason,
            in: transaction)
    }

    func view(_ id: UniqueID) async throws -> DocumentView {
        let row = try await GatewayError.translating { try await database.read { try $0.document(id) } }
        guard let row else { throw Self.unknown(id.description) }
        return DocumentView(row)
    }

    static func unknown(_ id: String) -> GatewayError {
        GatewayError(.notFound, Diagnostic("intake.document-unknown", value: id))
    }
}
