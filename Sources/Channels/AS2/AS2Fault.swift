public import Diagnostics

/// Why a received message is not taken: what its sender hears (RFC 4130, 7.5), and what our own people read.
public struct AS2Fault: Error, Sendable, Hashable {
    public var disposition: AS2Disposition
    public var diagnostic: Diagnostic

    /// A fault by the error that is answered.
    public init(_ modifier: AS2Disposition.Modifier, _ diagnostic: Diagnostic) {
        disposition = .error(modifier.rawValue)
        self.diagnostic = diagnostic
    }

    /// A failure: what was asked for is not supported.
    public init(failure: String, _ diagnostic: Diagnostic) {
        disposition = .failure(failure)
        self.diagnostic = diagnostic
    }
}
