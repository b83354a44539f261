public import Intake
public import XMLFormat

/// A back end that takes each document by one SOAP call over HTTP.
public struct SOAPBackend: Sendable, Hashable {
    /// Who calls (WS-Security UsernameToken).
    public struct Token: Sendable, Hashable {
        public var username: String
        public var password: Secret
        /// Whether a digest goes in the place of the password.
        public var isDigest: Bool

        /// A token by its parts.
        public init(username: String, password: Secret, isDigest: Bool = false) {
            self.isDigest = isDigest
            self.username = username
            self.password = password
        }
    }

    /// Where and how the envelope is posted.
    public var http: HTTPBackend
    public var version: SOAPVersion
    /// The action, with places in braces.
    public var action: SOAPTemplate
    /// The content of the body, with places in braces.
    public var body: SOAPTemplate
    public var token: Token?
    public var answers: SOAPRules

    /// What may stand in braces beside the document: what is known of it.
    public static let facts = [
        "key", "orderKey", "purpose", "type", "documentID", "fileName", "contentType", "repair",
    ]

    /// A SOAP back end by its parts.
    public init(
        http: HTTPBackend, version: SOAPVersion = .v11, action: SOAPTemplate = SOAPTemplate(""),
        body: SOAPTemplate = SOAPTemplate("{xml}"), token: Token? = nil, answers: SOAPRules = SOAPRules()
    ) {
        self.http = http
        self.version = version
        self.action = action
        self.body = body
        self.token = token
        self.answers = answers
    }
}
