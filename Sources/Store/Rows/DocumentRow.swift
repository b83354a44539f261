public import Intake
public import Syntax

/// One business message.
public struct DocumentRow: Sendable, Hashable {
    /// The document's id.
    public var id: UniqueID
    /// The interchange that brought it.
    public var interchangeID: UniqueID
    /// The interchange's accept number.
    public var interchangeNumber: Int64
    /// Its place in the interchange, from 0.
    public var position: Int64
    /// The partner or back end that sent it.
    public var sender: String
    /// The kind of document: order, order-change…
    public var type: String
    /// The message definition: ORDERS D.96A, UBL 2.1 Order…
    public var format: String
    /// The message's own reference in its envelope.
    public var reference: String?
    /// The order key, once it is known.
    public var orderKey: String?
    /// The order number as the document writes it.
    public var orderNumber: String?
    /// The business capability it belongs to.
    public var function: String?
    /// The site of its order.
    public var site: String?
    /// Where it stands.
    public var status: DocumentStatus
    /// The stage it has reached or stopped at.
    public var stage: String
    /// The code of what stopped it.
    public var code: String?
    /// The newest version of its payload, from 1.
    public var payloadVersion: Int64
    /// Where it begins in the interchange's bytes.
    public var byteOffset: Int64
    /// How many of the interchange's bytes it takes.
    public var byteLength: Int64
    /// What to put around those bytes to send it alone; nil where its end did not come.
    public var envelope: MessageEnvelope?
    /// The mapping that read it.
    public var mapping: String?
    /// The hash of that mapping.
    public var mappingHash: [UInt8]?
    /// Whether the sender marked it as a test; it then counts in no figure.
    public var isTest: Bool
    /// The routing decision, once made.
    public var decision: Decision?
    /// The hash of its canonical content without transport ids.
    public var contentHash: [UInt8]?
    /// What routing asked of it, JSON; nil for one that was not understood, or came before this was kept.
    public var facts: String?
    /// Its diagnostics, JSON.
    public var diagnostics: String
    /// When its interchange was received, in microseconds.
    public var receivedAt: Int64
    /// When this row last changed, in microseconds.
    public var updatedAt: Int64

    /// The record of a routing decision; it is not evaluated again at delivery (invariant 7).
    public struct Decision: Sendable, Hashable {
        /// The epoch of the snapshot that decided.
        public var epoch: Int64
        /// The hash of that snapshot.
        public var snapshotHash: [UInt8]
        /// The side it went to; nil where it went to none.
        public var side: String?
        /// The back end of its primary delivery; nil where it has none.
        public var backend: String?
        /// Why, in words or as a structured text.
        public var reason: String

        /// A decision to record.
        public init(epoch: Int64, snapshotHash: [UInt8], side: String?, backend: String?, reason: String) {
            self.epoch = epoch
            self.snapshotHash = snapshotHash
            self.side = side
            self.backend = backend
            self.reason = reason
        }
    }

    /// A document as it is first written.
    public init(
        id: UniqueID, interchangeID: UniqueID, interchangeNumber: Int64, position: Int64, sender: String,
        type: String, format: String, reference: String? = nil, orderKey: String? = nil,
        orderNumber: String? = nil, function: String? = nil, site: String? = nil, status: DocumentStatus,
        stage: String, code: String? = nil, payloadVersion: Int64 = 1, byteOffset: Int64 = 0,
        byteLength: Int64 = 0, envelope: MessageEnvelope? = nil, mapping: String? = nil, mappingHash: [UInt8]? = nil,
        isTest: Bool = false,
        decision: Decision? = nil, contentHash: [UInt8]? = nil, facts: String? = nil,
        diagnostics: String = "[]", receivedAt: Int64,
        updatedAt: Int64
    ) {
        self.id = id
        self.interchangeID = interchangeID
        self.interchangeNumber = interchangeNumber
        self.position = position
        self.sender = sender
        self.type = type
        self.format = format
        self.reference = reference
        self.orderKey = orderKey
        self.orderNumber = orderNumber
        self.function = function
        self.site = site
        self.status = status
        self.stage = stage
        self.code = code
        self.payloadVersion = payloadVersion
        self.byteOffset = byteOffset
        self.byteLength = byteLength
        self.envelope = envelope
        self.mapping = mapping
        self.mappingHash = mappingHash
        self.isTest = isTest
        self.decision = decision
        self.contentHash = contentHash
        self.facts = facts
        self.diagnostics = diagnostics
        self.receivedAt = receivedAt
        self.updatedAt = updatedAt
    }
}

extension DocumentRow: TableRow {
    static let table = "documents"
    static let columnNames = [
        "id", "interchange_id", "interchange_number", "position", "sender", "type", "format", "reference", "order_key",
        "order_number", "function", "site", "status", "stage", "code", "payload_version", "byte_offset", "byte_length",
        "bytes_before", "bytes_behind", "mapping", "mapping_hash", "test", "epoch", "snapshot_hash", "side", "backend",
        "reason", "content_hash", "facts",
        "diagnostics", "received_at", "updated_at",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        interchangeID = try columns.id()
        interchangeNumber = try columns.integer()
        position = try columns.integer()
        sender = try columns.text()
        type = try columns.text()
        format = try columns.text()
        reference = try columns.optionalText()
        orderKey = try columns.optionalText()
        orderNumber = try columns.optionalText()
        function = try columns.optionalText()
        site = try columns.optionalText()
        status = try columns.name()
        stage = try columns.text()
        code = try columns.optionalText()
        payloadVersion = try columns.integer()
        byteOffset = try columns.integer()
        byteLength = try columns.integer()
        envelope = try Self.envelope(&columns)
        mapping = try columns.optionalText()
        mappingHash = try columns.optionalBytes()
        isTest = try columns.flag()
        decision = try Self.decision(&columns)
        contentHash = try columns.optionalBytes()
        facts = try columns.optionalText()
        diagnostics = try columns.text()
        receivedAt = try columns.integer()
        updatedAt = try columns.integer()
    }

    private static func envelope(_ columns: inout Columns) throws -> MessageEnvelope? {
        let before = try columns.optionalBytes()
        let behind = try columns.optionalBytes()
        guard let before, let behind else { return nil }
        return MessageEnvelope(before: before, behind: behind)
    }

    private static func decision(_ columns: inout Columns) throws -> Decision? {
        let epoch = try columns.optionalInteger()
        let hash = try columns.optionalBytes()
        let side = try columns.optionalText()
        let backend = try columns.optionalText()
        let reason = try columns.optionalText()
        guard let epoch, let hash, let reason else { return nil }
        return Decision(epoch: epoch, snapshotHash: hash, side: side, backend: backend, reason: reason)
    }

    var values: [Value] {
        [
            Value(id), Value(interchangeID), .integer(interchangeNumber), .integer(position), .text(sender),
            .text(type), .text(format), .key(reference), Value(orderKey), .key(orderNumber), Value(function),
            Value(site), Value(status), .text(stage), Value(code), .integer(payloadVersion), .integer(byteOffset),
            .integer(byteLength), Value(envelope?.before), Value(envelope?.behind), Value(mapping), Value(mappingHash),
            Value(isTest), Value(decision?.epoch),
            Value(decision?.snapshotHash), Value(decision?.side), Value(decision?.backend), Value(decision?.reason),
            Value(contentHash), Value(facts), .text(diagnostics), .integer(receivedAt), .integer(updatedAt),
        ]
    }
}
