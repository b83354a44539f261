import Diagnostics
public import Syntax

/// What a CONTRL message says of one interchange: that it was received, or what of it is acknowledged and what is
/// rejected and why (ISO 9735:1988 amendment 1 and UN/EDIFACT CONTRL version 3; ISO 9735-4:2002 for version 4).
///
/// Only what is rejected is named below the interchange: an interchange that is acknowledged acknowledges its lower levels
/// unless they are explicitly rejected. Each level bears one error.
public struct Contrl: Sendable, Hashable {
    /// What becomes of a level (0083).
    public enum Action: Int, Sendable, Hashable {
        /// This level and all lower levels are rejected.
        case rejected = 4
        /// This level is acknowledged, the next lower level if not explicitly rejected.
        case acknowledged = 7
        /// The interchange was received; nothing is said of its content.
        case received = 8
    }

    /// How much is rejected for an error in a message, as a partner's profile may want it.
    public enum Acceptance: String, Sendable, Hashable, Codable, CaseIterable {
        /// The message alone.
        case message
        /// The group that it stands in; outside of groups the message.
        case group
        /// The whole interchange.
        case interchange
    }

    /// An element of a segment in error (UCD).
    public struct ElementError: Sendable, Hashable {
        /// The error (0085).
        public var code: Int
        /// The element's place in the segment, from 1 for the first behind the tag, and the component's in it.
        public var element: Int
        public var component: Int?
    }

    /// A segment in error (UCS).
    public struct SegmentError: Sendable, Hashable {
        /// The segment's number in the message, UNH being 1 (0096).
        public var segment: Int
        /// The error of the segment as a whole (0085); nil when only elements are wrong.
        public var code: Int?
        public var elements: [ElementError] = []
    }

    /// A rejected message (UCM).
    public struct Message: Sendable, Hashable {
        public var report: MessageReport
        /// The error of the message as a whole (0085).
        public var error: LevelError?
        public var segments: [SegmentError] = []
    }

    /// A group with something to reject (UCF).
    public struct Group: Sendable, Hashable {
        public var header: MessageGroup
        public var action: Action
        public var error: LevelError?
        public var messages: [Message] = []
    }

    /// The error of a level's own service segments.
    public struct LevelError: Sendable, Hashable {
        /// The error (0085).
        public var code: Int
        /// The service segment in error (0013, 0135): `UNT`.
        public var serviceSegment: String?
        /// The element in it, from 1 for the first behind the tag, and its component (S011).
        public var element: Int?
        public var component: Int?
    }

    /// The interchange that it speaks of.
    public var interchange: InterchangeHeader
    public var action: Action
    public var error: LevelError?
    /// Rejected messages outside of groups.
    public var messages: [Message] = []
    public var groups: [Group] = []
    /// How many messages are acknowledged. They are not named.
    public var acknowledged = 0

    /// The receipt of an interchange: it has come, nothing is said of its content.
    public init(receiptOf header: InterchangeHeader) {
        interchange = header
        action = .received
    }
}
