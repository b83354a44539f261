public import Syntax

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

/// What UNG says of a written group, whose messages are of one type (ISO 9735:1988, annex B).
public struct GroupHeader: Sendable, Hashable {
    /// The type of its messages (0038): `ORDERS`.
    public var type: String
    /// The version and release (0052, 0054) as one: `D.96A`.
    public var version: String
    /// Whose application sends it (S006), and whose it is for (S007).
    public var sender: EnvelopeParty
    public var recipient: EnvelopeParty
    /// The group reference number (0048), at most 14 characters.
    public var reference: String
    /// The association's code (0057): `EAN008`.
    public var association: String?

    /// A header by its parts; date and time are the interchange's.
    public init(
        type: String, version: String, sender: EnvelopeParty, recipient: EnvelopeParty, reference: String,
        association: String? = nil
    ) {
        self.type = type
        self.version = version
        self.sender = sender
        self.recipient = recipient
        self.reference = reference
        self.association = association
    }

    /// The elements of UNG.
    func elements(date: String, time: String) -> [SegmentElement] {
        let parts = version.split(separator: ".", maxSplits: 1).map(String.init)
        return [
            .text(type), .composite([sender.identification, sender.qualifier ?? ""]),
            .composite([recipient.identification, recipient.qualifier ?? ""]), .composite([date, time]),
            .text(reference), .text("UN"),
            .composite([parts.first ?? "", parts.count > 1 ? parts[1] : "", association ?? ""]),
        ]
    }
}
