public import Syntax

/// What the records of a basic type are made of, and which stands in which.
public struct RecordFormat: Sendable {
    /// A column of a record.
    public struct Column: Sendable, Hashable {
        public var name: String
        /// How many characters it has.
        public var width: Int

        /// A column of this width.
        public init(_ name: String, width: Int) {
            self.name = name
            self.width = width
        }
    }

    /// A kind of record.
    public struct Record: Sendable, Hashable {
        /// The segment's name in trees and in XML: `E1EDK01`.
        public var name: String
        /// What stands in it, behind what every record begins with.
        public var columns: [Column]
        /// The records that stand in it, by name.
        public var children: [String]

        /// A kind of record by its parts.
        public init(_ name: String, columns: [Column], children: [String] = []) {
            self.name = name
            self.columns = columns
            self.children = children
        }

        /// The name at the beginning of the record: `E2EDK01` for the segment `E1EDK01`.
        public var tag: String { name.hasPrefix("E1") ? "E2" + name.dropFirst(2) : name }
    }

    /// The basic type: `ORDERS05`.
    public var type: String
    /// The control record.
    public var control: Record
    /// The data records that stand at the first level.
    public var first: [String]
    /// The data records by name.
    public var records: [String: Record]
    /// The names that trees share with the shape, so that a mapping compiled against it compares numbers.
    public var names: NameTable.Base

    /// A basic type by its records.
    public init(type: String, control: Record, first: [String], records: [Record], names: NameTable.Base) {
        self.type = type
        self.control = control
        self.first = first
        self.records = Dictionary(records.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.names = names
    }

    /// The element around the records of one IDoc.
    public static let group = "IDOC"

    /// What every data record begins with: segment, client, document, the segment's number, that of the segment it stands
    /// in, and the level.
    public static let administration = [
        Column("SEGNAM", width: 30), Column("MANDT", width: 3), Column("DOCNUM", width: 16), Column("SEGNUM", width: 6),
        Column("PSGNUM", width: 6), Column("HLEVEL", width: 2),
    ]

    /// The record of a tag as it stands in a file: `E2EDK01`, or `E2EDK01005` where the segment's version is behind it.
    func record(tag: String) -> Record? {
        guard tag.hasPrefix("E2") else { return records[tag] }
        let name = "E1" + tag.dropFirst(2)
        if let record = records[name] { return record }
        guard name.count > 3, name.suffix(3).allSatisfy(\.isNumber) else { return nil }
        return records[String(name.dropLast(3))]
    }
}
