import Gateway
import HTTPTypes
import Hummingbird

/// One route: a row of the table that router, answers to wrong methods and the test of the OpenAPI document share.
struct Endpoint: Sendable {
    var method: HTTPRequest.Method
    /// `/v1/interchanges/{id}`.
    var path: String
    /// The right that a caller's role must hold; nil for what anyone may ask.
    var right: Right?
    var respond: @Sendable (Request, APIContext) async throws -> Response

    static func get(
        _ path: String, _ right: Right?, _ respond: @escaping @Sendable (Request, APIContext) async throws -> Response
    ) -> Endpoint {
        Endpoint(method: .get, path: path, right: right, respond: respond)
    }

    static func post(
        _ path: String, _ right: Right?, _ respond: @escaping @Sendable (Request, APIContext) async throws -> Response
    ) -> Endpoint {
        Endpoint(method: .post, path: path, right: right, respond: respond)
    }

    static func put(
        _ path: String, _ right: Right?, _ respond: @escaping @Sendable (Request, APIContext) async throws -> Response
    ) -> Endpoint {
        Endpoint(method: .put, path: path, right: right, respond: respond)
    }

    static func delete(
        _ path: String, _ right: Right?, _ respond: @escaping @Sendable (Request, APIContext) async throws -> Response
    ) -> Endpoint {
        Endpoint(method: .delete, path: path, right: right, respond: respond)
    }

    /// Whether a path fits a pattern with parts in braces.
    static func matches(_ path: String, pattern: String) -> Bool {
        let parts = path.split(separator: "/")
        let expected = pattern.split(separator: "/")
        return parts.count == expected.count
            && zip(parts, expected).allSatisfy { $0 == $1 || $1.first == "{" }
    }
}
