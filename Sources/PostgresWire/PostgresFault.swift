import CLibPQ

/// Why a statement did not do its work.
public struct PostgresFault: Error, Sendable, Hashable {
    /// Who says so.
    public enum Kind: Sendable, Hashable {
        /// No connection was made.
        case unreachable
        /// The connection broke; what was under way may have taken effect.
        case lost
        /// No answer came in time; what was under way may have taken effect.
        case silent
        /// The server answered with an error.
        case server
    }

    public var kind: Kind
    /// The SQLSTATE of what the server said (PostgreSQL documentation, appendix A); nil for a fault of the connection.
    public var sqlState: String?
    /// `ERROR`, `FATAL` or `PANIC`, as the server said.
    public var severity: String?
    /// The first line in the words of the server, or of libpq. It may quote values.
    public var message: String
    /// The table of a broken constraint.
    public var table: String?
    /// The name of a broken constraint, or of the unique index in its place.
    public var constraint: String?

    /// A fault of the connection.
    public init(_ kind: Kind, _ message: String = "") {
        self.kind = kind
        self.message = message
    }

    /// What the server said.
    init(_ result: OpaquePointer) {
        kind = .server
        sqlState = result.field(.sqlState)
        severity = result.field(.severity)
        message = result.field(.primaryMessage) ?? String(cString: PQresultErrorMessage(result)).firstLine
        table = result.field(.tableName)
        constraint = result.field(.constraintName)
        // libpq makes such a result when the connection broke while it waited.
        if sqlState == nil { kind = .lost }
    }

    /// A statement behind one that failed in the same pipeline.
    static let pipelineAborted: PostgresFault = {
        var fault = PostgresFault(.server)
        (fault.sqlState, fault.severity) = ("25P02", "ERROR")
        return fault
    }()

    /// Whether the connection is at its end, so that what the server did last may not be known.
    public var endsSession: Bool { severity == nil || severity == "FATAL" || severity == "PANIC" }
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
}

extension String {
    /// The first line, without its end.
    var firstLine: String { String(prefix { !$0.isNewline }) }
}
