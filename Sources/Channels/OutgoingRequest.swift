/// A request that ``HTTPSender`` sends.
public struct OutgoingRequest: Sendable, Hashable {
    /// One header line.
    public struct Header: Sendable, Hashable {
        /// The name as it is sent.
        public var name: String
        /// The value, without line ends.
        public var value: String

        /// A header line.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// `POST`, `PUT`…: letters only.
    public var method: String
    /// An absolute http or https URL.
    public var url: String
    /// Header lines in their order; framing (Content-Length and its like) is the sender's.
    public var headers: [Header]
    /// The body, nil for none.
    public var body: [UInt8]?
    /// How long establishing the connection may take, TLS included.
    public var connectTimeout: Duration
    /// How long all of it may take.
    public var timeout: Duration
    /// True when the other side takes the same request twice for one: only then may it go over a connection that was used
    /// before, where libcurl sends again by itself when the connection turns out dead.
    public var mayBeRepeated: Bool

    /// A request.
    public init(
        method: String = "POST", url: String, headers: [Header] = [], body: [UInt8]? = nil,
        connectTimeout: Duration = .seconds(10), timeout: Duration = .seconds(60), mayBeRepeated: Bool
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.mayBeRepeated = mayBeRepeated
    }

    /// What cannot be sent as it is, in words for the fact `reason`; nil when all is well.
    var fault: String? {
        guard !method.isEmpty, method.utf8.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) else { return "the method" }
        let start = url.prefix(8).lowercased()
        guard start.hasPrefix("http://") || start.hasPrefix("https://") else { return "the URL's scheme" }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return "a blank or control character in the URL" }
        for header in headers {
            guard !header.name.isEmpty, header.name.utf8.allSatisfy(Self.isToken) else { return "a header's name" }
            guard header.value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
                return "a line end or control character in the header \(header.name)"
            }
            if Self.framing.contains(header.name.lowercased()) { return "the header \(header.name)" }
        }
        return nil
    }

    /// Headers that say where a message ends or what happens to the connection (RFC 9112, 6 and 9).
    private static let framing: Set<String> = [
        "connection", "content-length", "expect", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// A token's characters (RFC 9110, 5.6.2).
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
