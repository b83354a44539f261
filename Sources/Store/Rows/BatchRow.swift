/// Documents that go to a partner in one interchange.
public struct BatchRow: Sendable, Hashable {
    /// The bundle of its deliveries, and what its bytes are kept under.
    public var id: UniqueID
    /// The channel that they go by.
    public var channel: String
    /// Our identity and the partner's, as the envelope names them.
    public var own: String
    public var partner: String
    /// What the documents' envelopes have in common.
    public var envelope: String
    /// How many documents joined it.
    public var documents: Int64
    /// Whether more may join.
    public var isOpen: Bool
    /// When it is written at the latest, in microseconds.
    public var dueAt: Int64
    /// When it was written, in microseconds.
    public var writtenAt: Int64?
    /// When it was made, in microseconds.
    public var madeAt: Int64

    /// A batch without documents.
    public init(
        id: UniqueID, channel: String, own: String, partner: String, envelope: String, dueAt: Int64, madeAt: Int64
    ) {
        self.id = id
        self.channel = channel
        self.own = own
        self.partner = partner
        self.envelope = envelope
        documents = 0
        isOpen = true
        self.dueAt = dueAt
        self.madeAt = madeAt
    }
}

extension BatchRow: TableRow {
    static let table = "batches"
    static let columnNames = [
        "id", "channel", "own", "partner", "envelope", "documents", "open", "due_at", "written_at", "made_at",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        channel = try columns.text()
        own = try columns.text()
        partner = try columns.text()
        envelope = try columns.text()
        documents = try columns.integer()
        isOpen = try columns.flag()
        dueAt = try columns.integer()
        writtenAt = try columns.optionalInteger()
        madeAt = try columns.integer()
    }

    var values: [Value] {
        [
            Value(id), .text(channel), .text(own), .text(partner), .text(envelope), .integer(documents),
            Value(isOpen), .integer(dueAt), Value(writtenAt), .integer(madeAt),
        ]
    }
}
