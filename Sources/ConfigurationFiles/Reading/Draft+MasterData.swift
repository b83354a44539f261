import Diagnostics
import Intake
import Mapping

extension Draft {
    /// One entry of `masterData`: a query whose rows are cross references.
    mutating func readMasterSource(_ entry: YAMLEntry, secrets: (SecretReference) -> String?) {
        var reader = YAMLReader(entry.value)
        let kind = masterKind(&reader)
        let (from, to) = (codeSystem("from", &reader), codeSystem("to", &reader))
        let isComplete = reader.flag("complete") ?? false
        let every = reader.seconds("every", upTo: 7 * 86_400)
        var database: PostgresAddress?
        var query: String?
        if reader.required("postgres") != nil, var inner = reader.nested("postgres") {
            database = readDatabase(&inner, timeoutSeconds: 300, secrets: secrets)
            query = inner.requiredText("query")
            if let text = query, !SQLText(text).parameters.isEmpty {
                inner.report(
                    Diagnostic(
                        "configuration.master-query", at: inner.position(of: "query"), value: entry.key.text))
            }
            reader.take(inner)
        }
        finish(reader)
        guard define(.masterData, entry.key.text, at: entry.key.position), let kind, let database, let query else {
            return
        }
        installation.masterData.append(
            MasterSource(
                name: entry.key.text, kind: kind, from: from, to: to, isComplete: isComplete,
                everySeconds: max(1, every ?? 3_600), database: database, query: query))
    }

    private func masterKind(_ reader: inout YAMLReader) -> MasterKind? {
        guard let node = reader.required("kind"), let text = reader.text(of: node) else { return nil }
        if let kind = MasterKind(rawValue: text) { return kind }
        reader.reportNotChoice(
            text, at: node.position, key: "kind", known: MasterKind.allCases.map(\.rawValue))
        return nil
    }

    /// Whose codes a column holds; of a partner or a back end one that is configured.
    private mutating func codeSystem(_ key: String, _ reader: inout YAMLReader) -> CodeSystem? {
        guard let node = reader.optional(key), let text = reader.text(of: node) else { return nil }
        guard let system = CodeSystem(text) else {
            reader.report(Diagnostic("configuration.code-system", at: node.position, value: text))
            return nil
        }
        if let owner = system.owner {
            mention(owner.kind == "partner" ? .partner : .backend, owner.name, at: node.position)
        }
        return system
    }
}
