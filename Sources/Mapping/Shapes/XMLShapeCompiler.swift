import Diagnostics
import Directories
import Syntax
import XMLFormat

/// Makes the documents of one family from its file.
struct XMLShapeCompiler {
    private(set) var diagnostics = DiagnosticList()
    private let root: YAMLNode
    private var parts = XMLShapeParts(builder: ShapeBuilder(), nodes: [:])

    init(_ root: YAMLNode) { self.root = root }

    /// The documents by type.
    mutating func documents() -> [String: XMLShapes.Document] {
        var reader = YAMLReader(root)
        _ = reader.requiredText("shapes")
        let version = reader.text("version")
        let isOrdered = reader.flag("ordered") ?? false
        let skipsDoctype = reader.flag("doctype") ?? false
        let prefixes = prefixes(reader.entries("prefixes"))
        let nodes = reader.entries("parts")
        let documents = reader.required("documents")?.entries ?? []
        reader.finish()
        diagnostics.append(contentsOf: reader.diagnostics)
        var found: [String: XMLShapes.Document] = [:]
        for entry in documents {
            parts = XMLShapeParts(
                builder: ShapeBuilder(),
                nodes: Dictionary(nodes.map { ($0.key.text, $0.value) }, uniquingKeysWith: { _, last in last }))
            guard let (shape, dialects, layout) = document(entry, version: version ?? "XML", prefixes: prefixes) else {
                continue
            }
            let complete = dialects.map { dialect in
                var dialect = dialect
                dialect.toleratesDoctype = skipsDoctype
                return dialect
            }
            found[entry.key.text] = XMLShapes.Document(
                shape: shape, dialects: complete, isOrdered: isOrdered, csv: layout.csv, fixed: layout.fixed,
                isJSON: layout.isJSON, each: layout.each, files: files(of: root))
        }
        return found
    }

    /// How a document looks that is no XML.
    private struct Layout {
        var csv: CSVLayout?
        var fixed: FixedLayout?
        var isJSON = false
        var each: String?
    }

    /// The files that a node's parts come from.
    private func files(of node: YAMLNode) -> Set<String> {
        var files = Set([node.position.file].compactMap(\.self))
        for item in node.items ?? [] { files.formUnion(self.files(of: item)) }
        for entry in node.entries ?? [] { files.formUnion(self.files(of: entry.value)) }
        return files
    }

    /// Prefixes by namespace.
    private mutating func prefixes(_ entries: [YAMLEntry]) -> [String: String] {
        var prefixes: [String: String] = [:]
        for entry in entries {
            for node in entry.value.items ?? [entry.value] {
                if let uri = text(of: node) { prefixes[uri] = entry.key.text }
            }
        }
        return prefixes
    }

    private mutating func text(of node: YAMLNode) -> String? {
        if let text = node.text { return text }
        let facts = ["wanted": "a text", "found": node.kindName]
        diagnostics.append(Diagnostic("yaml.wrong-kind", at: node.position, facts: facts))
        return nil
    }

    private mutating func document(
        _ entry: YAMLEntry, version: String, prefixes: [String: String]
    ) -> (Shape, [XMLDialect], Layout)? {
        var reader = YAMLReader(entry.value)
        let name = reader.text("root") ?? entry.key.text
        let namespaces = reader.texts("namespace")
        let each = reader.texts("each")
        let envelope = envelope(&reader)
        let csv = reader.optional("csv")
        let fixed = reader.optional("fixed")
        let isJSON = reader.flag("json") ?? false
        let holds = reader.required("holds")
        let placed = [("each", reader.optional("each")), ("envelope", reader.optional("envelope"))]
        reader.finish()
        diagnostics.append(contentsOf: reader.diagnostics)
        guard let holds else { return nil }
        let structure = parts.structure(of: holds)
        diagnostics.append(contentsOf: parts.diagnostics)
        let shape = parts.builder.finish(name: entry.key.text, version: version, root: structure)
        for (key, node) in placed { if let node { checkPaths(node, key, in: shape) } }
        if let csv {
            var reading = CSVLayoutReading()
            let layout = reading.layout(csv, of: shape)
            diagnostics.append(contentsOf: reading.diagnostics)
            return layout.map { (shape, [], Layout(csv: $0)) }
        }
        if let fixed {
            var reading = FixedLayoutReading()
            let layout = reading.layout(fixed, of: shape)
            diagnostics.append(contentsOf: reading.diagnostics)
            return layout.map { (shape, [], Layout(fixed: $0)) }
        }
        if isJSON { return (shape, [], Layout(isJSON: true, each: each.first)) }
        let own = namespaces.isEmpty ? [nil] : namespaces.map { $0 == "none" ? nil : $0 }
        let dialects = own.map { namespace in
            XMLDialect(
                type: entry.key.text, version: version, root: name, namespace: namespace,
                prefixes: namespace.map { prefixes.merging([$0: prefixes[$0] ?? ""]) { $1 } } ?? prefixes,
                envelope: envelope, documents: each, names: shape.names)
        }
        return (shape, dialects, Layout())
    }

    private mutating func envelope(_ reader: inout YAMLReader) -> XMLEnvelope {
        guard var own = reader.nested("envelope") else { return XMLEnvelope() }
        let envelope = XMLEnvelope(
            sender: own.texts("sender"), receiver: own.texts("recipient"), qualifier: own.text("qualifier"),
            reference: own.texts("reference"), created: own.texts("created"), version: own.texts("version"),
            association: own.texts("association"))
        reader.take(own)
        return envelope
    }

    /// Paths that the shape does not have.
    private mutating func checkPaths(_ node: YAMLNode, _ key: String, in shape: Shape) {
        for entry in node.entries ?? [] where entry.key.text != "qualifier" {
            checkPaths(entry.value, entry.key.text, in: shape)
        }
        for item in node.items ?? [node] {
            guard let path = item.text else { continue }
            if case .unknown(let name, let node) = shape.find(path: path.split(separator: "/").map(String.init)) {
                diagnostics.append(
                    Diagnostic(
                        "mapping.shape-path", at: item.position, value: path,
                        facts: ["nearest": shape.nearest(to: name, below: node).first ?? "none"]))
            }
        }
    }
}
