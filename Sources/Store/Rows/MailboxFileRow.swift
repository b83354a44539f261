/// A file in a mailbox: a delivery that was put there, and is fetched or not.
public struct MailboxFileRow: Sendable, Hashable {
    /// The delivery.
    public var deliveryID: UniqueID
    /// The mailbox.
    public var mailbox: String
    /// The file's name.
    public var name: String
    /// When it was put, in microseconds.
    public var putAt: Int64
    /// Until when it is to be fetched, in microseconds.
    public var dueAt: Int64
    /// When it was seen to be gone, in microseconds; nil while it is there.
    public var fetchedAt: Int64?

    /// A file that was put.
    public init(deliveryID: UniqueID, mailbox: String, name: String, putAt: Int64, dueAt: Int64) {
        self.deliveryID = deliveryID
        self.mailbox = mailbox
        self.name = name
        self.putAt = putAt
        self.dueAt = dueAt
    }
}

extension MailboxFileRow: TableRow {
    static let table = "mailbox_files"
    static let columnNames = ["delivery_id", "mailbox", "name", "put_at", "due_at", "fetched_at"]

    var values: [Value] {
        [
            Value(deliveryID), .text(mailbox), .text(name), .integer(putAt), .integer(dueAt), Value(fetchedAt),
        ]
    }

    init(_ row: Row) throws {
        var columns = row.columns
        deliveryID = try columns.id()
        mailbox = try columns.text()
        name = try columns.text()
        putAt = try columns.integer()
        dueAt = try columns.integer()
        fetchedAt = try columns.optionalInteger()
    }
}
