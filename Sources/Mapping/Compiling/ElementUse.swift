import Diagnostics
import Directories

/// One rule's claim on an element: two rules that could take the same element are refused, since writing could not
/// tell whose value stands there. A rule that is only read or only written makes no claim.
struct ElementUse {
    /// The names from the message down to the element.
    var element: String
    /// What the rule demands of values on the way, by their place.
    var conditions: [String: ValuePredicate] = [:]
    /// Which repeat the rule takes, by the step's place.
    var ordinals: [String: Int] = [:]
    /// The steps that take what siblings leave.
    var rest: Set<String> = []
    /// The canonical field.
    var field: String
    var position: Position

    init(_ resolved: ResolvedPath, field: String, position: Position, resolver: PathResolver) {
        self.field = field
        self.position = position
        element = ""
        for step in resolved.scope.steps {
            element += "/" + step.name
            func names(_ value: ValuePredicate) -> [String] {
                let nodes = (try? resolver.nodes(of: value, below: step.shapeNode, path: resolved.path)) ?? []
                return nodes.map { resolver.shape.name(of: $0) }
            }
            for predicate in step.predicates { note(predicate, rest: element, names) }
            for predicate in step.innerPredicates { note(predicate, rest: element + Self.inner, names) }
        }
    }

    /// Notes what the step that was reached demands.
    private mutating func note(
        _ predicate: PathPredicate, rest place: String, _ names: (ValuePredicate) -> [String]
    ) {
        switch predicate {
        case .value(let value): conditions[([element] + names(value)).joined(separator: "/")] = value
        case .ordinal(let number): ordinals[element] = number
        case .otherwise: rest.insert(place)
        case .all: break
        }
    }

    /// Behind the place of a step of which a block within takes what its siblings leave.
    private static let inner = "/."

    /// True when no element is taken by both.
    func excludes(_ other: ElementUse) -> Bool {
        for (place, condition) in conditions {
            if let theirs = other.conditions[place], condition.excludes(theirs) { return true }
        }
        for (place, number) in ordinals {
            if let theirs = other.ordinals[place], theirs != number { return true }
        }
        return leaves(other) || other.leaves(self)
    }

    /// True when this rule takes the rest of what the other one picks.
    private func leaves(_ other: ElementUse) -> Bool {
        rest.contains { place in
            guard !other.rest.contains(place) else { return false }
            let step = place.hasSuffix(Self.inner) ? String(place.dropLast(Self.inner.count)) : place
            return other.conditions.keys.contains { $0.hasPrefix(step) } || other.ordinals[step] != nil
        }
    }

    /// Every pair of rules that could take the same element.
    static func conflicts(among uses: [ElementUse]) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for (_, group) in Dictionary(grouping: uses, by: \.element).sorted(by: { $0.key < $1.key }) {
            for (index, use) in group.enumerated() {
                guard
                    let earlier = group[..<index].first(where: { $0.field != use.field && !$0.excludes(use) })
                else { continue }
                found.append(
                    Diagnostic(
                        "mapping.element-twice", at: use.position, value: String(use.element.dropFirst()),
                        facts: [
                            "field": use.field, "other": earlier.field,
                            "line": earlier.position.line.map(String.init) ?? "?",
                            "file": earlier.position.file ?? "",
                        ]))
            }
        }
        return found
    }
}
