/// A row that is read and written with all its columns.
protocol TableRow {
    static var table: String { get }
    /// The columns in the order in which a row is read and written.
    static var columnNames: [String] { get }
    init(_ row: Row) throws
    var values: [Value] { get }
}

extension TableRow {
    /// The columns for a `select`, of a table's alias if one is given.
    static func columns(of alias: String? = nil) -> String {
        columnNames.map { name in alias.map { "\($0).\(name)" } ?? name }.joined(separator: ", ")
    }

    /// The statement that inserts a row's ``values``.
    static func insertion() -> String {
        let places = (1...columnNames.count).map { "$\($0)" }.joined(separator: ", ")
        return "insert into \(table) (\(columns())) values (\(places))"
    }
}
