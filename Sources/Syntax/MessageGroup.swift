public import Diagnostics

/// What the header of a group of messages says: UNG of EDIFACT, GS of X12.
public struct MessageGroup: Sendable, Hashable {
    /// The type of its messages (UNG 0038), or their functional identifier code (GS01).
    public var type: String?
    /// The version of its messages: `D.96A` (UNG S008), `005010` (GS08).
    public var version: String?
    /// The application that sends it (UNG S006, GS02), and the one that it is for (UNG S007, GS03).
    public var sender: EnvelopeParty?
    public var receiver: EnvelopeParty?
    /// The group's reference (UNG 0048) or control number (GS06).
    public var reference: String?
    /// Where its header stands.
    public var position: Position

    /// A header of what is known.
    public init(
        type: String? = nil, version: String? = nil, sender: EnvelopeParty? = nil, receiver: EnvelopeParty? = nil,
        reference: String? = nil, position: Position
    ) {
        self.type = type
        self.version = version
        self.sender = sender
        self.receiver = receiver
        self.reference = reference
        self.position = position
    }
}
