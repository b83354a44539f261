/// What providers listed.
extension Transaction {
    /// Notes entries that are not known yet; of known ones nothing changes.
    public func insertProviderEntries(_ rows: [ProviderEntryRow], at now: Int64) throws {
        guard !rows.isEmpty else { return }
        _ = try queryMany(
            """
            insert into provider_entries (\(ProviderEntryRow.columns()), updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning 1
            """, rows.map { $0.values + [.integer(now)] })
    }

    /// The entries of an account that are due, as they were listed.
    public func dueProviderEntries(of provider: String, at now: Int64, limit: Int) throws -> [ProviderEntryRow] {
        try query(
            """
            select \(ProviderEntryRow.columns()) from provider_entries
            where provider = $1 and due_at <= $2 order by due_at limit $3
            """, [.text(provider), .integer(now), .integer(Int64(limit))]
        ).map(ProviderEntryRow.init)
    }

    /// How many entries of an account are not done with, counted up to a limit.
    public func countProviderEntries(of provider: String, upTo limit: Int) throws -> Int {
        try query(
            "select 1 from provider_entries where provider = $1 limit $2", [.text(provider), .integer(Int64(limit))]
        ).count
    }

    /// Why an entry of an account came to nothing when it was last tried; nil when none did.
    public func providerFault(of provider: String) throws -> String? {
        let rows = try query(
            "select fault from provider_entries where provider = $1 and fault is not null limit 1", [.text(provider)])
        guard var columns = rows.first?.columns else { return nil }
        return try columns.optionalText()
    }

    /// Writes how far an entry is.
    public func updateProviderEntry(_ row: ProviderEntryRow, at now: Int64) throws {
        try execute(
            """
            update provider_entries set state = $3, attempts = $4, due_at = $5, fault = $6, updated_at = $7
            where provider = $1 and entry = $2
            """,
            [
                .text(row.provider), .text(row.entry), .text(row.state.rawValue), .integer(row.attempts),
                .integer(row.dueAt), Value(row.fault), .integer(now),
            ])
    }

    /// Lets go of entries that are done with.
    public func deleteProviderEntries(_ entries: [String], of provider: String) throws {
        _ = try queryMany(
            "delete from provider_entries where provider = $1 and entry = $2 returning 1",
            entries.map { [.text(provider), .text($0)] })
    }
}
