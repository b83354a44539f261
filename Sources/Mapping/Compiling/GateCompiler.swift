import Directories
import Syntax

extension MappingCompiler {
    /// What a place of some paths to values needs below its block's node: what one of them does.
    mutating func gate(of codes: [PathCode]) -> Gate {
        var gate = Gate.closed
        for path in codes { gate.formUnion(valueGate(of: path)) }
        return gate
    }

    /// What a path to a value needs: a code, else the element itself, else the first step's name.
    private mutating func valueGate(of path: PathCode) -> Gate {
        let gate = self.gate(of: path)
        let builder = paths.builder
        guard !gate.isOpen, hasOwnNames, qualifier(of: path) == nil, path.steps.count > 1,
            let last = path.steps.indices.last,
            path.steps.indices.dropFirst().allSatisfy({ isOwn(builder.steps[$0], builder) }),
            let node = number(of: builder.steps[path.steps.indices.lowerBound]),
            let element = number(of: builder.steps[last])
        else { return gate }
        var narrow = Gate.closed
        narrow.names.insert(Qualifier.number(node, element))
        return narrow
    }

    /// The number of a step's name in trees of the shape.
    private func number(of step: StepCode) -> UInt32? {
        step.name < 0 ? nil : NameTable(base: resolver.shape.names)[paths.builder.names[Int(step.name)]]?.rawValue
    }

    /// What a path needs below its block's node: one of the codes that a predicate asks for, else the first step's name.
    mutating func gate(of path: PathCode) -> Gate {
        let gate = paths.gate(of: path)
        guard !gate.isOpen, hasOwnNames, let found = qualifier(of: path) else { return gate }
        var narrow = Gate.closed
        for code in found.codes { narrow.names.insert(Qualifier.number(found.node, found.element, code)) }
        qualifiers.insert(found.element)
        return narrow
    }

    /// The predicate of a path that says most about the node of its first step.
    private func qualifier(of path: PathCode) -> (node: UInt32, element: UInt32, codes: [[UInt8]])? {
        let builder = paths.builder
        guard let first = path.steps.indices.first, let node = number(of: builder.steps[first]) else { return nil }
        var best: (element: UInt32, codes: [[UInt8]])?
        for index in path.steps.indices {
            let step = builder.steps[index]
            // Only elements of the first step's own are known before it is looked at.
            guard index == first || isOwn(step, builder) else { break }
            for predicate in step.predicates.indices.map({ builder.predicates[$0] }) {
                guard !predicate.isOtherwise, !predicate.allowsAny, !predicate.allowsAbsence,
                    let last = predicate.steps.indices.last,
                    predicate.steps.indices.allSatisfy({ isOwn(builder.steps[$0], builder) }),
                    let element = number(of: builder.steps[last])
                else { continue }
                let codes = predicate.values.indices.map { Array(builder.bytes[builder.values[$0].indices]) }
                guard codes.allSatisfy({ $0.count <= Qualifier.longest && $0.allSatisfy { $0 < 0x80 } }) else {
                    continue
                }
                if codes.count < best?.codes.count ?? 9 { best = (element, codes) }
            }
        }
        return best.map { (node, $0.element, $0.codes) }
    }

    /// True where names tell elements and composites from segments and groups.
    private var hasOwnNames: Bool { file.format.syntax == .edifact || file.format.syntax == .x12 }

    /// True for an element or a composite. In EDIFACT their names are four characters, the last three of them digits (ISO
    /// 9735); in X12 they are places, data elements in a pair, and the pair itself.
    private func isOwn(_ step: StepCode, _ builder: PathCodesBuilder) -> Bool {
        guard step.name >= 0 else { return false }
        let name = builder.names[Int(step.name)]
        if file.format.syntax == .x12 { return name == "pair" || name.utf8.allSatisfy { $0 &- 0x30 < 10 } }
        return name.utf8.count == 4 && name.utf8.dropFirst().allSatisfy { $0 &- 0x30 < 10 }
    }
}
