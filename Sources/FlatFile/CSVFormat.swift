public import Syntax

/// How files of separated values of one kind look (RFC 4180): their columns, and which rows belong together.
public struct CSVFormat: Sendable {
    /// The message's type, as mappings name it.
    public var type: String
    public var version: String
    /// What stands between the fields of a row: `,` or `;`.
    public var separator: UInt8
    /// True where the first row names the columns.
    public var hasHeader: Bool
    /// The columns in the order in which they are written, and read where no header names them.
    public var columns: [String]
    /// The columns that stand once in a document; its rows agree on them.
    public var held: Set<String>
    /// The columns that a header must name.
    public var mandatory: Set<String>
    /// The columns whose values tell the rows of one document from those of the next; without any the file is one document.
    public var keys: [String]
    /// What a row's own columns stand in.
    public var row: String
    /// The charset; nil for UTF-8, or windows-1252 where a row is none. Files are written in UTF-8 then.
    public var charset: Charset?
    /// How many characters each column has, where columns stand side by side without a separator; empty otherwise.
    public var widths: [Int]
    /// The columns of numbers, which stand at the right then, filled with zeros.
    public var numbers: Set<String>
    /// The names that trees of this format share, so that a mapping compiled against them compares numbers.
    public var names: NameTable.Base

    /// A format by its parts.
    public init(
        type: String, version: String, separator: UInt8, hasHeader: Bool, columns: [String], held: Set<String>,
        mandatory: Set<String>, keys: [String], row: String, charset: Charset?, widths: [Int] = [],
        numbers: Set<String> = [], names: NameTable.Base
    ) {
        self.widths = widths
        self.numbers = numbers
        self.type = type
        self.version = version
        self.separator = separator
        self.hasHeader = hasHeader
        self.columns = columns
        self.held = held
        self.mandatory = mandatory
        self.keys = keys
        self.row = row
        self.charset = charset
        self.names = names
    }

    /// Whether a file that begins with these bytes has this format's header: one that names all mandatory columns.
    public func recognises(_ head: ArraySlice<UInt8>) -> Bool {
        guard hasHeader, !mandatory.isEmpty else { return false }
        var cutter = CSVRowCutter(separator: separator)
        var rest = head.starts(with: CSVReader.mark) ? head.dropFirst(3) : head
        while let first = rest.first, first == 0x0A || first == 0x0D { rest = rest.dropFirst() }
        let end = rest.firstIndex { cutter.ends($0) } ?? rest.endIndex
        let names = CSVRow(rest[..<end], separator: separator).fields.map { field in
            (charset ?? .windows1252).decode(field.bytes[...]).trimmingBlanks
        }
        return mandatory.isSubset(of: Set(names))
    }
}

extension String {
    /// Without blanks at its ends.
    var trimmingBlanks: String {
        var text = Substring(self)
        while let first = text.first, first == " " || first == "\t" || first == "\u{A0}" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" || last == "\u{A0}" { text.removeLast() }
        return String(text)
    }
}
