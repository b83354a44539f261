/// Codes about which people do the same: who acts, and on what.
enum CodeFamily: String, CaseIterable, Sendable {
    /// The sender's message breaks its format.
    case message
    /// What the sender's document says cannot be right.
    case content
    /// A code of somebody's is not known here.
    case code
    /// Something is not configured here.
    case setup
    /// A person has to decide.
    case decision
    /// It waits on purpose while systems are moved.
    case waiting
    /// The transfer of a file failed.
    case receipt
    /// A back end has refused the content.
    case refused
    /// Nobody knows whether a back end has it.
    case unknown
    /// A back end cannot be reached.
    case down
    /// A document cannot be written for its receiver.
    case written
    /// Signatures, certificates and receipts of AS2.
    case security
    /// An answer, or a message, that should have come.
    case answer

    /// The family of a code.
    init(of code: String) {
        let area = String(code.prefix { $0 != "." })
        self = Self.own[code] ?? (code.hasSuffix("-unwritable") ? .written : Self.ofArea[area] ?? .message)
    }

    private static let ofArea: [String: CodeFamily] = [
        "orders": .content, "mapping": .written, "master": .code, "route": .decision, "intake": .receipt,
        "receive": .receipt, "deliver": .down, "as2": .security, "acknowledge": .answer, "watch": .answer,
        "soap": .written,
    ]

    /// Those whose area does not say it.
    private static let own: [String: CodeFamily] = {
        var families: [String: CodeFamily] = [:]
        for (family, codes) in exceptions { for code in codes { families[code] = family } }
        return families
    }()

    private static let exceptions: [CodeFamily: [String]] = [
        .content: [
            "mapping.required-field", "mapping.value-invalid", "mapping.date-invalid", "mapping.fraction-cut",
            "mapping.ambiguous", "mapping.constant-differs", "mapping.count-differs",
        ],
        .code: ["mapping.code-unknown"],
        .setup: [
            "mapping.none", "mapping.match-unknown", "mapping.several", "mapping.shape-unknown", "mapping.too-deep",
            "mapping.too-many-visits", "directory.message-unknown", "json.document-unknown", "idoc.type-unknown",
            "xml.root-unknown", "intake.document-unsupported", "intake.syntax-unsupported", "intake.sender-unknown",
            "route.buyer-unknown", "route.buyer-foreign", "route.supplier-unknown", "route.site-unknown",
            "route.site-not-configured", "route.backend-missing", "route.function-unknown",
            "route.test-backend-missing", "deliver.mapping-missing", "deliver.mapping-twice",
            "deliver.mapping-uncovered", "deliver.outbound-mapping", "deliver.batch-syntax",
            "deliver.syntax-unwritable", "deliver.request-invalid", "answer.mapping-missing",
        ],
        .decision: ["deliver.predecessor-rejected"],
        .waiting: ["route.births-held", "route.backend-fenced", "route.order-quarantined"],
        .refused: ["deliver.refused", "deliver.database-text", "deliver.copy-failed"],
        .unknown: [
            "deliver.unknown", "deliver.no-answer", "deliver.answer-timeout", "deliver.connection-lost",
            "deliver.answer-malformed", "deliver.answer-too-long", "deliver.database-unknown",
            "deliver.folder-unknown",
        ],
        .written: ["fixed.value-too-long", "idoc.value-too-long"],
    ]
}
