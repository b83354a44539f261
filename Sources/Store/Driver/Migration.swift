import Digests

/// One step of the schema: a numbered SQL file that is never edited once it has shipped.
///
/// Both drivers carry twins of the same numbers and names; the table `migrations` records which were applied and with
/// which content.
public struct Migration: Sendable, Hashable {
    /// Its number, from 1 without gaps.
    public let number: Int64
    /// What it is for.
    public let name: String
    /// Its statements in the driver's own SQL.
    public let sql: String

    /// A step by the content of its file.
    public init(number: Int64, name: String, file: [UInt8]) {
        self.number = number
        self.name = name
        sql = String(decoding: file, as: UTF8.self)
    }

    /// What the record of an applied step keeps of its content.
    public var sha256: [UInt8] { Digests.sha256(sql.utf8) }
}

extension Transaction {
    /// The steps that this database still lacks, in order.
    ///
    /// Throws ``StoreError/Kind/newer`` when it has a step that this version does not know, and
    /// ``StoreError/Kind/migrationChanged`` when a step's content is not what was applied.
    public func missingMigrations(of all: [Migration]) throws -> [Migration] {
        try execute(
            """
            create table if not exists migrations (
                number bigint primary key,
                name text not null,
                sha256 /*postgres bytea*/ /*sqlite blob*/ not null,
                applied_at bigint not null
            )
            """)
        let known = Dictionary(uniqueKeysWithValues: all.map { ($0.number, $0) })
        var applied: Set<Int64> = []
        for row in try query("select number, name, sha256 from migrations order by number") {
            var columns = row.columns
            let number = try columns.integer()
            let name = try columns.text()
            guard let step = known[number] else { throw StoreError(.newer, code: "m\(number)", message: name) }
            guard try columns.bytes() == step.sha256 else {
                throw StoreError(.migrationChanged, code: "m\(number)", message: name)
            }
            applied.insert(number)
        }
        return all.filter { !applied.contains($0.number) }.sorted { $0.number < $1.number }
    }

    /// Records that a step was applied.
    public func recordMigration(_ step: Migration, at now: Int64) throws {
        try execute(
            "insert into migrations (number, name, sha256, applied_at) values ($1, $2, $3, $4)",
            [.integer(step.number), .text(step.name), .bytes(step.sha256), .integer(now)])
    }
}
