import Diagnostics

/// The envelope around a body.
public struct SOAPEnvelope: Sendable {
    /// Who sends, by name and password in clear (OASIS WS-Security UsernameToken Profile 1.1, 3.1).
    public struct UsernameToken: Sendable {
        public var username: String
        public var password: String

        /// A token by its parts.
        public init(username: String, password: String) {
            self.username = username
            self.password = password
        }
    }

    public var version: SOAPVersion
    public var token: UsernameToken?

    private static let security = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
    private static let passwordText =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText"

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
        bytes += "</wsse:Username><wsse:Password Type=\"\(Self.passwordText)\">".utf8
        bytes += escaped(token.password)
        bytes += "</wsse:Password></wsse:UsernameToken></wsse:Security></soap:Header>".utf8
        return bytes
    }
}
