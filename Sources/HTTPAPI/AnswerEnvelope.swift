import Diagnostics
import Gateway
import HTTPTypes
import Hummingbird
import Logging

/// What every answer has, whatever it says: a request id, headers that keep browsers from guessing, errors as problems.
struct AnswerEnvelope: RouterMiddleware {
    typealias Context = APIContext

    let patterns: [(method: HTTPRequest.Method, path: String)]
    let counters: Counters
    let logger: Logger

    func handle(
        _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let id = Self.requestID(request)
        counters.begin()
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = problem(of: error, request, context, id).response(requestID: id)
        }
        counters.end(status: response.status.code)
        response.headers[.requestID] = id
        for field in Self.always where response.headers[field.name] == nil {
            response.headers[field.name] = field.value
        }
        // Whether the client sends the body that it asked about is not known, so nothing can follow on this connection.
        if request.headers[.expect] != nil, response.status.code >= 400 { response.headers[.connection] = "close" }
        return response
    }

    /// What keeps browsers from guessing and caches from keeping.
    static let always: HTTPFields = [
        .xContentTypeOptions: "nosniff", .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        .cacheControl: "no-store",
    ]

    /// A request's id, made here.
    static func newID() -> String { String(UInt64.random(in: .min ... .max), radix: 16) }

    /// The caller's own id where it is one that can stand in a header and a log line, else the server's.
    private static func requestID(_ request: Request) -> String {
        if let asked = request.headers[.requestID], (1...64).contains(asked.utf8.count),
            asked.utf8.allSatisfy({ isIDByte($0) })
        {
            return asked
        }
        // Not the context's own: that one is read back from the logger, which may keep no metadata.
        return newID()
    }

    private static func isIDByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private func problem(of error: any Error, _ request: Request, _ context: APIContext, _ id: String) -> Problem {
        switch error {
        case let problem as Problem:
            return problem
        case let error as GatewayError:
            return Problem(error)
        case let error as HTTPError where error.status == .notFound:
            let path = request.uri.path
            let allowed = patterns.filter { Endpoint.matches(path, pattern: $0.path) }.map(\.method)
            return allowed.isEmpty
                ? .notFound(path: path) : .methodNotAllowed(request.method, allowed: allowed)
        default:
            logger.error(
                "A request ended in an unexpected error",
                metadata: ["request": "\(id)", "path": "\(request.uri.path)", "error": "\(error)"])
            return Problem(.internalServerError, "api.internal", facts: ["request": id])
        }
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name(known: "x-request-id")
    static let idempotencyKey = HTTPField.Name(known: "idempotency-key")
    static let fileName = HTTPField.Name(known: "x-file-name")
    static let apiKey = HTTPField.Name(known: "x-api-key")

    /// A name known to be a token of RFC 9110.
    private init(known name: String) {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is no field name") }
        self = field
    }
}
