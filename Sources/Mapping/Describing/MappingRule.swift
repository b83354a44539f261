public import Diagnostics

/// One place of a mapping's rule, in words: for documentation, for what checks coverage, for an editor.
public struct MappingRule: Sendable, Hashable {
    /// What stands at the place.
    public enum Kind: Sendable, Hashable {
        /// A value of the field.
        case value
        /// One node, which a block maps to the field.
        case one
        /// Nodes, each an item of the field's list.
        case many
    }

    /// The named block that the rule stands in; nil for the document's own rules.
    public var block: String?
    /// The field as the mapping names it, with the fields of the unnamed blocks around it: `deliveries[].date`.
    public var field: String
    public var kind: Kind
    /// The place in the format; `.` for the block's own node.
    public var path: String
    /// The named block that maps the nodes.
    public var uses: String?
    /// True when the place is only read.
    public var isReadOnly: Bool
    /// True when the place is only written.
    public var isWriteOnly: Bool
    public var isRequired: Bool
    /// What absence means, as the mapping says it.
    public var fallback: String?
    /// The conversions, in the words of the language: `date 102, 203 by 2379`.
    public var conversions: [String]
    /// What may be lost on the way, in words; empty for what comes back as it went.
    public var losses: [String]
    /// Where the place stands in the mapping's files.
    public var position: Position
}

extension CompiledMapping {
    /// The mapping's rules: the document's own, then those of each block that they use, in the order of first use.
    public var rules: [MappingRule] { RuleList(source).rules }
}

/// Walks the rules of a mapping file.
private struct RuleList {
    private(set) var rules: [MappingRule] = []
    private var waiting: [String] = []
    private var seen: Set<String> = []

    init(_ file: MappingFile) {
        add(file.body, block: nil, prefix: "")
        while let name = waiting.first {
            waiting.removeFirst()
            if let body = file.blocks[name] { add(body, block: name, prefix: "") }
        }
    }

    private mutating func add(_ body: BlockBody, block: String?, prefix: String) {
        use(body.use?.text)
        for rule in body.rules {
            let field = prefix + rule.key.text
            switch rule.body {
            case .value(let value):
                for place in value.places { rules.append(Self.rule(of: place, in: value, block: block, field: field)) }
                if value.places.isEmpty, value.fallback != nil {
                    rules.append(Self.fixed(value, block: block, field: field))
                }
            case .blocks(let blocks):
                for nodes in blocks { add(nodes, block: block, field: field) }
            }
        }
    }

    private mutating func add(_ nodes: BlockRule, block: String?, field: String) {
        if nodes.kind != .here || nodes.body.use != nil {
            rules.append(
                MappingRule(
                    block: block, field: field, kind: nodes.kind == .many ? .many : .one,
                    path: nodes.path?.text ?? ".", uses: nodes.body.use?.text, isReadOnly: nodes.only == .read,
                    isWriteOnly: nodes.only == .write, isRequired: nodes.isRequired,
                    conversions: nodes.merge.isEmpty
                        ? []
                        : ["consecutive ones with equal \(nodes.merge.map(\.text).joined(separator: ", ")) are one"],
                    losses: [], position: nodes.position))
        }
        add(nodes.body, block: block, prefix: field + (nodes.kind == .many ? "[]." : "."))
    }

    private mutating func use(_ name: String?) {
        if let name, seen.insert(name).inserted { waiting.append(name) }
    }

    private static func rule(
        of place: ValuePlace, in value: ValueRule, block: String?, field: String
    ) -> MappingRule {
        MappingRule(
            block: block, field: field, kind: .value, path: place.paths.map(\.text).joined(separator: " + "),
            isReadOnly: place.only == .read, isWriteOnly: place.only == .write, isRequired: value.isRequired,
            fallback: value.fallback?.words, conversions: place.conversion.words, losses: place.conversion.losses,
            position: place.position)
    }

    private static func fixed(_ value: ValueRule, block: String?, field: String) -> MappingRule {
        MappingRule(
            block: block, field: field, kind: .value, path: "", isReadOnly: false, isWriteOnly: false,
            isRequired: value.isRequired, fallback: value.fallback?.words, conversions: [], losses: [],
            position: value.position)
    }
}
