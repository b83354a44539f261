import Diagnostics

/// Puts included mappings into a file, as nodes, so that every rule keeps the place where it was written.
struct MappingInclude {
    /// How many files may include each other in a row.
    static let depthLimit = 16

    /// The roots of all files by the mappings' names.
    let mappings: [String: YAMLNode]

    /// A root with everything that it includes; its own keys replace their namesakes and `none` removes them.
    func resolved(_ root: YAMLNode, into diagnostics: inout DiagnosticList) -> YAMLNode {
        resolved(root, path: [root["mapping"]?.text ?? ""], into: &diagnostics)
    }

    private func resolved(_ root: YAMLNode, path: [String], into diagnostics: inout DiagnosticList) -> YAMLNode {
        guard let include = root["include"], let entries = root.entries else { return root }
        var merged: [YAMLEntry] = []
        for node in include.items ?? [include] {
            guard let name = node.text, let other = mappings[name] else {
                diagnostics.append(
                    Diagnostic(
                        "mapping.include-unknown", at: node.position, value: node.text,
                        facts: ["nearest": NearestName.to(node.text ?? "", among: mappings.keys.sorted()) ?? "none"]))
                continue
            }
            guard !path.contains(name), path.count < Self.depthLimit else {
                diagnostics.append(Diagnostic("mapping.include-cycle", at: node.position, value: name))
                continue
            }
            let full = resolved(other, path: path + [name], into: &diagnostics)
            merged = Self.merge(merged, with: full.entries ?? [], depth: 0)
        }
        let own = entries.filter { $0.key.text != "include" }
        return YAMLNode(.mapping(Self.merge(merged, with: own, depth: 0)), at: root.position)
    }

    /// Keys whose entries are merged one by one, with how deep: a block's rules are replaced one by one.
    private static let mergedDepth = [
        "blocks": 2, "rules": 1, "constants": 1, "counts": 1, "ignore": 1, "fill": 1, "answers": 1, "leaves": 1,
    ]

    private static func merge(_ old: [YAMLEntry], with new: [YAMLEntry], depth: Int) -> [YAMLEntry] {
        var result = old.filter { $0.key.text != "mapping" }
        for entry in new {
            let levels = mergedDepth[entry.key.text] ?? 0
            if let index = result.firstIndex(where: { $0.key.text == entry.key.text }) {
                let value = replaced(result[index].value, by: entry.value, levels: levels)
                result[index] = YAMLEntry(key: entry.key, value: value)
            } else {
                result.append(entry)
            }
        }
        return result
    }

    private static func replaced(_ old: YAMLNode, by new: YAMLNode, levels: Int) -> YAMLNode {
        guard levels > 0, let oldEntries = old.entries, let newEntries = new.entries else { return new }
        var result = oldEntries
        for entry in newEntries {
            let index = result.firstIndex { $0.key.text == entry.key.text }
            if entry.value.text == "none" {
                if let index { result.remove(at: index) }
            } else if let index {
                let value = replaced(result[index].value, by: entry.value, levels: levels - 1)
                result[index] = YAMLEntry(key: entry.key, value: value)
            } else {
                result.append(entry)
            }
        }
        return YAMLNode(.mapping(result), at: new.position)
    }
}
