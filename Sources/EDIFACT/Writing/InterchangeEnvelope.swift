public import Syntax

/// What the envelope of a written interchange says: UNB and, for its one or more messages, UNZ (ISO 9735:1988, 8.1).
///
/// Nothing here is drawn from a clock or a counter, so that writing the same twice gives the same bytes.
public struct InterchangeEnvelope: Sendable, Hashable {
    /// Who sends (S002): at most 35 characters and a qualifier of four.
    public var sender: EnvelopeParty
    /// Whom it is for (S003).
    public var recipient: EnvelopeParty
    /// The interchange control reference (0020), at most 14 characters.
    public var reference: String
    /// The day of preparation (0017), `YYMMDD`.
    public var date: String
    /// The time of preparation (0019), `HHMM`.
    public var time: String
    /// The syntax identifier (0001), which settles the charset: `UNOC`.
    public var syntax: String
    /// The message type or another application reference (0026).
    public var application: String?
    /// True to set the test mark (0035).
    public var isTest: Bool

    /// An envelope by its parts.
    public init(
        sender: EnvelopeParty, recipient: EnvelopeParty, reference: String, date: String, time: String,
        syntax: String = "UNOC", application: String? = nil, isTest: Bool = false
    ) {
        self.sender = sender
        self.recipient = recipient
        self.reference = reference
        self.date = date
        self.time = time
        self.syntax = syntax
        self.application = application
        self.isTest = isTest
    }

    /// The elements of UNB, those at the end that are empty included.
    var elements: [SegmentElement] {
        [
            .composite([syntax, "3"]), .composite([sender.identification, sender.qualifier ?? ""]),
            .composite([recipient.identification, recipient.qualifier ?? ""]), .composite([date, time]),
            .text(reference), .text(""), .text(application ?? ""), .text(""), .text(""), .text(""),
            .text(isTest ? "1" : ""),
        ]
    }
}

/// What UNH says of a written message: its reference and the identifier S009.
public struct MessageHeader: Sendable, Hashable {
    /// The message reference number (0062), at most 14 characters.
    public var reference: String
    /// The type (0065): `ORDERS`.
    public var type: String
    /// The version and release (0052, 0054) as one: `D.96A`.
    public var version: String
    /// The association's code (0057): `EAN008`.
    public var association: String?

    /// A header by its parts.
    public init(reference: String, type: String, version: String, association: String? = nil) {
        self.reference = reference
        self.type = type
        self.version = version
        self.association = association
    }

    /// The elements of UNH.
    var elements: [SegmentElement] {
        let parts = version.split(separator: ".", maxSplits: 1).map(String.init)
        let identifier = [type, parts.first ?? "", parts.count > 1 ? parts[1] : "", "UN", association ?? ""]
        return [.text(reference), .composite(identifier)]
    }
}
