import Foundation
import Orders
import Testing

@Suite struct JSONSchemaTests {
    @Test("the published schema is that of the types", arguments: CanonicalDocument.DocumentType.allCases)
    func snapshot(_ type: CanonicalDocument.DocumentType) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Snapshots/\(type.rawValue).schema.json")
        let schema = JSONSchema.of(type).indentedBytes
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" { try Data(schema).write(to: file) }
        #expect(try Data(contentsOf: file) == Data(schema))
    }

    @Test("every document that is written is valid by its schema", arguments: 1..<8)
    func written(_ seed: UInt64) throws {
        var random = RandomRecord(generator: SeededGenerator(seed: seed), density: seed == 1 ? 100 : 30)
        for type in CanonicalDocument.DocumentType.allCases {
            let document = random.make(type.record, depth: 3).canonical
            let value = try JSONValue.parse(document.jsonBytes)
            #expect(SchemaValidator(root: JSONSchema.of(document.type)).faults(of: value) == [])
        }
    }

    @Test("a field that the schema does not know, and a value of the wrong type, are invalid")
    func invalid() throws {
        let validator = SchemaValidator(root: JSONSchema.of(.order))
        let value = try JSONValue.parse(
            Array(
                #"{"document":"order","colour":"red","lines":[{"amount":1.5},{"amount":"1,5"}],"function":"new"}"#.utf8)
        )
        #expect(
            Set(validator.faults(of: value)) == [
                "colour: unknown", "lines[1].amount: type", "lines[2].amount: pattern",
                "function: enum",
            ])
        #expect(validator.faults(of: .object([])) == [": document is required"])
    }
}

/// The keywords of JSON Schema that the generated schemas use.
private struct SchemaValidator {
    let root: JSONValue

    func faults(of value: JSONValue) -> [String] { faults(of: value, by: root, at: "") }

    private func faults(of value: JSONValue, by schema: JSONValue, at path: String) -> [String] {
        if let reference = schema["$ref"]?.text {
            guard let target = root["$defs"]?[String(reference.dropFirst("#/$defs/".count))] else {
                return ["\(path): \(reference) is not defined"]
            }
            return faults(of: value, by: target, at: path)
        }
        if let expected = schema["const"], expected != value { return ["\(path): const"] }
        if case .array(let cases)? = schema["enum"], !cases.contains(value) { return ["\(path): enum"] }
        if let type = schema["type"]?.text, type != value.schemaType { return ["\(path): type"] }
        switch value {
        case .object(let members):
            var faults = members.flatMap { key, value -> [String] in
                let path = path.isEmpty ? key : "\(path).\(key)"
                guard let schema = schema["properties"]?[key] else { return ["\(path): unknown"] }
                return self.faults(of: value, by: schema, at: path)
            }
            if case .array(let required)? = schema["required"] {
                faults += required.compactMap(\.text).filter { value[$0] == nil }.map { "\(path): \($0) is required" }
            }
            return faults
        case .array(let elements):
            guard let items = schema["items"] else { return ["\(path): items"] }
            return elements.enumerated().flatMap { faults(of: $1, by: items, at: "\(path)[\($0 + 1)]") }
        case .string(let text):
            if let pattern = schema["pattern"]?.text, text.range(of: pattern, options: .regularExpression) == nil {
                return ["\(path): pattern"]
            }
            if case .integer(let least)? = schema["minLength"], text.unicodeScalars.count < least {
                return ["\(path): minLength"]
            }
            if case .integer(let most)? = schema["maxLength"], text.unicodeScalars.count > most {
                return ["\(path): maxLength"]
            }
            return []
        default: return []
        }
    }
}

extension JSONValue {
    fileprivate subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    fileprivate var text: String? { if case .string(let text) = self { text } else { nil } }

    fileprivate var schemaType: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
