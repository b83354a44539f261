import Diagnostics
import Directories
import Syntax

/// Turns resolved paths into codes. The predicates of `[else]` are filled in when all siblings are known.
struct PathCompiler {
    /// An `[else]` that waits for its siblings.
    private struct Pending {
        /// The index of its predicate.
        var predicate: Int
        var selection: Selection
    }

    /// The steps of one path up to one of them, seen from one block.
    private struct Selection {
        /// The block's place, the anchor and the steps before, and the step's name.
        var key: String
        var steps: ArraySlice<ResolvedStep>
    }

    let resolver: PathResolver
    private let table: NameTable
    private(set) var builder = PathCodesBuilder()
    private var pending: [Pending] = []
    private var selections: [String: [Selection]] = [:]

    init(resolver: PathResolver) {
        self.resolver = resolver
        table = NameTable(base: resolver.shape.names)
    }

    /// The code of a path. `block` tells the block that it stands in: siblings are paths of one block.
    mutating func compile(_ resolved: ResolvedPath, block: Int) -> PathCode {
        let prefix = "\(block) \(Self.key(of: resolved.path.anchor))"
        var codes: [StepCode] = []
        var way = prefix
        for (index, step) in resolved.steps.enumerated() {
            let key = way + "/" + step.name
            let selection = Selection(key: key, steps: resolved.steps[index...])
            codes.append(code(of: step, selection: selection, path: resolved.path))
            if Self.selects(selection.steps) { selections[key, default: []].append(selection) }
            way += "/" + step.key
        }
        let takesAll = resolved.steps.contains { step in
            step.predicates.contains { if case .all = $0 { true } else { false } }
        }
        let (anchor, up) = Self.anchor(of: resolved.path)
        return PathCode(
            anchor: anchor, up: up, steps: builder.add(codes), enclosing: Int32(resolved.enclosing), takesAll: takesAll)
    }

    /// The name that a path needs below its block's node; open where it starts elsewhere or has no name.
    func gate(of path: PathCode) -> Gate {
        guard path.anchor == .scope, path.up == 0, let first = path.steps.indices.first, builder.steps[first].name >= 0,
            let number = table[builder.names[Int(builder.steps[first].name)]]?.rawValue
        else { return .open }
        var gate = Gate.closed
        gate.names.insert(number)
        return gate
    }

    /// Notes what a path takes, without a code: its nodes are no longer `[else]`.
    mutating func note(_ resolved: ResolvedPath, block: Int) { _ = compile(resolved, block: block) }

    /// The codes of a condition on a node.
    mutating func compile(_ value: ValuePredicate, below node: Shape.Index, of path: MappingPath) -> PredicateCode {
        // The resolver has found every name before; an unknown one gives a way that no tree has.
        let nodes = (try? resolver.nodes(of: value, below: node, path: path)) ?? []
        let steps = nodes.map { StepCode(name: builder.name(resolver.shape.name(of: $0))) }
        return PredicateCode(
            allowsAbsence: value.allowsAbsence, allowsAny: value.allowsAny, isExclusion: value.isExclusion,
            steps: builder.add(steps), values: builder.add(alternatives: value.alternatives))
    }

    /// Fills in what the siblings of each `[else]` take; call it once, at the end.
    mutating func finish() -> PathCodesBuilder {
        for waiting in pending {
            var siblings: [SiblingCode] = []
            for selection in selections[waiting.selection.key] ?? [] {
                if let sibling = sibling(selection) { siblings.append(sibling) }
            }
            let start = Int32(builder.siblings.count)
            builder.siblings += siblings
            builder.predicates[waiting.predicate].groups = CodeRange(start: start, count: Int32(siblings.count))
        }
        return builder
    }

    private static func key(of anchor: MappingPath.Anchor) -> String {
        switch anchor {
        case .scope(let up): String(up)
        case .document: "document"
        case .file: "file"
        }
    }

    private static func anchor(of path: MappingPath) -> (PathCode.Anchor, UInt8) {
        switch path.anchor {
        case .scope(let up): (.scope, UInt8(clamping: up))
        case .document: (.document, 0)
        case .file: (.file, 0)
        }
    }

    private mutating func code(of step: ResolvedStep, selection: Selection, path: MappingPath) -> StepCode {
        var code = StepCode(name: step.isItself ? StepCode.itself : builder.name(step.name))
        if step.number > 0 {
            code.name = StepCode.element
            code.number = step.number
        }
        var predicates: [PredicateCode] = []
        var otherwise: [Int] = []
        for predicate in step.predicates {
            switch predicate {
            case .all: break
            case .ordinal(let number): code.ordinal = UInt16(clamping: number)
            case .value(let value): predicates.append(compile(value, below: step.shapeNode, of: path))
            case .otherwise:
                otherwise.append(predicates.count)
                predicates.append(PredicateCode(isOtherwise: true))
            }
        }
        code.predicates = builder.add(predicates)
        for index in otherwise {
            pending.append(Pending(predicate: Int(code.predicates.start) + index, selection: selection))
        }
        return code
    }

    /// True when the first step picks some of its nodes by value, itself or through what cannot repeat below it.
    private static func selects(_ steps: ArraySlice<ResolvedStep>) -> Bool {
        guard let first = steps.first else { return false }
        if first.predicates.contains(where: { if case .otherwise = $0 { true } else { false } }) { return false }
        return belonging(steps).contains { !valuePredicates($0).isEmpty }
    }

    /// The first step and those below it whose predicates belong to it, since they cannot repeat.
    private static func belonging(_ steps: ArraySlice<ResolvedStep>) -> ArraySlice<ResolvedStep> {
        var end = steps.startIndex + 1
        while end < steps.endIndex, !steps[end].mayRepeat { end += 1 }
        return steps[steps.startIndex..<min(end, steps.endIndex)]
    }

    private static func valuePredicates(_ step: ResolvedStep) -> [ValuePredicate] {
        step.predicates.compactMap { if case .value(let value) = $0 { value } else { nil } }
    }

    private mutating func sibling(_ selection: Selection) -> SiblingCode? {
        guard let first = selection.steps.first else { return nil }
        let path = MappingPath(anchor: .document, steps: [], text: "", position: .init())
        var below = Self.belonging(selection.steps).dropFirst()
        while let last = below.last, Self.valuePredicates(last).isEmpty { below = below.dropLast() }
        var steps: [StepCode] = []
        for step in below {
            let conditions = Self.valuePredicates(step).map { compile($0, below: step.shapeNode, of: path) }
            var code = StepCode(name: step.isItself ? StepCode.itself : builder.name(step.name))
            code.predicates = builder.add(conditions)
            steps.append(code)
        }
        let own = Self.valuePredicates(first).map { compile($0, below: first.shapeNode, of: path) }
        return SiblingCode(predicates: builder.add(own), steps: builder.add(steps))
    }
}
