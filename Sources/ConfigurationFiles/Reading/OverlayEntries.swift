import Diagnostics
import Directories
import Mapping

/// What one partner's `directory` has said so far, so that nothing is said twice.
struct OverlayEntries {
    private var seen: [String: Position] = [:]

    /// Notes an entry by what makes it one of its own; reports one that was there before, with its line.
    mutating func take(_ key: String, _ value: String, at position: Position, _ reader: inout YAMLReader) {
        guard let first = seen[key] else { return seen[key] = position }
        let facts = ["line": first.line.map(String.init) ?? "above"]
        reader.report(Diagnostic("configuration.overlay-twice", at: position, value: value, facts: facts))
    }
}

extension Overlay {
    /// What it is about, as one text.
    var scope: String { "\(message ?? "") \(version ?? "")" }
}

extension YAMLReader {
    /// Reports a key's value, with the name that was probably meant where one is near.
    mutating func report(
        _ code: Code, _ key: String, _ value: String, _ facts: [String: String], nearest known: [String] = []
    ) {
        var facts = facts
        facts["nearest"] = NearestName.to(value, among: known)
        report(Diagnostic(code, at: optional(key)?.position ?? position, value: value, facts: facts))
    }
}
