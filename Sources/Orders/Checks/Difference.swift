/// A value that two documents do not share.
public struct Difference: Sendable, Hashable {
    /// Where: `lines[number=10].quantity.value`; parts of a list that have no name of their own are counted from 1.
    public let path: String
    /// The left document's value, nil when it has none.
    public let left: String?
    /// The right document's value, nil when it has none.
    public let right: String?

    /// A difference at a path.
    public init(path: String, left: String?, right: String?) {
        self.path = path
        self.left = left
        self.right = right
    }
}

/// The values in which two records differ, in the order of their fields. Parts of a list are held against the part of
/// the same number, role, type, kind, scheme or name where that is unique on both sides, else against the one in the
/// same place.
public func differences<R: Record>(_ left: R, _ right: R) -> [Difference] {
    guard left != right else { return [] }
    var comparison = Comparison()
    comparison.compare(left, right, at: "")
    return comparison.differences
}

/// The values in which two documents differ; documents of two types differ in `document` alone.
public func differences(_ left: CanonicalDocument, _ right: CanonicalDocument) -> [Difference] {
    differences(left.content, to: right.content)
}

private func differences<Document: BusinessDocument>(
    _ left: Document, to right: any BusinessDocument
) -> [Difference] {
    if let right = right as? Document { return differences(left, right) }
    return [
        Difference(
            path: "document", left: Document.documentType.rawValue, right: type(of: right).documentType.rawValue)
    ]
}

private struct Comparison {
    var differences: [Difference] = []

    mutating func compare<R: Record>(_ left: R?, _ right: R?, at path: String) {
        guard left != right else { return }
        let sides = (left ?? R(), right ?? R())
        let found = differences.count
        for field in R.fields {
            let path = path.isEmpty ? field.name : "\(path).\(field.name)"
            switch field.content {
            case .scalar(let access): access.compare(sides.0, sides.1, at: path, in: &self)
            case .record(let access): access.compare(sides.0, sides.1, at: path, in: &self)
            case .list(let access): access.compare(sides.0, sides.1, at: path, in: &self)
            case .scalars(let access): access.compare(sides.0, sides.1, at: path, in: &self)
            }
        }
        if differences.count == found {
            add(path, left == nil ? nil : "(empty)", right == nil ? nil : "(empty)")
        }
    }

    mutating func compare<R: Record>(_ left: [R], _ right: [R], at path: String) {
        if let name = Self.naming(left, right) {
            let leftByKey = Dictionary(uniqueKeysWithValues: left.map { ($0.text(of: name) ?? "", $0) })
            let rightByKey = Dictionary(uniqueKeysWithValues: right.map { ($0.text(of: name) ?? "", $0) })
            let keys =
                left.compactMap { $0.text(of: name) }
                + right.compactMap { $0.text(of: name) }
                .filter { leftByKey[$0] == nil }
            for key in keys { compare(leftByKey[key], rightByKey[key], at: "\(path)[\(name)=\(key)]") }
        } else {
            for index in 0..<max(left.count, right.count) {
                compare(
                    index < left.count ? left[index] : nil, index < right.count ? right[index] : nil,
                    at: "\(path)[\(index + 1)]")
            }
        }
    }

    /// The field that names each part of both lists uniquely.
    private static func naming<R: Record>(_ left: [R], _ right: [R]) -> String? {
        ["number", "role", "type", "kind", "scheme", "name"].first { name in
            [left, right].allSatisfy { list in
                let keys = list.compactMap { $0.text(of: name) }
                return keys.count == list.count && Set(keys).count == keys.count
            }
        }
    }

    mutating func add(_ path: String, _ left: String?, _ right: String?) {
        differences.append(Difference(path: path, left: left, right: right))
    }
}

extension Record {
    /// The canonical text of a scalar field, by its name.
    fileprivate func text(of name: String) -> String? {
        guard let field = Self.fields.first(where: { $0.name == name }), case .scalar(let access) = field.content else {
            return nil
        }
        return access.text(of: self)
    }
}

extension ScalarAccess {
    fileprivate func text(of root: Root) -> String? { value(of: root)?.canonicalText }

    fileprivate func compare(_ left: Root, _ right: Root, at path: String, in comparison: inout Comparison) {
        let sides = (value(of: left), value(of: right))
        if sides.0 != sides.1 { comparison.add(path, sides.0?.canonicalText, sides.1?.canonicalText) }
    }
}

extension RecordAccess {
    fileprivate func compare(_ left: Root, _ right: Root, at path: String, in comparison: inout Comparison) {
        comparison.compare(value(of: left), value(of: right), at: path)
    }
}

extension ListAccess {
    fileprivate func compare(_ left: Root, _ right: Root, at path: String, in comparison: inout Comparison) {
        let sides = (values(of: left), values(of: right))
        if sides.0 != sides.1 { comparison.compare(sides.0, sides.1, at: path) }
    }
}

extension ScalarListAccess {
    fileprivate func compare(_ left: Root, _ right: Root, at path: String, in comparison: inout Comparison) {
        let sides = (values(of: left), values(of: right))
        for index in 0..<max(sides.0.count, sides.1.count) {
            let left = index < sides.0.count ? sides.0[index] : nil
            let right = index < sides.1.count ? sides.1[index] : nil
            if left != right { comparison.add("\(path)[\(index + 1)]", left?.canonicalText, right?.canonicalText) }
        }
    }
}
