import Diagnostics
import Gateway
import HTTPTypes

/// Why a page cannot be shown, as readers are told.
struct PageFault: Error {
    var status: HTTPResponse.Status
    var report: DiagnosticReport
    var isUnexpected = false

    /// What is not there, or not for this reader: the two look alike.
    static let unknown = PageFault(.notFound, "console.page-unknown")
    static let stale = PageFault(.forbidden, "console.form-stale")
    static let tooLarge = PageFault(.contentTooLarge, "api.body-too-large", facts: ["limit": "\(Visit.largestForm)"])

    private init(_ status: HTTPResponse.Status, _ report: DiagnosticReport) {
        self.status = status
        self.report = report
    }

    private init(_ status: HTTPResponse.Status, _ code: Code, facts: [String: String] = [:]) {
        self.init(status, DiagnosticReport(Diagnostic(code, facts: facts)))
    }

    private static func status(of kind: GatewayError.Kind) -> HTTPResponse.Status {
        switch kind {
        case .invalid: .unprocessableContent
        case .notFound: .notFound
        case .forbidden: .forbidden
        case .conflict: .conflict
        case .changed: .preconditionFailed
        case .tooLarge: .contentTooLarge
        case .unavailable: .serviceUnavailable
        }
    }

    init(_ error: any Error) {
        switch error {
        case let fault as PageFault: self = fault
        case let error as GatewayError:
            self.init(Self.status(of: error.kind), DiagnosticReport(error.diagnostic))
        default:
            self.init(.internalServerError, "api.internal", facts: ["request": "-"])
            isUnexpected = true
        }
    }
}
