import COpenSSL
public import Diagnostics
import Glibc

/// An X.509 certificate: a partner's, or our own.
public final class AS2Certificate: @unchecked Sendable {
    // OpenSSL's certificates may be read by many threads at once.
    let pointer: OpaquePointer
    /// Whose it is, as in RFC 2253: `CN=nordmarkt,O=Nordmarkt`.
    public let subject: String
    /// The serial number in hexadecimal digits.
    public let serial: String
    /// The SHA-256 of its bytes in hexadecimal digits.
    public let fingerprint: String
    /// From when and until when it is valid, in seconds since 1970.
    public let validFrom: Int64
    public let validUntil: Int64

    /// The first certificate of a PEM text.
    ///
    /// - Throws: `as2.certificate-form`.
    public init(pem: String) throws(Diagnostic) {
        let read = OpenSSLMemory.reading(Array(pem.utf8)[...]) { PEM_read_bio_X509($0, nil, nil, nil) } ?? nil
        guard let read else {
            throw Diagnostic("as2.certificate-form", facts: ["detail": OpenSSLMemory.takeErrors().words])
        }
        pointer = read
        subject = Self.subject(of: read)
        serial = Self.serial(of: read)
        let digest = [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
            var length: UInt32 = 0
            X509_digest(read, EVP_sha256(), buffer.baseAddress, &length)
            count = Int(length)
        }
        fingerprint = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        validFrom = Self.seconds(X509_get0_notBefore(read))
        validUntil = Self.seconds(X509_get0_notAfter(read))
    }

    deinit { X509_free(pointer) }

    /// Whether it is valid at a time, in seconds since 1970.
    public func isValid(at now: Int64) -> Bool { validFrom <= now && now < validUntil }

    /// Of what is in force at a time the certificate that came last; nil when none is.
    public static func newest(of certificates: [AS2Certificate], at now: Int64) -> AS2Certificate? {
        certificates.filter { $0.isValid(at: now) }.max { $0.validFrom < $1.validFrom }
    }

    static func subject(of certificate: OpaquePointer) -> String {
        let bytes = OpenSSLMemory.written {
            X509_NAME_print_ex($0, X509_get_subject_name(certificate), 0, milepost_name_format()) >= 0
        }
        return String(decoding: bytes ?? [], as: UTF8.self)
    }

    private static func serial(of certificate: OpaquePointer) -> String {
        let bytes = OpenSSLMemory.written { i2a_ASN1_INTEGER($0, X509_get0_serialNumber(certificate)) > 0 }
        return String(decoding: bytes ?? [], as: UTF8.self).lowercased()
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64 {
        var parts = tm()
        guard ASN1_TIME_to_tm(time, &parts) == 1 else { return 0 }
        return Int64(timegm(&parts))
    }
}

/// A certificate with its private key: what we sign with and open what is encrypted for us.
public final class AS2KeyPair: @unchecked Sendable {
    // OpenSSL's keys may be used by many threads at once.
    public let certificate: AS2Certificate
    let key: OpaquePointer

    /// A pair of PEM texts.
    ///
    /// - Throws: `as2.certificate-form`, `as2.key-form`, `as2.key-mismatch`.
    public init(certificate: String, key: String, passphrase: String? = nil) throws(Diagnostic) {
        let certificate = try AS2Certificate(pem: certificate)
        let read =
            OpenSSLMemory.reading(Array(key.utf8)[...]) { bio in
                // Without a text OpenSSL would ask the terminal.
                (passphrase ?? "").withCString {
                    PEM_read_bio_PrivateKey(bio, nil, nil, UnsafeMutablePointer(mutating: $0))
                }
            } ?? nil
        guard let read else {
            throw Diagnostic(
                "as2.key-form", value: certificate.subject, facts: ["detail": OpenSSLMemory.takeErrors().words])
        }
        guard X509_check_private_key(certificate.pointer, read) == 1 else {
            _ = OpenSSLMemory.takeErrors()
            EVP_PKEY_free(read)
            throw Diagnostic("as2.key-mismatch", value: certificate.subject)
        }
        self.certificate = certificate
        self.key = read
    }

    deinit { EVP_PKEY_free(key) }
}
