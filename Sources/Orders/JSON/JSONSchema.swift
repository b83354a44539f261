/// The JSON Schema (draft 2020-12) of documents, made from the fields of their types.
public enum JSONSchema {
    /// The schema of one record type and of all that it holds.
    public static func of<R: Record>(_ type: R.Type) -> JSONValue { schema(type, document: nil) }

    /// The schema of a document type as ``CanonicalDocument/jsonBytes`` writes it, with its member `document`.
    public static func of(_ type: CanonicalDocument.DocumentType) -> JSONValue {
        schema(type.record, document: type.rawValue)
    }

    private static func schema<R: Record>(_ type: R.Type, document: String?) -> JSONValue {
        var definitions = Definitions()
        var members: [(key: String, value: JSONValue)] = [
            (key: "$schema", value: .string("https://json-schema.org/draft/2020-12/schema")),
            (key: "title", value: .string(R.recordName)),
        ]
        members += definitions.objectMembers(of: type, document: document)
        if !definitions.byName.isEmpty {
            let sorted = definitions.byName.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
            members.append((key: "$defs", value: .object(sorted)))
        }
        return .object(members)
    }
}

/// The records met so far, each described once.
private struct Definitions {
    var byName: [String: JSONValue] = [:]

    mutating func objectMembers<R: Record>(of type: R.Type, document: String?) -> [(key: String, value: JSONValue)] {
        var properties: [(key: String, value: JSONValue)] = []
        if let document {
            properties.append((key: "document", value: .object([(key: "const", value: .string(document))])))
        }
        for field in R.fields {
            let content: JSONValue
            switch field.content {
            case .scalar(let access): content = access.schema
            case .record(let access): content = access.schema(in: &self)
            case .list(let access): content = access.schema(in: &self)
            case .scalars(let access): content = access.schema
            }
            properties.append((key: field.name, value: content.adding("description", .string(field.summary))))
        }
        var members: [(key: String, value: JSONValue)] = [
            (key: "type", value: .string("object")),
            (key: "properties", value: .object(properties)),
            (key: "additionalProperties", value: .bool(false)),
        ]
        if document != nil { members.append((key: "required", value: .array([.string("document")]))) }
        return members
    }

    mutating func reference<R: Record>(to type: R.Type) -> JSONValue {
        if byName[R.recordName] == nil {
            // Named before it is described, so that a record that holds itself ends.
            byName[R.recordName] = .null
            byName[R.recordName] = .object(objectMembers(of: type, document: nil))
        }
        return .object([(key: "$ref", value: .string("#/$defs/\(R.recordName)"))])
    }
}

extension ScalarAccess {
    fileprivate var schema: JSONValue { Value.jsonSchema }
}

extension RecordAccess {
    fileprivate func schema(in definitions: inout Definitions) -> JSONValue { definitions.reference(to: Child.self) }
}

extension ListAccess {
    fileprivate func schema(in definitions: inout Definitions) -> JSONValue {
        .object([
            (key: "type", value: .string("array")), (key: "items", value: definitions.reference(to: Element.self)),
        ])
    }
}

extension ScalarListAccess {
    fileprivate var schema: JSONValue {
        .object([(key: "type", value: .string("array")), (key: "items", value: Value.jsonSchema)])
    }
}

extension JSONValue {
    fileprivate func adding(_ key: String, _ value: JSONValue) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members + [(key: key, value: value)])
    }
}
