import CLibPQ
import Store

/// The types of the server that we send and read in binary (`pg_type.dat`).
private enum TypeID {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let json: Oid = 114
    static let unknown: Oid = 705
    static let varchar: Oid = 1043
    static let void: Oid = 2278
    static let uuid: Oid = 2950
    static let jsonb: Oid = 3802
}

/// The arguments of one execution as libpq takes them: one run of bytes, and where each value stands in it.
struct Parameters {
    private var bytes: [UInt8] = []
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Encodes arguments for the types that the server asks for.
    init(_ arguments: [Value], types: [Oid]) throws {
        guard arguments.count == types.count else { throw StoreError(.other, code: "08P01") }
        for (value, type) in zip(arguments, types) { try append(value, as: type) }
    }

    private mutating func append(_ value: Value, as type: Oid) throws {
        switch (value, type) {
        case (.null, _): add(nil, isBinary: true)
        case (.integer(let integer), TypeID.int8): add(integer.networkOrder, isBinary: true)
        case (.integer(let integer), TypeID.int4):
            guard let small = Int32(exactly: integer) else { throw StoreError(.data, code: "22003") }
            add(small.networkOrder, isBinary: true)
        case (.integer(let integer), _): add(Array(String(integer).utf8) + [0], isBinary: false)
        case (.text(let text), TypeID.uuid):
            guard let id = UniqueID(text) else { throw StoreError(.data, code: "22P02") }
            add(id.bytes, isBinary: true)
        case (.text(let text), _):
            let isText = type == TypeID.text || type == TypeID.varchar
            add(StoredText.bytes(of: text) + (isText ? [] : [0]), isBinary: isText)
        case (.bytes(let bytes), TypeID.bytea): add(bytes, isBinary: true)
        case (.bytes, _): throw StoreError(.data, code: "42804")
        }
    }

    private mutating func add(_ value: [UInt8]?, isBinary: Bool) {
        offsets.append(value == nil ? nil : bytes.count)
        lengths.append(Int32(clamping: value?.count ?? 0))
        formats.append(isBinary ? 1 : 0)
        if let value { bytes += value }
    }

    /// The three arrays of `PQsendQueryPrepared`.
    func withPointers<Result>(
        _ body: ([UnsafePointer<CChar>?], [Int32], [Int32]) -> Result
    ) -> Result {
        // An empty value still needs an address: a null pointer means NULL.
        (bytes + [0]).withUnsafeBytes { buffer in
            let values = offsets.map { offset in
                offset.flatMap { buffer.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            return body(values, lengths, formats)
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
    init(_ bytes: UnsafeRawBufferPointer, type: Oid) throws {
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
