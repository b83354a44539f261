/// A part of a canonical document: a value whose fields are known by name.
///
/// The list of fields is the one description that JSON, JSON Schema, mappings, comparison and explanation work from.
public protocol Record: Sendable, Hashable, Codable {
    /// An empty record, as a mapping starts it.
    init()
    /// The record's name in the JSON Schema: `Line`, `Party`.
    static var recordName: String { get }
    /// The fields in the order in which they are written.
    static var fields: [Field<Self>] { get }
}

extension Record {
    /// The type's name.
    public static var recordName: String { "\(Self.self)" }
}

/// One named field of a record. A class, since every record's fields are made once and passed around a great deal.
public final class Field<Root: Record>: Sendable {
    /// The name, as JSON and mappings have it.
    public let name: String
    /// One line for people: what the field holds, with its unit or code list.
    public let summary: String
    /// How to get at what stands in the field.
    public let content: Content<Root>
    /// How to fill the field where the record's type is known at run time only.
    public let filling: FieldFilling

    /// What stands in a field.
    public enum Content<R: Record>: Sendable {
        /// One value that is written as a text.
        case scalar(any ScalarAccess<R>)
        /// One record of its own.
        case record(any RecordAccess<R>)
        /// A list of records, which may be picked by the content of one of their fields.
        case list(any ListAccess<R>)
        /// A list of plain values.
        case scalars(any ScalarListAccess<R>)
    }

    /// Adds the field's member to JSON when there is something in it.
    typealias Write = @Sendable (UnsafePointer<Root>, inout JSONWriter) -> Void
    /// Sets the field from JSON.
    typealias Read = @Sendable (JSONValue, inout Root, inout JSONReader) -> Void
    let write: Write
    let read: Read

    init(
        _ name: String, _ summary: String, _ content: Content<Root>, _ filling: FieldFilling, write: @escaping Write,
        read: @escaping Read
    ) {
        self.filling = filling
        self.name = name
        self.summary = summary
        self.content = content
        self.write = write
        self.read = read
    }
}

/// A value with one canonical text: a string, an exact decimal, a code of an enumeration, a date, a check mark.
public protocol Scalar: Sendable, Hashable {
    /// The value of a text, nil when the text is no such value.
    init?(canonicalText: String)
    var canonicalText: String { get }
    /// The JSON Schema of the value: `type`, `pattern`, `enum`, `format`.
    static var jsonSchema: JSONValue { get }
    /// What the type is called in an error: `a decimal`, `one of original, change…`.
    static var typeDescription: String { get }
    /// True for types whose JSON form is no string (true and false).
    static var isBareInJSON: Bool { get }
    /// Adds the value's JSON form.
    func appendJSON(to bytes: inout [UInt8])
}

extension Scalar {
    /// A string, unless a type says otherwise.
    public static var isBareInJSON: Bool { false }

    /// The canonical text, in quotes if its type is.
    public func appendJSON(to bytes: inout [UInt8]) {
        if Self.isBareInJSON {
            bytes.append(contentsOf: canonicalText.utf8)
        } else {
            JSONText.append(canonicalText, to: &bytes)
        }
    }
}

/// Reads and writes one scalar field of a record.
public protocol ScalarAccess<Root>: Sendable {
    associatedtype Root: Record
    associatedtype Value: Scalar
    /// The field's value, nil when it is absent.
    func value(of root: Root) -> Value?
    func set(_ value: Value?, in root: inout Root)
}

/// Reads and writes one record field of a record.
public protocol RecordAccess<Root>: Sendable {
    associatedtype Root: Record
    associatedtype Child: Record
    func value(of root: Root) -> Child?
    /// Changes the child in place; an absent one is made first.
    func change(in root: inout Root, _ body: (inout Child) throws -> Void) rethrows
}

/// Reads and writes one list field of a record.
public protocol ListAccess<Root>: Sendable {
    associatedtype Root: Record
    associatedtype Element: Record
    func values(of root: Root) -> [Element]
    func change(in root: inout Root, _ body: (inout [Element]) throws -> Void) rethrows
}

/// Reads and writes one list of scalars.
public protocol ScalarListAccess<Root>: Sendable {
    associatedtype Root: Record
    associatedtype Value: Scalar
    func values(of root: Root) -> [Value]
    func change(in root: inout Root, _ body: (inout [Value]) throws -> Void) rethrows
}
