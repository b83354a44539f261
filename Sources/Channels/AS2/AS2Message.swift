import Diagnostics

/// A message or a part of one that is to be sent: fields and a body.
public struct AS2Message: Sendable, Hashable {
    public var headers: MIMEHeaders
    public var body: [UInt8]

    /// A message by its parts.
    public init(headers: MIMEHeaders, body: [UInt8]) {
        self.headers = headers
        self.body = body
    }

    /// Fields and body as one part of something larger.
    var part: [UInt8] { headers.bytes + [0x0D, 0x0A] + body }

    /// The message in a multipart/signed with its signature (RFC 5751, 3.4.3), and the check on what was signed.
    func signed(
        by pair: AS2KeyPair, _ digest: AS2Digest, boundary: String
    ) throws(Diagnostic) -> (message: AS2Message, mic: AS2MIC) {
        let part = part
        let signature = try CMSSignature.make(over: part[...], by: pair, digest)
        let fields =
            "Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n"
            + "Content-Disposition: attachment; filename=smime.p7s\r\n\r\n"
        var body = Array("--\(boundary)\r\n".utf8)
        body += part
        body += Array("\r\n--\(boundary)\r\n\(fields)".utf8)
        body += TransferEncoding.base64(signature)
        body += Array("\r\n--\(boundary)--\r\n".utf8)
        let type =
            "multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=\(digest.spelled); boundary=\"\(boundary)\""
        return (
            AS2Message(headers: MIMEHeaders([.init("Content-Type", type)]), body: body), AS2MIC(over: part[...], digest)
        )
    }

    /// The message compressed (RFC 3274).
    func compressed() -> AS2Message { object(CMSCompression.make(part[...]), "compressed-data", "smime.p7z") }

    /// The message encrypted for the owner of a certificate.
    func encrypted(for certificate: AS2Certificate, _ cipher: AS2Cipher) throws(Diagnostic) -> AS2Message {
        object(try CMSEnvelope.make(part[...], for: certificate, cipher), "enveloped-data", "smime.p7m")
    }

    private func object(_ bytes: [UInt8], _ kind: String, _ name: String) -> AS2Message {
        AS2Message(
            headers: MIMEHeaders([
                .init("Content-Type", "application/pkcs7-mime; smime-type=\(kind); name=\(name)"),
                .init("Content-Transfer-Encoding", "binary"),
                .init("Content-Disposition", "attachment; filename=\(name)"),
            ]), body: bytes)
    }
}
