extension Transaction {
    /// The stages of all milestones that ever moved.
    public func milestones() throws -> [MilestoneRow] {
        try query("select \(MilestoneRow.columns()) from milestones order by id").map(MilestoneRow.init)
    }

    /// Writes a milestone's stage, with since when it is there, and keeps the move that led there. The caller holds the exclusive routing lock.
    public func moveMilestone(_ move: MilestoneMoveRow) throws {
        try execute(
            """
            insert into milestones (id, stage, since, epoch) values ($1, $2, $3, $4)
            on conflict (id) do update set stage = excluded.stage, epoch = excluded.epoch,
                since = case when milestones.stage = excluded.stage then milestones.since else excluded.since end
            """, [.text(move.milestone), .text(move.to), .integer(move.at), .integer(move.epoch)])
        try execute(MilestoneMoveRow.insertion(), move.values)
    }

    /// A milestone's moves, oldest first.
    public func moves(ofMilestone id: String) throws -> [MilestoneMoveRow] {
        try query(
            "select \(MilestoneMoveRow.columns()) from milestone_moves where milestone = $1 order by seq", [.text(id)]
        ).map(MilestoneMoveRow.init)
    }

    /// The sides that completed milestones stored.
    public func cells() throws -> [CellRow] {
        try query("select function, site, side from cells order by function, site").map { row in
            var columns = row.columns
            return CellRow(
                function: try columns.text(), site: try columns.text(), side: try columns.text())
        }
    }

    /// Stores the side of a cell.
    public func storeCell(_ cell: CellRow) throws {
        try execute(
            """
            insert into cells (function, site, side) values ($1, $2, $3)
            on conflict (function, site) do update set side = excluded.side
            """, [.text(cell.function), .text(cell.site), .text(cell.side)])
    }

    /// Signs the import of a site's open orders; false when it was signed before.
    public func signImport(site: String, by person: String, at now: Int64) throws -> Bool {
        try execute(
            """
            insert into site_imports (site, signed_by, signed_at) values ($1, $2, $3) on conflict (site) do nothing
            """, [.text(site), .text(person), .integer(now)]) == 1
    }

    /// The sites whose import is signed.
    public func signedImports() throws -> [SiteImportRow] {
        try query("select site, signed_by, signed_at from site_imports order by site").map { row in
            var columns = row.columns
            return SiteImportRow(
                site: try columns.text(), signedBy: try columns.text(), signedAt: try columns.integer())
        }
    }
}

/// The stored side of a function at a site.
public struct CellRow: Sendable, Hashable {
    /// The function.
    public var function: String
    /// The site.
    public var site: String
    /// The side.
    public var side: String

    /// A cell's side.
    public init(function: String, site: String, side: String) {
        self.function = function
        self.site = site
        self.side = side
    }
}

/// The signature under a site's import of open orders.
public struct SiteImportRow: Sendable, Hashable {
    /// The site.
    public let site: String
    /// Who signed.
    public let signedBy: String
    /// When, in microseconds.
    public let signedAt: Int64
}
