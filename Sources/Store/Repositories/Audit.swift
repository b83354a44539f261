import Digests

/// One entry of the audit trail: who changed what, from where, why.
public struct AuditEntry: Sendable, Hashable {
    /// When, in microseconds.
    public var at: Int64
    /// Who: a user's or key's id, never a person's data.
    public var actor: String
    /// The address it came from.
    public var origin: String
    /// What was done.
    public var action: String
    /// To what.
    public var subject: String
    /// What stood before, JSON.
    public var before: String?
    /// What stands now, JSON.
    public var after: String?
    /// Why.
    public var reason: String?

    /// An entry to append.
    public init(
        at: Int64, actor: String, origin: String, action: String, subject: String, before: String? = nil,
        after: String? = nil, reason: String? = nil
    ) {
        self.at = at
        self.actor = actor
        self.origin = origin
        self.action = action
        self.subject = subject
        self.before = before
        self.after = after
        self.reason = reason
    }

    /// The hash that binds an entry to its place: over node, number, content and the hash before, each with its length
    /// in front, so that no two contents give the same bytes.
    public func hash(node: String, seq: Int64, previous: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        let texts = [node, "\(seq)", "\(at)", actor, origin, action, subject, before, after, reason]
        for text in texts {
            // An absent text differs from an empty one.
            hash.update("\(text.map { "\($0.utf8.count)" } ?? "-"):".utf8)
            hash.update((text ?? "").utf8)
        }
        hash.update(previous)
        return hash.finalize()
    }
}

/// An entry in its place in its node's chain.
public struct AuditRow: Sendable, Hashable {
    /// The node whose chain it is.
    public let node: String
    /// Its number in the chain, from 1.
    public let seq: Int64
    /// The entry.
    public let entry: AuditEntry
    /// The hash of the entry before; 32 zeros for the first.
    public let previousHash: [UInt8]
    /// Its own hash.
    public let hash: [UInt8]
}

/// The last entry of a node's chain; other nodes' chains anchor it.
public struct AuditHead: Sendable, Hashable {
    /// The node.
    public let node: String
    /// The number of its last entry.
    public let seq: Int64
    /// That entry's hash.
    public let hash: [UInt8]
}

extension Transaction {
    /// Appends entries to a node's chain in the caller's transaction, so that what changed and its entry stand or fall
    /// together. It holds the chain until the transaction ends: call it last.
    ///
    /// - Returns: The chain's new head.
    @discardableResult
    public func audit(_ entries: [AuditEntry], node: String) throws -> AuditHead {
        try execute(
            "insert into audit_heads (node, seq, hash) values ($1, 0, $2) on conflict (node) do nothing",
            [.text(node), .bytes(AuditChain.start)])
        let heads = try query(
            "select node, seq, hash from audit_heads where node = $1 /*postgres for update*/", [.text(node)])
        guard var head = try heads.first.map(AuditHead.init) else { throw StoreError(.mismatch, code: "audit_heads") }
        var rows: [[Value]] = []
        for entry in entries {
            let next = AuditHead(
                node: node, seq: head.seq + 1, hash: entry.hash(node: node, seq: head.seq + 1, previous: head.hash))
            rows.append([
                .text(node), .integer(next.seq), .integer(entry.at), .text(entry.actor), .text(entry.origin),
                .text(entry.action), .text(entry.subject), Value(entry.before), Value(entry.after),
                Value(entry.reason), .bytes(head.hash), .bytes(next.hash),
            ])
            head = next
        }
        try executeMany(
            """
            insert into audit (\(AuditRow.columns)) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """, rows)
        try execute(
            "update audit_heads set seq = $2, hash = $3 where node = $1",
            [.text(node), .integer(head.seq), .bytes(head.hash)])
        return head
    }

    /// The heads of all chains, for a node to anchor in its own.
    public func auditHeads() throws -> [AuditHead] {
        try query("select node, seq, hash from audit_heads order by node").map(AuditHead.init)
    }

    /// A chain's entries behind a number.
    public func auditTrail(node: String, after seq: Int64 = 0, limit: Int) throws -> [AuditRow] {
        try query(
            "select \(AuditRow.columns) from audit where node = $1 and seq > $2 order by seq limit $3",
            [.text(node), .integer(seq), .integer(Int64(limit))]
        ).map(AuditRow.init)
    }

    /// The newest entries about a subject, or of all, before an instant.
    public func auditTrail(subject: String?, before instant: Int64, limit: Int) throws -> [AuditRow] {
        let about = subject == nil ? "" : "and subject = $3"
        return try query(
            """
            select \(AuditRow.columns) from audit where at < $1 \(about) order by at desc, node, seq desc limit $2
            """, [.integer(instant), .integer(Int64(limit))] + (subject.map { [.text($0)] } ?? [])
        ).map(AuditRow.init)
    }
}

/// Checks a chain as it is read, page by page, from its first entry.
public struct AuditChain: Sendable, Hashable {
    /// The hash before the first entry.
    public static let start = [UInt8](repeating: 0, count: SHA256.length)

    /// The node whose chain it is.
    public let node: String
    /// How far it was checked.
    public private(set) var head: AuditHead

    /// A chain of which nothing was read yet.
    public init(node: String) {
        self.node = node
        head = AuditHead(node: node, seq: 0, hash: Self.start)
    }

    /// Takes the next entries; gives the number of the first that is missing or was changed, nil when all fit.
    public mutating func firstFault(in rows: [AuditRow]) -> Int64? {
        for row in rows {
            let hash = row.entry.hash(node: node, seq: head.seq + 1, previous: head.hash)
            guard row.node == node, row.seq == head.seq + 1, row.previousHash == head.hash, row.hash == hash else {
                return head.seq + 1
            }
            head = AuditHead(node: node, seq: row.seq, hash: row.hash)
        }
        return nil
    }
}

extension AuditHead {
    init(_ row: Row) throws {
        var columns = row.columns
        node = try columns.text()
        seq = try columns.integer()
        hash = try columns.bytes()
    }
}

extension AuditRow {
    static let columns =
        "node, seq, at, actor, origin, action, subject, before, after, reason, previous_hash, hash"

    init(_ row: Row) throws {
        var columns = row.columns
        node = try columns.text()
        seq = try columns.integer()
        entry = AuditEntry(
            at: try columns.integer(), actor: try columns.text(), origin: try columns.text(),
            action: try columns.text(), subject: try columns.text(), before: try columns.optionalText(),
            after: try columns.optionalText(), reason: try columns.optionalText())
        previousHash = try columns.bytes()
        hash = try columns.bytes()
    }
}
