import Diagnostics
import Intake
import Mapping

extension Draft {
    /// `aperak` of a partner's `acknowledgements`.
    mutating func readAperak(_ reader: inout YAMLReader) -> AperakProfile {
        var profile = AperakProfile()
        guard var inner = reader.nested("aperak") else { return profile }
        if let when: AperakProfile.Occasion = inner.choice("when") { profile.when = when }
        if let release: AperakProfile.Release = inner.choice("release") { profile.release = release }
        let place = inner.position(of: "errors")
        var values: [String: String] = [:]
        for entry in inner.entries("errors") {
            guard let value = inner.text(of: entry.value) else { continue }
            values[entry.key.text] = value
            if !Self.faults.contains(entry.key.text) { reportUnknownFault(entry.key) }
        }
        let other = inner.text("otherErrors")
        var list = inner.nested("errorList")
        let (code, agency) = (list?.text("code"), list?.text("agency"))
        if let list { inner.take(list) }
        for text in profile.nameErrors(by: values, other: other, list: code, agency: agency) {
            report("configuration.aperak-value", at: place, value: text)
        }
        reader.take(inner)
        return profile
    }

    /// The codes of all faults, and their areas.
    private static let faults: Set<String> = {
        let codes = Catalogue.english.entries.keys.map(\.rawValue)
        return Set(codes).union(codes.map { String($0.prefix { $0 != "." }) })
    }()

    private mutating func reportUnknownFault(_ key: YAMLKey) {
        report(
            "configuration.aperak-fault", at: key.position, value: key.text,
            facts: ["nearest": NearestName.to(key.text, among: Self.faults.sorted()) ?? "none"])
    }
}
