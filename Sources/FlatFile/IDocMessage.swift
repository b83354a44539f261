import Diagnostics
import Syntax

/// One IDoc while its records come.
struct IDocMessage {
    private let format: RecordFormat
    private let start: Position
    private var end: Int
    private var builder: TreeBuilder
    private var values: [UInt8] = []
    /// The records that are open, the outermost first.
    private var open: [RecordFormat.Record] = []
    private var diagnostics = DiagnosticList()
    private var segments = 0
    private(set) var header: InterchangeHeader

    init(_ format: RecordFormat, control: [Unicode.Scalar], offset: Int, line: Int, length: Int) {
        self.format = format
        start = Position(offset: offset, line: line)
        end = offset + length
        var names = NameTable(base: format.names)
        let root = names.intern(format.type)
        builder = TreeBuilder(names: names, root: root, ordinal: line)
        header = InterchangeHeader(syntax: .idoc, charset: .utf8, position: start)
        builder.open(builder.names.intern(RecordFormat.group), .element, offset: 0, ordinal: line)
        let texts = add(format.control, control, offset: 0, line: line)
        builder.close()
        header.sender = texts["SNDPRN"].map { EnvelopeParty($0, qualifier: texts["SNDPRT"]) }
        header.receiver = texts["RCVPRN"].map { EnvelopeParty($0, qualifier: texts["RCVPRT"]) }
        header.reference = texts["DOCNUM"]
        header.created = texts["CREDAT"].map { $0 + (texts["CRETIM"] ?? "").prefix(4) }
        header.test = texts["TEST"] != nil
    }

    mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// Blank lines belong to the IDoc before them.
    mutating func extend(to offset: Int) { end = offset }

    /// Adds a data record below the record that may hold it.
    mutating func add(_ characters: [Unicode.Scalar], offset: Int, line: Int, length: Int) {
        end = offset + length
        let tag = Self.trimmed(characters.prefix(30))
        let position = Position(offset: offset, line: line, tag: tag)
        guard let record = format.record(tag: tag) else {
            return report(Diagnostic("idoc.segment-unknown", .warning, at: position, value: tag))
        }
        while let last = open.last, !last.children.contains(record.name) {
            open.removeLast()
            builder.close()
        }
        if open.isEmpty, !format.first.contains(record.name) {
            return report(Diagnostic("idoc.segment-misplaced", at: position, value: tag))
        }
        let skipped = RecordFormat.administration.reduce(0) { $0 + $1.width }
        add(record, Array(characters.dropFirst(skipped)), offset: offset, line: line)
        open.append(record)
    }

    /// Opens a record's element with a leaf for each column that holds something; what the columns say.
    @discardableResult
    private mutating func add(
        _ record: RecordFormat.Record, _ characters: [Unicode.Scalar], offset: Int, line: Int
    ) -> [String: String] {
        segments += 1
        var texts: [String: String] = [:]
        let relative = offset - (offset == 0 ? 0 : start.offset ?? 0)
        builder.open(builder.names.intern(record.name), .element, offset: relative, ordinal: line)
        var place = 0
        for column in record.columns {
            let text = Self.trimmed(characters.dropFirst(place).prefix(column.width))
            place += column.width
            guard !text.isEmpty else { continue }
            let from = values.count
            values += text.utf8
            builder.leaf(
                builder.names.intern(column.name), .element, value: from..<values.count, offset: relative, ordinal: line
            )
            texts[column.name] = text
        }
        let rest = Self.trimmed(characters.dropFirst(place))
        if !rest.isEmpty {
            report(
                Diagnostic(
                    "idoc.record-too-long", .warning, at: Position(offset: offset, line: line, tag: record.tag),
                    value: rest, facts: ["width": String(place)]))
        }
        return texts
    }

    private static func trimmed(_ characters: ArraySlice<Unicode.Scalar>) -> String {
        var rest = characters
        while let last = rest.last, last == " " || last == "\u{0}" { rest.removeLast() }
        return String(String.UnicodeScalarView(rest.drop { $0 == " " }))
    }

    consuming func finish() -> Message {
        let tree = builder.finish(values: values, decoding: ValueDecoding(charset: .utf8), origin: start)
        let from = start.offset ?? 0
        return Message(
            type: format.type, version: format.type, reference: header.reference, segments: segments, range: from..<end,
            tree: tree, diagnostics: diagnostics, envelope: MessageEnvelope())
    }
}
