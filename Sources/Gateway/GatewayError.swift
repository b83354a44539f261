public import Diagnostics

/// Why a use case says no: a diagnostic, and the kind of no that interfaces turn into a status or an exit code.
public struct GatewayError: Error, Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// The request itself is wrong.
        case invalid
        case notFound
        /// The caller lacks the right.
        case forbidden
        /// The state does not allow it now.
        case conflict
        /// It was changed since the caller read it.
        case changed
        case tooLarge
        /// The store cannot be written now; nothing was accepted.
        case unavailable
    }

    public var kind: Kind
    public var diagnostic: Diagnostic
    /// What else is wrong.
    public var further: [Diagnostic] = []

    /// A no of a kind.
    public init(_ kind: Kind, _ diagnostic: Diagnostic) {
        self.kind = kind
        self.diagnostic = diagnostic
    }

    /// A no for everything that is wrong; nil where nothing is.
    public init?(_ kind: Kind, all diagnostics: DiagnosticList) {
        let errors = diagnostics.items.filter { $0.severity == .error }
        guard let first = errors.first else { return nil }
        self.init(kind, first)
        further = Array(errors.dropFirst())
    }
}
