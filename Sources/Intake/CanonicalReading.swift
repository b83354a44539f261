import Diagnostics
import Mapping
import Orders
import Syntax

/// Canonical documents that come as they are: JSON by the published schemas, which no mapping has to read.
struct CanonicalReading {
    /// The version that messages of canonical JSON bear.
    static let version = "canonical"
    /// What stands for the mapping's name where there is none.
    static let mapping = "canonical-json"

    private let message: Message

    /// Nil for a message of any other kind.
    init?(_ message: Message, _ syntax: SyntaxName) {
        guard syntax == .json, message.version == Self.version else { return nil }
        self.message = message
    }

    /// The document, whole as far as it can be read, with what is wrong with it by its path; nil where it is no document.
    func read() -> (document: MappedDocument?, diagnostics: [Diagnostic]) {
        let (document, found) = CanonicalDocument.read(json: message.tree.values)
        var diagnostics = DiagnosticList()
        for item in found.items { diagnostics.append(placed(item)) }
        guard let document else { return (nil, diagnostics.items) }
        let mapped = MappedDocument(
            document: document, diagnostics: diagnostics, unread: [], unreadOmitted: 0, origins: [])
        return (mapped, [])
    }

    /// A fault in the document's own bytes, where these stand in the payload.
    private func placed(_ diagnostic: Diagnostic) -> Diagnostic {
        var diagnostic = diagnostic
        let origin = message.tree.origin
        guard var position = diagnostic.position else {
            diagnostic.position = origin
            return diagnostic
        }
        position.offset = (origin.offset ?? 0) + (position.offset ?? 0)
        if position.line == 1, let column = position.column { position.column = column + (origin.column ?? 1) - 1 }
        position.line = (origin.line ?? 1) + (position.line ?? 1) - 1
        diagnostic.position = position
        return diagnostic
    }
}
