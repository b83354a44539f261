import Diagnostics

/// The keys that say something about a block; every other key of it is a field.
private let blockKeys: Set<String> = ["in", "each", "use", "merge", "constants", "required", "only"]

extension MappingParser {
    /// The rules of a block, or of the document.
    mutating func body(of node: YAMLNode) -> BlockBody {
        guard let entries = node.entries else {
            report(
                Diagnostic(
                    "yaml.wrong-kind", at: node.position,
                    facts: ["wanted": "a mapping of fields", "found": node.kindName]))
            return BlockBody()
        }
        return body(of: entries, skipping: [])
    }

    private mutating func body(of entries: [YAMLEntry], skipping skipped: Set<String>) -> BlockBody {
        var body = BlockBody()
        for entry in entries where !skipped.contains(entry.key.text) {
            switch entry.key.text {
            case "use": body.use = entry.value.text.map { YAMLKey($0, at: entry.value.position) }
            case "constants": body.constants += constants(entry.value.entries ?? [])
            default:
                if entry.value.text == "none" {
                    body.removed.insert(entry.key.text)
                } else if let rule = rule(entry) {
                    body.rules.append(rule)
                }
            }
        }
        return body
    }

    private mutating func rule(_ entry: YAMLEntry) -> Rule? {
        var text = entry.key.text
        var by: FieldPath?
        let parts = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        if parts.count == 3, parts[1] == "by" {
            text = parts[0]
            by = field(parts[2], at: entry.key.position)
        }
        var fields: [FieldPath] = []
        let characters = Array(text)
        for range in PathParser.plusRanges(of: characters) {
            guard let field = field(String(characters[range]), at: entry.key.position) else { return nil }
            fields.append(field)
        }
        guard let body = ruleBody(entry) else { return nil }
        if fields.count > 1, case .blocks = body {
            report(Diagnostic("mapping.field-invalid", at: entry.key.position, value: entry.key.text))
            return nil
        }
        return Rule(fields: fields, by: by, body: body, key: entry.key)
    }

    private mutating func ruleBody(_ entry: YAMLEntry) -> Rule.Body? {
        let node = entry.value
        if let items = node.items, let first = items.first, isBlock(first) {
            return .blocks(items.compactMap { block($0) })
        }
        if isBlock(node) { return block(node).map { .blocks([$0]) } }
        return valueRule(node).map { .value($0) }
    }

    private func isBlock(_ node: YAMLNode) -> Bool {
        guard let entries = node.entries else { return false }
        let keys = Set(entries.map(\.key.text))
        if keys.contains("in") || keys.contains("each") || keys.contains("use") { return true }
        return !keys.contains("at") && !keys.isSubset(of: ["default", "required", "common", "omit"])
    }

    private mutating func block(_ node: YAMLNode) -> BlockRule? {
        guard let entries = node.entries else {
            report(
                Diagnostic(
                    "yaml.wrong-kind", at: node.position, facts: ["wanted": "a mapping", "found": node.kindName]))
            return nil
        }
        var kind = BlockRule.Kind.here
        var path: MappingPath?
        for (key, value) in [("in", BlockRule.Kind.one), ("each", .many)] {
            guard let place = node[key] else { continue }
            guard kind == .here, let text = place.text else {
                report(Diagnostic("mapping.block-invalid", at: place.position, value: key))
                return nil
            }
            kind = value
            path = self.path(place, text)
            if path == nil { return nil }
        }
        let flags = entries.filter { ["required", "only"].contains($0.key.text) }
        var reader = YAMLReader(YAMLNode(.mapping(flags), at: node.position))
        let isRequired = reader.flag("required") ?? false
        let only = reader.choice("only", of: Direction.self)
        for diagnostic in reader.diagnostics.items { report(diagnostic) }
        let body = body(of: entries, skipping: blockKeys.subtracting(["use", "constants"]))
        return BlockRule(
            identifier: nextIdentifier(), kind: kind, path: path, body: body, merge: merge(node["merge"]),
            isRequired: isRequired, only: only, position: node.position)
    }

    private mutating func merge(_ node: YAMLNode?) -> [MappingPath] {
        guard let node else { return [] }
        var paths: [MappingPath] = []
        for item in node.items ?? [node] {
            if let text = item.text, let path = path(item, text) { paths.append(path) }
        }
        return paths
    }
}
