/// A database with its connections: runs transactions, each on a thread that may block.
///
/// Both drivers promise the same: a body runs from its first statement to its COMMIT without suspending; it is never
/// run twice unless nothing of it was sent; a thrown error rolls it back; a return means committed and synced to disk. A
/// COMMIT that carries a warning, or whose answer is lost, throws ``StoreError/Kind/commitUnknown``.
public protocol Database: Sendable {
    /// Which of the two SQL texts this database reads.
    var dialect: Dialect { get }

    /// Runs a transaction that may write (PostgreSQL: READ COMMITTED; SQLite: BEGIN IMMEDIATE, one at a time).
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// Runs a transaction that only reads, all its statements seeing one state of the database.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result

    /// Ends the connections once their present work is done; what is asked later fails as unavailable.
    func close() async
}

/// An open transaction. It lives as long as the body that was given it and stays on that body's thread.
///
/// Statements are prepared once per connection and cached by their text, so the text must not hold values: it takes
/// `$1`, `$2`… Every failure is a ``StoreError``; after one the transaction can only end.
public protocol Transaction {
    /// Which of the two SQL texts this transaction reads.
    var dialect: Dialect { get }

    /// The rows of a statement.
    func query(_ sql: String, _ arguments: [Value]) throws -> [Row]

    /// Runs a statement and gives the number of rows it changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: [Value]) throws -> Int

    /// Runs one statement for many rows of arguments, in their order, and gives the number of rows changed in all.
    @discardableResult
    func executeMany(_ sql: String, _ rows: [[Value]]) throws -> Int

    /// Runs one statement for many rows of arguments, in their order, and gives the answer to each.
    func queryMany(_ sql: String, _ rows: [[Value]]) throws -> [[Row]]
}

extension Transaction {
    /// The rows of a statement without arguments.
    public func query(_ sql: String) throws -> [Row] { try query(sql, []) }

    /// Runs a statement without arguments.
    @discardableResult
    public func execute(_ sql: String) throws -> Int { try execute(sql, []) }
}
