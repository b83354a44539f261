/// The versions of SOAP: the W3C note of May 2000, and the recommendation of April 2007.
public enum SOAPVersion: String, Sendable, Hashable, CaseIterable {
    case v11 = "1.1"
    case v12 = "1.2"

    /// The namespace of its envelope (SOAP 1.1, 1.2; SOAP 1.2 part 1, 1.1).
    public var namespace: String {
        switch self {
        case .v11: "http://schemas.xmlsoap.org/soap/envelope/"
        case .v12: "http://www.w3.org/2003/05/soap-envelope"
        }
    }

    /// The media type of a request; version 1.2 names the action in it (SOAP 1.1, 6.1; RFC 3902, 1).
    public func contentType(action: String) -> String {
        switch self {
        case .v11: "text/xml; charset=utf-8"
        case .v12: "application/soap+xml; charset=utf-8" + (action.isEmpty ? "" : "; action=\"\(action)\"")
        }
    }

    /// The header that names the action in version 1.1, where it must stand even when it is empty (SOAP 1.1, 6.1.1).
    public func actionHeader(_ action: String) -> (name: String, value: String)? {
        self == .v11 ? ("SOAPAction", "\"\(action)\"") : nil
    }
}
