import PostgresWire

/// One row that a query gave, by the names of its columns.
public struct PostgresRow: Sendable, Hashable {
    /// A column's value.
    public struct Field: Sendable, Hashable {
        public var name: String
        public var value: PostgresValue
        /// Whether it is `json` or `jsonb`.
        public var isJSON: Bool
    }

    public var fields: [Field]

    /// The first column of a name.
    public subscript(name: String) -> Field? { fields.first { $0.name == name } }

    /// How many bytes the values have.
    var size: Int { fields.reduce(0) { $0 + $1.value.size } }
}

extension PostgresRow {
    /// The first row of an answer in text form.
    init(_ answer: PostgresAnswer) {
        let types = answer.columnTypes
        fields = zip(answer.columnNames, types).enumerated().map { column, described in
            let (name, type) = described
            return Field(
                name: name, value: PostgresValue(answer.bytes(row: 0, column: column), type: type),
                isJSON: PostgresValue.jsonTypes.contains(type))
        }
    }
}

extension PostgresReply {
    init(_ answer: PostgresAnswer) {
        let first = answer.rowCount > 0 ? PostgresRow(answer).fields.first : nil
        self.init(rows: answer.changes, value: first?.value, isJSON: first?.isJSON ?? false)
    }
}

extension PostgresValue {
    /// `json` and `jsonb` (`pg_type.dat`).
    static let jsonTypes: Set<PostgresType> = [114, 3802]

    /// A value in text form. `bytea` comes as `\x` and digits (PostgreSQL documentation, 8.4.1).
    init(_ bytes: UnsafeRawBufferPointer?, type: PostgresType) {
        guard let bytes else {
            self = .null
            return
        }
        let plain = Array(bytes)
        if type == PostgresParameters.bytea, let binary = Self.binary(plain) {
            self = .bytes(binary)
        } else {
            self = .text(plain)
        }
    }

    fileprivate var size: Int {
        switch self {
        case .null: 0
        case .text(let bytes), .bytes(let bytes): bytes.count
        }
    }

    private static func binary(_ text: [UInt8]) -> [UInt8]? {
        guard text.starts(with: "\\x".utf8), text.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        for index in stride(from: 2, to: text.count, by: 2) {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
