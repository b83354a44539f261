public import Diagnostics

/// The list of orders that were open before the gateway came: CSV with a head line of column names, `,` or `;` between
/// values, quotes as in RFC 4180.
public struct OpenOrderList: Sendable, Hashable {
    /// One order of the list.
    public struct Entry: Sendable, Hashable {
        /// The line of the file, from 1.
        public var line: Int
        /// The buyer's id in the party register, or one of its identifiers.
        public var buyer: String
        public var number: String
        public var site: String?
        public var supplier: String?
        /// The side that owns it, as it is written; nil for the one that is given with the list.
        public var side: String?
        /// The numbers of the order's lines that are for the site; nil for an order that is not said to be a part.
        public var lines: [String]?
    }

    /// The most lines that one import takes.
    public static let largestCount = 1_000_000
    /// The longest order number, in characters. EDIFACT's are at most 70 (1154, from D.10A on), UBL sets no limit.
    public static let longestNumber = 200

    /// The columns that mean something; others are passed over.
    static let columns = ["buyer", "number", "site", "supplier", "side", "lines"]

    public private(set) var entries: [Entry] = []
    public private(set) var faults: [Diagnostic] = []

    /// Reads a list. Lines that are no order are faults with their line; the others are entries.
    public init(csv bytes: [UInt8]) throws(Diagnostic) {
        var rows = CSVRows(bytes)
        guard let head = rows.next() else { throw Diagnostic("intake.import-empty") }
        let columns = head.values.map { $0.lowercased() }
        guard let buyer = columns.firstIndex(of: "buyer"), let number = columns.firstIndex(of: "number") else {
            throw Diagnostic(
                "intake.import-columns", at: Position(line: 1), value: head.values.joined(separator: ","))
        }
        for name in Self.columns where columns.count(where: { $0 == name }) > 1 {
            throw Diagnostic(
                "intake.import-column-repeated", at: Position(line: 1), value: head.values.joined(separator: ","),
                facts: ["column": name])
        }
        let site = columns.firstIndex(of: "site")
        let supplier = columns.firstIndex(of: "supplier")
        let side = columns.firstIndex(of: "side")
        let lines = columns.firstIndex(of: "lines")
        while let row = rows.next() {
            if row.values.allSatisfy(\.isEmpty) { continue }
            guard entries.count < Self.largestCount else {
                throw Diagnostic("intake.import-too-long", at: Position(line: row.line))
            }
            guard row.values.count <= columns.count else {
                addFault("intake.import-cells", row.line, row.values.joined(separator: ","))
                continue
            }
            func value(_ column: Int?) -> String? {
                guard let column, column < row.values.count, !row.values[column].isEmpty else { return nil }
                return row.values[column]
            }
            guard let buyer = value(buyer), let number = value(number) else {
                addFault("intake.import-line", row.line, row.values.joined(separator: ","))
                continue
            }
            if let character = row.values.lazy.compactMap({ PlainText.forbidden(in: $0) }).first {
                addFault("intake.import-character", row.line, character)
                continue
            }
            guard number.count <= Self.longestNumber else {
                addFault("intake.import-number", row.line, number)
                continue
            }
            entries.append(
                Entry(
                    line: row.line, buyer: buyer, number: number, site: value(site), supplier: value(supplier),
                    side: value(side),
                    lines: value(lines)?.split(whereSeparator: \.isWhitespace).map(String.init)))
        }
    }

    private mutating func addFault(_ code: Code, _ line: Int, _ value: String) {
        guard faults.count < DiagnosticList.defaultLimit else { return }
        faults.append(
            Diagnostic(
                code, at: Position(line: line), value: value,
                facts: ["line": String(line), "limit": String(Self.longestNumber)]))
    }
}

/// The rows of a CSV text, one at a time.
struct CSVRows {
    struct Row {
        var line: Int
        var values: [String]
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private let separator: UInt8

    init(_ bytes: [UInt8]) {
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let head = self.bytes.prefix { $0 != 0x0A }
        separator =
            head.count { $0 == UInt8(ascii: ";") } > head.count { $0 == UInt8(ascii: ",") }
            ? UInt8(ascii: ";") : UInt8(ascii: ",")
    }

    mutating func next() -> Row? {
        guard position < bytes.count else { return nil }
        var row = Row(line: line, values: [])
        while true {
            row.values.append(value())
            guard position < bytes.count else { return row }
            let byte = bytes[position]
            position += 1
            if byte == 0x0A {
                line += 1
                return row
            }
        }
    }

    /// One value up to its separator or line end, which stays; blanks around it are taken away.
    private mutating func value() -> String {
        var text: [UInt8] = []
        var quoted = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            quoted = true
            position += 1
        }
        while position < bytes.count {
            let byte = bytes[position]
            if quoted {
                if byte == UInt8(ascii: "\"") {
                    position += 1
                    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                        quoted = false
                        continue
                    }
                } else if byte == 0x0A {
                    line += 1
                }
            } else if byte == separator || byte == 0x0A {
                break
            }
            text.append(byte)
            position += 1
        }
        return String(decoding: text, as: UTF8.self).trimmingBlanks()
    }
}

extension String {
    fileprivate func trimmingBlanks() -> String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
