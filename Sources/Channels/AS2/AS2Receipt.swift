public import Diagnostics

/// A message disposition notification: what became of a message (RFC 4130, 7.4; RFC 3798).
public struct AS2Receipt: Sendable, Hashable {
    /// The Message-ID of the message that it is about, with its angle brackets.
    public var originalMessageID: String
    /// The AS2 name of who received the message.
    public var recipient: String
    public var disposition: AS2Disposition
    /// The check on what was received.
    public var mic: AS2MIC?
    /// What people read.
    public var text: String

    /// A receipt by its parts.
    public init(
        originalMessageID: String, recipient: String, disposition: AS2Disposition, mic: AS2MIC? = nil, text: String
    ) {
        self.originalMessageID = originalMessageID
        self.recipient = recipient
        self.disposition = disposition
        self.mic = mic
        self.text = text
    }

    /// Reads a multipart/report.
    init(_ entity: MIMEEntity) throws(AS2Fault) {
        let parts = (entity.parts() ?? []).compactMap { MIMEEntity($0) }
        let report = parts.first { $0.type.main == "message/disposition-notification" }
        // The report is fields alone: a blank line behind them may be missing.
        guard let report, let bytes = report.content(),
            let fields = MIMEHeaders.read(Array(bytes + [0x0D, 0x0A, 0x0D, 0x0A])[...])?.headers,
            let original = fields["Original-Message-ID"], let said = fields["Disposition"],
            let disposition = AS2Disposition(said)
        else { throw AS2Fault(.unexpectedProcessingError, Diagnostic("as2.receipt-form")) }
        originalMessageID = Self.bracketed(original)
        self.disposition = disposition
        let named = fields["Final-Recipient"] ?? fields["Original-Recipient"] ?? ""
        recipient =
            named.split(separator: ";", maxSplits: 1).last.map { MIMEValue.unquoted(String($0.drop { $0 == " " })) }
            ?? ""
        mic = fields["Received-Content-MIC"].flatMap { AS2MIC($0) }
        let words = parts.first { $0.type.main == "text/plain" }?.content() ?? []
        text = String(decoding: words.prefix(2_000), as: UTF8.self)
    }

    /// A Message-ID with its angle brackets, which some leave out.
    public static func bracketed(_ id: String) -> String { id.hasPrefix("<") ? id : "<\(id)>" }

    /// The receipt as a message.
    ///
    /// - Parameters:
    ///   - pair: what it is signed with; nil for one that is not signed.
    ///   - boundary: makes a text that separates parts.
    /// - Throws: `as2.signing-failed`.
    public func message(
        signedBy pair: AS2KeyPair?, _ digest: AS2Digest, boundary: () -> String
    ) throws(Diagnostic) -> AS2Message {
        let separator = boundary()
        var report = "Reporting-UA: Milepost\r\nOriginal-Recipient: rfc822; \(AS2Name.written(recipient))\r\n"
        report +=
            "Final-Recipient: rfc822; \(AS2Name.written(recipient))\r\nOriginal-Message-ID: \(originalMessageID)\r\n"
        report += "Disposition: \(disposition.text)\r\n"
        if let mic { report += "Received-Content-MIC: \(mic.text)\r\n" }
        let body =
            "--\(separator)\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\(text)"
            + "\r\n--\(separator)\r\nContent-Type: message/disposition-notification\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
            + "\(report)\r\n--\(separator)--\r\n"
        let part = AS2Message(
            headers: MIMEHeaders([
                .init(
                    "Content-Type", "multipart/report; report-type=disposition-notification; boundary=\"\(separator)\"")
            ]), body: Array(body.utf8))
        guard let pair else { return part }
        return try part.signed(by: pair, digest, boundary: boundary()).message
    }
}
