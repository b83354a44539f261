public import Diagnostics
import EDIFACT
import FlatFile
import Orders
public import Syntax
import Tradacoms
import X12
import XMLFormat

/// What a partner's profile says about reading its payloads.
public struct ReadingProfile: Sendable, Hashable {
    /// The character set of what it sends, whatever the envelope claims.
    public var charset: Charset?
    /// The largest XML document in bytes.
    public var largestXML: Int
    /// How much a wrong check digit weighs; nil for not at all.
    public var checkDigits: Severity?
    /// How much other faults of the content weigh.
    public var faults: FaultWeights
    /// All that it sends counts as a test.
    public var isTest: Bool
    /// The kind of files that it sends, where their bytes do not tell.
    public var format: String?

    /// A profile; by default what the envelope says, 20 MB, a warning, no test.
    public init(
        charset: Charset? = nil, largestXML: Int = 20_000_000, checkDigits: Severity? = .warning,
        faults: FaultWeights = FaultWeights(), isTest: Bool = false, format: String? = nil
    ) {
        self.faults = faults
        self.charset = charset
        self.largestXML = largestXML
        self.checkDigits = checkDigits
        self.isTest = isTest
        self.format = format
    }
}

/// READ: reads a payload of any known syntax piece by piece. The syntax is told by the first bytes.
public struct PayloadReader: InterchangeReader {
    private enum Phase {
        /// The first bytes, kept until they are enough to tell the syntax.
        case detecting([UInt8])
        case reading(any InterchangeReader)
        /// The payload cannot be read; the rest of it is not looked at.
        case refused
    }

    private var phase = Phase.detecting([])
    private let profile: ReadingProfile
    private let formats: PayloadFormats
    private let joinsOrderFiles: Bool

    /// A reader for one payload of a partner, which knows these formats.
    /// - Parameter joinsOrderFiles: false to hand out the messages of a TRADACOMS file as they stand there, headers and
    ///   trailers among them.
    public init(
        profile: ReadingProfile = ReadingProfile(), formats: PayloadFormats = .shipped, joinsOrderFiles: Bool = true
    ) {
        self.joinsOrderFiles = joinsOrderFiles
        self.profile = profile
        self.formats = formats
    }

    public mutating func read(_ bytes: ArraySlice<UInt8>, _ handle: (ReaderEvent) throws -> Void) throws {
        switch phase {
        case .detecting(var head):
            head.append(contentsOf: bytes)
            phase = .detecting(head)
            if head.count >= Detection.window { try detect(head, handle) }
        case .reading(var reader):
            // Taken out while it works, so that its buffers are not copied.
            phase = .refused
            defer { phase = .reading(reader) }
            try reader.read(bytes, handle)
        case .refused:
            break
        }
    }

    public mutating func finish(_ handle: (ReaderEvent) throws -> Void) throws {
        if case .detecting(let head) = phase { try detect(head, handle) }
        if case .reading(var reader) = phase {
            phase = .refused
            try reader.finish(handle)
        }
    }

    private mutating func detect(_ head: [UInt8], _ handle: (ReaderEvent) throws -> Void) throws {
        if let format = formats.csv(of: head[...]) {
            phase = .reading(CSVReader(format: format, charset: profile.charset))
            return try read(head[...], handle)
        }
        if let format = formats.fixed(of: head[...]) {
            phase = .reading(FixedReader(format: format, charset: profile.charset))
            return try read(head[...], handle)
        }
        switch Detection.syntax(of: head[...]) {
        case .edifact:
            phase = .reading(FoldedReader.reader(EDIFACTReader(charset: profile.charset), for: head[...]))
        case .xml:
            phase = .reading(XMLFormatReader(dialects: formats.dialects, limits: XMLLimits(bytes: profile.largestXML)))
        case .x12:
            phase = .reading(FoldedReader.reader(X12Reader(charset: profile.charset), for: head[...]))
        case .tradacoms:
            let reader = TradacomsReader(charset: profile.charset)
            phase = .reading(FoldedReader.reader(joinsOrderFiles ? OrderFileReader(reader) : reader, for: head[...]))
        case .idoc where !formats.records.isEmpty:
            phase = .reading(IDocReader(formats: formats.records, charset: profile.charset))
        case .json:
            phase = .reading(
                JSONDocumentReader(
                    documents: Set(CanonicalDocument.DocumentType.allCases.map(\.rawValue)),
                    version: CanonicalReading.version, limit: profile.largestXML,
                    formats: Array(formats.json.values), usual: profile.format.flatMap { formats.json[$0] }))
        case .idoc, .csv, .fixed:
            let syntax = Detection.syntax(of: head[...])?.rawValue ?? ""
            phase = .refused
            return try handle(.end(Self.fault("intake.syntax-unsupported", head, ["syntax": syntax])))
        case nil:
            if let named = profile.format.flatMap({ formats.reader(of: $0, charset: profile.charset) }),
                head.contains(where: { $0 > 0x20 })
            {
                phase = .reading(named)
                break
            }
            phase = .refused
            let code: Code = head.allSatisfy { $0 <= 0x20 } ? "intake.empty" : "intake.syntax-unknown"
            return try handle(.end(Self.fault(code, head, [:])))
        }
        try read(head[...], handle)
    }

    private static func fault(_ code: Code, _ head: [UInt8], _ facts: [String: String]) -> DiagnosticList {
        var list = DiagnosticList()
        list.append(
            Diagnostic(code, at: Position(offset: 0, line: 1), value: shown(head.prefix(16)), facts: facts))
        return list
    }

    /// The first bytes as text where they are printable, else in hexadecimal.
    private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        if bytes.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A || $0 == 0x0D }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        let digits = Array("0123456789ABCDEF")
        return "0x" + bytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined(separator: " ")
    }
}
