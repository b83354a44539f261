public import Diagnostics

/// The syntaxes that are told apart by their bytes.
public enum SyntaxName: String, Sendable, Hashable, Codable {
    case edifact = "EDIFACT"
    case x12 = "X12"
    case tradacoms = "TRADACOMS"
    case xml = "XML"
    case idoc = "IDOC"
    case csv = "CSV"
    case fixed = "FIXED"
    case json = "JSON"
}

/// A party as an envelope names it.
public struct EnvelopeParty: Sendable, Hashable, Codable {
    public var identification: String
    /// The code of the register that the identification is from: UNB 0007, ISA05.
    public var qualifier: String?
    /// Its own address for routing behind the identification: UNB 0008, 0014.
    public var address: String?

    /// A party by its identification.
    public init(_ identification: String, qualifier: String? = nil, address: String? = nil) {
        self.identification = identification
        self.qualifier = qualifier
        self.address = address
    }
}

/// What an envelope says before its messages: UNB, ISA, the head of an XML document.
public struct InterchangeHeader: Sendable, Hashable {
    public var syntax: SyntaxName
    /// The syntax's version: `3` for UNOA:3, `00401` for X12, the document's own for XML.
    public var version: String?
    public var charset: Charset
    /// The charset as the sender named it: `UNOC`, `windows-1251`.
    public var charsetName: String?
    public var sender: EnvelopeParty?
    public var receiver: EnvelopeParty?
    /// The interchange control reference: UNB 0020, ISA13.
    public var reference: String?
    /// When the sender says it was made, as sent.
    public var created: String?
    /// The test mark: UNB 0035, ISA15.
    public var test: Bool
    /// Whether the sender asks for an acknowledgement: UNB 0031, ISA14.
    public var acknowledgementRequested = false
    public var position: Position

    /// A header of what is known.
    public init(
        syntax: SyntaxName, version: String? = nil, charset: Charset, charsetName: String? = nil,
        sender: EnvelopeParty? = nil, receiver: EnvelopeParty? = nil, reference: String? = nil,
        created: String? = nil, test: Bool = false, position: Position = Position(offset: 0, line: 1)
    ) {
        self.syntax = syntax
        self.version = version
        self.charset = charset
        self.charsetName = charsetName
        self.sender = sender
        self.receiver = receiver
        self.reference = reference
        self.created = created
        self.test = test
        self.position = position
    }
}

/// One message of an interchange: its own bytes, its tree and what was wrong with it.
public struct Message: Sendable {
    /// The type: `ORDERS`, `Order`.
    public var type: String
    /// The version in the format's own words: `D.96A`, `UBL 2.1`.
    public var version: String?
    /// The agency that controls the type (UNH 0051); nil where the syntax has none.
    public var agency: String?
    /// The code of the subset's keeper (UNH 0057: `EAN008`), or the customization of a UBL document.
    public var association: String?
    public var reference: String?
    /// How many segments were counted, header and trailer included; for XML, elements.
    public var segments: Int
    /// Where its bytes start in the payload, and how many there are.
    public var range: Range<Int>
    public var tree: Tree
    public var diagnostics: DiagnosticList
    /// What to put around its bytes to send it alone; nil where its end did not come.
    public var envelope: MessageEnvelope?
    /// False where the segment that begins it did not come, so that its structure cannot be checked.
    public var hasHeader: Bool
    /// True where no group was open around it, so that one that came before does not hold it.
    public var isOutsideGroups = false

    /// A message as a reader found it.
    @inlinable public init(
        type: String, version: String?, agency: String? = nil, association: String? = nil, reference: String?,
        segments: Int, range: Range<Int>, tree: Tree, diagnostics: DiagnosticList, envelope: MessageEnvelope? = nil,
        hasHeader: Bool = true
    ) {
        self.hasHeader = hasHeader
        self.agency = agency
        self.envelope = envelope
        self.type = type
        self.version = version
        self.association = association
        self.reference = reference
        self.segments = segments
        self.range = range
        self.tree = tree
        self.diagnostics = diagnostics
    }
}

/// The bytes before and behind one message that make it an interchange of its own: headers as they were received,
/// trailers that count one message. Both are empty where a syntax has no envelope.
public struct MessageEnvelope: Sendable, Hashable {
    public var before: [UInt8]
    public var behind: [UInt8]

    /// The bytes around a message.
    public init(before: [UInt8] = [], behind: [UInt8] = []) {
        self.before = before
        self.behind = behind
    }

    /// A whole interchange of one message, which is given as it was received.
    public func interchange(of message: some Collection<UInt8>) -> [UInt8] { before + message + behind }
}

/// What a reader finds, in the order of the bytes. Every `interchange` is followed by its groups and messages and one
/// `end`; a group holds the messages up to the next group, but for those that say that they stand outside.
public enum ReaderEvent: Sendable {
    case interchange(InterchangeHeader)
    case group(MessageGroup)
    case message(Message)
    /// The interchange's end, with the faults of its envelope.
    case end(DiagnosticList)
}

/// Reads a payload piece by piece, so that an interchange of any size needs the memory of its largest message.
public protocol InterchangeReader: Sendable {
    /// Takes the next bytes and hands out what is complete.
    mutating func read(_ bytes: ArraySlice<UInt8>, _ handle: (ReaderEvent) throws -> Void) throws
    /// Says that there are no more bytes; a message that is not complete is handed out with its faults.
    mutating func finish(_ handle: (ReaderEvent) throws -> Void) throws
}
