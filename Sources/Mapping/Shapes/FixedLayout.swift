public import Syntax

/// How the records of a kind of file of fixed columns look, as its shape says under `fixed:`.
///
/// What an element of the shape holds directly are the columns of its record, in their order and as wide as their values
/// may be long; an element within it is a record that follows it.
public struct FixedLayout: Sendable, Hashable {
    /// The characters that a record begins with, by the record's name in the shape; all are equally long.
    public var tags: [String: String]
    /// The records that may stand before documents, and belong to each that follows.
    public var leading: Set<String>
    /// The charset; nil for UTF-8, or windows-1252 where that does not fit.
    public var charset: Charset?
}
