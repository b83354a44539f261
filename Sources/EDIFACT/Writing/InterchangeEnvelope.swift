public import Syntax

/// What the envelope of a written interchange says: UNB and, for its one or more messages, UNZ (ISO 9735:1988, 8.1;
/// ISO 9735-1:2002, annex C).
///
/// Nothing here is drawn from a clock or a counter, so that writing the same twice gives the same bytes.
public struct InterchangeEnvelope: Sendable, Hashable {
    /// Who sends (S002): at most 35 characters and a qualifier of four.
    public var sender: EnvelopeParty
    /// Whom it is for (S003).
    public var recipient: EnvelopeParty
    /// The interchange control reference (0020), at most 14 characters.
    public var reference: String
    /// The day of preparation (0017): `YYMMDD`, in version 4 `CCYYMMDD`.
    public var date: String
    /// The time of preparation (0019), `HHMM`.
    public var time: String
    /// The syntax identifier (0001), which settles the charset: `UNOC`.
    public var syntax: String
    /// The message type or another application reference (0026).
    public var application: String?
    /// True to set the test mark (0035).
    public var isTest: Bool
    /// True to ask for an acknowledgement (0031).
    public var requestsAcknowledgement: Bool
    /// The version of the syntax (0002), 1 to 4.
    public var version: Int

    /// An envelope by its parts.
    public init(
        sender: EnvelopeParty, recipient: EnvelopeParty, reference: String, date: String, time: String,
        syntax: String = "UNOC", application: String? = nil, isTest: Bool = false,
        requestsAcknowledgement: Bool = false, version: Int = 3
    ) {
        precondition((1...4).contains(version))
        self.requestsAcknowledgement = requestsAcknowledgement
        self.version = version
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
            .composite([syntax, "\(version)"]), .composite([sender.identification, sender.qualifier ?? ""]),
            .composite([recipient.identification, recipient.qualifier ?? ""]), .composite([date, time]),
            .text(reference), .text(""), .text(application ?? ""), .text(""),
            .text(requestsAcknowledgement ? "1" : ""), .text(""),
            .text(isTest ? "1" : ""),
        ]
    }
}
