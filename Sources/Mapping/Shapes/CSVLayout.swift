public import Syntax

/// How the rows of a kind of CSV file look, as its shape says under `csv:`.
///
/// What the document holds directly stands once in it, and in each of its rows; the one element that repeats holds the
/// columns of a row.
public struct CSVLayout: Sendable, Hashable {
    /// What stands between fields, one character of ASCII; a comma unless the shape says otherwise.
    public var separator: UInt8
    /// True where the first row names the columns.
    public var hasHeader: Bool
    /// The charset; nil for UTF-8, or windows-1252 where that does not fit.
    public var charset: Charset?
    /// The columns that tell the rows of one document from those of the next; none where a file is one document.
    public var keys: [String]
    /// What a row's own columns stand in.
    public var row: String
    /// How many characters each column has, where there is no separator; empty otherwise.
    public var widths: [Int]
    /// The columns of numbers.
    public var numbers: Set<String>
    /// The columns in their order.
    public var columns: [String]
    /// The columns that stand once in a document.
    public var held: Set<String>
    /// The columns that must be there.
    public var mandatory: Set<String>
}
