/// What became of a message, as its receipt says it (RFC 4130, 7.4.3 to 7.5.6; RFC 3798, 3.2.6).
public enum AS2Disposition: Sendable, Hashable {
    case processed
    /// Processed, with a remark.
    case warning(String)
    /// `processed/error: …`: the message is faulty.
    case error(String)
    /// `failed/failure: …`: what it asks for is not supported.
    case failure(String)

    /// The errors that AS2 names.
    public enum Modifier: String, Sendable, Hashable, CaseIterable {
        case authenticationFailed = "authentication-failed"
        case decompressionFailed = "decompression-failed"
        case decryptionFailed = "decryption-failed"
        case integrityCheckFailed = "integrity-check-failed"
        case insufficientMessageSecurity = "insufficient-message-security"
        case unexpectedProcessingError = "unexpected-processing-error"
    }

    /// Whether the message was taken.
    public var isPositive: Bool {
        switch self {
        case .processed, .warning: true
        case .error, .failure: false
        }
    }

    /// The field's value.
    var text: String {
        let mode = "automatic-action/MDN-sent-automatically; "
        return switch self {
        case .processed: mode + "processed"
        case .warning(let words): mode + "processed/warning: " + words
        case .error(let words): mode + "processed/error: " + words
        case .failure(let words): mode + "failed/failure: " + words
        }
    }

    /// Reads a field's value; nil when it says nothing of the kind.
    init?(_ value: String) {
        guard let semicolon = value.firstIndex(of: ";") else { return nil }
        let said = value[value.index(after: semicolon)...]
        let parts = said.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        func plain(_ text: Substring) -> String {
            String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        }
        let kind = plain(parts.first ?? "").lowercased().filter { !$0.isWhitespace }
        let words = parts.count == 2 ? plain(parts[1]) : ""
        // Older systems say `processed/error` without telling which, or `failed` alone.
        switch kind {
        case "processed": self = .processed
        case "processed/warning": self = .warning(words)
        case _ where kind.hasPrefix("processed/"): self = .error(words)
        case _ where kind.hasPrefix("failed"): self = .failure(words)
        default: return nil
        }
    }

    /// In words for people: `error: decryption-failed`.
    public var words: String {
        switch self {
        case .processed: "processed"
        case .warning(let words): "processed, with a warning: \(words)"
        case .error(let words): "error: \(words.isEmpty ? "not told which" : words)"
        case .failure(let words): "failure: \(words.isEmpty ? "not told which" : words)"
        }
    }
}
