import Diagnostics
import Orders
import Store

/// Orders that people take by telephone or on paper. They come in as their partner's, and are born where its orders are born now;
/// when the partner sends the same order later it is no second one: equal it is a duplicate, else it does what the partner's
/// `sameKey` says of an original that comes again.
public struct OrderEntering: Sendable {
    let submissions: Submissions
    let database: any Database
    let audit: AuditTrail

    /// Takes an order in canonical JSON.
    ///
    /// - Returns: What became of it, once that is settled or the time is up.
    /// - Throws: ``GatewayError`` with `intake.entered-form` for anything but an order, `intake.reason-missing`.
    public func enter(
        _ bytes: [UInt8], of partner: String, reason: String?, key: String? = nil, waiting: Duration, caller: Caller
    ) async throws -> InterchangeView {
        try caller.require(.replay)
        let reason = try GatewayError.required(reason)
        let (document, faults) = CanonicalDocument.read(json: bytes)
        if let fault = faults.items.first(where: { $0.severity == .error }) { throw GatewayError(.invalid, fault) }
        guard case .order(let order)? = document else {
            throw GatewayError(
                .invalid, Diagnostic("intake.entered-form", value: document?.type.rawValue))
        }
        let receipt = try await submissions.submit(
            Submission(
                sender: partner, channel: "desk", contentType: "application/json", idempotencyKey: key, bytes: bytes))
        if !receipt.repeated {
            try await GatewayError.translating {
                try await database.write { transaction in
                    try audit.append(
                        "order.enter", subject: "\(partner)/\(order.number)", by: caller, after: receipt.id,
                        reason: reason, in: transaction)
                }
            }
        }
        return try await submissions.outcome(of: receipt.id, waiting: waiting)
    }
}
