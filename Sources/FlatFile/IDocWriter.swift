public import Diagnostics
public import Syntax

/// Writes IDocs of fixed columns in UTF-8, a record a line, segments numbered from 1.
public struct IDocWriter: Sendable {
    private let format: RecordFormat
    private let tree: Tree
    private var lines: [String] = []
    private var document = (client: "", number: "")

    /// The bytes of a message's IDocs. Throws `idoc.value-too-long` for a value that its column does not hold.
    public static func write(_ tree: Tree, as format: RecordFormat) throws(Diagnostic) -> [UInt8] {
        var writer = IDocWriter(format: format, tree: tree)
        for group in tree.children(of: tree.root) { try writer.add(group) }
        return Array(writer.lines.joined().utf8)
    }

    private init(format: RecordFormat, tree: Tree) {
        self.format = format
        self.tree = tree
    }

    private mutating func add(_ group: Tree.Index) throws(Diagnostic) {
        var number = 0
        for node in tree.children(of: group) where tree.nodes[node].kind == .element {
            if tree.name(of: node) == format.control.name {
                document = (text("MANDT", of: node), text("DOCNUM", of: node))
                lines.append(try columns(format.control, of: node) + "\n")
            } else {
                try addRecord(node, parent: 0, level: 1, &number)
            }
        }
    }

    private mutating func addRecord(
        _ node: Tree.Index, parent: Int, level: Int, _ number: inout Int
    ) throws(Diagnostic) {
        guard let record = format.records[tree.name(of: node)] else { return }
        number += 1
        let own = number
        let values = [
            record.tag, document.client, document.number, Self.digits(own, 6), Self.digits(parent, 6),
            Self.digits(level, 2),
        ]
        var line = ""
        for (column, value) in zip(RecordFormat.administration, values) { line += try padded(value, column, record) }
        lines.append(line + (try columns(record, of: node)) + "\n")
        for child in tree.children(of: node) where format.records[tree.name(of: child)] != nil {
            try addRecord(child, parent: own, level: level + 1, &number)
        }
    }

    private func columns(_ record: RecordFormat.Record, of node: Tree.Index) throws(Diagnostic) -> String {
        var line = ""
        for column in record.columns { line += try padded(text(column.name, of: node), column, record) }
        return line
    }

    private func text(_ name: String, of node: Tree.Index) -> String {
        for child in tree.children(of: node) where tree.name(of: child) == name { return tree.text(of: child) ?? "" }
        return ""
    }

    /// A value filled up with blanks; line breaks would end the record and become blanks.
    private func padded(
        _ value: String, _ column: RecordFormat.Column, _ record: RecordFormat.Record
    ) throws(Diagnostic) -> String {
        let count = value.unicodeScalars.count
        guard count <= column.width else {
            throw Diagnostic(
                "idoc.value-too-long", at: Position(tag: record.tag, element: column.name), value: value,
                facts: ["width": String(column.width)])
        }
        let flat = String(value.map { $0.isNewline ? " " : $0 })
        return flat + String(repeating: " ", count: column.width - count)
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
