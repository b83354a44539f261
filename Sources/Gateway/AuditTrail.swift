import Diagnostics
import Rollout
import Store

/// Writes what people and machines change into the audit trail, in the transaction that changes it.
struct AuditTrail: Sendable {
    let node: String
    let clock: Clock

    /// Appends one entry. Call it last in a transaction: it holds the node's chain until COMMIT.
    func append(
        _ action: String, subject: String, by caller: Caller, before: String? = nil, after: String? = nil,
        reason: String? = nil, in transaction: any Transaction
    ) throws {
        _ = try transaction.audit(
            [
                AuditEntry(
                    at: clock.now().microseconds, actor: caller.name, origin: caller.origin ?? "", action: action,
                    subject: subject, before: before, after: after, reason: reason)
            ], node: node)
    }
}

extension GatewayError {
    /// Runs what the store does; its failures become a no that says whether to come back.
    static func translating<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as StoreError {
            throw GatewayError(.unavailable, error.diagnostic)
        } catch let diagnostic as Diagnostic {
            throw GatewayError(.conflict, diagnostic)
        }
    }
}
