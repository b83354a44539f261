import Diagnostics
import Syntax

/// The document whose records are being read.
struct FixedDocument {
    private let format: FixedFormat
    private let start: Position
    private var end: Int
    private var builder: TreeBuilder
    private var values: [UInt8] = []
    /// The records that are open, the outermost first.
    private var open: [FixedFormat.Record] = []
    private var diagnostics = DiagnosticList()
    private var records = 0
    /// The bytes of the records that stand before it and others.
    private let leading: [UInt8]

    init(_ format: FixedFormat, position: Position, leading: [UInt8] = []) {
        self.leading = leading
        self.format = format
        start = position
        end = position.offset ?? 0
        var names = NameTable(base: format.base)
        let root = names.intern(format.type)
        builder = TreeBuilder(names: names, root: root, ordinal: position.line ?? 1)
    }

    var isFull: Bool { records >= FixedReader.mostRecords }

    mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// Blank lines belong to the document before them.
    mutating func extend(to offset: Int) { end = offset }

    /// Adds a record that stands before it and others.
    mutating func lead(_ record: FixedFormat.Record, _ text: [Unicode.Scalar], _ position: Position) {
        let end = end
        add(record, text, position, length: 0)
        self.end = end
        records -= 1
    }

    /// Adds a record below the record that may hold it.
    mutating func add(_ record: FixedFormat.Record, _ text: [Unicode.Scalar], _ position: Position, length: Int) {
        end = (position.offset ?? 0) + length
        records += 1
        while let last = open.last, !last.children.contains(record.name) {
            open.removeLast()
            builder.close()
        }
        if open.isEmpty, !format.first.contains(record.name) {
            return report(
                Diagnostic("fixed.record-misplaced", at: position, value: record.tag, facts: ["record": record.name]))
        }
        let offset = (position.offset ?? 0) - (start.offset ?? 0)
        let line = position.line ?? 1
        builder.open(builder.names.intern(record.name), .element, offset: offset, ordinal: line)
        open.append(record)
        var place = format.tagLength
        for column in record.columns {
            let value = Self.trimmed(text.dropFirst(place).prefix(column.width))
            place += column.width
            guard !value.isEmpty else { continue }
            let from = values.count
            values += value.utf8
            builder.leaf(
                builder.names.intern(column.name), .element, value: from..<values.count, offset: offset, ordinal: line)
        }
        let rest = Self.trimmed(text.dropFirst(place))
        if !rest.isEmpty {
            report(
                Diagnostic(
                    "fixed.record-too-long", .warning, at: position, value: rest,
                    facts: ["record": record.name, "width": String(place)]))
        }
    }

    private static func trimmed(_ characters: ArraySlice<Unicode.Scalar>) -> String {
        var rest = characters.drop { $0 == " " || $0 == "\u{0}" }
        while let last = rest.last, last == " " || last == "\u{0}" { rest.removeLast() }
        return String(String.UnicodeScalarView(rest))
    }

    consuming func finish() -> Message {
        let tree = builder.finish(values: values, decoding: ValueDecoding(charset: .utf8), origin: start)
        return Message(
            type: format.type, version: format.version, reference: nil, segments: records,
            range: (start.offset ?? 0)..<end, tree: tree, diagnostics: diagnostics,
            envelope: MessageEnvelope(before: leading))
    }
}
