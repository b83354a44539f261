import Diagnostics

/// The envelope around a body.
public struct SOAPEnvelope: Sendable {
    /// Who sends, by name and password (OASIS WS-Security UsernameToken Profile 1.1, 3.1).
    public struct UsernameToken: Sendable {
        /// What says that the password is known.
        public enum Proof: Sendable {
            /// The password itself.
            case clear(String)
            /// Its digest with a nonce, both in base 64, and the time at which that was made, in UTC.
            case digest(String, nonce: String, created: String)
        }

        public var username: String
        public var proof: Proof

        /// A token with the password in clear.
        public init(username: String, password: String) {
            self.init(username: username, proof: .clear(password))
        }

        /// A token by its parts.
        public init(username: String, proof: Proof) {
            self.username = username
            self.proof = proof
        }
    }

    public var version: SOAPVersion
    public var token: UsernameToken?

    private static let security = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
    private static let utility = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
    private static let profile = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0"
    private static let base64 =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"

    /// An envelope.
    public init(version: SOAPVersion, token: UsernameToken? = nil) {
        self.version = version
        self.token = token
    }

    /// The envelope with the content of its body, in UTF-8. A name or password with characters that XML has no place for is left
    /// empty.
    public func bytes(body: [UInt8]) -> [UInt8] {
        var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
        bytes += "<soap:Envelope xmlns:soap=\"\(version.namespace)\">".utf8
        if let token { bytes += header(token) }
        bytes += "<soap:Body>".utf8
        bytes += body
        bytes += "</soap:Body></soap:Envelope>\n".utf8
        return bytes
    }

    private func header(_ token: UsernameToken) -> [UInt8] {
        func escaped(_ text: String) -> [UInt8] { (try? SOAPDocument.text(Array(text.utf8))) ?? [] }
        var bytes = Array("<soap:Header><wsse:Security soap:mustUnderstand=\"\(version == .v11 ? "1" : "true")\"".utf8)
        bytes += " xmlns:wsse=\"\(Self.security)\"><wsse:UsernameToken><wsse:Username>".utf8
        bytes += escaped(token.username)
        switch token.proof {
        case .clear(let password):
            bytes += "</wsse:Username><wsse:Password Type=\"\(Self.profile)#PasswordText\">".utf8
            bytes += escaped(password)
            bytes += "</wsse:Password>".utf8
        case .digest(let digest, let nonce, let created):
            bytes += "</wsse:Username><wsse:Password Type=\"\(Self.profile)#PasswordDigest\">".utf8
            bytes += escaped(digest)
            bytes += "</wsse:Password><wsse:Nonce EncodingType=\"\(Self.base64)\">".utf8
            bytes += escaped(nonce)
            bytes += "</wsse:Nonce><wsu:Created xmlns:wsu=\"\(Self.utility)\">".utf8
            bytes += escaped(created)
            bytes += "</wsu:Created>".utf8
        }
        bytes += "</wsse:UsernameToken></wsse:Security></soap:Header>".utf8
        return bytes
    }
}
