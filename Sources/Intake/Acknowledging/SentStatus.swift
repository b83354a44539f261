/// How far something that was sent has come, as its receiver's answers say.
public enum SentStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nothing was answered yet.
    case sent
    /// It has come to its receiver; nothing is said of its content (CONTRL 8).
    case received
    case accepted
    case acceptedWithErrors = "accepted-with-errors"
    /// Some of its groups or messages are refused.
    case partial = "accepted-in-part"
    case refused
}
