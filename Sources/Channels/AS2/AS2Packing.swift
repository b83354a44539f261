public import Diagnostics

/// How payloads are packed for a partner (RFC 4130, 2.4; RFC 5402).
public struct AS2Packing: Sendable {
    /// Where the content is compressed.
    public enum Compression: String, Sendable, Hashable, CaseIterable {
        case never = "no"
        case beforeSigning = "before-signing"
        case afterSigning = "after-signing"
    }

    /// What it is signed with, and by which digest; nil where it is not signed.
    public var signature: (pair: AS2KeyPair, digest: AS2Digest)?
    /// For whom and how it is encrypted; nil where it is not.
    public var encryption: (certificate: AS2Certificate, cipher: AS2Cipher)?
    public var compression: Compression

    /// A way of packing.
    public init(
        signature: (pair: AS2KeyPair, digest: AS2Digest)? = nil,
        encryption: (certificate: AS2Certificate, cipher: AS2Cipher)? = nil, compression: Compression = .never
    ) {
        self.signature = signature
        self.encryption = encryption
        self.compression = compression
    }

    /// The message of a payload, and the check that its receipt is to repeat.
    ///
    /// - Parameter micDigest: the digest of the check on what is not signed.
    /// - Throws: `as2.signing-failed`, `as2.encryption-failed`.
    public func pack(
        _ content: [UInt8], contentType: String, fileName: String, micDigest: AS2Digest = .sha256,
        boundary: () -> String
    ) throws(Diagnostic) -> (message: AS2Message, mic: AS2MIC) {
        var message = AS2Message(
            headers: MIMEHeaders([
                .init("Content-Type", contentType), .init("Content-Transfer-Encoding", "binary"),
                .init("Content-Disposition", "attachment; filename=\"\(Self.plain(fileName))\""),
            ]), body: content)
        // Of content that nothing keeps whole the fields are HTTP's, and change on their way.
        let isBare = signature == nil && encryption == nil && compression == .never
        var mic = AS2MIC(over: isBare ? content[...] : message.part[...], micDigest)
        if compression == .beforeSigning { message = message.compressed() }
        if let signature {
            (message, mic) = try message.signed(by: signature.pair, signature.digest, boundary: boundary())
        }
        if compression == .afterSigning { message = message.compressed() }
        if let encryption { message = try message.encrypted(for: encryption.certificate, encryption.cipher) }
        return (message, mic)
    }

    /// A file name as a quoted string may hold it without being escaped.
    private static func plain(_ name: String) -> String {
        String(
            name.unicodeScalars.map { scalar in
                scalar.value < 0x20 || scalar.value > 0x7E || "\"\\/".unicodeScalars.contains(scalar)
                    ? "_" : Character(scalar)
            })
    }

    /// A text that separates parts, and stands in none of them.
    public static func boundary() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<2).map { _ in String(UInt64.random(in: .min ... .max, using: &generator), radix: 36) }
        return "milepost-" + digits.joined()
    }
}
