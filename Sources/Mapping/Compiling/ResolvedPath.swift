import Diagnostics
import Directories
import Syntax

/// Where a block stands in a shape: the way from the message to its node.
struct ShapeScope {
    /// Shape nodes from the message down.
    var chain: [Shape.Index]
    /// The steps that led here, with their predicates, from the message down.
    var steps: [ResolvedStep]

    var node: Shape.Index { chain.last ?? 0 }

    /// Goes one step further; what a step demands of the node itself is demanded of the step that led to it.
    mutating func append(_ step: ResolvedStep) {
        if step.isItself {
            if let last = steps.indices.last { steps[last].innerPredicates += step.predicates }
        } else {
            chain.append(step.shapeNode)
            steps.append(step)
        }
    }

    /// The place so many nodes up.
    func up(_ count: Int) -> ShapeScope { ShapeScope(chain: chain.dropLast(count), steps: steps.dropLast(count)) }
}

/// One step as the shape knows it: composites that a path left out stand here.
struct ResolvedStep: Hashable {
    var name: String
    /// The element's number where the path gave it.
    var number: UInt16 = 0
    var predicates: [PathPredicate] = []
    /// What blocks within demand of the same node, by predicates alone.
    var innerPredicates: [PathPredicate] = []
    var shapeNode: Shape.Index
    var mayRepeat: Bool
    var isItself = false

    /// The step without the places of its predicates in the file, for comparison.
    var key: String { name + predicates.map(\.key).joined() }

    static func == (left: ResolvedStep, right: ResolvedStep) -> Bool { left.key == right.key }
    func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension PathPredicate {
    /// What the predicate says, its place apart.
    var key: String {
        switch self {
        case .value(let value):
            let marks = (value.allowsAbsence ? "|-" : "") + (value.allowsAny ? "|*" : "")
            let sign = value.isExclusion ? "!=" : "="
            return "[\(value.names.joined(separator: "/"))\(sign)\(value.alternatives.joined(separator: "|"))\(marks)]"
        case .otherwise: return "[else]"
        case .ordinal(let number): return "[\(number)]"
        case .all: return "[*]"
        }
    }
}

/// A path as the shape knows it.
struct ResolvedPath {
    var path: MappingPath
    /// Where the path ends.
    var scope: ShapeScope
    /// The steps of the path itself.
    var steps: [ResolvedStep]
    /// How many of them lead to the start of the last written step.
    var enclosing: Int
}

/// Why a path is unknown. What stands near is looked for when somebody is told: most paths that one version of a directory
/// does not know are known to another.
struct PathFault: Error {
    var diagnostic: Diagnostic
    /// Where an unknown name was looked for.
    var search: (shape: Shape, node: Shape.Index)?

    /// The diagnostic, with the nearest names that there are.
    var described: Diagnostic {
        guard let search, let name = diagnostic.value else { return diagnostic }
        var diagnostic = diagnostic
        let nearest = search.shape.nearest(to: name, below: search.node)
        if !nearest.isEmpty { diagnostic.facts["nearest"] = nearest.joined(separator: ", ") }
        return diagnostic
    }
}

/// Finds paths in a shape.
struct PathResolver {
    let shape: Shape
    /// The document's place.
    let document: ShapeScope

    /// The path seen from a block's place; the fault says which step is unknown and what is near.
    func resolve(_ path: MappingPath, in scope: ShapeScope) throws(PathFault) -> ResolvedPath {
        var place = try start(of: path, in: scope)
        var steps: [ResolvedStep] = []
        var enclosing = 0
        for step in path.steps {
            enclosing = steps.count
            for found in try resolve(step, below: place.node, of: path) {
                if let values = found.values { try check(values, below: found.step.shapeNode, of: path) }
                steps.append(found.step)
                place.append(found.step)
            }
        }
        return ResolvedPath(path: path, scope: place, steps: steps, enclosing: enclosing)
    }

    private func start(of path: MappingPath, in scope: ShapeScope) throws(PathFault) -> ShapeScope {
        switch path.anchor {
        case .document: return document
        case .file: return ShapeScope(chain: [shape.root], steps: [])
        case .scope(let up):
            guard up < scope.chain.count, up <= scope.steps.count else {
                throw PathFault(
                    diagnostic: Diagnostic("mapping.path-above-root", at: path.position, value: path.text))
            }
            return scope.up(up)
        }
    }

    private typealias Found = (step: ResolvedStep, values: [ValuePredicate]?)

    private func resolve(_ step: PathStep, below node: Shape.Index, of path: MappingPath) throws(PathFault) -> [Found] {
        let values = step.predicates.compactMap { predicate in
            if case .value(let value) = predicate { value } else { nil }
        }
        var found: [ResolvedStep] = []
        switch step.target {
        case .itself:
            found = [ResolvedStep(name: ".", shapeNode: node, mayRepeat: false, isItself: true)]
        case .element(let number) where shape.notation == .positions:
            found = try find(number < 10 ? "0\(number)" : "\(number)", below: node, at: step.position, of: path)
                .map(resolvedStep)
        case .element(let number):
            guard let child = child(number: number, of: node) else {
                throw unknown("\(number)", below: nil, at: step.position, of: path)
            }
            found = [resolvedStep(child)]
            found[0].number = UInt16(clamping: number)
        case .name(let name):
            found = try find(name, below: node, at: step.position, of: path).map(resolvedStep)
        }
        found[found.count - 1].predicates = step.predicates
        return found.enumerated().map { ($1, $0 == found.count - 1 ? values : nil) }
    }

    private func resolvedStep(_ node: Shape.Index) -> ResolvedStep {
        ResolvedStep(name: shape.name(of: node), shapeNode: node, mayRepeat: shape.nodes[node].mayRepeat)
    }

    private func child(number: Int, of node: Shape.Index) -> Shape.Index? {
        guard let layout = shape.nodes[node].layout.map({ shape.layouts[$0] }), number <= layout.expanded.count else {
            return nil
        }
        let child = shape.children(of: node).lowerBound + layout.expanded[number - 1].child
        return shape.children(of: node).contains(child) ? child : nil
    }

    private func check(_ values: [ValuePredicate], below node: Shape.Index, of path: MappingPath) throws(PathFault) {
        for value in values {
            _ = try nodes(of: value, below: node, path: path)
        }
    }

    /// The shape nodes from a step's node to the value of a predicate.
    func nodes(of value: ValuePredicate, below node: Shape.Index, path: MappingPath) throws(PathFault) -> [Shape.Index]
    {
        var nodes: [Shape.Index] = []
        for name in value.names {
            nodes += try find(name, below: nodes.last ?? node, at: value.position, of: path)
        }
        return nodes
    }

    private func find(
        _ name: String, below node: Shape.Index, at position: Position, of path: MappingPath
    ) throws(PathFault) -> [Shape.Index] {
        switch shape.find(name, below: node) {
        case .found(let nodes): return nodes
        case .unknown(let name, let node): throw unknown(name, below: node, at: position, of: path)
        case .ambiguous(let ways):
            throw PathFault(
                diagnostic: Diagnostic(
                    "mapping.path-ambiguous", at: position, value: name,
                    facts: ["path": path.text, "ways": ways.joined(separator: ", ")]))
        }
    }

    private func unknown(
        _ name: String, below node: Shape.Index?, at position: Position, of path: MappingPath
    ) -> PathFault {
        let facts = ["path": path.text, "shape": "\(shape.name) \(shape.version)", "nearest": "none"]
        return PathFault(
            diagnostic: Diagnostic("mapping.path-unknown", at: position, value: name, facts: facts),
            search: node.map { (shape, $0) })
    }
}
