/// Finds the ends of rows: a line break within quotes belongs to its field (RFC 4180, 2.6).
struct CSVRowCutter: Sendable {
    static let quote = UInt8(ascii: "\"")

    private enum State {
        case fieldStart, plain, quoted, quoteInQuoted
    }

    private let separator: UInt8
    private var state = State.fieldStart

    init(separator: UInt8) { self.separator = separator }

    /// True between quotes.
    var isQuoted: Bool { state == .quoted }

    /// Takes the next byte; true for the line feed that ends a row.
    mutating func ends(_ byte: UInt8) -> Bool {
        switch (state, byte) {
        case (.quoted, Self.quote): state = .quoteInQuoted
        case (.quoted, _): break
        case (_, 0x0A):
            state = .fieldStart
            return true
        case (.fieldStart, Self.quote), (.quoteInQuoted, Self.quote): state = .quoted
        case (_, separator): state = .fieldStart
        case (.fieldStart, _), (.quoteInQuoted, _): state = .plain
        case (.plain, _): break
        }
        return false
    }

    /// Begins anew at the start of a row.
    mutating func restart() { state = .fieldStart }
}

/// The fields of one row.
struct CSVRow: Sendable {
    struct Field: Sendable {
        /// Without quotes, doubled ones being one.
        var bytes: [UInt8]
        /// Where it begins in the row.
        var offset: Int
        /// Something stands behind the closing quote, or a quote is not closed.
        var isMalformed = false
    }

    private(set) var fields: [Field] = []

    /// The fields of a row's bytes, without its line break.
    init(_ row: ArraySlice<UInt8>, separator: UInt8) {
        let start = row.startIndex
        var index = start
        while true {
            var field = Field(bytes: [], offset: index - start)
            if index < row.endIndex, row[index] == CSVRowCutter.quote {
                index = Self.quoted(row, from: index + 1, into: &field)
            }
            while index < row.endIndex, row[index] != separator {
                if field.offset < index - start, row[start + field.offset] == CSVRowCutter.quote, row[index] != 0x20 {
                    field.isMalformed = true
                }
                field.bytes.append(row[index])
                index += 1
            }
            fields.append(field)
            guard index < row.endIndex else { return }
            index += 1
        }
    }

    /// Takes what stands within quotes; the index behind the closing one.
    private static func quoted(_ row: ArraySlice<UInt8>, from start: Int, into field: inout Field) -> Int {
        var index = start
        while index < row.endIndex {
            let byte = row[index]
            index += 1
            guard byte == CSVRowCutter.quote else {
                field.bytes.append(byte)
                continue
            }
            guard index < row.endIndex, row[index] == CSVRowCutter.quote else { return index }
            field.bytes.append(byte)
            index += 1
        }
        field.isMalformed = true
        return index
    }
}
