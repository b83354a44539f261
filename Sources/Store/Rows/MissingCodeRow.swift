public import Intake

/// A code for which a document could not be written for a back end.
public struct MissingCodeRow: Sendable, Hashable {
    public var documentID: UniqueID
    public var backend: String
    public var kind: MasterKind
    public var code: SystemCode
    /// What is wrong with it: `master.code-unknown`, `master.code-conflict`; ``alternative`` of a code that would do as well.
    public var fault: String
    /// The fault of a code that nobody is asked for, and that would do: an item's GTIN beside its seller's code.
    public static let alternative = "alternative"
    /// When it was missed, in microseconds.
    public var madeAt: Int64

    /// A code that was missed.
    public init(
        documentID: UniqueID, backend: String, kind: MasterKind, code: SystemCode, fault: String, madeAt: Int64
    ) {
        self.documentID = documentID
        self.backend = backend
        self.kind = kind
        self.code = code
        self.fault = fault
        self.madeAt = madeAt
    }
}

extension MissingCodeRow: TableRow {
    static let table = "missing_codes"
    static let columnNames = ["document_id", "backend", "kind", "system", "code", "fault", "made_at"]

    var values: [Value] {
        [
            Value(documentID), .text(backend), Value(kind), .text(code.system.text), .text(code.code), .text(fault),
            .integer(madeAt),
        ]
    }

    init(_ row: Row) throws {
        var columns = row.columns
        documentID = try columns.id()
        backend = try columns.text()
        kind = try columns.name()
        guard let system = CodeSystem(try columns.text()) else { throw StoreError(.mismatch, code: "system") }
        code = SystemCode(system, try columns.text())
        fault = try columns.text()
        madeAt = try columns.integer()
    }
}
