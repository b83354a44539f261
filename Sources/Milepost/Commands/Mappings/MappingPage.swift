import Diagnostics
import Mapping
import Orders
import Syntax

/// The documentation of one mapping, in Markdown.
struct MappingPage {
    private let mapping: CompiledMapping
    private let comment: String
    /// A value that each rule gave in some golden case, by the rule's place.
    private let examples: [Position: ValueOrigin]

    init(_ mapping: CompiledMapping, comment: String, origins: [ValueOrigin]) {
        self.mapping = mapping
        self.comment = comment
        examples = Dictionary(origins.map { ($0.rule, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var markdown: String {
        var text = "# \(mapping.name)\n\n\(comment.isEmpty ? "" : comment + "\n\n")"
        text +=
            "Between \(mapping.syntax.rawValue) \(mapping.message) and the canonical \(mapping.documentType.rawValue)."
        text += mapping.writtenVersion.map { " It is written as \($0).\n" } ?? "\n"
        var block: String? = "?"
        for rule in mapping.rules {
            if rule.block != block {
                block = rule.block
                text += block.map { "\n## Block `\($0)`\n\n" } ?? "\n## The document\n\n"
                text += "| field | place | how | example |\n| --- | --- | --- | --- |\n"
            }
            text += row(rule)
        }
        return text
    }

    private func row(_ rule: MappingRule) -> String {
        var how: [String] = []
        switch rule.kind {
        case .one: how.append("one node" + (rule.uses.map { ", block `\($0)`" } ?? ""))
        case .many: how.append("an item for each node" + (rule.uses.map { ", block `\($0)`" } ?? ""))
        case .value: break
        }
        if rule.isRequired { how.append("required") }
        how += rule.conversions
        if let fallback = rule.fallback { how.append("else \(fallback)") }
        if rule.isReadOnly { how.append("only read") }
        if rule.isWriteOnly { how.append("only written") }
        let example = examples[rule.position].map { origin in
            origin.inputValue.map { $0 == origin.value ? "`\($0)`" : "`\($0)` is `\(origin.value)`" }
                ?? "`\(origin.value)`"
        }
        let cells = [
            "`\(rule.field)`", rule.path.isEmpty ? "" : "`\(rule.path)`", how.joined(separator: "; "), example ?? "",
        ]
        return "| " + cells.map(Self.cell).joined(separator: " | ") + " |\n"
    }

    /// A text that stays within its cell.
    private static func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("\n", with: " ")
    }
}
