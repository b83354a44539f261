import Diagnostics
import Store

extension GatewayError {
    /// The no that a failure of the store means to a caller.
    init(_ error: StoreError) {
        let diagnostic = Diagnostic("api.store-unavailable", facts: ["code": error.code])
        switch error.kind {
        case .constraint, .data: self.init(.conflict, error.diagnostic)
        default: self.init(.unavailable, diagnostic)
        }
    }

    /// A reason that must not be empty.
    static func required(_ reason: String?) throws -> String {
        guard let reason, !reason.allSatisfy(\.isWhitespace) else {
            throw GatewayError(.conflict, Diagnostic("intake.reason-missing"))
        }
        return reason
    }

    static func unknown(_ code: Code, _ value: String) -> GatewayError {
        GatewayError(.notFound, Diagnostic(code, value: value))
    }
}

extension Database {
    /// Reads for a desk: what the store says no to becomes the gateway's no.
    func look<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        do {
            return try await read(body)
        } catch let error as StoreError {
            throw GatewayError(error)
        }
    }

    /// Writes for a desk.
    func change<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        do {
            return try await write(body)
        } catch let error as StoreError {
            throw GatewayError(error)
        }
    }
}

extension Caller {
    func require(_ right: Right) throws(GatewayError) {
        guard may(right) else {
            throw GatewayError(.forbidden, Diagnostic("intake.forbidden", facts: ["role": role.rawValue]))
        }
    }

    /// Whether the caller may see what this sender sent: partners see their own only.
    func sees(sender: String) -> Bool { !isConfined || partner == sender }
}
