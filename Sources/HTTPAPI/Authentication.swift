import Diagnostics
import Gateway
import HTTPTypes
import Hummingbird

extension HTTPAPI {
    /// Who asks, by `Authorization: Bearer mp_…` or `X-API-Key`.
    func authenticate(_ request: Request, _ context: APIContext) async throws -> Caller {
        guard let key = Self.key(of: request) else { throw Problem.unauthenticated("api.key-missing") }
        guard var caller = try await gateway.keys.authenticate(key) else {
            throw Problem.unauthenticated("api.key-unknown")
        }
        caller.origin = context.origin
        return caller
    }

    private static func key(of request: Request) -> String? {
        if let key = request.headers[.apiKey] { return key }
        guard let header = request.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
