import Diagnostics
import Syntax

/// A field of a row as text.
struct CSVField: Sendable {
    var text: String
    /// Where it begins in its row.
    var offset: Int
    /// Its column's number, from 1.
    var number: Int
    var fault: Code?
}

/// The document whose rows are being read.
struct CSVDocument: Sendable {
    let key: [String]
    private let format: CSVFormat
    private let columns: [String]
    private let start: Position
    private let envelope: MessageEnvelope
    private var end: Int
    private var builder: TreeBuilder
    private var values: [UInt8] = []
    private var diagnostics = DiagnosticList()
    private var rows = 0
    /// What the first row says in the columns that all rows agree on.
    private var held: [String: String] = [:]

    init(
        _ format: CSVFormat, columns: [String], key: [String], position: Position, envelope: MessageEnvelope
    ) {
        self.format = format
        self.columns = columns
        self.key = key
        self.envelope = envelope
        start = position
        end = position.offset ?? 0
        var names = NameTable(base: format.names)
        let root = names.intern(format.type)
        builder = TreeBuilder(names: names, root: root, ordinal: position.line ?? 1)
    }

    var isFull: Bool { rows >= CSVReader.mostRows }

    mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// Blank rows belong to the document before them.
    mutating func extend(to offset: Int) { end = offset }

    mutating func add(_ fields: [CSVField], _ position: Position, length: Int) {
        end = (position.offset ?? 0) + length
        rows += 1
        checkCount(fields, position)
        let named = zip(columns, fields)
        if rows == 1 {
            for (name, field) in named where format.held.contains(name) {
                held[name] = field.text.trimmingBlanks
                add(field, name, position)
            }
        } else {
            for (name, field) in named where format.held.contains(name) { compare(field, name, position) }
        }
        builder.open(
            builder.names.intern(format.row), .element, offset: offset(position), ordinal: position.line ?? 1)
        for (name, field) in named where !format.held.contains(name) { add(field, name, position) }
        builder.close()
    }

    private func offset(_ position: Position) -> Int { (position.offset ?? 0) - (start.offset ?? 0) }

    private mutating func checkCount(_ fields: [CSVField], _ position: Position) {
        let facts = ["columns": "\(columns.count)", "fields": "\(fields.count)"]
        if fields.count < columns.count {
            report(Diagnostic("csv.row-short", at: position, facts: facts))
        } else if let surplus = fields.dropFirst(columns.count).first(where: { !$0.text.isEmpty }) {
            report(Diagnostic("csv.row-long", at: place(surplus, position), value: surplus.text, facts: facts))
        }
    }

    private func place(_ field: CSVField, _ position: Position) -> Position {
        Position(offset: (position.offset ?? 0) + field.offset, line: position.line, element: "\(field.number)")
    }

    private mutating func add(_ field: CSVField, _ name: String, _ position: Position) {
        if let fault = field.fault {
            report(Diagnostic(fault, at: place(field, position), value: field.text, facts: ["column": name]))
        }
        let text = field.text.trimmingBlanks
        guard !text.isEmpty else { return }
        let from = values.count
        values += text.utf8
        builder.leaf(
            builder.names.intern(name), .element, value: from..<values.count, offset: offset(position) + field.offset,
            ordinal: position.line ?? 1)
    }

    private mutating func compare(_ field: CSVField, _ name: String, _ position: Position) {
        let text = field.text.trimmingBlanks
        guard text != held[name] ?? "" else { return }
        report(
            Diagnostic(
                "csv.rows-disagree", at: place(field, position), value: text,
                facts: ["column": name, "first": held[name] ?? ""]))
    }

    consuming func finish() -> Message {
        let tree = builder.finish(values: values, decoding: ValueDecoding(charset: .utf8), origin: start)
        let reference = key.isEmpty ? nil : key.joined(separator: " ")
        return Message(
            type: format.type, version: format.version, reference: reference, segments: rows,
            range: (start.offset ?? 0)..<end, tree: tree, diagnostics: diagnostics, envelope: envelope)
    }
}
