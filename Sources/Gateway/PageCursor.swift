import Diagnostics
import Store

/// Where a page of a list begins: behind the last row of the page before, named by its id.
enum PageCursor {
    /// The row that a cursor names; nil without a cursor.
    ///
    /// - Throws: ``GatewayError`` with `api.cursor-invalid` for what names no row.
    static func row<Row>(_ cursor: String?, _ find: (UniqueID) throws -> Row?) throws -> Row? {
        guard let cursor else { return nil }
        guard let id = UniqueID(cursor), let row = try find(id) else { throw invalid(cursor) }
        return row
    }

    /// The id that a cursor is; nil without a cursor.
    ///
    /// - Throws: ``GatewayError`` with `api.cursor-invalid` for what is no id.
    static func id(_ cursor: String?) throws -> UniqueID? {
        guard let cursor else { return nil }
        guard let id = UniqueID(cursor) else { throw invalid(cursor) }
        return id
    }

    private static func invalid(_ cursor: String) -> GatewayError {
        GatewayError(.invalid, Diagnostic("api.cursor-invalid", value: cursor))
    }
}
