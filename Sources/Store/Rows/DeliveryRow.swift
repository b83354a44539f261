public import Intake
public import Rollout

/// One document on its way to one back end.
public struct DeliveryRow: Sendable, Hashable {
    /// The delivery's id.
    public var id: UniqueID
    /// The document.
    public var documentID: UniqueID
    /// The version of its payload that is sent.
    public var payloadVersion: Int64
    /// The back end.
    public var backend: String
    /// What it is for.
    public var purpose: DeliveryPurpose
    /// The key in which it keeps its place; a document without an order key uses its own id.
    public var orderKey: String
    /// The sender of its interchange.
    public var sender: String
    /// Its interchange.
    public var interchangeID: UniqueID
    /// Its interchange's accept number.
    public var interchangeNumber: Int64
    /// The document's place in the interchange.
    public var position: Int64
    /// Whether it is the birth of its key, which stands first whenever it came.
    public var isBirth: Bool
    /// The deliveries that go out as one original payload share a bundle.
    public var bundle: UniqueID?
    /// The step of a transfer that it carries out (release, activate…); nil for a document's own way.
    public var step: String?
    /// The delivery that must be delivered (or superseded) first: a copy's or standby's primary.
    public var after: UniqueID?
    /// Where it stands.
    public var state: DeliveryState
    /// How many attempts were begun.
    public var attempts: Int64
    /// When it may be sent, in microseconds.
    public var dueAt: Int64
    /// The node that is sending it.
    public var leaseNode: UniqueID?
    /// Until when that node means to be done, in microseconds.
    public var leaseUntil: Int64?
    /// What the last attempt said, JSON.
    public var lastError: String?
    /// Document + payload version + back end + purpose, or what a person made new.
    public var idempotencyKey: String
    /// What becomes of what comes behind it in its order once it is rejected for good.
    public var onRejection: RejectionPolicy
    /// When it was made, in microseconds.
    public var madeAt: Int64
    /// When it last changed, in microseconds.
    public var updatedAt: Int64

    /// A delivery to make.
    public init(
        id: UniqueID, documentID: UniqueID, payloadVersion: Int64 = 1, backend: String,
        purpose: DeliveryPurpose = .primary, orderKey: String, sender: String, interchangeID: UniqueID,
        interchangeNumber: Int64, position: Int64, isBirth: Bool, bundle: UniqueID? = nil, step: String? = nil,
        after: UniqueID? = nil,
        dueAt: Int64, idempotencyKey: String, onRejection: RejectionPolicy = .hold, madeAt: Int64
    ) {
        self.id = id
        self.documentID = documentID
        self.payloadVersion = payloadVersion
        self.backend = backend
        self.purpose = purpose
        self.orderKey = orderKey
        self.sender = sender
        self.interchangeID = interchangeID
        self.interchangeNumber = interchangeNumber
        self.position = position
        self.isBirth = isBirth
        self.bundle = bundle
        self.step = step
        self.after = after
        self.state = .waiting
        self.attempts = 0
        self.dueAt = dueAt
        self.idempotencyKey = idempotencyKey
        self.onRejection = onRejection
        self.madeAt = madeAt
        self.updatedAt = madeAt
    }
}

extension DeliveryRow: TableRow {
    static let table = "deliveries"
    static let columnNames = [
        "id", "document_id", "payload_version", "backend", "purpose", "order_key", "sender", "interchange_id",
        "interchange_number", "position", "rank", "bundle", "step", "after_delivery", "state", "attempts", "due_at",
        "lease_node", "lease_until", "last_error", "idempotency_key", "on_rejection", "made_at",
        "updated_at",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        documentID = try columns.id()
        payloadVersion = try columns.integer()
        backend = try columns.text()
        purpose = try columns.name()
        orderKey = try columns.text()
        sender = try columns.text()
        interchangeID = try columns.id()
        interchangeNumber = try columns.integer()
        position = try columns.integer()
        isBirth = try columns.integer() == 0
        bundle = try columns.optionalID()
        step = try columns.optionalText()
        after = try columns.optionalID()
        state = try columns.name()
        attempts = try columns.integer()
        dueAt = try columns.integer()
        leaseNode = try columns.optionalID()
        leaseUntil = try columns.optionalInteger()
        lastError = try columns.optionalText()
        idempotencyKey = try columns.text()
        onRejection = try columns.name()
        madeAt = try columns.integer()
        updatedAt = try columns.integer()
    }

    var values: [Value] {
        [
            Value(id), Value(documentID), .integer(payloadVersion), .text(backend), Value(purpose), .text(orderKey),
            .text(sender), Value(interchangeID), .integer(interchangeNumber), .integer(position), Value(!isBirth),
            Value(bundle), Value(step), Value(after), Value(state), .integer(attempts), .integer(dueAt),
            Value(leaseNode),
            Value(leaseUntil), Value(lastError), .text(idempotencyKey),
            Value(onRejection), .integer(madeAt), .integer(updatedAt),
        ]
    }
}
