import Diagnostics
import Foundation
import Orders

/// A page of what a back end made:
/// `{"documents": [{"id": "R-4711", "document": {…}}, {"id": "R-4712", "text": "UNB…"}], "cursor": "…"}`.
struct PolledPage: Sendable {
    /// A document as a back end gives it.
    struct Document: Sendable {
        /// Its id there; nil where it has none that is formed as agreed.
        var id: String?
        var bytes: [UInt8]
        var contentType: String?
        /// Why it is no document; its bytes are then the entry as it came.
        var fault: Diagnostic?
    }

    var documents: [Document]
    /// What the next page is behind; nil where this one is empty.
    var cursor: String?

    /// The longest body that is read, in bytes.
    static let mostBytes = 32 << 20
    /// The longest id and cursor, in bytes of UTF-8.
    static let longestText = 200
    private static let limits = JSONLimits(bytes: mostBytes, depth: 64, values: 4_000_000)

    /// Reads a body. An entry that is not formed as agreed does not stand in the way of the others; where none is, the page
    /// itself is at fault, and is better asked for again once that is mended.
    ///
    /// - Throws: `poll.page-json`, `poll.page-form` and `poll.page-many`, with the place.
    init(_ body: [UInt8], of backend: String, limit: Int) throws(Diagnostic) {
        let page = PageBody(
            backend: backend, codes: ("poll.page-json", "poll.page-form"), longestText: Self.longestText)
        let value = try page.value(of: body, limits: Self.limits)
        let items = try page.list(value, "documents", "a list of documents")
        guard items.count <= limit else {
            throw Diagnostic(
                "poll.page-many", value: String(items.count), facts: ["backend": backend, "limit": String(limit)])
        }
        var documents: [Document] = []
        documents.reserveCapacity(items.count)
        for (place, item) in items.enumerated() {
            documents.append(page.entry(item, "documents[\(place)]"))
        }
        self.documents = try Self.sound(documents)
        let behind = "the cursor behind the page"
        cursor =
            items.isEmpty
            ? try page.text(value, "cursor", "cursor", behind)
            : try page.requiredText(value, "cursor", "cursor", behind)
    }
}

extension PolledPage {
    /// The entries of a page of which one at least is a document.
    ///
    /// - Throws: The first one's fault when none is.
    static func sound(_ documents: [Document]) throws(Diagnostic) -> [Document] {
        if let fault = documents.first?.fault, documents.allSatisfy({ $0.fault != nil }) { throw fault }
        return documents
    }
}

extension PageBody {
    /// An entry as it is to be kept: the document that it holds, or what it is and why that is none.
    fileprivate func entry(_ item: JSONValue, _ path: String) -> PolledPage.Document {
        do throws(Diagnostic) { return try document(item, path) } catch {
            let id = try? text(item, "id", path + ".id", "its id there")
            return PolledPage.Document(
                id: id, bytes: Array(item.bytes), contentType: "application/json", fault: error)
        }
    }

    private func document(_ item: JSONValue, _ path: String) throws(Diagnostic) -> PolledPage.Document {
        let id = try requiredText(item, "id", path + ".id", "its id there")
        let type = try text(item, "contentType", path + ".contentType", "a media type, or none")
        switch (item.member("document"), item.member("text"), item.member("base64")) {
        case (.some(let document), nil, nil):
            guard case .object(let members) = document, !members.isEmpty else { break }
            return PolledPage.Document(id: id, bytes: Array(document.bytes), contentType: type ?? "application/json")
        case (nil, .string(let text)?, nil) where !text.isEmpty:
            return PolledPage.Document(id: id, bytes: Array(text.utf8), contentType: type)
        case (nil, nil, .string(let text)?):
            guard let data = Data(base64Encoded: text), !data.isEmpty else {
                throw fault(path + ".base64", .string(text), "the bytes in base64 (RFC 4648, 4)")
            }
            return PolledPage.Document(id: id, bytes: Array(data), contentType: type)
        default: break
        }
        throw fault(path, item, "one of `document` (canonical JSON), `text` and `base64`, which is not empty")
    }
}
