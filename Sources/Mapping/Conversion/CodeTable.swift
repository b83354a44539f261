import Diagnostics

/// Codes of a partner or standard and what they are called here: columns of theirs, the last column ours. The first row
/// that fits wins, each way. A row whose meaning is `*` is how a meaning is written that no row has; nothing is read by it.
struct CodeTable: Sendable {
    /// A row as it stands, theirs first.
    struct Row: Sendable, Hashable {
        var theirs: [String]
        var ours: String
    }

    /// The greatest number of rows.
    static let rowLimit = 200_000

    let name: String
    let rows: [Row]
    private let single: [String: String]
    private let short: ShortCodes
    private let several: [[String]: String]
    /// The first row of each meaning.
    private let inverse: [String: Int]
    /// How a meaning is written that no row has.
    private let rest: [String]?

    init(name: String, rows: [Row]) {
        self.name = name
        rest = rows.first { $0.ours == "*" }?.theirs
        let rows = rows.filter { $0.ours != "*" }
        self.rows = rows
        var single: [String: String] = [:]
        var several: [[String]: String] = [:]
        for row in rows {
            if row.theirs.count == 1 {
                if single[row.theirs[0]] == nil { single[row.theirs[0]] = row.ours }
            } else if several[row.theirs] == nil {
                several[row.theirs] = row.ours
            }
        }
        self.single = single
        short = ShortCodes(single)
        self.several = several
        inverse = Dictionary(rows.enumerated().map { ($1.ours, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Theirs for ours, a text a column; nil when no row holds it.
    func theirs(for ours: String) -> [String]? { inverse[ours].map { rows[$0].theirs } ?? rest }

    /// The meanings that are written by a code which means something else when it is read: `backordered becomes changed`.
    var losses: [String] {
        var losses: [String] = []
        var seen: Set<String> = []
        for row in rows where seen.insert(row.ours).inserted {
            if let read = ours(for: row.theirs), read != row.ours { losses.append("\(row.ours) becomes \(read)") }
        }
        return losses
    }

    /// The rows that count neither way: rows above them read their code as something else and write their meaning.
    var idleRows: [String] {
        var seen: Set<[String]> = []
        return rows.indices.filter { index in
            let isFirst = seen.insert(rows[index].theirs).inserted
            return !isFirst && inverse[rows[index].ours] != index
        }
        .map { (rows[$0].theirs + [rows[$0].ours]).joined(separator: ",") }
    }

    /// Ours for theirs, nil when no row holds them.
    func ours(for theirs: String) -> String? { short.find(theirs) ?? single[theirs] }

    /// Ours for several columns of theirs.
    func ours(for theirs: [String]) -> String? {
        theirs.count == 1 ? single[theirs[0]] : several[theirs]
    }

    /// True for a table that translates nothing, either way.
    var isEmpty: Bool { rows.isEmpty && rest == nil }

    /// How many columns of theirs the rows have, nil when there is no row.
    var columns: Int? { rows.first?.theirs.count ?? rest?.count }

    /// The table of a CSV file. The first line is a header when its first cell is `theirs`; blank lines and lines that
    /// start with `#` are skipped.
    static func csv(_ bytes: [UInt8], name: String, file: String) throws(Diagnostic) -> CodeTable {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Diagnostic("yaml.not-utf8", at: Position(line: 1, column: 1, file: file))
        }
        var rows: [Row] = []
        for record in try CommaSeparated.records(text, file: file) {
            if rows.isEmpty, record.cells.first?.lowercased() == "theirs" { continue }
            let place = Position(line: record.line, column: 1, file: file)
            guard rows.count < rowLimit else {
                throw Diagnostic("mapping.codes-limit", at: place, value: name, facts: ["limit": "\(rowLimit)"])
            }
            guard record.cells.count >= 2,
                record.cells.count == (rows.first?.theirs.count ?? record.cells.count - 1) + 1
            else { throw Diagnostic("mapping.codes-row", at: place, value: record.cells.joined(separator: ",")) }
            rows.append(Row(theirs: Array(record.cells.dropLast()), ours: record.cells[record.cells.count - 1]))
        }
        return CodeTable(name: name, rows: rows)
    }

    /// The table of an inline mapping, theirs to ours.
    static func inline(_ entries: [YAMLEntry], columns: Int) throws(Diagnostic) -> CodeTable {
        var rows: [Row] = []
        for entry in entries {
            let theirs = columns == 1 ? [entry.key.text] : entry.key.text.split(separator: ",").map(String.init)
            guard let ours = entry.value.text, theirs.count == columns else {
                throw Diagnostic("mapping.codes-row", at: entry.key.position, value: entry.key.text)
            }
            rows.append(Row(theirs: theirs, ours: ours))
        }
        return CodeTable(name: "inline", rows: rows)
    }
}

/// Comma separated values (RFC 4180) with blanks around bare cells taken away.
private enum CommaSeparated {
    static func records(_ text: String, file: String) throws(Diagnostic) -> [(cells: [String], line: Int)] {
        var records: [(cells: [String], line: Int)] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard let first = line.first(where: { $0 != " " }), first != "#" else { continue }
            records.append((try cells(line, at: Position(line: index + 1, column: 1, file: file)), index + 1))
        }
        return records
    }

    private static func cells(_ line: Substring, at place: Position) throws(Diagnostic) -> [String] {
        var cells: [String] = []
        var rest = line
        while true {
            rest = rest.drop { $0 == " " }
            if rest.first == "\"" {
                cells.append(try quoted(&rest, at: place))
            } else {
                let bare = rest.prefix { $0 != "," }
                rest = rest[bare.endIndex...]
                cells.append(trimmed(bare))
            }
            rest = rest.drop { $0 == " " }
            guard let next = rest.first else { return cells }
            guard next == "," else { throw Diagnostic("mapping.codes-row", at: place, value: String(line)) }
            rest = rest.dropFirst()
        }
    }

    private static func quoted(_ rest: inout Substring, at place: Position) throws(Diagnostic) -> String {
        var cell = ""
        rest = rest.dropFirst()
        while let character = rest.first {
            rest = rest.dropFirst()
            guard character == "\"" else {
                cell.append(character)
                continue
            }
            guard rest.first == "\"" else { return cell }
            cell.append("\"")
            rest = rest.dropFirst()
        }
        throw Diagnostic("mapping.codes-row", at: place, value: cell)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
