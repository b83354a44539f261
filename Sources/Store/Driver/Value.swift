/// What goes into and comes out of a statement.
public enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    /// The text, or null.
    public init(_ text: String?) { self = text.map(Value.text) ?? .null }
    /// The integer, or null.
    public init(_ integer: Int64?) { self = integer.map(Value.integer) ?? .null }
    /// The bytes, or null.
    public init(_ bytes: [UInt8]?) { self = bytes.map(Value.bytes) ?? .null }
    /// The identifier as its text, or null.
    public init(_ id: UniqueID?) { self = id.map { .text($0.description) } ?? .null }
    /// 1 or 0.
    public init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }
    /// The text of an enumeration's case, or null.
    public init<Name: RawRepresentable>(_ name: Name?) where Name.RawValue == String {
        self = name.map { .text($0.rawValue) } ?? .null
    }
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// Null.
    public init(nilLiteral: ()) { self = .null }
}

/// One row of an answer, its values in the order of the statement's columns.
public struct Row: Sendable, Hashable {
    /// The values in the order of the columns.
    public let values: [Value]

    /// A row of these values.
    public init(_ values: [Value]) { self.values = values }

    /// Reads the columns one after the other.
    public var columns: Columns { Columns(values: values) }
}

/// The columns of a row, read from left to right, each as the type that the statement gives it.
///
/// A column that is missing or of another type is an error of kind ``StoreError/Kind/mismatch``, never a trap: a
/// damaged store must not stop the gateway.
public struct Columns {
    private let values: [Value]
    private var next = 0

    init(values: [Value]) { self.values = values }

    private mutating func take() throws -> Value {
        guard next < values.count else { throw StoreError(.mismatch, code: "column-\(next)") }
        defer { next += 1 }
        return values[next]
    }

    private func mismatch() -> StoreError { StoreError(.mismatch, code: "column-\(next - 1)") }

    /// The next column as an integer.
    public mutating func integer() throws -> Int64 {
        guard case .integer(let value) = try take() else { throw mismatch() }
        return value
    }

    /// The next column as an integer or nil.
    public mutating func optionalInteger() throws -> Int64? {
        switch try take() {
        case .null: return nil
        case .integer(let value): return value
        default: throw mismatch()
        }
    }

    /// The next column as a text.
    public mutating func text() throws -> String {
        guard case .text(let value) = try take() else { throw mismatch() }
        return value
    }

    /// The next column as a text or nil.
    public mutating func optionalText() throws -> String? {
        switch try take() {
        case .null: return nil
        case .text(let value): return value
        default: throw mismatch()
        }
    }

    /// The next column as bytes.
    public mutating func bytes() throws -> [UInt8] {
        guard case .bytes(let value) = try take() else { throw mismatch() }
        return value
    }

    /// The next column as bytes or nil.
    public mutating func optionalBytes() throws -> [UInt8]? {
        switch try take() {
        case .null: return nil
        case .bytes(let value): return value
        default: throw mismatch()
        }
    }

    /// The next column as 0 or 1.
    public mutating func flag() throws -> Bool { try integer() != 0 }

    /// The next column as an identifier.
    public mutating func id() throws -> UniqueID {
        guard let id = UniqueID(try text()) else { throw mismatch() }
        return id
    }

    /// The next column as an identifier or nil.
    public mutating func optionalID() throws -> UniqueID? {
        guard let text = try optionalText() else { return nil }
        guard let id = UniqueID(text) else { throw mismatch() }
        return id
    }

    /// The next column as a case of an enumeration.
    public mutating func name<Name: RawRepresentable>(_ type: Name.Type = Name.self) throws -> Name
    where Name.RawValue == String {
        guard let name = Name(rawValue: try text()) else { throw mismatch() }
        return name
    }

    /// The next column as a case of an enumeration or nil.
    public mutating func optionalName<Name: RawRepresentable>(_ type: Name.Type = Name.self) throws -> Name?
    where Name.RawValue == String {
        guard let text = try optionalText() else { return nil }
        guard let name = Name(rawValue: text) else { throw mismatch() }
        return name
    }
}
