public import Diagnostics
public import Syntax

/// A document as a mapping wrote it, with what was noticed on the way.
public struct WrittenDocument: Sendable {
    /// The message: segments one after the other for EDIFACT (without UNH and UNT), nested elements for XML. Only to be
    /// sent where there is no error.
    public var tree: Tree
    /// What could not be written, and what was changed as rules allow.
    public var diagnostics: DiagnosticList
    /// The values that no rule wrote, up to ``MappedDocument/unreadLimit``; the envelope is not among them.
    public var unwritten: [UnwrittenValue]
    /// How many more there were.
    public var unwrittenOmitted: Int

    /// True when the message may be sent.
    public var isValid: Bool { !diagnostics.hasErrors }
}

/// A value of a document that no rule wrote.
public struct UnwrittenValue: Sendable, Hashable, Codable {
    /// The field: `lines[2].item.brand`.
    public var path: String
    /// Its canonical text.
    public var value: String
}
