extension CanonicalDocument {
    /// The values at a field's path, as canonical texts: `deliveryParty.gln`, `lines.item.gtin` (of all lines),
    /// `extensions.warehouse` (the extension of that name). Empty when nothing stands there or the path names no field.
    public func values(at path: String) -> [String] {
        content.values(at: path.split(separator: ".", omittingEmptySubsequences: false)[...])
    }

    /// Whether documents of some type have a field at this path.
    public static func hasField(at path: String) -> Bool {
        let steps = path.split(separator: ".", omittingEmptySubsequences: false)[...]
        return DocumentType.allCases.contains { $0.record.hasField(at: steps) }
    }
}

extension Record {
    /// The values at a field's path below this record: `gln` of a party.
    public func values(at path: String) -> [String] {
        values(at: path.split(separator: ".", omittingEmptySubsequences: false)[...])
    }

    func values(at steps: ArraySlice<Substring>) -> [String] {
        guard let step = steps.first, let field = Self.fields.first(where: { $0.name == step }) else { return [] }
        let rest = steps.dropFirst()
        switch field.content {
        case .scalar(let access): return rest.isEmpty ? access.text(of: self).map { [$0] } ?? [] : []
        case .scalars(let access): return rest.isEmpty ? access.texts(of: self) : []
        case .record(let access): return access.values(of: self, at: rest)
        case .list(let access): return access.values(of: self, at: rest)
        }
    }

    static func hasField(at steps: ArraySlice<Substring>) -> Bool {
        guard let step = steps.first, let field = fields.first(where: { $0.name == step }) else { return false }
        let rest = steps.dropFirst()
        switch field.content {
        case .scalar, .scalars: return rest.isEmpty
        case .record(let access): return access.hasField(at: rest)
        case .list(let access): return access.hasField(at: rest)
        }
    }
}

extension ScalarAccess {
    fileprivate func text(of root: Root) -> String? { value(of: root)?.canonicalText }
}

extension ScalarListAccess {
    fileprivate func texts(of root: Root) -> [String] { values(of: root).map(\.canonicalText) }
}

extension RecordAccess {
    fileprivate func values(of root: Root, at steps: ArraySlice<Substring>) -> [String] {
        value(of: root)?.values(at: steps) ?? []
    }

    fileprivate func hasField(at steps: ArraySlice<Substring>) -> Bool { Child.hasField(at: steps) }
}

extension ListAccess {
    fileprivate func values(of root: Root, at steps: ArraySlice<Substring>) -> [String] {
        let elements = values(of: root)
        if let extensions = elements as? [Extension], steps.count == 1, let name = steps.first {
            return extensions.filter { $0.name == name }.compactMap(\.value)
        }
        return elements.flatMap { $0.values(at: steps) }
    }

    fileprivate func hasField(at steps: ArraySlice<Substring>) -> Bool {
        Element.self == Extension.self ? steps.count == 1 : Element.hasField(at: steps)
    }
}
