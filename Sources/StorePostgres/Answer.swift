import CLibPQ
import Store

/// What the server answered to one statement; frees libpq's result when it goes.
final class Answer {
    private let result: OpaquePointer
    private let status: ExecStatusType

    init(_ result: OpaquePointer) {
        self.result = result
        status = PQresultStatus(result)
    }

    deinit { PQclear(result) }

    /// Whether it marks the end of a pipeline.
    var isSync: Bool { status == PGRES_PIPELINE_SYNC }

    /// The command's tag: `COMMIT`, `INSERT 0 1`.
    var tag: String { String(cString: PQcmdStatus(result)) }

    /// How many rows the command changed or gave.
    var changes: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// The types of a described statement's parameters.
    var parameterTypes: [Oid] { (0..<PQnparams(result)).map { PQparamtype(result, $0) } }

    /// Whether the error ended the session, so that what the server did last is not known.
    var endsSession: Bool {
        let severity = result.field(.severity)
        return severity == nil || severity == "FATAL" || severity == "PANIC"
    }

    /// The failure, if it is one.
    var error: StoreError? {
        switch status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_PIPELINE_SYNC, PGRES_EMPTY_QUERY: return nil
        case PGRES_PIPELINE_ABORTED: return StoreError(.other, code: "25P02")
        default: return result.storeError
        }
    }

    /// The rows, decoded by their columns' types.
    func rows() throws -> [Row] {
        let columns = (0..<PQnfields(result)).map { ($0, PQftype(result, $0)) }
        return try (0..<PQntuples(result)).map { row in
            Row(
                try columns.map { column, type in
                    guard PQgetisnull(result, row, column) == 0 else { return .null }
                    let bytes = UnsafeRawBufferPointer(
                        start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
                    return try Value(bytes, type: type)
                })
        }
    }
}

/// The fields of an error or notice that we read (`postgres_ext.h`, whose macros Swift does not see).
enum DiagnosticField: Unicode.Scalar {
    case severity = "V"
    case sqlState = "C"
    case primaryMessage = "M"
    case tableName = "t"
    case constraintName = "n"
}

extension OpaquePointer {
    /// A field of an error or notice.
    func field(_ field: DiagnosticField) -> String? {
        PQresultErrorField(self, Int32(field.rawValue.value)).map { String(cString: $0) }
    }

    /// The error of a result, without any value: the primary message of a data error quotes the value, and one raised
    /// by a function may, so both are left out; a broken constraint is told by its name.
    fileprivate var storeError: StoreError {
        guard let state = field(.sqlState) else {
            return StoreError(.unavailable, code: "08006")
        }
        let message: String
        switch state.prefix(2) {
        case "22", "54", "P0": message = ""
        case "23":
            message = [field(.tableName), field(.constraintName)].compactMap(\.self)
                .joined(separator: " ")
        default: message = field(.primaryMessage) ?? ""
        }
        return StoreError(StoreError.Kind(sqlState: state), code: state, message: message)
    }
}

extension StoreError.Kind {
    /// What an SQLSTATE means to us (PostgreSQL documentation, appendix A).
    init(sqlState: String) {
        self =
            switch sqlState {
            case "40001", "40P01": .serialization
            case "40003": .commitUnknown
            case "55P03", "57014": .busy
            case "25006", "25P03": .unavailable
            default:
                switch sqlState.prefix(2) {
                case "23": .constraint
                // 54: a row or an entry of an index that is too large.
                case "22", "54": .data
                case "08", "53", "57", "58": .unavailable
                default: .other
                }
            }
    }
}

extension String {
    /// The first line, without its end.
    var firstLine: String { String(prefix { !$0.isNewline }) }
}
