import Diagnostics
import Store

/// What came by AS2, as it was received, and what was answered.
extension DocumentDesk {
    /// The message that brought an interchange: header fields, a blank line, the body.
    public func as2Message(_ id: String, caller: Caller) async throws -> StoredPayload {
        let (message, row) = try await as2(id, caller)
        let body = try await database.look { try $0.as2Body(of: row.id) }
        return StoredPayload(
            fileName: "\(row.id).as2", contentType: "message/rfc822",
            bytes: Array((message.fields + "\r\n").utf8) + body)
    }

    /// The receipt of an interchange: header fields, a blank line, the body.
    public func as2Receipt(_ id: String, caller: Caller) async throws -> StoredPayload {
        let (message, row) = try await as2(id, caller)
        guard let receipt = message.receipt else { throw GatewayError.unknown("as2.interchange-otherwise", id) }
        return StoredPayload(
            fileName: "\(row.id).mdn", contentType: "message/rfc822",
            bytes: Array((receipt.fields + "\r\n").utf8) + receipt.body)
    }

    private func as2(_ id: String, _ caller: Caller) async throws -> (ReceivedAS2, InterchangeRow) {
        try caller.require(.viewPayload)
        return try await database.look { transaction in
            let row = try transaction.interchange(id, for: caller)
            guard let message = try transaction.as2Message(of: row.id) else {
                throw GatewayError.unknown("as2.interchange-otherwise", id)
            }
            return (message, row)
        }
    }
}
