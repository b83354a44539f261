import CLibPQ

/// What the server answered to one statement; frees libpq's result when it goes.
public final class PostgresAnswer {
    private let result: OpaquePointer
    private let status: ExecStatusType

    init(_ result: OpaquePointer) {
        self.result = result
        status = PQresultStatus(result)
    }

    deinit { PQclear(result) }

    /// Whether it marks the end of a pipeline.
    var isSync: Bool { status == PGRES_PIPELINE_SYNC }

    /// Whether it holds one row of more to come.
    var isSingleRow: Bool { status == PGRES_SINGLE_TUPLE }

    /// The command's tag: `COMMIT`, `INSERT 0 1`.
    public var tag: String { String(cString: PQcmdStatus(result)) }

    /// How many rows the command changed or gave.
    public var changes: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// The types of a described statement's parameters.
    var parameterTypes: [PostgresType] { (0..<PQnparams(result)).map { PQparamtype(result, $0) } }

    /// The failure, if it is one.
    public var fault: PostgresFault? {
        switch status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_PIPELINE_SYNC, PGRES_EMPTY_QUERY: nil
        case PGRES_PIPELINE_ABORTED: PostgresFault.pipelineAborted
        default: PostgresFault(result)
        }
    }

    /// How many rows it holds.
    public var rowCount: Int { Int(PQntuples(result)) }

    /// The types of its columns.
    public var columnTypes: [PostgresType] { (0..<PQnfields(result)).map { PQftype(result, $0) } }

    /// The names of its columns.
    public var columnNames: [String] {
        (0..<PQnfields(result)).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
    }

    /// A value's bytes, which live as long as the answer; nil for NULL.
    public func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        let (row, column) = (Int32(row), Int32(column))
        guard PQgetisnull(result, row, column) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
    }
}
