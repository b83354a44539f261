import Diagnostics

/// The receipt that a message asks for (RFC 4130, 7.3).
public struct AS2ReceiptRequest: Sendable, Hashable {
    /// Whether it is to be signed.
    public var isSigned = false
    /// The digests that its sender understands, in its order of preference; without any that we know it is empty.
    public var digests: [AS2Digest] = []
    /// Whether it must be one of these.
    public var requiresDigest = false
    /// Whether it asks for a form of signature that is not supported, and insists on it.
    public var requiresOtherProtocol = false
    /// Where it is to be sent; nil for the answer to the message itself.
    public var url: String?

    /// What a message asks for; nil when it asks for no receipt.
    public init?(_ headers: MIMEHeaders) {
        guard headers["Disposition-Notification-To"] != nil else { return nil }
        url = headers["Receipt-Delivery-Option"].flatMap { $0.isEmpty ? nil : MIMEValue.unquoted($0) }
        for option in MIMEValue.split(headers["Disposition-Notification-Options"] ?? "", at: ";") {
            guard let equals = option.firstIndex(of: "=") else { continue }
            let name = option[..<equals].lowercased().filter { !$0.isWhitespace }
            let words = MIMEValue.split(String(option[option.index(after: equals)...]), at: ",")
            let isRequired = words.first?.lowercased() == "required"
            let values =
                words.first.map { ["required", "optional"].contains($0.lowercased()) } == true
                ? words.dropFirst() : words[...]
            switch name {
            case "signed-receipt-protocol":
                isSigned = values.contains { $0.lowercased() == "pkcs7-signature" }
                requiresOtherProtocol = isRequired && !isSigned
            case "signed-receipt-micalg":
                digests = values.compactMap(AS2Digest.init(spelled:))
                requiresDigest = isRequired
            default: break
            }
        }
    }

    /// The digest of the receipt's signature: the first one asked for that may be used, else SHA-256.
    public func digest(allowed: Set<AS2Digest>) -> AS2Digest { digests.first(where: allowed.contains) ?? .sha256 }

    /// Why a receipt as asked for cannot be given; nil when it can.
    public func fault(allowed: Set<AS2Digest>) -> AS2Fault? {
        if requiresOtherProtocol {
            return AS2Fault(failure: "unsupported format", Diagnostic("as2.receipt-protocol"))
        }
        if requiresDigest, !digests.contains(where: allowed.contains) {
            return AS2Fault(failure: "unsupported MIC-algorithms", Diagnostic("as2.receipt-digest"))
        }
        return nil
    }
}
