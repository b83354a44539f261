import COpenSSL
import Diagnostics

/// Encryption of MIME parts (RFC 5652, 6; RFC 5083; RFC 5751, 3.3).
enum CMSEnvelope {
    /// An envelope that the owner of a certificate can open, in DER.
    ///
    /// - Throws: `as2.encryption-failed`.
    static func make(
        _ content: ArraySlice<UInt8>, for certificate: AS2Certificate, _ cipher: AS2Cipher
    ) throws(Diagnostic) -> [UInt8] {
        let stack = milepost_certificates()
        defer { milepost_certificates_free(stack) }
        _ = milepost_certificates_add(stack, certificate.pointer)
        let envelope: [UInt8]?? = OpenSSLMemory.reading(content) { data -> [UInt8]? in
            guard let cms = CMS_encrypt(stack, data, cipher.function, UInt32(CMS_BINARY)) else { return nil }
            defer { CMS_ContentInfo_free(cms) }
            return OpenSSLMemory.written { i2d_CMS_bio($0, cms) == 1 }
        }
        guard let envelope = envelope ?? nil else {
            throw Diagnostic(
                "as2.encryption-failed", value: certificate.subject, facts: ["detail": OpenSSLMemory.takeErrors().words]
            )
        }
        return envelope
    }

    /// Opens an envelope with whichever of our keys it is for, old ones included.
    static func open(
        _ envelope: ArraySlice<UInt8>, _ pairs: [AS2KeyPair], ciphers: Set<AS2Cipher>
    ) throws(AS2Fault) -> [UInt8] {
        let identifier = ContentCipher.identifier(in: envelope)
        guard let cipher = AS2Cipher.allCases.first(where: { $0.identifier == identifier }), ciphers.contains(cipher)
        else {
            let known = AS2Cipher.allCases.first { $0.identifier == identifier }?.rawValue
            throw AS2Fault(
                .insufficientMessageSecurity,
                Diagnostic("as2.algorithm-refused", value: known ?? "an unknown one", facts: ["kind": "cipher"]))
        }
        guard let cms = OpenSSLMemory.cms(envelope) else { throw fault() }
        defer { CMS_ContentInfo_free(cms) }
        guard pairs.contains(where: { CMS_decrypt_set1_pkey(cms, $0.key, $0.certificate.pointer) == 1 }) else {
            _ = OpenSSLMemory.takeErrors()
            throw AS2Fault(.decryptionFailed, Diagnostic("as2.not-for-us"))
        }
        guard
            let content = OpenSSLMemory.written({ CMS_decrypt(cms, nil, nil, nil, $0, UInt32(CMS_BINARY)) == 1 })
        else { throw fault() }
        _ = OpenSSLMemory.takeErrors()
        return content
    }

    private static func fault() -> AS2Fault {
        AS2Fault(
            .decryptionFailed, Diagnostic("as2.decryption-failed", facts: ["detail": OpenSSLMemory.takeErrors().words]))
    }
}
