import COpenSSL
import Diagnostics

/// Signatures over MIME parts (RFC 5652, 5; RFC 5751, 3.4).
enum CMSSignature {
    /// A detached signature, in DER.
    ///
    /// - Throws: `as2.signing-failed`.
    static func make(over content: ArraySlice<UInt8>, by pair: AS2KeyPair, _ digest: AS2Digest) throws(Diagnostic)
        -> [UInt8]
    {
        let flags = UInt32(CMS_DETACHED | CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP)
        let signature: [UInt8]?? = OpenSSLMemory.reading(content) { data -> [UInt8]? in
            guard let cms = CMS_sign(nil, nil, nil, data, flags) else { return nil }
            defer { CMS_ContentInfo_free(cms) }
            guard CMS_add1_signer(cms, pair.certificate.pointer, pair.key, digest.function, flags) != nil,
                CMS_final(cms, data, nil, flags) == 1
            else { return nil }
            return OpenSSLMemory.written { i2d_CMS_bio($0, cms) == 1 }
        }
        guard let signature = signature ?? nil else {
            throw Diagnostic(
                "as2.signing-failed", value: pair.certificate.subject,
                facts: ["detail": OpenSSLMemory.takeErrors().words])
        }
        return signature
    }

    /// What a signature that holds says.
    struct Verified {
        var signer: AS2Certificate
        var digest: AS2Digest
        /// The signed content, where it stands in the signature itself.
        var content: [UInt8]?
    }

    /// Checks a signature against the certificates that a partner may use. Certificates that come with it count for
    /// nothing.
    ///
    /// - Parameter content: what is signed; nil where it stands in the signature.
    static func verify(
        _ signature: ArraySlice<UInt8>, over content: ArraySlice<UInt8>?, _ trust: AS2Trust, at now: Int64
    ) throws(AS2Fault) -> Verified {
        guard let cms = OpenSSLMemory.cms(signature) else {
            throw AS2Fault(
                .authenticationFailed,
                Diagnostic("as2.signature-form", facts: ["detail": OpenSSLMemory.takeErrors().words]))
        }
        defer { CMS_ContentInfo_free(cms) }
        guard OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed, milepost_signers_count(cms) > 0 else {
            throw AS2Fault(
                .authenticationFailed, Diagnostic("as2.signature-form", facts: ["detail": "it holds no signer"]))
        }
        let digest = try digest(of: cms, trust)
        let stack = milepost_certificates()
        defer { milepost_certificates_free(stack) }
        for certificate in trust.certificates { _ = milepost_certificates_add(stack, certificate.pointer) }
        let flags = UInt32(CMS_BINARY | CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY)
        var opened: [UInt8]?
        let isValid: Bool
        if let content {
            isValid = OpenSSLMemory.reading(content) { CMS_verify(cms, stack, nil, $0, nil, flags) == 1 } ?? false
        } else {
            opened = OpenSSLMemory.written { CMS_verify(cms, stack, nil, nil, $0, flags) == 1 }
            isValid = opened != nil
        }
        guard isValid else { throw fault(cms) }
        return Verified(signer: try signer(of: cms, trust, at: now), digest: digest, content: opened)
    }

    /// The digest of all signers, if the partner may use it.
    private static func digest(of cms: OpaquePointer, _ trust: AS2Trust) throws(AS2Fault) -> AS2Digest {
        var found: AS2Digest?
        for index in 0..<milepost_signers_count(cms) {
            var algorithm: UnsafeMutablePointer<X509_ALGOR>?
            CMS_SignerInfo_get0_algs(milepost_signer_at(cms, index), nil, nil, &algorithm, nil)
            let nid = OBJ_obj2nid(algorithm?.pointee.algorithm)
            guard let digest = AS2Digest(nid: nid), trust.digests.contains(digest) else {
                let name = OBJ_nid2sn(nid).map { String(cString: $0).lowercased() } ?? "an unknown one"
                throw AS2Fault(
                    .insufficientMessageSecurity,
                    Diagnostic("as2.algorithm-refused", value: name, facts: ["kind": "digest"]))
            }
            found = digest
        }
        return found ?? .sha256
    }

    private static func fault(_ cms: OpaquePointer) -> AS2Fault {
        let (reasons, words) = OpenSSLMemory.takeErrors()
        if reasons.contains(CMS_R_SIGNER_CERTIFICATE_NOT_FOUND) {
            return AS2Fault(.authenticationFailed, Diagnostic("as2.signer-unknown", value: shown(cms)))
        }
        if reasons.contains(CMS_R_CONTENT_VERIFY_ERROR) {
            return AS2Fault(.integrityCheckFailed, Diagnostic("as2.content-changed"))
        }
        return AS2Fault(.authenticationFailed, Diagnostic("as2.signature-wrong", facts: ["detail": words]))
    }

    /// The certificates that came with a signature, for people.
    private static func shown(_ cms: OpaquePointer) -> String {
        guard let all = CMS_get1_certs(cms) else { return "no certificate came with it" }
        defer { milepost_certificates_release(all) }
        return (0..<min(3, milepost_certificates_count(all))).compactMap { milepost_certificates_at(all, $0) }
            .map(AS2Certificate.subject).joined(separator: "; ")
    }

    private static func signer(of cms: OpaquePointer, _ trust: AS2Trust, at now: Int64) throws(AS2Fault)
        -> AS2Certificate
    {
        let signers = CMS_get0_signers(cms)
        defer { milepost_certificates_free(signers) }
        var found: AS2Certificate?
        for index in 0..<milepost_certificates_count(signers) {
            let pointer = milepost_certificates_at(signers, index)
            guard let certificate = trust.certificates.first(where: { X509_cmp($0.pointer, pointer) == 0 }) else {
                continue
            }
            guard certificate.isValid(at: now) else {
                throw AS2Fault(
                    .authenticationFailed,
                    Diagnostic(
                        "as2.certificate-expired", value: certificate.subject, facts: ["serial": certificate.serial]))
            }
            found = certificate
        }
        guard let found else {
            throw AS2Fault(.authenticationFailed, Diagnostic("as2.signer-unknown", value: shown(cms)))
        }
        return found
    }
}
