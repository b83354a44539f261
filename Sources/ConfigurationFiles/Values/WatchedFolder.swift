/// A folder from which the gateway takes files as interchanges.
public struct WatchedFolder: Sendable, Hashable {
    /// What becomes of a file once its bytes are kept.
    public enum Accepted: Sendable, Hashable {
        case delete
        case move(to: String)
    }

    public var name: String
    /// Where it is: a path here, or the address of a folder on a server as people may see it.
    public var path: String
    /// The server that has it; nil for a folder on this machine. With one, `done` and `rejected` are in the folder unless
    /// they begin with a slash.
    public var server: FileServer?
    /// Whose files they are.
    public var partner: String
    public var accepted: Accepted
    /// Where a file goes that cannot be taken, such as one that is too large; it is never deleted, since nobody else
    /// may have its bytes.
    public var rejected: String
    /// How long a file must have kept its size and time before it is taken, in seconds.
    public var settleSeconds: Double
    /// How often a folder on a server is listed, in seconds.
    public var everySeconds = 30.0
    /// The name under which it is kept how far it has been read.
    public var pollName: String

    /// A watched folder by its parts.
    public init(
        name: String, path: String, partner: String, accepted: Accepted, rejected: String, settleSeconds: Double = 2
    ) {
        self.name = name
        pollName = "folder/" + name
        self.path = path
        self.partner = partner
        self.accepted = accepted
        self.rejected = rejected
        self.settleSeconds = settleSeconds
    }
}
