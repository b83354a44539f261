import Diagnostics
import Directories

/// Turns paths into steps that make nodes, and says which nodes are one.
///
/// A predicate belongs to the nearest step at or above it that may repeat. A step that an ordinal pins down is one node
/// already, so that what stands below it does not tell it apart.
struct WritePathCompiler {
    var resolver: PathResolver
    private var keys: [String: Int] = [:]
    private var tables: [String: Int] = [:]
    private var selections: [String: [WriteSelection]] = [:]

    init(resolver: PathResolver) { self.resolver = resolver }

    /// The path seen from a block's place; nil where the shape does not know it.
    mutating func compile(_ path: MappingPath, in scope: WritingCompiler.Scope) -> WritePath? {
        (try? resolver.resolve(path, in: scope.place)).map { compile($0, block: scope.block) }
    }

    /// Notes what a path reads: its nodes are not for `[else]`.
    mutating func note(_ path: MappingPath, in scope: WritingCompiler.Scope) { _ = compile(path, in: scope) }

    /// `by:` is seen from where the value's last written step starts.
    mutating func compileBy(_ path: MappingPath, of value: ResolvedPath) -> WritePath? {
        let place = value.scope.up(value.steps[value.enclosing...].count { !$0.isItself })
        return (try? resolver.resolve(path, in: place)).map { compile($0, block: -1) }
    }

    mutating func compile(_ resolved: ResolvedPath, block: Int) -> WritePath {
        var steps: [WriteStep] = []
        var way = "\(block) \(resolved.path.anchor)"
        for (index, step) in resolved.steps.enumerated() {
            let selects = way + "/" + step.name
            steps.append(compile(step, rest: resolved.steps[index...], selects: selects, path: resolved.path))
            note(resolved.steps[index...], at: selects, path: resolved.path)
            way += "/" + step.key
        }
        let repeating = resolved.steps.indices.reversed().filter {
            resolved.steps[$0].mayRepeat && !resolved.steps[$0].isItself && Self.ordinal(of: resolved.steps[$0]) == nil
                && resolved.steps[$0].number == 0
        }
        return WritePath(
            anchor: resolved.path.anchor, steps: steps, enclosing: resolved.enclosing, repeating: repeating,
            text: resolved.path.text)
    }

    private mutating func compile(
        _ step: ResolvedStep, rest: ArraySlice<ResolvedStep>, selects: String, path: MappingPath
    ) -> WriteStep {
        let own = step.name + step.predicates.map(\.key).joined() + (step.number > 0 ? "#\(step.number)" : "")
        var text = own
        if step.mayRepeat, Self.ordinal(of: step) == nil {
            let below = rest.dropFirst().prefix { !$0.mayRepeat }
            // Names alone tell no two nodes apart; with a predicate, it matters where it stands.
            if let last = below.lastIndex(where: { !$0.predicates.isEmpty }) {
                for step in below[...last] { text += "/" + step.key }
            }
        }
        let isRest = step.predicates.contains { if case .otherwise = $0 { true } else { false } }
        var predicates: [WritePredicate] = []
        for predicate in step.predicates {
            guard case .value(let condition) = predicate,
                let nodes = try? resolver.nodes(of: condition, below: step.shapeNode, path: path)
            else { continue }
            predicates.append(WritePredicate(nodes: nodes, condition: condition, key: key(predicate.key)))
        }
        return WriteStep(
            node: step.shapeNode, maximum: resolver.shape.nodes[step.shapeNode].maximum, isItself: step.isItself,
            isFirst: step.predicates.count == 1 && Self.ordinal(of: step) == 1, key: key(text),
            ownKey: predicates.isEmpty ? nil : key(own), number: Int(step.number), predicates: predicates,
            siblings: isRest ? table(selects) : nil)
    }

    private mutating func key(_ text: String) -> Int {
        if let known = keys[text] { return known }
        keys[text] = keys.count
        return keys.count - 1
    }

    private mutating func table(_ text: String) -> Int {
        if let known = tables[text] { return known }
        tables[text] = tables.count
        return tables.count - 1
    }

    private static func ordinal(of step: ResolvedStep) -> Int? {
        for case .ordinal(let number) in step.predicates { return number }
        return nil
    }

    /// Keeps what the steps pick by value, themselves or through what cannot repeat below them.
    private mutating func note(_ steps: ArraySlice<ResolvedStep>, at place: String, path: MappingPath) {
        guard let first = steps.first,
            !first.predicates.contains(where: { if case .otherwise = $0 { true } else { false } })
        else { return }
        var conditions: [(nodes: [Shape.Index], condition: ValuePredicate)] = []
        var way: [Shape.Index] = []
        for (index, step) in ([first] + steps.dropFirst().prefix(while: { !$0.mayRepeat })).enumerated() {
            if index > 0, !step.isItself { way.append(step.shapeNode) }
            for case .value(let condition) in step.predicates {
                guard let nodes = try? resolver.nodes(of: condition, below: step.shapeNode, path: path) else {
                    continue
                }
                conditions.append((way + nodes, condition))
            }
        }
        if !conditions.isEmpty { selections[place, default: []].append(WriteSelection(conditions: conditions)) }
    }

    /// What the siblings of each `[else]` take, by its number; call it once, at the end.
    func finish() -> [[WriteSelection]] {
        tables.sorted { $0.value < $1.value }.map { selections[$0.key] ?? [] }
    }
}
