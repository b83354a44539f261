import Directories
import Diagnostics
import Mapping
import Syntax
import Testing
import XMLFormat

/// Every XML format that comes with the mappings, met by documents that mean harm.
@Suite struct HostileFormatTests {
    static let dialects = ShippedMappings.documents.documents.values.flatMap(\.dialects).sorted {
        ($0.type, $0.namespace ?? "") < ($1.type, $1.namespace ?? "")
    }

    /// The errors that a document leaves, wherever they stand.
    private func errors(_ text: String) throws -> [Code] {
        var errors: [Code] = []
        var reader = XMLFormatReader(dialects: ShippedMappings.documents.dialects)
        func take(_ event: ReaderEvent) {
            switch event {
            case .message(let message):
                let shape = ShippedMappings.documents.documents[message.type]?.shape
                let deviations = shape?.deviations(of: message.tree, isOrdered: true)
                errors += (message.diagnostics.items + (deviations?.items ?? [])).filter { $0.severity == .error }.map(
                    \.code)
            case .end(let faults): errors += faults.items.filter { $0.severity == .error }.map(\.code)
            case .interchange: break
            case .group: break
            }
        }
        try reader.read(Array(text.utf8)[...], take)
        try reader.finish(take)
        return errors
    }

    private func document(_ dialect: XMLDialect, before: String = "", _ content: String) -> String {
        let namespace = dialect.namespace.map { " xmlns=\"\($0)\"" } ?? ""
        return before + "<\(dialect.root)\(namespace)>\(content)</\(dialect.root)>"
    }

    @Test("there are formats to try") func formats() { #expect(Self.dialects.count >= 12) }

    @Test("external entities, expansions and blow-up are refused unread", arguments: dialects)
    func entities(dialect: XMLDialect) throws {
        let root = dialect.root
        var laughs = "<!DOCTYPE \(root) [<!ENTITY a0 \"ha\">"
        for level in 1...30 {
            laughs += "<!ENTITY a\(level) \"" + String(repeating: "&a\(level - 1);", count: 10) + "\">"
        }
        let blowUp = "<!DOCTYPE \(root) [<!ENTITY a \"\(String(repeating: "a", count: 50_000))\">]>"
        let subsets = [
            "<!DOCTYPE \(root) [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
            "<!DOCTYPE \(root) [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x\"> %p;]>", laughs + "]>", blowUp,
        ]
        for subset in subsets {
            let found = try errors(document(dialect, before: subset, String(repeating: "&x;", count: 50_000)))
            #expect(found == ["xml.dtd-refused"])
        }
        let line = "<!DOCTYPE \(root) SYSTEM \"http://127.0.0.1:1/x.dtd\">"
        let found = try errors(document(dialect, before: line, "&x;"))
        #expect(found.first == (dialect.toleratesDoctype ? "xml.entity-undeclared" : "xml.dtd-refused"))
    }

    @Test("depth, names and size have their limits", arguments: dialects)
    func limits(dialect: XMLDialect) throws {
        let deep = String(repeating: "<a>", count: 10_000) + String(repeating: "</a>", count: 10_000)
        #expect(try errors(document(dialect, deep)).contains("xml.too-deep"))
        let first = dialect.documents.first ?? "a"
        let nested = String(repeating: "<\(first)>", count: 10_000) + String(repeating: "</\(first)>", count: 10_000)
        #expect(try errors(document(dialect, nested)).contains("xml.too-deep"))
        let names = (0..<30_000).map { "<n\($0)/>" }.joined()
        #expect(try errors(document(dialect, names)).contains("xml.too-many-names"))
        #expect(try errors(document(dialect, "<q:a/>")).contains("xml.prefix-undeclared"))
        let cut = String(document(dialect, "<a>1</a>").dropLast(3))
        #expect(try errors(cut).contains("xml.truncated"))
    }
}
