import Orders

/// How the answers of both sides to one document compare, field by field.
public struct AnswerComparison: Sendable, Hashable, Codable {
    /// A field of which the sides say different things, or only one says something.
    public struct Difference: Sendable, Hashable, Codable {
        /// The field, whichever item it stands in: `lines[].quantity`.
        public var field: String
        /// Where it stands: `lines[2].quantity`.
        public var place: String
        /// What the owner says, as JSON; nil where it says nothing.
        public var owner: String?
        /// What the other side says, as JSON; nil where it says nothing.
        public var other: String?
    }

    /// How many differences are kept one by one.
    public static let mostDifferences = 100

    /// The fields that either side named and that count.
    public private(set) var fields = 0
    /// Those that differ.
    public private(set) var differing = 0
    /// The fields that differ and may.
    public private(set) var ignored = 0
    /// The first differences, in the order in which the owner's answer has them, then what it lacks.
    public private(set) var differences: [Difference] = []

    /// Compares what the owner of a document answered with what the other side did.
    ///
    /// Whether each took it counts as a field (`$outcome`). What is no JSON is one field (`$text`). A refusal says nothing of
    /// the order: all that the other one says then differs, so that a few refused orders weigh as much as their fields.
    public init(owner: SideAnswer, other: SideAnswer, rules: ShadowRules = ShadowRules()) {
        let isUnsaid = owner.content == .unsaid || other.content == .unsaid
        let (ours, theirs) = (
            AnswerFields(owner, rules, outcomeOnly: isUnsaid), AnswerFields(other, rules, outcomeOnly: isUnsaid)
        )
        for path in ours.order { note(path, ours.values[path], theirs.values[path], rules) }
        for path in theirs.order where ours.values[path] == nil { note(path, nil, theirs.values[path], rules) }
    }

    private mutating func note(_ path: AnswerPath, _ owner: AnswerValue?, _ other: AnswerValue?, _ rules: ShadowRules) {
        let pattern = path.pattern
        if rules.reason(of: pattern) != nil {
            if owner != other { ignored += 1 }
            return
        }
        fields += 1
        guard owner != other else { return }
        differing += 1
        guard differences.count < Self.mostDifferences else { return }
        differences.append(
            Difference(field: pattern, place: path.description, owner: owner?.text, other: other?.text))
    }
}

/// The values of an answer by their places.
private struct AnswerFields {
    private(set) var values: [AnswerPath: AnswerValue] = [:]
    private(set) var order: [AnswerPath] = []

    init(_ answer: SideAnswer, _ rules: ShadowRules, outcomeOnly: Bool) {
        add(.string(answer.outcome.rawValue), at: .outcome)
        guard answer.outcome == .taken, !outcomeOnly else { return }
        switch answer.content {
        case .nothing, .unsaid: break
        case .text(let text): add(.string(text), at: .text)
        case .fields(let value): walk(value, AnswerPath(steps: []), rules)
        }
    }

    private mutating func add(_ value: JSONValue, at path: AnswerPath) {
        guard let value = AnswerValue(value) else { return }
        if values.updateValue(value, forKey: path) == nil { order.append(path) }
    }

    /// The depth is bounded by the limits of the JSON that was read.
    private mutating func walk(_ value: JSONValue, _ path: AnswerPath, _ rules: ShadowRules) {
        switch value {
        case .object(let members):
            for member in members { walk(member.value, path.appending(.member(member.key)), rules) }
        case .array(let items):
            let key = rules.key(of: path.pattern)
            var seen: [String: Int] = [:]
            for (place, item) in items.enumerated() {
                walk(item, path.appending(.item(Self.name(of: item, at: place, by: key, &seen))), rules)
            }
        default:
            // An answer that is one value alone.
            add(value, at: path.steps.isEmpty ? .text : path)
        }
    }

    /// What tells an item apart: its member's value, else its place; with a count where several have the same.
    private static func name(
        of item: JSONValue, at place: Int, by key: String?, _ seen: inout [String: Int]
    ) -> String {
        guard let key, case .object(let members) = item,
            let value = members.first(where: { $0.key == key }).flatMap({ AnswerValue($0.value) })
        else { return String(place) }
        let name = "\(key)=\(value.text)"
        seen[name, default: 0] += 1
        return seen[name] == 1 ? name : "\(name) #\(seen[name] ?? 0)"
    }
}
