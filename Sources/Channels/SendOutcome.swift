public import Diagnostics

/// What became of one try to send.
///
/// The three must never be mistaken for each other: what was certainly not sent may be tried again, what is unknown may
/// have had its effect.
public enum SendOutcome: Sendable, Hashable {
    /// A complete answer came, whatever it says.
    case answered(Answer)
    /// No byte of the request can have left.
    case notSent(Diagnostic)
    /// Bytes may have left, and no complete answer came.
    case unknown(Diagnostic)
}

/// The answer to a request.
public struct Answer: Sendable, Hashable {
    /// The status code: 200.
    public var status: Int
    /// The header lines in their order.
    public var headers: [OutgoingRequest.Header]
    /// The body, at most as long as the sender's limit.
    public var body: [UInt8]
    /// True when the body went on beyond the limit; the rest was not read.
    public var bodyIsCut: Bool

    /// An answer.
    public init(status: Int, headers: [OutgoingRequest.Header] = [], body: [UInt8] = [], bodyIsCut: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.bodyIsCut = bodyIsCut
    }

    /// The value of the first header of this name, whatever its letter case.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }
}
