/// The routing snapshot that decides what births get.
public struct RoutingRow: Sendable, Hashable {
    /// Its number; every change raises it.
    public var epoch: Int64
    /// The compiled snapshot, JSON.
    public var snapshot: String
    /// The snapshot's hash.
    public var hash: [UInt8]
    /// When it was published, in microseconds.
    public var publishedAt: Int64

    /// A snapshot to publish.
    public init(epoch: Int64, snapshot: String, hash: [UInt8], publishedAt: Int64) {
        self.epoch = epoch
        self.snapshot = snapshot
        self.hash = hash
        self.publishedAt = publishedAt
    }
}

extension RoutingRow: TableRow {
    static let table = "routing_history"
    static let columnNames = ["epoch", "snapshot", "hash", "published_at"]

    init(_ row: Row) throws {
        var columns = row.columns
        epoch = try columns.integer()
        snapshot = try columns.text()
        hash = try columns.bytes()
        publishedAt = try columns.integer()
    }

    var values: [Value] { [.integer(epoch), .text(snapshot), .bytes(hash), .integer(publishedAt)] }
}
