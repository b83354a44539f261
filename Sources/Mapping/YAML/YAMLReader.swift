public import Diagnostics

/// Reads the keys of one YAML mapping and collects every fault: keys that are missing, of the wrong kind or unknown.
///
/// Ask for each key that is known here, then `finish`, which reports the keys that nobody asked for with the nearest
/// right name, and take the ``diagnostics``. Every reading method returns nil where it has reported a fault or where an
/// optional key is absent.
public struct YAMLReader: Sendable {
    /// The faults found so far.
    public private(set) var diagnostics: DiagnosticList
    /// Where the mapping stands.
    public let position: Position
    private let entries: [YAMLEntry]
    private var indexes: [String: Int] = [:]
    private var asked: [String] = []

    /// A reader of a node, which must be a mapping; anything else is reported and read as an empty one.
    public init(_ node: YAMLNode, limit: Int = DiagnosticList.defaultLimit) {
        diagnostics = DiagnosticList(limit: limit)
        position = node.position
        entries = node.entries ?? []
        for (index, entry) in entries.enumerated() { indexes[entry.key.text] = index }
        if node.entries == nil { wrongKind(node, wanted: "a mapping") }
    }

    /// All entries in the order of the file, for mappings whose keys are the author's; asking for them makes them known.
    public mutating func allEntries() -> [YAMLEntry] {
        asked.append(contentsOf: entries.map(\.key.text))
        return entries
    }

    /// The value of an optional key.
    public mutating func optional(_ key: String) -> YAMLNode? {
        if !asked.contains(key) { asked.append(key) }
        return indexes[key].map { entries[$0].value }
    }

    /// The value of a required key.
    public mutating func required(_ key: String) -> YAMLNode? {
        if let node = optional(key) { return node }
        diagnostics.append(Diagnostic("yaml.missing-key", at: position, facts: ["key": key]))
        return nil
    }

    /// The place of a key, or of the mapping where the key is absent.
    public func position(of key: String) -> Position { indexes[key].map { entries[$0].key.position } ?? position }

    /// The text of an optional key.
    public mutating func text(_ key: String) -> String? { optional(key).flatMap { text(of: $0) } }

    /// The text of a required key, which must not be empty.
    public mutating func requiredText(_ key: String) -> String? {
        guard let node = required(key), let text = text(of: node) else { return nil }
        guard !text.isEmpty else {
            diagnostics.append(Diagnostic("yaml.missing-key", at: node.position, facts: ["key": key]))
            return nil
        }
        return text
    }

    /// The texts of an optional key whose value is a list of texts or one text; empty when it is absent.
    public mutating func texts(_ key: String) -> [String] {
        guard let node = optional(key) else { return [] }
        if let text = node.text { return [text] }
        guard let items = node.items else {
            wrongKind(node, wanted: "a text or a list of texts")
            return []
        }
        return items.compactMap { text(of: $0) }
    }

    /// The items of an optional list; empty when it is absent.
    public mutating func list(_ key: String) -> [YAMLNode] {
        guard let node = optional(key) else { return [] }
        guard let items = node.items else {
            wrongKind(node, wanted: "a list")
            return []
        }
        return items
    }

    /// The entries of an optional mapping whose keys are the author's; empty when it is absent.
    public mutating func entries(_ key: String) -> [YAMLEntry] {
        guard let node = optional(key) else { return [] }
        guard let entries = node.entries else {
            wrongKind(node, wanted: "a mapping")
            return []
        }
        return entries
    }

    /// A reader of an optional mapping. Give it back to ``take(_:)`` when it is finished.
    public mutating func nested(_ key: String) -> YAMLReader? { optional(key).map { YAMLReader($0) } }

    /// Takes over the faults of a nested reader, its unknown keys included.
    public mutating func take(_ nested: consuming YAMLReader) {
        nested.finish()
        diagnostics.append(contentsOf: nested.diagnostics)
    }

    /// A whole number within limits.
    public mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = optional(key), let text = text(of: node) else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        let facts = ["key": key, "least": "\(range.lowerBound)", "most": "\(range.upperBound)"]
        diagnostics.append(Diagnostic("yaml.not-integer", at: node.position, value: text, facts: facts))
        return nil
    }

    /// A yes or no: `yes`, `no`, `true`, `false`.
    public mutating func flag(_ key: String) -> Bool? {
        guard let node = optional(key), let text = text(of: node) else { return nil }
        switch text {
        case "yes", "true": return true
        case "no", "false": return false
        default:
            diagnostics.append(Diagnostic("yaml.not-flag", at: node.position, value: text, facts: ["key": key]))
            return nil
        }
    }

    /// One of the values of an enumeration.
    public mutating func choice<Value>(_ key: String, of type: Value.Type = Value.self) -> Value?
    where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
        guard let node = optional(key), let text = text(of: node) else { return nil }
        if let value = Value(rawValue: text) { return value }
        let known = Value.allCases.map(\.rawValue)
        diagnostics.append(
            Diagnostic(
                "yaml.not-choice", at: node.position, value: text,
                facts: [
                    "key": key, "known": known.joined(separator: ", "),
                    "nearest": NearestName.to(text, among: known) ?? "none",
                ]))
        return nil
    }

    /// Adds a fault that the caller found.
    public mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// Reports the keys that were never asked for.
    public mutating func finish() {
        let known = asked
        for entry in entries where !known.contains(entry.key.text) {
            diagnostics.append(
                Diagnostic(
                    "yaml.unknown-key", at: entry.key.position, value: entry.key.text,
                    facts: [
                        "known": known.joined(separator: ", "),
                        "nearest": NearestName.to(entry.key.text, among: known) ?? "none",
                    ]))
        }
    }

    /// The text of a node that must be a scalar.
    public mutating func text(of node: YAMLNode) -> String? {
        if let text = node.text { return text }
        wrongKind(node, wanted: "a text")
        return nil
    }

    private mutating func wrongKind(_ node: YAMLNode, wanted: String) {
        let facts = ["wanted": wanted, "found": node.kindName]
        diagnostics.append(Diagnostic("yaml.wrong-kind", at: node.position, facts: facts))
    }
}
