/// How long a piece of an interchange's bytes is at most. A piece is one row, so it bounds what a transaction and a
/// connection hold of one payload at once.
public let pieceLength = 1 << 20

extension Transaction {
    /// Accepts payloads: one row and its bytes each, numbered in the order given. Durable once the transaction commits.
    ///
    /// Takes the senders' locks first, so that one sender's numbers become visible in order, and holds them until COMMIT:
    /// call it once in its transaction, before anything but the routing lock. A payload that repeats a (sender, idempotency key) is not written; the
    /// first one's acceptance is given.
    ///
    /// - Throws: ``StoreError/Kind/constraint`` when an id is taken, or an upload's pieces are gone (`upload-gone`).
    public func accept(_ received: [ReceivedInterchange]) throws -> [Acceptance] {
        try lockSenders(received.map(\.sender))
        let numbers = try queryMany(
            """
            insert into interchanges (id, sender, channel, file_name, content_type, size, sha256, idempotency_key,
                status, received_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, 'accepted', $9)
            on conflict (sender, idempotency_key) do nothing
            returning number
            """,
            received.map { item in
                [
                    Value(item.id), .text(item.sender), .text(item.channel), .key(item.fileName),
                    Value(item.contentType), .integer(item.size), .bytes(item.sha256), Value(item.idempotencyKey),
                    .integer(item.receivedAt),
                ]
            })
        let isNew = numbers.map { !$0.isEmpty }
        let new = zip(received, isNew).filter(\.1).map(\.0)
        try writeBytes(of: new)
        try writeAS2(of: new)
        return try zip(received, numbers).map { item, rows in
            guard let row = rows.first else { return try firstAcceptance(of: item) }
            var columns = row.columns
            return Acceptance(id: item.id, number: try columns.integer(), isRepeat: false, sha256: item.sha256)
        }
    }

    private func firstAcceptance(of item: ReceivedInterchange) throws -> Acceptance {
        let rows = try query(
            "select id, number, sha256 from interchanges where sender = $1 and idempotency_key = $2",
            [.text(item.sender), Value(item.idempotencyKey)])
        guard let row = rows.first else { throw StoreError(.serialization, code: "idempotency") }
        var columns = row.columns
        return Acceptance(
            id: try columns.id(), number: try columns.integer(), isRepeat: true, sha256: try columns.bytes())
    }

    private func writeBytes(of items: [ReceivedInterchange]) throws {
        var pieces: [[Value]] = []
        var uploads: [[Value]] = []
        for item in items {
            switch item.content {
            case .uploaded: uploads.append([Value(item.id)])
            case .bytes(let bytes):
                let starts = stride(from: 0, to: max(bytes.count, 1), by: pieceLength)
                for (number, start) in starts.enumerated() {
                    let end = min(start + pieceLength, bytes.count)
                    let piece = start == 0 && end == bytes.count ? bytes : Array(bytes[start..<end])
                    pieces.append([Value(item.id), .integer(Int64(number)), .bytes(piece)])
                }
            }
        }
        try executeMany(
            "insert into interchange_bytes (interchange_id, piece, bytes) values ($1, $2, $3)", pieces)
        // The upload's row is the guard against the removal of orphans: whoever deletes it has the pieces.
        guard try executeMany("delete from uploads where id = $1", uploads) == uploads.count else {
            throw StoreError(.constraint, code: "upload-gone")
        }
    }

    /// What stands for payloads whose COMMIT's answer was lost, nil where there is nothing. It waits for the senders' locks
    /// first, so that a COMMIT that the server is still at has ended when it looks.
    public func settledAcceptances(of items: [ReceivedInterchange]) throws -> [Acceptance?] {
        try lockSenders(items.map(\.sender))
        return try acceptances(of: items.map(\.id))
    }

    /// What stands for these ids, nil where nothing is visible.
    public func acceptances(of ids: [UniqueID]) throws -> [Acceptance?] {
        try queryMany("select number, sha256 from interchanges where id = $1", ids.map { [Value($0)] })
            .enumerated().map { index, rows in
                guard let row = rows.first else { return nil }
                var columns = row.columns
                return Acceptance(
                    id: ids[index], number: try columns.integer(), isRepeat: false, sha256: try columns.bytes())
            }
    }

    /// Takes the locks of senders until the transaction ends. SQLite has one writer and needs none.
    ///
    /// PostgreSQL knows a lock by two integers; the second is a hash of the sender. Two senders of one hash wait for
    /// each other needlessly, which is harmless. The order is that of the hashes, so that no two nodes wait in a circle.
    func lockSenders(_ senders: [String]) throws {
        guard dialect == .postgres else { return }
        let keys = Set(senders.map(LockKey.sender)).sorted()
        _ = try queryMany(
            "select pg_advisory_xact_lock($1, $2)",
            keys.map { [.integer(LockKey.senders), .integer(Int64($0))] })
    }
}

/// The numbers of PostgreSQL's advisory locks. Every node of every version must use the same: they never change.
enum LockKey {
    /// The class of the senders' locks.
    static let senders: Int64 = 0x4d50_0001
    /// The lock between deciding and moving.
    static let routing: Int64 = 0x4d49_4c45_0000_0002
    /// The lock between claiming and fencing.
    static let fences: Int64 = 0x4d49_4c45_0000_0003

    /// A sender's number in its class: FNV-1a of 32 bits.
    static func sender(_ sender: String) -> Int32 {
        let hash = sender.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return Int32(bitPattern: hash)
    }
}
