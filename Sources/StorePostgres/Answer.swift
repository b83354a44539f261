import PostgresWire
import Store

extension PostgresAnswer {
    /// The failure, if it is one.
    var error: StoreError? { fault.map(StoreError.init) }

    /// Whether the error ended the session, so that what the server did last is not known.
    var endsSession: Bool { fault?.endsSession ?? false }

    /// The rows, decoded by their columns' types.
    func rows() throws -> [Row] {
        let types = columnTypes
        return try (0..<rowCount).map { row in
            Row(
                try types.enumerated().map { column, type in
                    guard let bytes = bytes(row: row, column: column) else { return .null }
                    return try Value(bytes, type: type)
                })
        }
    }
}

extension StoreError {
    /// A fault of the server, without any value: the primary message of a data error quotes the value, and one raised
    /// by a function may, so both are left out; a broken constraint is told by its name.
    init(_ fault: PostgresFault) {
        switch fault.kind {
        case .unreachable: self.init(.unavailable, code: "08001", message: fault.message)
        case .lost: self.init(.unavailable, code: "08006", message: fault.message)
        case .silent: self.init(.unavailable, code: "no-answer")
        case .server:
            let state = fault.sqlState ?? "08006"
            let message: String
            switch state.prefix(2) {
            case "22", "54", "P0": message = ""
            case "23": message = [fault.table, fault.constraint].compactMap(\.self).joined(separator: " ")
            default: message = fault.message
            }
            self.init(StoreError.Kind(sqlState: state), code: state, message: message)
        }
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
