import Channels
import Diagnostics

extension PolledPage {
    /// Reads the rows of a query: columns `id`, `cursor` and `document`; a document is `json`, a text in any format that a
    /// mapping reads, or `bytea`. A row without a document does not stand in the way of the others.
    ///
    /// - Throws: `poll.row-form`, with the row and the column.
    init(_ rows: [PostgresRow], columns: [String], of backend: String) throws(Diagnostic) {
        func fault(_ path: String, _ expected: String) -> Diagnostic {
            Diagnostic(
                "poll.row-form", at: Position(path: path), facts: ["backend": backend, "expected": expected])
        }
        for name in ["id", "cursor", "document"] where !columns.contains(name) {
            throw fault("columns", "a column `\(name)`")
        }
        var documents: [Document] = []
        documents.reserveCapacity(rows.count)
        for (place, row) in rows.enumerated() {
            func text(_ name: String) throws(Diagnostic) -> String {
                guard case .text(let bytes)? = row[name]?.value, 1...Self.longestText ~= bytes.count else {
                    throw fault("rows[\(place)].\(name)", "a text of 1 to \(Self.longestText) bytes as `\(name)`")
                }
                return String(decoding: bytes, as: UTF8.self)
            }
            let (id, document) = (try text("id"), row["document"])
            if let bytes = document?.value.plainBytes, !bytes.isEmpty {
                let type = document?.isJSON == true ? "application/json" : nil
                documents.append(Document(id: id, bytes: bytes, contentType: type))
            } else {
                let fault = fault("rows[\(place)].document", "a `document` that is not empty")
                documents.append(
                    Document(id: id, bytes: Array("{}".utf8), contentType: "application/json", fault: fault))
            }
            cursor = try text("cursor")
        }
        self.documents = try Self.sound(documents)
    }
}
