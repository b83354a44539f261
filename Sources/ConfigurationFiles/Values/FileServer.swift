/// A folder on a server of files that somebody else runs, by SFTP or FTP under TLS.
public struct FileServer: Sendable, Hashable {
    /// How the server is spoken to.
    public enum Way: String, Sendable, Hashable {
        case sftp
        case ftps
    }

    /// How the server knows us.
    public enum Proof: Sendable, Hashable {
        case password(Secret)
        /// The path of a private key, and what it is locked with.
        case key(file: String, passphrase: Secret?)
    }

    public var way: Way
    /// Whether FTP begins with TLS, without being asked to.
    public var isImplicit: Bool
    public var host: String
    public var port: Int
    public var user: String
    public var proof: Proof
    /// The fingerprints of the host keys that an SFTP server may show: `SHA256:…`.
    public var hostKeys: [String]
    /// A file of certificate authorities (PEM) instead of the system's.
    public var authorities: String?
    /// The pins of public keys that an FTPS server's certificate may have: `sha256//…`.
    public var pins: [String]
    /// From the root when it begins with a slash, else from where the login leads; empty for that place itself.
    public var folder: String
    /// How long connecting and logging in may take, in seconds.
    public var connectSeconds: Double
    /// How long one step may take, in seconds.
    public var timeoutSeconds: Double

    /// A server by its parts.
    public init(
        way: Way, isImplicit: Bool = false, host: String, port: Int, user: String, proof: Proof,
        hostKeys: [String] = [], authorities: String? = nil, pins: [String] = [], folder: String,
        connectSeconds: Double = 10, timeoutSeconds: Double = 60
    ) {
        self.way = way
        self.isImplicit = isImplicit
        self.host = host
        self.port = port
        self.user = user
        self.proof = proof
        self.hostKeys = hostKeys
        self.authorities = authorities
        self.pins = pins
        self.folder = folder
        self.connectSeconds = connectSeconds
        self.timeoutSeconds = timeoutSeconds
    }

    /// The address as people may see it.
    public var shownURL: String {
        let shownHost = host.contains(":") ? "[\(host)]" : host
        return "\(way.rawValue)://\(user)@\(shownHost):\(port)\(folder.hasPrefix("/") ? "" : "/")\(folder)"
    }
}
