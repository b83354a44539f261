public import Diagnostics

/// Reads records from JSON strictly: an unknown field, a wrong type and a value that is none of its field's are faults
/// with their path (`lines[2].quantity.value`, counted from 1), all of them collected.
public struct JSONReader {
    /// What was wrong.
    public private(set) var diagnostics = DiagnosticList()
    private var path: [Step] = []

    private enum Step {
        case field(String)
        case index(Int)
    }

    /// A reader without faults.
    public init() {}

    /// The record that the bytes say, as far as it can be read, and what is wrong with them.
    public static func read<R: Record>(
        _ type: R.Type, from bytes: some Collection<UInt8>, limits: JSONLimits = JSONLimits()
    ) -> (record: R, diagnostics: DiagnosticList) {
        var reader = JSONReader()
        do throws(Diagnostic) {
            let record = reader.read(type, from: try JSONValue.parse(bytes, limits: limits))
            return (record, reader.diagnostics)
        } catch {
            reader.diagnostics.append(error)
            return (R(), reader.diagnostics)
        }
    }

    /// The record that a value says, as far as it can be read.
    public mutating func read<R: Record>(_ type: R.Type, from value: JSONValue) -> R {
        var record = R()
        guard case .object(let members) = value else {
            report("orders.json-type", value, expected: "an object")
            return record
        }
        read(members[...], into: &record)
        return record
    }

    mutating func read<R: Record>(_ members: ArraySlice<(key: String, value: JSONValue)>, into record: inout R) {
        let fields = R.fields
        var next = 0
        for member in members {
            guard let index = fields.index(named: member.key, from: next) else {
                path.append(.field(member.key))
                report("orders.json-unknown-field", member.value, expected: R.recordName)
                path.removeLast()
                continue
            }
            next = index + 1
            path.append(.field(fields[index].name))
            fields[index].read(member.value, &record, &self)
            path.removeLast()
        }
    }

    /// A scalar of its JSON form; nil, with a fault, when it is none.
    mutating func scalar<Value: Scalar>(_ type: Value.Type, _ value: JSONValue) -> Value? {
        let text: String? =
            switch value {
            case .string(let text) where !Value.isBareInJSON: text
            case .bool(let value) where Value.self == Bool.self: value.canonicalText
            case .integer(let value) where Value.self == Int.self: value.canonicalText
            default: nil
            }
        guard let text else {
            report(
                "orders.json-type", value, expected: Value.typeDescription + (Value.isBareInJSON ? "" : ", in quotes"))
            return nil
        }
        guard let scalar = Value(canonicalText: text) else {
            report("orders.json-value", value, expected: Value.typeDescription)
            return nil
        }
        return scalar
    }

    /// The parts of a list, each read under its number.
    mutating func list<Part>(_ value: JSONValue, _ read: (inout JSONReader, JSONValue) -> Part?) -> [Part] {
        guard case .array(let elements) = value else {
            report("orders.json-type", value, expected: "a list")
            return []
        }
        var parts: [Part] = []
        parts.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            path.append(.index(index + 1))
            if let part = read(&self, element) { parts.append(part) }
            path.removeLast()
        }
        return parts
    }

    private mutating func report(_ code: Code, _ value: JSONValue, expected: String) {
        var text = ""
        for step in path {
            switch step {
            case .field(let name): text += text.isEmpty ? name : ".\(name)"
            case .index(let index): text += "[\(index)]"
            }
        }
        let facts = ["path": text, "expected": expected, "actual": value.kindDescription]
        diagnostics.append(Diagnostic(code, at: Position(path: text), value: value.scalarText, facts: facts))
    }
}

extension Array {
    /// The place of a field, looked for from where the last one was, since writers keep the declared order.
    fileprivate func index<R: Record>(named name: String, from start: Int) -> Int? where Element == Field<R> {
        for index in start..<count where self[index].name == name { return index }
        for index in 0..<start where self[index].name == name { return index }
        return nil
    }
}

extension JSONValue {
    /// What kind of value it is, for an error.
    var kindDescription: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// The text of a value that is no list and no object.
    var scalarText: String? {
        switch self {
        case .bool(let value): value.canonicalText
        case .integer(let value): value.canonicalText
        case .number(let text), .string(let text): text
        case .null, .array, .object: nil
        }
    }
}
