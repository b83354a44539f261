import Mapping
import Rollout

extension Scenario.Expectations {
    /// What must be true behind a step.
    init(nested key: String, of reader: inout YAMLReader) {
        self.init()
        guard var own = reader.nested(key) else { return }
        milestones = own.stages("milestones")
        for entry in own.entries("orders") {
            var sides = YAMLReader(entry.value)
            orders[entry.key.text] = Dictionary(
                sides.allEntries().map { ($0.key.text, sides.text(of: $0.value) ?? "") }, uniquingKeysWith: { $1 })
            own.take(sides)
        }
        received = own.textLists("received")
        if own.optional("integrations") != nil { integrations = own.texts("integrations") }
        for entry in own.entries("compared") {
            var figures = YAMLReader(entry.value)
            var comparison = Scenario.Comparison()
            comparison.documents = figures.integer("documents", in: 0...1_000_000)
            comparison.matching = figures.integer("matching", in: 0...1_000_000)
            if figures.optional("fields") != nil { comparison.fields = figures.texts("fields") }
            compared[entry.key.text] = comparison
            own.take(figures)
        }
        for entry in own.entries("gates") {
            var verdicts = YAMLReader(entry.value)
            for gate in GateKind.allCases {
                let verdict: Verdict? = verdicts.choice(gate.rawValue)
                if let verdict { gates[entry.key.text, default: [:]][gate] = verdict }
            }
            own.take(verdicts)
        }
        for entry in own.entries("guards") {
            var states = YAMLReader(entry.value)
            for guardKind in GuardKind.allCases {
                let state: Scenario.GuardState? = states.choice(guardKind.rawValue)
                if let state { guards[entry.key.text, default: [:]][guardKind] = state }
            }
            own.take(states)
        }
        if var lives = own.nested("states") {
            for entry in lives.allEntries() {
                let life: Scenario.OrderLife? = lives.choice(entry.key.text)
                if let life { states[entry.key.text] = life }
            }
            own.take(lives)
        }
        reader.take(own)
    }
}

extension YAMLReader {
    /// A mapping whose values are lists of texts, or one text each.
    mutating func textLists(_ key: String) -> [String: [String]] {
        var lists: [String: [String]] = [:]
        for entry in entries(key) {
            lists[entry.key.text] = (entry.value.items ?? [entry.value]).compactMap { text(of: $0) }
        }
        return lists
    }
}
