/// A folder on a server of files that somebody else runs: SFTP (draft-ietf-secsh-filexfer-02, as OpenSSH speaks it) or FTP
/// under TLS (RFC 959, RFC 4217).
public struct FileServerTarget: Sendable, Hashable {
    /// How the server is spoken to.
    public enum Way: Sendable, Hashable {
        case sftp
        /// FTP that turns to TLS by AUTH TLS before it logs in (RFC 4217, 4).
        case explicitFTPS
        /// FTP that begins with TLS, on port 990.
        case implicitFTPS
    }

    /// How the server knows us.
    public enum Proof: Sendable, Hashable {
        case password(String)
        /// The file of a private key, and what it is locked with.
        case key(file: String, passphrase: String?)
    }

    public var way: Way
    public var host: String
    public var port: Int
    public var user: String
    public var proof: Proof
    /// The SHA-256 fingerprints of the host keys that may be shown, as `ssh-keygen -l` writes them: `SHA256:…`.
    public var hostKeys: [String]
    /// A file of certificate authorities (PEM) instead of the system's.
    public var authorities: String?
    /// The public keys that the server's certificate may have (`sha256//` and base64, as of RFC 7469, 2.4); with one, no
    /// authority is asked.
    public var pins: [String]
    /// From the root when it begins with a slash, else from where the login leads.
    public var folder: String
    public var connectTimeout: Duration
    /// How long one step may take: an upload, a fetch, a list.
    public var timeout: Duration

    /// A folder by its parts.
    public init(
        way: Way, host: String, port: Int, user: String, proof: Proof, hostKeys: [String] = [],
        authorities: String? = nil, pins: [String] = [], folder: String, connectTimeout: Duration = .seconds(10),
        timeout: Duration = .seconds(60)
    ) {
        self.way = way
        self.host = host
        self.port = port
        self.user = user
        self.proof = proof
        self.hostKeys = hostKeys
        self.authorities = authorities
        self.pins = pins
        self.folder = folder
        self.connectTimeout = connectTimeout
        self.timeout = timeout
    }

    /// The address as people may see it.
    public var shownURL: String { "\(way == .sftp ? "sftp" : "ftps")://\(user)@\(shownHost):\(port)/\(trimmedFolder)" }

    /// A path in the folder, or one that begins with a slash as it is.
    func path(_ name: String) -> String {
        if name.hasPrefix("/") || folder.isEmpty { return name }
        return folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// The URL of a path, or of a folder when it ends in a slash.
    func url(_ path: String) -> String {
        let scheme =
            switch way {
            case .sftp: "sftp"
            case .explicitFTPS: "ftp"
            case .implicitFTPS: "ftps"
            }
        let isAbsolute = path.hasPrefix("/")
        let start =
            switch (way, isAbsolute) {
            // `/~/` is where the login leads, `/%2F` the root (curl's reading of RFC 1738, 3.2.2).
            case (.sftp, true): ""
            case (.sftp, false): "/~/"
            case (_, true): "/%2F"
            case (_, false): "/"
            }
        let rest = isAbsolute && way != .sftp ? path.dropFirst() : path[...]
        return "\(scheme)://\(shownHost):\(port)\(start)\(Self.escaped(rest))"
    }

    private var shownHost: String { host.contains(":") ? "[\(host)]" : host }

    private var trimmedFolder: String { folder.hasPrefix("/") ? String(folder.dropFirst()) : folder }

    private static func escaped(_ path: Substring) -> String {
        path.utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "/"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}
