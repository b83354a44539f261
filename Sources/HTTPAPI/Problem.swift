import Diagnostics
import Gateway
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import Orders

/// An error as RFC 9457 shows it (`application/problem+json`), with the stable code, the rule and the fix.
struct Problem: Error, Sendable {
    var status: HTTPResponse.Status
    var diagnostic: Diagnostic
    /// What else is wrong.
    var further: [Diagnostic] = []
    var headers: HTTPFields

    init(_ status: HTTPResponse.Status, _ diagnostic: Diagnostic, headers: HTTPFields = [:]) {
        self.status = status
        self.diagnostic = diagnostic
        self.headers = headers
    }

    init(
        _ status: HTTPResponse.Status, _ code: Code, value: String? = nil, facts: [String: String] = [:],
        headers: HTTPFields = [:]
    ) {
        self.init(status, Diagnostic(code, value: value, facts: facts), headers: headers)
    }

    /// The problem of a use case's no.
    init(_ error: GatewayError) {
        switch error.kind {
        // A parameter is wrong in the same way whoever finds out.
        case .invalid where ["api.parameter-invalid", "api.cursor-invalid"].contains(error.diagnostic.code):
            self.init(.badRequest, error.diagnostic)
        case .invalid: self.init(.unprocessableContent, error.diagnostic)
        case .notFound: self.init(.notFound, error.diagnostic)
        case .forbidden: self.init(.forbidden, error.diagnostic)
        case .conflict: self.init(.conflict, error.diagnostic)
        case .changed: self.init(.preconditionFailed, error.diagnostic)
        case .tooLarge: self.init(.contentTooLarge, error.diagnostic)
        case .unavailable: self.init(.serviceUnavailable, error.diagnostic, headers: [.retryAfter: "5"])
        }
        further = error.further
    }

    /// 401: no key, or none that is known. Which of the two stays untold beyond the code that was sent.
    static func unauthenticated(_ code: Code) -> Problem {
        Problem(.unauthorized, code, headers: [.wwwAuthenticate: "Bearer realm=\"milepost\""])
    }

    /// 403, said before anything is looked up, so that it tells nothing of what exists.
    static func forbidden(role: String) -> Problem { Problem(.forbidden, "intake.forbidden", facts: ["role": role]) }

    static func notFound(path: String) -> Problem { Problem(.notFound, "api.route-unknown", value: path) }

    /// 405 with the methods that the path knows.
    static func methodNotAllowed(_ method: HTTPRequest.Method, allowed: [HTTPRequest.Method]) -> Problem {
        let names = Set(allowed.map(\.rawValue)).sorted().joined(separator: ", ")
        return Problem(
            .methodNotAllowed, "api.method-not-allowed", value: method.rawValue, facts: ["allowed": names],
            headers: [.allow: names])
    }

    /// A value of the query, the headers or the body that is no such thing.
    static func parameter(_ name: String, value: String?, expected: String) -> Problem {
        Problem(
            .badRequest, "api.parameter-invalid", value: value ?? "", facts: ["name": name, "expected": expected])
    }

    /// Refuses control characters in a text that a client sends: the one place that all texts of requests come past.
    ///
    /// - Parameter lines: whether tabs and line ends belong in it.
    static func requirePlain(_ text: String, _ name: String, lines: Bool = false) throws(Problem) {
        guard let character = PlainText.forbidden(in: text, lines: lines) else { return }
        throw Problem(.badRequest, "api.control-character", value: character, facts: ["name": name])
    }

    /// How many characters a text has at most that is kept: a reason, a name.
    static let longestText = 2_000

    /// Refuses a text that is longer than ``longestText``.
    static func requireShort(_ text: String, _ name: String) throws(Problem) {
        let count = text.unicodeScalars.count
        guard count > longestText else { return }
        throw Problem(
            .badRequest, "api.text-too-long", facts: ["name": name, "count": "\(count)", "limit": "\(longestText)"])
    }

    /// The answer, in the words of the catalogue.
    func response(requestID: String) -> Response {
        Response(
            status: status, headers: fields, body: ResponseBody(byteBuffer: body(requestID: requestID)))
    }

    /// The answer for a request that no route hears of; the connection ends with it.
    func message(requestID: String) -> (head: HTTPResponse, body: ByteBuffer) {
        let body = body(requestID: requestID)
        var fields = fields
        for field in AnswerEnvelope.always { fields[field.name] = field.value }
        fields[.requestID] = requestID
        fields[.connection] = "close"
        fields[.contentLength] = "\(body.readableBytes)"
        return (HTTPResponse(status: status, headerFields: fields), body)
    }

    private var fields: HTTPFields {
        var fields = headers
        fields[.contentType] = "application/problem+json"
        return fields
    }

    private func body(requestID: String) -> ByteBuffer {
        let report = DiagnosticReport(diagnostic)
        let body = JSONValue.object([
            ("type", .string("urn:milepost:problem:\(report.code)")), ("title", .string(status.reasonPhrase)),
            ("status", .integer(status.code)), ("detail", .string(report.message)), ("code", .string(report.code)),
            ("rule", .string(report.rule)), ("fix", .string(report.fix)), ("requestId", .string(requestID)),
            ("diagnostics", .array([report.json] + further.map { DiagnosticReport($0).json })),
        ])
        return ByteBuffer(bytes: body.bytes)
    }
}
