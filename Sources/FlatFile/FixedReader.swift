import Diagnostics
public import Syntax

/// Reads files of fixed columns: each starting record begins a document, which ends where the next one begins. What stands
/// before documents belongs to each that follows, until it stands again.
///
/// Columns are counted in characters. The memory it needs is that of one document and one line, up to the limits. Blank
/// lines are passed over. What is wrong with a record is an error of its document.
public struct FixedReader: InterchangeReader {
    /// The longest line in bytes.
    public static let longestLine = 64 << 10
    /// The most records of a document.
    public static let mostRecords = 100_000

    private let format: FixedFormat
    private let charset: Charset?
    private var line: [UInt8] = []
    private var isOverlong = false
    /// Where the line at hand begins in the payload, and its number.
    private var offset = 0
    private var number = 1
    private var length = 0
    private var hasStarted = false
    private var document: FixedDocument?
    /// The leading records at hand, with their bytes.
    private var leading: [(record: FixedFormat.Record, text: [Unicode.Scalar], bytes: [UInt8])] = []
    private var isLeading = false
    private var faults = DiagnosticList()

    /// A reader of one format. A charset that is given holds for all bytes, as a partner's profile may want it.
    public init(format: FixedFormat, charset: Charset? = nil) {
        self.format = format
        self.charset = charset ?? format.charset
    }

    public mutating func read(_ bytes: ArraySlice<UInt8>, _ handle: (ReaderEvent) throws -> Void) throws {
        try start(handle)
        for byte in bytes {
            length += 1
            if byte == 0x0A {
                try endLine(handle)
            } else if line.count < Self.longestLine {
                line.append(byte)
            } else {
                isOverlong = true
            }
        }
    }

    public mutating func finish(_ handle: (ReaderEvent) throws -> Void) throws {
        try start(handle)
        if length > 0 { try endLine(handle) }
        try handOut(handle)
        try handle(.end(faults))
    }

    private mutating func start(_ handle: (ReaderEvent) throws -> Void) throws {
        guard !hasStarted else { return }
        hasStarted = true
        try handle(
            .interchange(InterchangeHeader(syntax: .fixed, version: format.version, charset: charset ?? .utf8)))
    }

    private mutating func endLine(_ handle: (ReaderEvent) throws -> Void) throws {
        defer {
            offset += length
            number += 1
            length = 0
            isOverlong = false
            line.removeAll(keepingCapacity: true)
        }
        if offset == 0, line.starts(with: CSVReader.mark) { line.removeFirst(3) }
        let position = Position(offset: offset, line: number)
        if isOverlong {
            return report(
                Diagnostic("fixed.line-too-long", at: position, facts: ["limit": "\(Self.longestLine)"]))
        }
        let (text, isValid) = FixedLine.scalars(of: line, charset)
        guard text.contains(where: { $0 != " " && $0 != "\t" && $0 != "\u{0}" }) else {
            document?.extend(to: offset + length)
            return
        }
        let record = format.record(of: text)
        if let record, format.leading.contains(record.name) {
            try handOut(handle)
            return lead(record, text)
        }
        if record?.name == format.start || document?.isFull == true {
            let isContinued = record?.name != format.start
            try handOut(handle)
            document = FixedDocument(format, position: position, leading: leading.flatMap(\.bytes))
            for line in leading { document?.lead(line.record, line.text, position) }
            isLeading = false
            if isContinued {
                report(Diagnostic("fixed.too-many-records", at: position, facts: ["limit": "\(Self.mostRecords)"]))
            }
        }
        if !isValid { report(Diagnostic("fixed.character-invalid", at: position)) }
        let tag = String(String.UnicodeScalarView(text.prefix(format.tagLength)))
        if document == nil {
            report(
                Diagnostic("fixed.start-missing", at: position, value: tag, facts: ["start": startingTag]))
        } else if let record {
            document?.add(record, text, position, length: length)
        } else {
            document?.extend(to: offset + length)
            let known = format.names.keys.sorted().joined(separator: ", ")
            report(Diagnostic("fixed.record-unknown", at: position, value: tag, facts: ["known": known]))
        }
    }

    /// Keeps a record that belongs to the documents behind it. Those that stand together hold together.
    private mutating func lead(_ record: FixedFormat.Record, _ text: [Unicode.Scalar]) {
        if !isLeading || leading.contains(where: { $0.record.name == record.name }) { leading = [] }
        isLeading = true
        leading.append((record, text, line + [0x0A]))
    }

    private var startingTag: String { format.records[format.start]?.tag ?? "" }

    private mutating func report(_ diagnostic: Diagnostic) {
        if document == nil { faults.append(diagnostic) } else { document?.report(diagnostic) }
    }

    private mutating func handOut(_ handle: (ReaderEvent) throws -> Void) throws {
        guard let finished = document.take() else { return }
        try handle(.message(finished.finish()))
    }
}
