import Diagnostics
import Directories
import Syntax

/// Reads a document's `fixed:` and holds it against what the document holds.
struct FixedLayoutReading {
    private(set) var diagnostics = DiagnosticList()

    /// The layout; nil, with the reason reported, where records or columns are not what `fixed:` can be about.
    mutating func layout(_ node: YAMLNode, of shape: Shape) -> FixedLayout? {
        var reader = YAMLReader(node)
        let charset: Charset? = reader.choice("charset")
        let entries = reader.required("records")?.entries ?? []
        reader.finish()
        diagnostics.append(contentsOf: reader.diagnostics)
        var tags: [String: String] = [:]
        for entry in entries {
            guard let tag = entry.value.text, !tag.isEmpty, !tags.values.contains(tag),
                tags.values.allSatisfy({ $0.unicodeScalars.count == tag.unicodeScalars.count })
            else { return refuse("a tag for each record, all of one length", entry.value.position, entry.value.text) }
            tags[entry.key.text] = tag
        }
        let records = records(in: shape)
        let level = shape.children(of: shape.root)
        guard let first = level.first(where: { shape.nodes[$0].isMandatory }), shape.nodes[first].maximum == 1,
            level.prefix(while: { $0 != first }).allSatisfy({ shape.nodes[$0].maximum == 1 })
        else { return refuse("a first record that stands once: it begins a document", node.position, nil) }
        guard shape.children(of: shape.root).allSatisfy({ !shape.children(of: $0).isEmpty }) else {
            return refuse("columns within records only", node.position, nil)
        }
        if let known = entries.first(where: { entry in !records.contains { shape.name(of: $0) == entry.key.text } }) {
            return refuse("records that the document holds", known.key.position, known.key.text)
        }
        for record in records {
            let name = shape.name(of: record)
            guard tags[name] != nil else { return refuse("a tag for each record", node.position, name) }
            let columns = shape.children(of: record).filter { shape.children(of: $0).isEmpty }
            guard let wrong = columns.first(where: { !isColumn($0, shape) }) else { continue }
            return refuse("columns of a stated length, such as text..20", node.position, shape.name(of: wrong))
        }
        let leading = level.prefix { $0 != first }.map(shape.name(of:))
        return FixedLayout(tags: tags, leading: Set(leading), charset: charset)
    }

    /// The records, each name once, those within others behind them.
    private func records(in shape: Shape) -> [Shape.Index] {
        var found: [Shape.Index] = []
        var seen: Set<String> = []
        var waiting = Array(shape.children(of: shape.root).reversed())
        while let node = waiting.popLast() {
            guard !shape.children(of: node).isEmpty, seen.insert(shape.name(of: node)).inserted else { continue }
            found.append(node)
            waiting += shape.children(of: node).reversed()
        }
        return found
    }

    private func isColumn(_ node: Shape.Index, _ shape: Shape) -> Bool {
        guard shape.nodes[node].kind == .element, shape.nodes[node].maximum == 1, let value = shape.value(of: node)
        else { return false }
        return value.maximumLength < 10_000
    }

    private mutating func refuse(_ wanted: String, _ position: Position, _ value: String?) -> FixedLayout? {
        diagnostics.append(Diagnostic("mapping.shape-fixed", at: position, value: value, facts: ["wanted": wanted]))
        return nil
    }
}
