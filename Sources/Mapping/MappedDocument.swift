public import Diagnostics
public import Orders

/// A document that a mapping read, with what was noticed on the way.
public struct MappedDocument: Sendable {
    /// The document, whole even where there were errors, so that people can see what was understood.
    public var document: CanonicalDocument
    /// What was wrong with values, and differences worth knowing.
    public var diagnostics: DiagnosticList
    /// The input that no rule read, up to ``unreadLimit`` values.
    public var unread: [UnreadValue]
    /// How many more unread values there were.
    public var unreadOmitted: Int
    /// Where each value came from; empty unless it was asked for.
    public var origins: [ValueOrigin]

    /// A document by its parts.
    public init(
        document: CanonicalDocument, diagnostics: DiagnosticList, unread: [UnreadValue], unreadOmitted: Int,
        origins: [ValueOrigin]
    ) {
        self.document = document
        self.diagnostics = diagnostics
        self.unread = unread
        self.unreadOmitted = unreadOmitted
        self.origins = origins
    }

    /// How many unread values one document lists.
    public static let unreadLimit = 1_000

    /// True when the document may go on its way.
    public var isValid: Bool { !diagnostics.hasErrors }
}

/// A value of the input that no rule read.
public struct UnreadValue: Sendable, Hashable, Codable {
    /// Where it stands.
    public var position: Position
    /// Its place in the format's words: `LIN/PIA/C212/7140`.
    public var path: String
    /// The value as text.
    public var value: String
}

/// Where one value of a canonical document came from.
public struct ValueOrigin: Sendable, Hashable, Codable {
    /// The value's place in the document: `lines[1].item.gtin`.
    public var field: String
    /// The canonical text.
    public var value: String
    /// The rule in its mapping file.
    public var rule: Position
    /// The input's place; nil for a default.
    public var input: Position?
    /// The input's text; nil for a default.
    public var inputValue: String?
}
