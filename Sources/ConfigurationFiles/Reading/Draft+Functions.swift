import Diagnostics
import Mapping
import Rollout

/// Where a function's documents come from.
private enum Direction: String, CaseIterable {
    case inbound = "in"
    case outbound = "out"
}

extension Draft {
    /// The key `functions`, which replaces the usual functions as a whole; without it they stand.
    mutating func readFunctions(_ reader: inout YAMLReader) {
        guard let node = reader.optional("functions") else {
            for function in installation.routing.functions {
                definitions[.function, default: [:]][function.name] = reader.position
            }
            return
        }
        functionsPlace = reader.position(of: "functions")
        installation.routing.functions = []
        guard let entries = node.entries else {
            _ = reader.entries("functions")
            return
        }
        for entry in entries { readFunction(entry) }
        checkDocumentKinds(at: node.position)
    }

    private mutating func readFunction(_ entry: YAMLEntry) {
        var reader = YAMLReader(entry.value)
        _ = reader.required("documents")
        let documents = reader.texts("documents")
        for document in documents {
            if let other = installation.routing.function(for: document) {
                reader.report(
                    Diagnostic(
                        "configuration.document-twice", at: reader.position(of: "documents"), value: document,
                        facts: ["first": other.name, "second": entry.key.text]))
            }
        }
        _ = reader.required("direction")
        let direction: Direction? = reader.choice("direction")
        let needs = names(of: .function, "needs", &reader)
        let informs = names(of: .function, "informs", &reader)
        let binds = binding(&reader)
        let onRejection: RejectionPolicy? = reader.choice("onRejection")
        finish(reader)
        guard define(.function, entry.key.text, at: entry.key.position) else { return }
        installation.routing.functions.append(
            FunctionDefinition(
                name: entry.key.text, documents: documents, inbound: direction != .outbound, needs: needs,
                informs: informs, binds: binds ?? .birth, onRejection: onRejection == .hold ? nil : onRejection))
    }

    /// The names in a list, each noted as used.
    private mutating func names(of kind: Kind, _ key: String, _ reader: inout YAMLReader) -> [String] {
        guard let node = reader.optional(key) else { return [] }
        let names = reader.texts(key)
        let places = node.items?.filter { $0.text != nil }.map(\.position) ?? [node.position]
        for (name, place) in zip(names, places) { mention(kind, name, at: place) }
        return names
    }

    private mutating func binding(_ reader: inout YAMLReader) -> FunctionDefinition.Binding? {
        guard let node = reader.required("binds"), let text = reader.text(of: node) else { return nil }
        switch text {
        case "birth": return .birth
        case "first document": return .firstDocument
        case _ where text.hasPrefix("with "):
            let name = String(text.dropFirst(5))
            mention(.function, name, at: node.position)
            return .with(name)
        default:
            reader.report(Diagnostic("configuration.binds-form", at: node.position, value: text))
            return nil
        }
    }

    /// Every kind of document that can come has a function, or it would be refused once it came.
    private mutating func checkDocumentKinds(at position: Position) {
        for kind in DocumentKind.allCases where installation.routing.function(for: kind.rawValue) == nil {
            report("configuration.document-unhandled", at: position, value: kind.rawValue)
        }
    }
}
