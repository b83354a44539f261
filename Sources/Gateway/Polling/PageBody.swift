import Diagnostics
import Orders

/// Reads the body of a page that a back end gives, and says what is not as agreed.
struct PageBody {
    let backend: String
    /// The codes of what is no JSON, and of what has another form.
    let codes: (json: Code, form: Code)
    /// The longest text, in bytes of UTF-8.
    let longestText: Int

    /// The JSON that a body is.
    func value(of body: [UInt8], limits: JSONLimits) throws(Diagnostic) -> JSONValue {
        do throws(Diagnostic) { return try JSONValue.parse(body, limits: limits) } catch {
            throw Diagnostic(
                codes.json, at: error.position, value: error.value,
                facts: ["backend": backend, "reason": Catalogue.english.wording(of: error).message])
        }
    }

    /// The items of a list.
    func list(_ item: JSONValue, _ name: String, _ expected: String) throws(Diagnostic) -> [JSONValue] {
        guard case .array(let items)? = item.member(name) else { throw fault(name, item.member(name), expected) }
        return items
    }

    /// A text with characters, and not too many; nil where there is none, or null.
    func text(
        _ item: JSONValue, _ name: String, _ path: String, _ expected: String
    ) throws(Diagnostic) -> String? {
        switch item.member(name) {
        case nil, .null: return nil
        case .string(let text) where 1...longestText ~= text.utf8.count && !text.utf8.contains(0): return text
        case let other: throw fault(path, other, "\(expected) (a text of 1 to \(longestText) bytes)")
        }
    }

    /// A text that must be there.
    func requiredText(
        _ item: JSONValue, _ name: String, _ path: String, _ expected: String
    ) throws(Diagnostic) -> String {
        guard let text = try text(item, name, path, expected) else { throw fault(path, item.member(name), expected) }
        return text
    }

    func fault(_ path: String, _ value: JSONValue?, _ expected: String) -> Diagnostic {
        let shown = value.map { String(decoding: $0.bytes.prefix(200), as: UTF8.self) }
        return Diagnostic(
            codes.form, at: Position(path: path), value: shown ?? "nothing",
            facts: ["backend": backend, "expected": expected])
    }
}

extension JSONValue {
    /// The value of a member; nil for what is no object, or has no such member.
    func member(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == name }?.value
    }
}
