import Diagnostics
import Testing

@testable import Channels

/// Receipts: what asks for them, and what they say.
@Suite struct AS2ReceiptTests {
    private static func request(_ options: String?, url: String? = nil) -> AS2ReceiptRequest? {
        var fields = [MIMEHeaders.Field("Disposition-Notification-To", "x")]
        if let options { fields.append(.init("disposition-notification-options", options)) }
        if let url { fields.append(.init("Receipt-Delivery-Option", url)) }
        return AS2ReceiptRequest(MIMEHeaders(fields))
    }

    @Test("a message says which receipt it wants")
    func requests() {
        #expect(AS2ReceiptRequest(MIMEHeaders([])) == nil)
        let plain = Self.request(nil)
        #expect(plain?.isSigned == false)
        let signed = Self.request(
            "signed-receipt-protocol=optional, pkcs7-signature; signed-receipt-micalg=optional, SHA1,sha-256",
            url: "http://a/b")
        #expect(signed?.isSigned == true)
        #expect(signed?.digests == [.sha1, .sha256])
        #expect(signed?.url == "http://a/b")
        #expect(signed?.digest(allowed: AS2Digest.usual) == .sha256)
        #expect(signed?.digest(allowed: [.sha1]) == .sha1)
        let other = Self.request("signed-receipt-protocol=required, pgp-signature")
        #expect(other?.fault(allowed: AS2Digest.usual)?.disposition == .failure("unsupported format"))
        let weak = Self.request("signed-receipt-protocol=required,pkcs7-signature;signed-receipt-micalg=required,md5")
        #expect(weak?.fault(allowed: AS2Digest.usual)?.disposition == .failure("unsupported MIC-algorithms"))
    }

    @Test("a receipt is read as it was written", arguments: [true, false])
    func roundTrip(isSigned: Bool) throws {
        let pair = isSigned ? try TestCertificate.partner.get().pair() : nil
        for disposition: AS2Disposition in [
            .processed, .error("decryption-failed"), .failure("unsupported format"), .warning("duplicate-document"),
        ] {
            let receipt = AS2Receipt(
                originalMessageID: "<1@a>", recipient: "MILE POST", disposition: disposition,
                mic: AS2MIC(over: [1, 2, 3], .sha1), text: "Words.")
            let message = try receipt.message(signedBy: pair, .sha256, boundary: AS2Packing.boundary)
            let content = try AS2PackingTests.opening().open(message.headers, message.body)
            #expect(content.isSigned == isSigned)
            #expect(content.receipt == receipt)
        }
    }

    @Test(
        "other systems' ways to say what became of a message are understood",
        arguments: [
            ("automatic-action/MDN-sent-automatically; processed", AS2Disposition.processed),
            (
                "automatic-action/MDN-sent-automatically;processed/Error: Authentication-failed",
                .error("Authentication-failed")
            ),
            (
                "manual-action/MDN-sent-manually; failed/Failure: sender-equals-receiver",
                .failure("sender-equals-receiver")
            ),
            ("automatic-action/MDN-sent-automatically; processed/error", .error("")),
            (
                "automatic-action/MDN-sent-automatically; processed/warning: duplicate-document",
                .warning("duplicate-document")
            ),
        ])
    func dispositions(text: String, disposition: AS2Disposition) {
        #expect(AS2Disposition(text) == disposition)
    }

    @Test("what is no disposition is none")
    func noDisposition() {
        #expect(AS2Disposition("displayed") == nil)
        #expect(AS2Disposition("automatic-action/MDN-sent-automatically; displayed") == nil)
    }

    @Test("names with blanks and quotes survive their fields")
    func names() {
        for name in ["A", "MILE POST", "a\"b\\c", "x@y.example"] {
            #expect(AS2Name.read(AS2Name.written(name)) == name)
        }
        #expect(AS2Name.read("") == nil)
        #expect(AS2Name.read(String(repeating: "a", count: 129)) == nil)
        #expect(AS2Name.read("é") == nil)
    }
}
