import PostgresWire
import Store

/// The types of the server that we send and read in binary (`pg_type.dat`).
private enum TypeID {
    static let bool: PostgresType = 16
    static let bytea: PostgresType = 17
    static let name: PostgresType = 19
    static let int8: PostgresType = 20
    static let int2: PostgresType = 21
    static let int4: PostgresType = 23
    static let text: PostgresType = 25
    static let oid: PostgresType = 26
    static let json: PostgresType = 114
    static let unknown: PostgresType = 705
    static let varchar: PostgresType = 1043
    static let void: PostgresType = 2278
    static let uuid: PostgresType = 2950
    static let jsonb: PostgresType = 3802
}

extension PostgresParameters {
    /// Encodes arguments for the types that the server asks for.
    init(_ arguments: [Value], types: [PostgresType]) throws {
        self.init()
        guard arguments.count == types.count else { throw StoreError(.other, code: "08P01") }
        for (value, type) in zip(arguments, types) { try append(value, as: type) }
    }

    private mutating func append(_ value: Value, as type: PostgresType) throws {
        switch (value, type) {
        case (.null, _): add(binary: nil)
        case (.integer(let integer), TypeID.int8): add(binary: integer.networkOrder)
        case (.integer(let integer), TypeID.int4):
            guard let small = Int32(exactly: integer) else { throw StoreError(.data, code: "22003") }
            add(binary: small.networkOrder)
        case (.integer(let integer), _): add(text: Array(String(integer).utf8))
        case (.text(let text), TypeID.uuid):
            guard let id = UniqueID(text) else { throw StoreError(.data, code: "22P02") }
            add(binary: id.bytes)
        case (.text(let text), TypeID.text), (.text(let text), TypeID.varchar):
            add(binary: StoredText.bytes(of: text))
        case (.text(let text), _): add(text: StoredText.bytes(of: text))
        case (.bytes(let bytes), TypeID.bytea): add(binary: bytes)
        case (.bytes, _): throw StoreError(.data, code: "42804")
        }
    }
}

extension FixedWidthInteger {
    fileprivate var networkOrder: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }

    fileprivate init(networkOrder bytes: UnsafeRawBufferPointer) {
        self = bytes.reduce(0) { $0 << 8 | Self(truncatingIfNeeded: $1) }
    }
}

extension Value {
    /// A value of the server's binary form; a type that we do not read is an error of the statement.
    init(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        switch type {
        case TypeID.int8: self = .integer(Int64(networkOrder: bytes))
        case TypeID.int4: self = .integer(Int64(Int32(networkOrder: bytes)))
        case TypeID.int2: self = .integer(Int64(Int16(networkOrder: bytes)))
        case TypeID.oid: self = .integer(Int64(UInt32(networkOrder: bytes)))
        case TypeID.bool: self = .integer(bytes.first == 0 ? 0 : 1)
        case TypeID.text, TypeID.varchar, TypeID.name, TypeID.json, TypeID.unknown:
            self = .text(String(decoding: bytes, as: UTF8.self))
        case TypeID.jsonb: self = .text(String(decoding: bytes.dropFirst(), as: UTF8.self))
        case TypeID.bytea: self = .bytes([UInt8](bytes))
        case TypeID.uuid:
            guard bytes.count == 16 else { throw StoreError(.mismatch, code: "uuid") }
            self = .text(UniqueID(bytes: bytes).description)
        case TypeID.void: self = .null
        default: throw StoreError(.mismatch, code: "type-\(type)")
        }
    }
}
