/// The check on a message's content that its receipt repeats (RFC 4130, 7.3.1; RFC 5402, 5).
public struct AS2MIC: Sendable, Hashable {
    /// The digest in base64.
    public var value: String
    public var digest: AS2Digest

    /// The check on some content.
    public init(over content: ArraySlice<UInt8>, _ digest: AS2Digest) {
        value = String(decoding: TransferEncoding.base64(digest.digest(of: content), inLines: false), as: UTF8.self)
        self.digest = digest
    }

    /// A check by its parts.
    public init(value: String, digest: AS2Digest) {
        self.value = value
        self.digest = digest
    }

    /// Reads `BASE64, sha-256`; nil when it is no such thing.
    init?(_ text: String) {
        guard let comma = text.lastIndex(of: ","),
            let digest = AS2Digest(spelled: String(text[text.index(after: comma)...]))
        else { return nil }
        value = text[..<comma].filter { !$0.isWhitespace }
        self.digest = digest
    }

    /// The field's value.
    var text: String { "\(value), \(digest.spelled)" }
}
