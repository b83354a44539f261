public import Diagnostics
public import Directories
import Syntax

extension CompiledMapping {
    /// What keeps a mapping from ever writing a right message of a shape: elements that the shape demands and nothing
    /// gives, required fields without a place to write them to.
    ///
    /// An element of a composite that stands in several places of the shape counts as given if any rule gives it.
    public func writingFaults(shape: Shape) -> DiagnosticList {
        var diagnostics = DiagnosticList()
        let view = shape.view
        guard let program = WritingCompiler.compile(source, shape: view?.shape ?? shape) else {
            diagnostics.append(Diagnostic("mapping.shape-unknown", value: message, facts: ["version": shape.version]))
            return diagnostics
        }
        var check = WritingCheck(program: program)
        check.visit(program.document)
        for count in program.counts { check.note(count.path) }
        for link in view?.links ?? [] { check.note(link) }
        for diagnostic in check.faults(of: name) { diagnostics.append(diagnostic) }
        return diagnostics
    }
}

/// Gathers the nodes that a program can write.
private struct WritingCheck {
    let program: WriteProgram
    private var given: Set<Shape.Index> = [0]
    private var seen: Set<ObjectIdentifier> = []
    private var unplaced: [String] = []

    init(program: WriteProgram) {
        self.program = program
        if let at = program.at { note(at) }
    }

    mutating func visit(_ block: WriteBlock) {
        guard seen.insert(ObjectIdentifier(block)).inserted else { return }
        for rule in block.rules {
            switch rule {
            case .value(let value), .pair(_, _, let value): visit(value)
            case .nested(let nested):
                for source in nested.sources {
                    if let direct = source.direct { visit(direct) }
                    for nodes in source.nodes {
                        if let path = nodes.path { note(path) }
                        visit(nodes.block)
                    }
                }
            }
        }
        for (path, _) in block.constants { note(path) }
    }

    private mutating func visit(_ value: WriteValue) {
        if value.isRequired, value.places.isEmpty, !value.isFixed { unplaced.append(value.field) }
        for place in value.places {
            for path in place.paths { note(path) }
            if let by = place.by { note(by) }
        }
    }

    mutating func note(_ path: WritePath) {
        for step in path.steps {
            if !step.isItself { given.insert(step.node) }
            for predicate in step.predicates where !predicate.condition.alternatives.isEmpty {
                given.formUnion(predicate.nodes)
            }
        }
    }

    /// The writer numbers groups that stand in each other.
    mutating func note(_ link: ShapeLink) {
        let shape = program.shape
        for node in shape.nodes.indices where shape.nodes[node].kind == .group && shape.nodes[node].tag == link.tag {
            if let number = shape.child(of: node, named: link.number) { given.insert(number) }
        }
    }

    func faults(of mapping: String) -> [Diagnostic] {
        let shape = program.shape
        var faults = unplaced.map { field in
            Diagnostic("mapping.required-unmapped", value: field, facts: ["mapping": mapping])
        }
        let filled = Set(program.fills.compactMap(\.names.last))
        for node in given.sorted() {
            for child in shape.children(of: node) where shape.nodes[child].isMandatory && !given.contains(child) {
                let name = shape.name(of: child)
                if Writing.envelopeTags.contains(name) || isFilled(child, by: filled, depth: 4) { continue }
                let place = node == 0 ? name : shape.name(of: node) + "/" + name
                faults.append(Diagnostic("mapping.mandatory-unmapped", value: place, facts: ["mapping": mapping]))
            }
        }
        return faults
    }

    /// True for what a `fill` rule names, and for what holds nothing that must stand but that.
    private func isFilled(_ node: Shape.Index, by filled: Set<String>, depth: Int) -> Bool {
        let shape = program.shape
        if filled.contains(shape.name(of: node)) { return true }
        guard depth > 0 else { return false }
        let mandatory = shape.children(of: node).filter { shape.nodes[$0].isMandatory }
        return shape.value(of: node) == nil && !mandatory.isEmpty
            && mandatory.allSatisfy { isFilled($0, by: filled, depth: depth - 1) }
    }
}
