/// How far a document that was sent to a partner has come. The order of the cases is the order of the way: what is said late
/// of an earlier stage moves nothing back.
public enum SentStage: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// The channel took it: an HTTP 2xx, a file that was written.
    case handedOver = "handed-over"
    /// Whoever passes it on has it.
    case taken
    /// Its form was checked on the way.
    case checked
    /// It has come to the partner's system.
    case withPartner = "with-partner"
    /// It was read there.
    case read
    /// The partner's application accepts it.
    case accepted
    /// It is refused, at whatever place.
    case refused

    /// By the order of the way.
    public static func < (left: SentStage, right: SentStage) -> Bool { left.place < right.place }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The stages that may close a document when its partner's answers bring them.
    public static let closing: [SentStage] = [.taken, .checked, .withPartner, .read, .accepted]
}

/// What an answer says of how far something has come.
public struct StageReport: Sendable, Hashable {
    public var stage: SentStage
    /// What is found wrong, in words or in the receiver's codes.
    public var errors: [String]

    /// A stage, with what was found wrong there.
    public init(_ stage: SentStage, errors: [String] = []) {
        self.stage = stage
        self.errors = errors
    }
}
