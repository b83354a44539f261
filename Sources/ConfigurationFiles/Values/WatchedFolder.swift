/// A folder from which the gateway takes files as interchanges.
public struct WatchedFolder: Sendable, Hashable {
    /// What becomes of a file once its bytes are kept.
    public enum Accepted: Sendable, Hashable {
        case delete
        case move(to: String)
    }

    public var name: String
    public var path: String
    /// Whose files they are.
    public var partner: String
    public var accepted: Accepted
    /// Where a file goes that cannot be taken, such as one that is too large; it is never deleted, since nobody else
    /// may have its bytes.
    public var rejected: String
    /// How long a file must have kept its size and time before it is taken, in seconds.
    public var settleSeconds: Double

    /// A watched folder by its parts.
    public init(
        name: String, path: String, partner: String, accepted: Accepted, rejected: String, settleSeconds: Double = 2
    ) {
        self.name = name
        self.path = path
        self.partner = partner
        self.accepted = accepted
        self.rejected = rejected
        self.settleSeconds = settleSeconds
    }
}
