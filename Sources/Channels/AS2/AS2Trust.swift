/// What is accepted from a partner.
public struct AS2Trust: Sendable {
    /// The certificates that it may sign with; one of them is enough, so that they may overlap.
    public var certificates: [AS2Certificate]
    public var digests: Set<AS2Digest>
    public var ciphers: Set<AS2Cipher>
    public var requiresSignature: Bool
    public var requiresEncryption: Bool

    /// What is accepted, by its parts.
    public init(
        certificates: [AS2Certificate], digests: Set<AS2Digest> = AS2Digest.usual,
        ciphers: Set<AS2Cipher> = AS2Cipher.usual, requiresSignature: Bool = true, requiresEncryption: Bool = false
    ) {
        self.certificates = certificates
        self.digests = digests
        self.ciphers = ciphers
        self.requiresSignature = requiresSignature
        self.requiresEncryption = requiresEncryption
    }
}
