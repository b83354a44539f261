/// `Codable` from the one description of fields, so that documents can stand in other types' JSON. The bytes of whole
/// documents are written and read by ``JSONWriter`` and ``JSONReader``, which are stricter and faster.
extension Record {
    /// The fields that are present, by name; decimals, dates and codes are strings.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FieldKey.self)
        for field in Self.fields {
            let key = FieldKey(stringValue: field.name)
            switch field.content {
            case .scalar(let access): try access.encode(self, in: &container, key: key)
            case .record(let access):
                if let child = access.value(of: self) { try container.encode(child, forKey: key) }
            case .list(let access):
                try access.encode(self, in: &container, key: key)
            case .scalars(let access):
                let texts = access.texts(of: self)
                if !texts.isEmpty { try container.encode(texts, forKey: key) }
            }
        }
    }

    /// The fields by name; what is no value of a field's type is a `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: FieldKey.self)
        self.init()
        for field in Self.fields {
            let key = FieldKey(stringValue: field.name)
            guard container.contains(key) else { continue }
            switch field.content {
            case .scalar(let access): try access.decode(from: container, key: key, into: &self)
            case .record(let access): try access.decode(from: container, key: key, into: &self)
            case .list(let access): try access.decode(from: container, key: key, into: &self)
            case .scalars(let access): try access.decode(from: container, key: key, into: &self)
            }
        }
    }
}

/// A field's name as a coding key.
struct FieldKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension ScalarAccess {
    fileprivate func encode(_ root: Root, in container: inout KeyedEncodingContainer<FieldKey>, key: FieldKey) throws {
        guard let value = value(of: root) else { return }
        switch value {
        case let value as Bool: try container.encode(value, forKey: key)
        case let value as Int: try container.encode(value, forKey: key)
        default: try container.encode(value.canonicalText, forKey: key)
        }
    }

    fileprivate func decode(
        from container: KeyedDecodingContainer<FieldKey>, key: FieldKey, into root: inout Root
    ) throws {
        let text =
            switch Value.self {
            case is Bool.Type: try container.decode(Bool.self, forKey: key).canonicalText
            case is Int.Type: try container.decode(Int.self, forKey: key).canonicalText
            default: try container.decode(String.self, forKey: key)
            }
        set(try Value.decoded(text, container.codingPath + [key]), in: &root)
    }
}

extension RecordAccess {
    fileprivate func decode(
        from container: KeyedDecodingContainer<FieldKey>, key: FieldKey, into root: inout Root
    ) throws {
        let child = try container.decode(Child.self, forKey: key)
        change(in: &root) { $0 = child }
    }
}

extension ListAccess {
    fileprivate func encode(_ root: Root, in container: inout KeyedEncodingContainer<FieldKey>, key: FieldKey) throws {
        let values = values(of: root)
        if !values.isEmpty { try container.encode(values, forKey: key) }
    }

    fileprivate func decode(
        from container: KeyedDecodingContainer<FieldKey>, key: FieldKey, into root: inout Root
    ) throws {
        let values = try container.decode([Element].self, forKey: key)
        change(in: &root) { $0 = values }
    }
}

extension ScalarListAccess {
    fileprivate func texts(of root: Root) -> [String] { values(of: root).map(\.canonicalText) }

    fileprivate func decode(
        from container: KeyedDecodingContainer<FieldKey>, key: FieldKey, into root: inout Root
    ) throws {
        let values = try container.decode([String].self, forKey: key)
            .map { try Value.decoded($0, container.codingPath + [key]) }
        change(in: &root) { $0 = values }
    }
}

extension Scalar {
    fileprivate static func decoded(_ text: String, _ path: [any CodingKey]) throws -> Self {
        guard let value = Self(canonicalText: text) else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: path, debugDescription: "not \(typeDescription)"))
        }
        return value
    }
}
