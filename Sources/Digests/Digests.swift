private import COpenSSL

/// SHA-256, SHA-1 where a protocol wants it, comparison in constant time and random bytes that nobody can foresee.
///
/// ``SHA256`` takes a payload whole or piece by piece, ``Hexadecimal`` writes and reads what it gives, ``Digests`` holds
/// the plain functions. The work is OpenSSL's (EVP); no OpenSSL type is seen outside. This target knows nothing of
/// keys, users or payloads.
public enum Digests {
    /// The SHA-256 of the bytes: 32 bytes (FIPS 180-4).
    public static func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finalize()
    }

    /// The SHA-256 of the bytes as 64 hexadecimal digits in lower case.
    public static func sha256Hex(_ bytes: some Collection<UInt8>) -> String {
        Hexadecimal.string(sha256(bytes))
    }

    /// The SHA-1 of the bytes: 20 bytes (FIPS 180-4). Only for protocols that name it: it protects nothing by itself.
    public static func sha1(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let content = Array(bytes)
        var digest = [UInt8](repeating: 0, count: 20)
        var length: UInt32 = 0
        guard EVP_Digest(content, content.count, &digest, &length, EVP_sha1(), nil) == 1, length == 20 else {
            preconditionFailure("OpenSSL has no SHA-1 or no memory")
        }
        return digest
    }

    /// Whether two secrets are equal; the time taken depends on their length only, so a guess learns nothing from it.
    public static func equalInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return CRYPTO_memcmp(left, right, left.count) == 0
    }

    /// Bytes from the system's cryptographic generator (getrandom(2), which cannot fail once the system is up).
    public static func randomBytes(_ count: Int) -> [UInt8] {
        precondition(count >= 0)
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
