import Diagnostics
import Foundation
import Orders

/// A page of what a back end made:
/// `{"documents": [{"id": "R-4711", "document": {…}}, {"id": "R-4712", "text": "UNB…"}], "cursor": "…"}`.
struct PolledPage: Sendable {
    /// A document as a back end gives it.
    struct Document: Sendable {
        /// Its id there.
        var id: String
        var bytes: [UInt8]
        var contentType: String?
    }

    var documents: [Document]
    /// What the next page is behind; nil where this one is empty.
    var cursor: String?

    /// The longest body that is read, in bytes.
    static let mostBytes = 32 << 20
    /// The longest id and cursor, in bytes of UTF-8.
    static let longestText = 200
    private static let limits = JSONLimits(bytes: mostBytes, depth: 64, values: 4_000_000)

    /// Reads a body.
    ///
    /// - Throws: `poll.page-json`, `poll.page-form` and `poll.page-many`, with the place.
    init(_ body: [UInt8], of backend: String, limit: Int) throws(Diagnostic) {
        let value: JSONValue
        do throws(Diagnostic) { value = try JSONValue.parse(body, limits: Self.limits) } catch {
            throw Diagnostic(
                "poll.page-json", at: error.position, value: error.value,
                facts: ["backend": backend, "reason": Catalogue.english.wording(of: error).message])
        }
        guard case .array(let items)? = value.member("documents") else {
            throw Self.fault("documents", value.member("documents"), "a list of documents", of: backend)
        }
        guard items.count <= limit else {
            throw Diagnostic(
                "poll.page-many", value: String(items.count), facts: ["backend": backend, "limit": String(limit)])
        }
        var documents: [Document] = []
        documents.reserveCapacity(items.count)
        for (place, item) in items.enumerated() {
            documents.append(try Self.document(item, "documents[\(place)]", of: backend))
        }
        self.documents = documents
        cursor = try Self.text(value, "cursor", "cursor", "the cursor behind the page", of: backend)
        if !items.isEmpty, cursor == nil {
            throw Self.fault("cursor", value.member("cursor"), "the cursor behind the page", of: backend)
        }
    }

    private static func document(
        _ item: JSONValue, _ path: String, of backend: String
    ) throws(Diagnostic) -> Document {
        guard let id = try text(item, "id", path + ".id", "its id there", of: backend) else {
            throw fault(path + ".id", item.member("id"), "its id there", of: backend)
        }
        let type = try text(item, "contentType", path + ".contentType", "a media type, or none", of: backend)
        switch (item.member("document"), item.member("text"), item.member("base64")) {
        case (.object(let members)?, nil, nil) where !members.isEmpty:
            return Document(
                id: id, bytes: Array((item.member("document") ?? .null).bytes), contentType: type ?? "application/json")
        case (nil, .string(let text)?, nil) where !text.isEmpty:
            return Document(id: id, bytes: Array(text.utf8), contentType: type)
        case (nil, nil, .string(let text)?):
            guard let data = Data(base64Encoded: text), !data.isEmpty else {
                throw fault(path + ".base64", .string(text), "the bytes in base64 (RFC 4648, 4)", of: backend)
            }
            return Document(id: id, bytes: Array(data), contentType: type)
        default:
            throw fault(
                path, item, "one of `document` (canonical JSON), `text` and `base64`, which is not empty", of: backend)
        }
    }

    /// A text with characters, and not too many; nil where there is none, or null.
    private static func text(
        _ item: JSONValue, _ name: String, _ path: String, _ expected: String, of backend: String
    ) throws(Diagnostic) -> String? {
        switch item.member(name) {
        case nil, .null: return nil
        case .string(let text) where 1...longestText ~= text.utf8.count && !text.utf8.contains(0): return text
        case let other: throw fault(path, other, "\(expected) (a text of 1 to \(longestText) bytes)", of: backend)
        }
    }

    private static func fault(
        _ path: String, _ value: JSONValue?, _ expected: String, of backend: String
    ) -> Diagnostic {
        let shown = value.map { String(decoding: $0.bytes.prefix(200), as: UTF8.self) }
        return Diagnostic(
            "poll.page-form", at: Position(path: path), value: shown ?? "nothing",
            facts: ["backend": backend, "expected": expected])
    }
}

extension JSONValue {
    /// The value of a member; nil for what is no object, or has no such member.
    fileprivate func member(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == name }?.value
    }
}
