import Diagnostics

/// What was in a message, once it is opened.
public struct AS2Content: Sendable {
    public var bytes: [UInt8]
    public var contentType: String?
    public var fileName: String?
    public var isSigned = false
    public var isEncrypted = false
    public var isCompressed = false
    /// Who signed it.
    public var signer: AS2Certificate?
    /// The check on it that its receipt repeats.
    public var mic: AS2MIC
    /// What it is, when it is no payload: a receipt.
    public var receipt: AS2Receipt?
}

/// Opens messages: decrypts, decompresses and verifies layer by layer (RFC 4130, 2.3; RFC 5402).
public struct AS2Opening: Sendable {
    private let trust: AS2Trust
    private let pairs: [AS2KeyPair]
    private let limit: Int
    private let now: Int64

    /// Each kind of layer comes once, compression inside or outside the signature.
    private static let mostLayers = 4

    /// What opens a partner's messages.
    ///
    /// - Parameters:
    ///   - pairs: our keys, old ones included.
    ///   - limit: how large the content may be, in bytes.
    ///   - now: seconds since 1970.
    public init(_ trust: AS2Trust, pairs: [AS2KeyPair], limit: Int, now: Int64) {
        self.trust = trust
        self.pairs = pairs
        self.limit = limit
        self.now = now
    }

    /// Opens a message by the fields and the body of its HTTP request or answer.
    public func open(
        _ headers: MIMEHeaders, _ body: [UInt8], asking request: AS2ReceiptRequest? = nil
    ) throws(AS2Fault) -> AS2Content {
        var layers = Layers(entity: MIMEEntity(headers: headers, body: body[...]))
        for _ in 0...Self.mostLayers {
            guard try step(&layers) else { return try content(layers, request) }
        }
        throw AS2Fault(.unexpectedProcessingError, Diagnostic("as2.layers", facts: ["most": "\(Self.mostLayers)"]))
    }

    /// What has come off so far.
    private struct Layers {
        var entity: MIMEEntity
        var isSigned = false
        var isEncrypted = false
        var isCompressed = false
        var signer: AS2Certificate?
        var digest: AS2Digest?
        /// What was signed.
        var signed: ArraySlice<UInt8>?
    }

    /// Takes a layer off; false when there is none.
    private func step(_ layers: inout Layers) throws(AS2Fault) -> Bool {
        let type = layers.entity.type
        switch type.main {
        case "multipart/signed":
            try verifyParts(&layers, type)
        case "application/pkcs7-mime", "application/x-pkcs7-mime":
            try openObject(&layers)
        default: return false
        }
        return true
    }

    private func openObject(_ layers: inout Layers) throws(AS2Fault) {
        guard let bytes = layers.entity.content() else { throw encodingFault }
        let inner: [UInt8]
        switch CMSKind(bytes) {
        case .enveloped where !layers.isEncrypted && !layers.isSigned:
            inner = try CMSEnvelope.open(bytes, pairs, ciphers: trust.ciphers)
            layers.isEncrypted = true
        case .compressed where !layers.isCompressed:
            inner = try CMSCompression.open(bytes, limit: limit)
            layers.isCompressed = true
        case .signed where !layers.isSigned:
            let verified = try CMSSignature.verify(bytes, over: nil, trust, at: now)
            inner = verified.content ?? []
            note(verified, over: inner[...], &layers)
        case let kind:
            throw AS2Fault(
                .unexpectedProcessingError, Diagnostic("as2.object", facts: ["kind": kind.rawValue]))
        }
        layers.entity = try entity(inner[...])
    }

    private func verifyParts(_ layers: inout Layers, _ type: MIMEValue) throws(AS2Fault) {
        guard !layers.isSigned else {
            throw AS2Fault(.unexpectedProcessingError, Diagnostic("as2.object", facts: ["kind": "signed"]))
        }
        guard let parts = layers.entity.parts(), parts.count == 2, let signature = MIMEEntity(parts[1]),
            ["application/pkcs7-signature", "application/x-pkcs7-signature"].contains(signature.type.main),
            let bytes = signature.content()
        else { throw AS2Fault(.authenticationFailed, Diagnostic("as2.signed-form")) }
        do throws(AS2Fault) {
            note(try CMSSignature.verify(bytes, over: parts[0], trust, at: now), over: parts[0], &layers)
        } catch {
            // Some sign the canonical form and send another (RFC 5751, 3.1.1).
            let canonical = Self.canonical(parts[0])
            guard error.disposition == .error(AS2Disposition.Modifier.integrityCheckFailed.rawValue),
                canonical.count != parts[0].count
            else { throw error }
            note(try CMSSignature.verify(bytes, over: canonical[...], trust, at: now), over: canonical[...], &layers)
        }
        layers.entity = try entity(parts[0])
    }

    private func note(_ verified: CMSSignature.Verified, over content: ArraySlice<UInt8>, _ layers: inout Layers) {
        layers.isSigned = true
        layers.signer = verified.signer
        layers.digest = verified.digest
        layers.signed = content
    }

    private func entity(_ bytes: ArraySlice<UInt8>) throws(AS2Fault) -> MIMEEntity {
        guard let entity = MIMEEntity(bytes) else {
            throw AS2Fault(.unexpectedProcessingError, Diagnostic("as2.part-form"))
        }
        return entity
    }

    private var encodingFault: AS2Fault {
        AS2Fault(.unexpectedProcessingError, Diagnostic("as2.transfer-encoding"))
    }

    private func content(_ layers: Layers, _ request: AS2ReceiptRequest?) throws(AS2Fault) -> AS2Content {
        let entity = layers.entity
        let isReceipt = entity.type.main == "multipart/report"
        // A receipt is secret to nobody, and signed where its message asked for it.
        if !isReceipt { try require(layers) }
        // What is checked: what was signed; else the innermost part with its fields where a layer kept them whole; else the
        // content alone, as HTTP's fields change on their way.
        let checked = layers.signed ?? entity.whole ?? entity.body
        let digest = layers.digest ?? request?.digest(allowed: trust.digests) ?? .sha256
        var content = AS2Content(bytes: [], mic: AS2MIC(over: checked, digest))
        content.isSigned = layers.isSigned
        content.isEncrypted = layers.isEncrypted
        content.isCompressed = layers.isCompressed
        content.signer = layers.signer
        if isReceipt {
            content.receipt = try AS2Receipt(entity)
            return content
        }
        guard entity.type.topLevel != "multipart" else {
            throw AS2Fault(failure: "unsupported format", Diagnostic("as2.several-parts", value: entity.type.main))
        }
        guard let bytes = entity.content() else { throw encodingFault }
        guard bytes.count <= limit else {
            throw AS2Fault(.unexpectedProcessingError, Diagnostic("as2.content-large", facts: ["limit": "\(limit)"]))
        }
        guard !bytes.isEmpty else { throw AS2Fault(.unexpectedProcessingError, Diagnostic("intake.empty")) }
        content.bytes = Array(bytes)
        content.contentType = entity.headers["Content-Type"]
        content.fileName =
            entity.headers["Content-Disposition"].flatMap { MIMEValue($0).fileName } ?? entity.type.fileName
        return content
    }

    private func require(_ layers: Layers) throws(AS2Fault) {
        let missing =
            trust.requiresSignature && !layers.isSigned
            ? "signed" : trust.requiresEncryption && !layers.isEncrypted ? "encrypted" : nil
        if let missing {
            throw AS2Fault(
                .insufficientMessageSecurity, Diagnostic("as2.security-missing", facts: ["missing": missing]))
        }
    }

    /// Text lines that end in CRLF.
    private static func canonical(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 16)
        var last: UInt8 = 0
        for byte in bytes {
            if byte == 0x0A, last != 0x0D { result.append(0x0D) }
            result.append(byte)
            last = byte
        }
        return result
    }
}
