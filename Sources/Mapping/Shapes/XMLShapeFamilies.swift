import Diagnostics
import XMLFormat

/// The families of a folder, with what extends them.
struct XMLShapeFamilies {
    private var families: [String: YAMLNode] = [:]
    private var extensions: [YAMLNode] = []
    private var diagnostics = DiagnosticList()

    /// Takes in one file.
    mutating func add(_ bytes: [UInt8], _ path: String) {
        do throws(Diagnostic) {
            let root = try YAMLSource.parse(bytes, file: path)
            if root["extends"] != nil { return extensions.append(root) }
            guard let node = root["shapes"], let name = node.text, !name.isEmpty else {
                throw Diagnostic(
                    "yaml.missing-key", at: root["shapes"]?.position ?? root.position, facts: ["key": "shapes"])
            }
            if let other = families[name] {
                throw Diagnostic(
                    "mapping.shape-twice", at: node.position, value: name, facts: ["file": other.position.file ?? ""])
            }
            families[name] = root
        } catch {
            diagnostics.append(error)
        }
    }

    /// All documents of all families.
    consuming func compiled() -> (shapes: XMLShapes, diagnostics: DiagnosticList) {
        extendFamilies()
        var documents: [String: XMLShapes.Document] = [:]
        var roots: [String: String] = [:]
        for (_, root) in families.sorted(by: { $0.key < $1.key }) {
            var compiler = XMLShapeCompiler(root)
            let found = compiler.documents()
            diagnostics.append(contentsOf: compiler.diagnostics)
            if compiler.diagnostics.hasErrors { continue }
            for (type, document) in found.sorted(by: { $0.key < $1.key }) {
                if let other = document.dialects.lazy.compactMap({ roots[Self.sign(of: $0)] }).first
                    ?? documents[type]?.files.first
                {
                    diagnostics.append(
                        Diagnostic("mapping.shape-twice", at: root.position, value: type, facts: ["file": other]))
                    continue
                }
                documents[type] = document
                for dialect in document.dialects { roots[Self.sign(of: dialect)] = root.position.file ?? "" }
            }
        }
        return (XMLShapes(documents: documents), diagnostics)
    }

    /// What a dialect is recognised by.
    private static func sign(of dialect: XMLDialect) -> String { "{\(dialect.namespace ?? "")}\(dialect.root)" }

    private mutating func extendFamilies() {
        for root in extensions {
            guard let node = root["extends"], let family = families[node.text ?? ""] else {
                let known = families.keys.sorted()
                let facts = ["nearest": NearestName.to(root["extends"]?.text ?? "", among: known) ?? "none"]
                diagnostics.append(
                    Diagnostic(
                        "mapping.shape-unknown-family", at: root["extends"]?.position, value: root["extends"]?.text,
                        facts: facts))
                continue
            }
            families[node.text ?? ""] = XMLShapeExtension.extended(family, by: root)
        }
    }
}

/// Puts an extension into a family, as nodes, so that each name keeps the place where it was written.
enum XMLShapeExtension {
    static func extended(_ family: YAMLNode, by addition: YAMLNode) -> YAMLNode {
        let own = addition.entries?.filter { $0.key.text != "extends" } ?? []
        return YAMLNode(.mapping(merged(family.entries ?? [], with: own, levels: 2)), at: family.position)
    }

    /// Keys of a file, of its `parts` and `documents`, and the names in them; a document's `holds` has names, too.
    private static func merged(_ old: [YAMLEntry], with new: [YAMLEntry], levels: Int) -> [YAMLEntry] {
        var result = old
        for entry in new {
            let index = result.firstIndex { bare($0.key.text) == bare(entry.key.text) }
            guard entry.value.text != "none" else {
                if let index { result.remove(at: index) }
                continue
            }
            guard let index else {
                result.append(entry)
                continue
            }
            let deeper = entry.key.text == "holds" ? 1 : levels
            result[index] = YAMLEntry(key: entry.key, value: merged(result[index].value, with: entry.value, deeper))
        }
        return result
    }

    private static func merged(_ old: YAMLNode, with new: YAMLNode, _ levels: Int) -> YAMLNode {
        guard levels > 0, let oldEntries = old.entries, let newEntries = new.entries else { return new }
        return YAMLNode(.mapping(merged(oldEntries, with: newEntries, levels: levels - 1)), at: old.position)
    }

    /// A name without the mark that says how often it stands.
    static func bare(_ key: String) -> Substring {
        guard let mark = key.last, "?*+".contains(mark), key.count > 1 else { return key[...] }
        return key.dropLast()
    }
}
