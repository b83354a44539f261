import COpenSSL

/// A digest for signatures and for the check on content (MIC).
public enum AS2Digest: String, Sendable, Hashable, CaseIterable {
    case md5
    case sha1 = "sha-1"
    case sha256 = "sha-256"
    case sha384 = "sha-384"
    case sha512 = "sha-512"

    /// Those that may be used without being named in a profile.
    public static let usual: Set<AS2Digest> = [.sha256, .sha384, .sha512]

    /// The name as messages spell it: what stands for the older ones since S/MIME 3 (RFC 5751, 3.4.3.2).
    public var spelled: String { self == .sha1 ? "sha1" : rawValue }

    /// The digest by its name as messages spell it: `sha256`, `SHA-256`, `rsa-sha256` (RFC 5751, 3.4.3.2; RFC 4130, 7.3).
    public init?(spelled name: String) {
        let plain = name.lowercased().filter { $0 != "-" && $0 != "_" && !$0.isWhitespace }
        let found = Self.allCases.first {
            let own = $0.rawValue.filter { $0 != "-" }
            return plain == own || plain == "rsa" + own
        }
        guard let found else { return nil }
        self = found
    }

    var function: OpaquePointer? {
        switch self {
        case .md5: EVP_md5()
        case .sha1: EVP_sha1()
        case .sha256: EVP_sha256()
        case .sha384: EVP_sha384()
        case .sha512: EVP_sha512()
        }
    }

    /// The digest of an object identifier's number in OpenSSL.
    init?(nid: Int32) {
        switch nid {
        case NID_md5: self = .md5
        case NID_sha1: self = .sha1
        case NID_sha256: self = .sha256
        case NID_sha384: self = .sha384
        case NID_sha512: self = .sha512
        default: return nil
        }
    }

    /// The digest of bytes.
    public func digest(of bytes: ArraySlice<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
            var length: UInt32 = 0
            let done = bytes.withUnsafeBytes {
                EVP_Digest($0.baseAddress, $0.count, buffer.baseAddress, &length, function, nil)
            }
            precondition(done == 1, "OpenSSL has no \(rawValue)")
            count = Int(length)
        }
    }
}

/// A cipher for content.
public enum AS2Cipher: String, Sendable, Hashable, CaseIterable {
    case aes128CBC = "aes-128-cbc"
    case aes192CBC = "aes-192-cbc"
    case aes256CBC = "aes-256-cbc"
    case aes128GCM = "aes-128-gcm"
    case aes192GCM = "aes-192-gcm"
    case aes256GCM = "aes-256-gcm"
    case tripleDES = "3des"

    /// Those that may be used without being named in a profile.
    public static let usual: Set<AS2Cipher> = Set(allCases).subtracting([.tripleDES])

    var function: OpaquePointer? {
        switch self {
        case .aes128CBC: EVP_aes_128_cbc()
        case .aes192CBC: EVP_aes_192_cbc()
        case .aes256CBC: EVP_aes_256_cbc()
        case .aes128GCM: EVP_aes_128_gcm()
        case .aes192GCM: EVP_aes_192_gcm()
        case .aes256GCM: EVP_aes_256_gcm()
        case .tripleDES: EVP_des_ede3_cbc()
        }
    }

    /// The object identifier's content bytes: 2.16.840.1.101.3.4.1.n of NIST, 1.2.840.113549.3.7 (RFC 3370, 5.1).
    var identifier: [UInt8] {
        func aes(_ last: UInt8) -> [UInt8] { [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, last] }
        return switch self {
        case .aes128CBC: aes(2)
        case .aes192CBC: aes(22)
        case .aes256CBC: aes(42)
        case .aes128GCM: aes(6)
        case .aes192GCM: aes(26)
        case .aes256GCM: aes(46)
        case .tripleDES: [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x03, 0x07]
        }
    }
}
