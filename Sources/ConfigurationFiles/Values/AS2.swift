/// Who we are in AS2.
public struct AS2Station: Sendable, Hashable {
    /// Our name, where a partner's file gives no other.
    public var name: String?
    /// The URL under which partners reach `/as2`: where they are asked to send receipts later.
    public var url: String?
    /// The largest message, and the largest content of one, in bytes.
    public var largest: Int
    public var certificates: [OwnCertificate]

    /// A certificate of ours with its key.
    public struct OwnCertificate: Sendable, Hashable {
        public var file: CertificateFile
        /// PEM.
        public var key: Secret
        public var passphrase: Secret?

        /// A certificate with its key.
        public init(file: CertificateFile, key: Secret, passphrase: Secret? = nil) {
            self.file = file
            self.key = key
            self.passphrase = passphrase
        }
    }

    /// A station by its parts; by default one that takes 50 MB and has no certificate.
    public init(
        name: String? = nil, url: String? = nil, largest: Int = 50_000_000, certificates: [OwnCertificate] = []
    ) {
        self.name = name
        self.url = url
        self.largest = largest
        self.certificates = certificates
    }
}

/// A certificate as configuration names it.
public struct CertificateFile: Sendable, Hashable {
    /// The file as people know it.
    public var path: String
    /// Its text.
    public var pem: String
    /// The first day on which we sign with it, or encrypt for it; nil for the first day of its validity.
    public var useFrom: String?

    /// A certificate by its parts.
    public init(path: String, pem: String, useFrom: String? = nil) {
        self.path = path
        self.pem = pem
        self.useFrom = useFrom
    }
}

/// A partner in AS2: what its messages must be.
public struct AS2Partner: Sendable, Hashable {
    public enum Requirement: String, Sendable, Hashable, CaseIterable {
        case signed
        case encrypted
    }

    /// Algorithms that count as too weak unless a partner's file allows them.
    public enum WeakAlgorithm: String, Sendable, Hashable, CaseIterable {
        case md5
        case sha1 = "sha-1"
        case tripleDES = "3des"
    }

    /// Its name: AS2-From of what it sends.
    public var name: String
    /// Our name to it: AS2-To of what it sends.
    public var ownName: String
    /// The certificates that it may sign with; the newest in force is the one that we encrypt for.
    public var certificates: [CertificateFile]
    public var requires: Set<Requirement>
    public var allows: Set<WeakAlgorithm>
    /// Hosts beside that of its outbound URL to which receipts may be sent later.
    public var receiptHosts: Set<String>

    /// A partner by its parts.
    public init(
        name: String, ownName: String, certificates: [CertificateFile] = [], requires: Set<Requirement> = [.signed],
        allows: Set<WeakAlgorithm> = [], receiptHosts: Set<String> = []
    ) {
        self.name = name
        self.ownName = ownName
        self.certificates = certificates
        self.requires = requires
        self.allows = allows
        self.receiptHosts = receiptHosts
    }
}

/// How documents go to a partner by AS2.
public struct AS2Channel: Sendable, Hashable {
    public enum Signing: String, Sendable, Hashable, CaseIterable {
        case no
        case md5
        case sha1 = "sha-1"
        case sha256 = "sha-256"
        case sha384 = "sha-384"
        case sha512 = "sha-512"
    }

    public enum Encryption: String, Sendable, Hashable, CaseIterable {
        case no
        case aes128CBC = "aes-128-cbc"
        case aes192CBC = "aes-192-cbc"
        case aes256CBC = "aes-256-cbc"
        case aes128GCM = "aes-128-gcm"
        case aes192GCM = "aes-192-gcm"
        case aes256GCM = "aes-256-gcm"
        case tripleDES = "3des"
    }

    public enum Compression: String, Sendable, Hashable, CaseIterable {
        case no
        case beforeSigning = "before-signing"
        case afterSigning = "after-signing"
    }

    /// When the partner's receipt (MDN) comes.
    public enum ReceiptMode: String, Sendable, Hashable, CaseIterable {
        /// In the answer.
        case sync
        /// Later, at `/as2`.
        case async
        case none
    }

    /// Where and how messages are posted.
    public var http: HTTPBackend
    public var sign: Signing
    public var encrypt: Encryption
    public var compress: Compression
    public var receipt: ReceiptMode
    public var receiptIsSigned: Bool
    /// Within how many seconds a receipt comes that comes later.
    public var receiptWithin: Double

    /// A way by its parts.
    public init(
        http: HTTPBackend, sign: Signing = .sha256, encrypt: Encryption = .aes256CBC, compress: Compression = .no,
        receipt: ReceiptMode = .sync, receiptIsSigned: Bool = true, receiptWithin: Double = 3_600
    ) {
        self.http = http
        self.sign = sign
        self.encrypt = encrypt
        self.compress = compress
        self.receipt = receipt
        self.receiptIsSigned = receiptIsSigned
        self.receiptWithin = receiptWithin
    }
}
