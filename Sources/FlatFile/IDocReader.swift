import Diagnostics
public import Syntax

/// Reads IDocs of fixed columns, each a message of its own; a file may hold several.
///
/// Columns are counted in characters. A line that is no UTF-8 is read in the given charset. What a record has beyond its
/// columns is reported, a record that the format does not know is kept out and reported.
public struct IDocReader: InterchangeReader {
    /// The longest line in bytes; the longest record of a basic type has 1,063 characters.
    public static let longestLine = 8_192

    private let formats: [String: RecordFormat]
    private let charset: Charset
    private var line: [UInt8] = []
    private var isOverlong = false
    /// Where the line at hand begins in the payload, and its number.
    private var offset = 0
    private var number = 1
    private var hasHeader = false
    private var message: IDocMessage?
    private var faults = DiagnosticList()

    /// A reader of these basic types, by name.
    public init(formats: [String: RecordFormat], charset: Charset? = nil) {
        self.formats = formats
        self.charset = charset ?? .latin1
    }

    public mutating func read(_ bytes: ArraySlice<UInt8>, _ handle: (ReaderEvent) throws -> Void) throws {
        for byte in bytes {
            if byte == 0x0A {
                try takeLine(length: line.count + 1, handle)
            } else if line.count < Self.longestLine {
                line.append(byte)
            } else {
                isOverlong = true
            }
        }
    }

    public mutating func finish(_ handle: (ReaderEvent) throws -> Void) throws {
        if !line.isEmpty { try takeLine(length: line.count, handle) }
        try handOut(handle)
        if !hasHeader { try handle(.interchange(InterchangeHeader(syntax: .idoc, charset: charset))) }
        try handle(.end(faults))
    }

    private mutating func takeLine(length: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        defer {
            offset += length
            number += 1
            line.removeAll(keepingCapacity: true)
            isOverlong = false
        }
        while let last = line.last, last == 0x0D || last == 0x1A { line.removeLast() }
        let characters = self.characters
        if characters.allSatisfy({ $0 == " " || $0 == "\u{FEFF}" }) {
            message?.extend(to: offset + length)
            return
        }
        let position = Position(offset: offset, line: number)
        if isOverlong {
            report(Diagnostic("idoc.line-too-long", at: position, facts: ["limit": String(Self.longestLine)]))
            return
        }
        if String(String.UnicodeScalarView(characters.prefix(6))) == "EDI_DC" {
            try handOut(handle)
            try begin(characters, position, length: length, handle)
        } else if message == nil {
            report(Diagnostic("idoc.control-missing", at: position, value: Self.text(characters.prefix(10))))
        } else {
            message?.add(characters, offset: offset, line: number, length: length)
        }
    }

    private var characters: [Unicode.Scalar] {
        if let text = String(validating: line, as: UTF8.self) { return Array(text.unicodeScalars) }
        return Array(ValueDecoding(charset: charset).text(line[...]).unicodeScalars)
    }

    private static func text(_ characters: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(characters))
    }

    private mutating func begin(
        _ characters: [Unicode.Scalar], _ position: Position, length: Int, _ handle: (ReaderEvent) throws -> Void
    ) throws {
        // The basic type stands in the columns of IDOCTYP in every control record of release 4 (EDI_DC40).
        let type = Self.text(characters.dropFirst(39).prefix(30)).filter { $0 != " " }
        guard let format = formats[type] else {
            return report(
                Diagnostic(
                    "idoc.type-unknown", at: position, value: type,
                    facts: ["known": formats.keys.sorted().joined(separator: ", ")]))
        }
        let new = IDocMessage(format, control: characters, offset: offset, line: number, length: length)
        message = new
        if !hasHeader {
            hasHeader = true
            try handle(.interchange(new.header))
        }
    }

    private mutating func report(_ diagnostic: Diagnostic) {
        if message == nil { faults.append(diagnostic) } else { message?.report(diagnostic) }
    }

    private mutating func handOut(_ handle: (ReaderEvent) throws -> Void) throws {
        guard let finished = message.take() else { return }
        try handle(.message(finished.finish()))
    }
}
