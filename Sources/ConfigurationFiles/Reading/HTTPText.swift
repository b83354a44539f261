/// The few forms of HTTP that configuration writes.
enum HTTPText {
    /// A token, as header names are (RFC 9110, 5.6.2).
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
                default: false
                }
            }
    }

    /// A field value without line breaks or other controls (RFC 9110, 5.5), so that nothing smuggles in a header.
    static func isFieldValue(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }

    /// An absolute `http` or `https` URL with a host.
    static func isURL(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let host = host(of: text) else { return false }
        guard !host.isEmpty, !host.hasPrefix(":"), !host.contains("<"), !host.contains("\"") else { return false }
        if host.hasPrefix("[") { return host.contains("]") }
        let parts = host.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 1 || parts.count == 2 && UInt16(parts[1]) != nil
    }

    /// Host and port of a URL; nil when it is none of HTTP.
    private static func host(of text: String) -> Substring? {
        guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else { return nil }
        let authority = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    }

    /// True for a URL without TLS whose host is not this machine.
    static func crossesNetworkInClear(_ text: String) -> Bool {
        guard text.hasPrefix("http://"), let host = host(of: text) else { return false }
        return !(host.hasPrefix("127.") || host.hasPrefix("[::1]") || host.prefix { $0 != ":" } == "localhost")
    }

    /// A URL as it stands in a file, with what may be secret taken out: user, password, query.
    static func withoutSecrets(_ text: String) -> String {
        var shown = Substring(text)
        var tail = ""
        if let query = shown.firstIndex(of: "?") {
            shown = shown[..<query]
            tail = "?…"
        }
        guard let slashes = shown.firstRange(of: "://"), let at = shown.lastIndex(of: "@"), at > slashes.upperBound
        else { return shown + tail }
        return shown[..<slashes.upperBound] + "…" + shown[at...] + tail
    }

    /// The statuses of `409` or `200-299`; nil when it is neither.
    static func statuses(_ text: String) -> ClosedRange<Int>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let first = parts[0], let last = parts[parts.count - 1] else { return nil }
        return 100 <= first && first <= last && last <= 599 ? first...last : nil
    }
}
