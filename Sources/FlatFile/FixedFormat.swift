public import Syntax

/// How files of fixed columns of one kind look: each line is a record, whose first characters say which.
public struct FixedFormat: Sendable {
    /// A column of a record.
    public struct Column: Sendable, Hashable {
        public var name: String
        /// How many characters it has.
        public var width: Int
        /// True for a number, which stands at the right, filled with zeros; others stand at the left, filled with blanks.
        public var isNumber: Bool

        /// A column of this width.
        public init(_ name: String, width: Int, isNumber: Bool = false) {
            self.name = name
            self.width = width
            self.isNumber = isNumber
        }
    }

    /// A kind of record.
    public struct Record: Sendable, Hashable {
        /// The element's name in trees.
        public var name: String
        /// The characters that a line of it begins with.
        public var tag: String
        /// What stands behind the tag.
        public var columns: [Column]
        /// The records that stand in it, by name.
        public var children: [String]

        /// A kind of record by its parts.
        public init(_ name: String, tag: String, columns: [Column], children: [String] = []) {
            self.name = name
            self.tag = tag
            self.columns = columns
            self.children = children
        }

        /// How many characters a line has.
        public var width: Int { tag.unicodeScalars.count + columns.reduce(0) { $0 + $1.width } }
    }

    /// The message's type, as mappings name it.
    public var type: String
    public var version: String
    /// The record that begins a document, which stands in it once.
    public var start: String
    /// The records that stand at the first level.
    public var first: [String]
    /// The records of the first level that stand before documents and belong to each of those that follow.
    public var leading: Set<String>
    public let records: [String: Record]
    /// The records' names by their tags, which are equally long.
    let names: [String: String]
    let tagLength: Int
    /// The charset; nil for UTF-8, or windows-1252 where a line is none. Files are written in UTF-8 then.
    public var charset: Charset?
    /// The names that trees of this format share, so that a mapping compiled against them compares numbers.
    public var base: NameTable.Base

    /// A format by its parts.
    /// - Parameters:
    ///   - first: the records at the first level; the first that is no leading one begins a document.
    ///   - leading: those that stand before documents.
    public init(
        type: String, version: String, first: [String], leading: Set<String> = [], records: [Record], charset: Charset?,
        base: NameTable.Base
    ) {
        self.type = type
        self.version = version
        start = first.first { !leading.contains($0) } ?? ""
        self.leading = leading
        self.first = first
        self.records = Dictionary(records.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        names = Dictionary(records.map { ($0.tag, $0.name) }, uniquingKeysWith: { first, _ in first })
        tagLength = records.first?.tag.unicodeScalars.count ?? 0
        self.charset = charset
        self.base = base
    }

    /// The record of a line; nil for a tag that is none of the format's.
    func record(of line: [Unicode.Scalar]) -> Record? {
        names[String(String.UnicodeScalarView(line.prefix(tagLength)))].flatMap { records[$0] }
    }

    /// Whether a file that begins with these bytes is one of this format: its first line is a starting record, or one before
    /// it, to the character.
    public func recognises(_ head: ArraySlice<UInt8>) -> Bool {
        let bytes = head.starts(with: CSVReader.mark) ? head.dropFirst(3) : head
        guard let end = bytes.firstIndex(of: 0x0A) else { return false }
        let line = FixedLine.scalars(of: Array(bytes[..<end]), charset).text
        guard let record = record(of: line), line.count == record.width else { return false }
        return record.name == start || leading.contains(record.name)
    }
}

/// The characters of a line.
enum FixedLine {
    /// The characters, without the line's end, and whether all bytes were some.
    static func scalars(of bytes: [UInt8], _ charset: Charset?) -> (text: [Unicode.Scalar], isValid: Bool) {
        var bytes = bytes[...]
        while let last = bytes.last, last == 0x0D || last == 0x1A { bytes.removeLast() }
        let used = charset ?? (Charset.utf8.firstInvalid(in: bytes) == nil ? .utf8 : .windows1252)
        return (Array(used.decode(bytes).unicodeScalars), used.firstInvalid(in: bytes) == nil)
    }
}
