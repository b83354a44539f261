import Diagnostics
public import Syntax

/// Reads files of separated values: rows that agree in the key columns and follow each other are a document, with the bytes
/// of these rows and the header row around them.
///
/// The memory it needs is that of one document and one row, up to the limits. A byte order mark, blank rows and separators
/// behind the last column are passed over. What is wrong with a row is an error of its document.
public struct CSVReader: InterchangeReader {
    /// The longest row in bytes.
    public static let longestRow = 256 << 10
    /// The most rows of a document.
    public static let mostRows = 100_000
    /// The most columns.
    public static let mostColumns = 250
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let format: CSVFormat
    private let charset: Charset?
    private var cutter: CSVRowCutter
    private var row: [UInt8] = []
    private var isOverlong = false
    /// Where the row at hand begins in the payload, and its line.
    private var offset = 0
    private var line = 1
    private var length = 0
    private var breaks = 0
    private var columns: [String] = []
    private var header: [UInt8] = []
    private var hasHeader = false
    private var hasStarted = false
    private var isRefused = false
    private var document: CSVDocument?
    private var pastKeys: Set<[String]> = []
    private var faults = DiagnosticList()

    /// A reader of one format. A charset that is given holds for all bytes, as a partner's profile may want it.
    public init(format: CSVFormat, charset: Charset? = nil) {
        self.format = format
        self.charset = charset ?? format.charset
        cutter = CSVRowCutter(separator: format.separator)
        hasHeader = !format.hasHeader
        if hasHeader { columns = format.columns }
    }

    public mutating func read(_ bytes: ArraySlice<UInt8>, _ handle: (ReaderEvent) throws -> Void) throws {
        try start(handle)
        for byte in bytes where !isRefused {
            length += 1
            if byte == 0x0A { breaks += 1 }
            let isEnd = format.widths.isEmpty ? cutter.ends(byte) : byte == 0x0A
            if isEnd || (isOverlong && byte == 0x0A) {
                try endRow(handle)
            } else if row.count < Self.longestRow {
                row.append(byte)
            } else {
                isOverlong = true
            }
        }
    }

    public mutating func finish(_ handle: (ReaderEvent) throws -> Void) throws {
        try start(handle)
        if length > 0, !isRefused { try endRow(handle) }
        try handOut(handle)
        if !hasHeader, !isRefused { faults.append(Diagnostic("csv.header-missing", at: Position(offset: 0, line: 1))) }
        try handle(.end(faults))
    }

    private mutating func start(_ handle: (ReaderEvent) throws -> Void) throws {
        guard !hasStarted else { return }
        hasStarted = true
        try handle(.interchange(InterchangeHeader(syntax: .csv, version: format.version, charset: charset ?? .utf8)))
    }

    private mutating func endRow(_ handle: (ReaderEvent) throws -> Void) throws {
        defer { nextRow() }
        let position = Position(offset: offset, line: line)
        if isOverlong {
            return report(
                Diagnostic("csv.row-too-long", at: position, facts: ["limit": "\(Self.longestRow)"]))
        }
        if offset == 0, row.starts(with: Self.mark) { row.removeFirst(3) }
        while let last = row.last, last == 0x0D || last == 0x1A { row.removeLast() }
        guard row.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != format.separator }) else {
            document?.extend(to: offset + length)
            return
        }
        let fields =
            format.widths.isEmpty
            ? texts(of: CSVRow(row[...], separator: format.separator), at: position) : columnTexts()
        guard hasHeader else { return takeHeader(fields) }
        try take(fields, position, handle)
    }

    private mutating func nextRow() {
        offset += length
        line += breaks
        length = 0
        breaks = 0
        isOverlong = false
        row.removeAll(keepingCapacity: true)
        cutter.restart()
    }

    /// The fields as text; what is wrong with their notation is kept with them.
    private func texts(of row: CSVRow, at position: Position) -> [CSVField] {
        let used =
            charset
            ?? (row.fields.allSatisfy { Charset.utf8.firstInvalid(in: $0.bytes[...]) == nil } ? .utf8 : .windows1252)
        return row.fields.enumerated().map { index, field in
            var found = CSVField(text: used.decode(field.bytes[...]), offset: field.offset, number: index + 1)
            if field.isMalformed { found.fault = "csv.quote-misplaced" }
            if used.firstInvalid(in: field.bytes[...]) != nil { found.fault = "csv.character-invalid" }
            return found
        }
    }

    /// The columns of a row without separators, and what stands behind the last of them.
    private func columnTexts() -> [CSVField] {
        let (characters, isValid) = FixedLine.scalars(of: row, charset)
        var rest = characters[...]
        var fields: [CSVField] = []
        while !rest.isEmpty, fields.count <= format.widths.count {
            let width = fields.count < format.widths.count ? format.widths[fields.count] : rest.count
            let text = String(String.UnicodeScalarView(rest.prefix(width))).trimmingBlanks
            rest = rest.dropFirst(width)
            if fields.count == format.widths.count, text.isEmpty { break }
            fields.append(CSVField(text: text, offset: 0, number: fields.count + 1))
        }
        // Blanks at the end of a row are often cut off.
        while fields.count < format.widths.count {
            fields.append(CSVField(text: "", offset: 0, number: fields.count + 1))
        }
        if !isValid, !fields.isEmpty { fields[0].fault = "csv.character-invalid" }
        return fields
    }

    private mutating func takeHeader(_ fields: [CSVField]) {
        hasHeader = true
        header = Array(row) + [0x0D, 0x0A]
        columns = fields.map(\.text.trimmingBlanks)
        while columns.last == "" { columns.removeLast() }
        var seen: Set<String> = []
        for (index, name) in columns.enumerated() {
            let place = Position(offset: offset + fields[index].offset, line: line, element: "\(index + 1)")
            if name.isEmpty {
                refuse(Diagnostic("csv.header-empty", at: place))
            } else if !seen.insert(name).inserted {
                refuse(Diagnostic("csv.header-twice", at: place, value: name))
            } else if !format.columns.contains(name) {
                faults.append(Diagnostic("csv.column-unknown", .warning, at: place, value: name))
            }
        }
        for name in format.columns where format.mandatory.contains(name) && !seen.contains(name) {
            refuse(Diagnostic("csv.column-missing", at: Position(offset: offset, line: line), value: name))
        }
        if columns.count > Self.mostColumns {
            refuse(
                Diagnostic(
                    "csv.too-many-columns", at: Position(offset: offset, line: line), value: "\(columns.count)",
                    facts: ["limit": "\(Self.mostColumns)"]))
        }
    }

    private mutating func refuse(_ fault: Diagnostic) {
        isRefused = true
        faults.append(fault)
    }

    /// A row of data: of the document at hand, or the first of the next.
    private mutating func take(
        _ fields: [CSVField], _ position: Position, _ handle: (ReaderEvent) throws -> Void
    ) throws {
        let key = format.keys.map { name in
            columns.firstIndex(of: name).flatMap { $0 < fields.count ? fields[$0].text.trimmingBlanks : nil } ?? ""
        }
        if document?.key != key || document?.isFull == true {
            let isContinued = document?.key == key
            try handOut(handle)
            document = CSVDocument(
                format, columns: columns, key: key, position: position,
                envelope: MessageEnvelope(before: format.hasHeader ? header : []))
            if isContinued {
                document?.report(
                    Diagnostic("csv.too-many-rows", at: position, facts: ["limit": "\(Self.mostRows)"]))
            } else if pastKeys.contains(key), !format.keys.isEmpty {
                document?.report(
                    Diagnostic("csv.key-again", at: position, value: key.joined(separator: " ")))
            }
        }
        document?.add(fields, position, length: length)
    }

    private mutating func report(_ diagnostic: Diagnostic) {
        if document == nil { faults.append(diagnostic) } else { document?.report(diagnostic) }
    }

    private mutating func handOut(_ handle: (ReaderEvent) throws -> Void) throws {
        guard let finished = document.take() else { return }
        if pastKeys.count < Self.mostRows { pastKeys.insert(finished.key) }
        try handle(.message(finished.finish()))
    }
}
