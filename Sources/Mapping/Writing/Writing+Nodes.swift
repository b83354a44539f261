import Diagnostics
import Directories
import Syntax

/// Which node: finding and making the nodes of a path.
extension Writing {
    /// What a path led to.
    struct Reached {
        /// The last node.
        var node: Int
        /// The node of each step.
        var nodes: [Int]
    }

    private func start(_ anchor: MappingPath.Anchor, in scope: Scope) -> Int {
        switch anchor {
        case .file: return 0
        case .document: return documentNode
        case .scope(let up):
            var node = scope.node
            for _ in 0..<up { node = max(0, draft.nodes[node].parent) }
            return node
        }
    }

    /// The nodes of a path, those that are missing made; nil where one has no room.
    /// - Parameters:
    ///   - level: the step whose node is new in any case.
    ///   - isItem: true when that node is an item of a list, which may be what `[1]` made.
    func reach(_ path: WritePath, in scope: Scope, newAt level: Int?, isItem: Bool = false) -> Reached? {
        var node = start(path.anchor, in: scope)
        var nodes: [Int] = []
        for (index, step) in path.steps.enumerated() {
            if !step.isItself {
                if index != level, let found = draft.find(step, below: node) {
                    draft.narrow(found, to: step)
                    node = found
                } else if index == level, isItem, let first = draft.unclaimedFirst(step, below: node) {
                    node = first
                } else {
                    guard !draft.isFull(step, below: node) else { return nil }
                    node = draft.add(step, to: node)
                }
            }
            for predicate in step.predicates { draft.demand(predicate, of: node) }
            nodes.append(node)
        }
        return Reached(node: node, nodes: nodes)
    }

    /// The node of some steps, if it is there.
    func find(_ steps: some Sequence<WriteStep>, _ anchor: MappingPath.Anchor, in scope: Scope) -> Int? {
        var node = start(anchor, in: scope)
        for step in steps where !step.isItself {
            guard let found = draft.find(step, below: node) else { return nil }
            node = found
        }
        return node
    }

    /// Puts texts at a path: one at its node, several at as many nodes. The node that the last written step of the last
    /// one starts from.
    @discardableResult
    func put(_ texts: [String], at path: WritePath, in scope: Scope, isList: Bool) throws(WriteFault) -> Int {
        var scope = scope
        var enclosing = scope.node
        for (index, text) in texts.enumerated() {
            let leaf = path.steps.last?.node ?? draft.nodes[scope.node].shape
            if let fault = program.shape.value(of: leaf)?.fault(of: text) { throw fault }
            var reached = put(text, at: path, in: scope, mayGoOn: isList, isFirst: index == 0)
            if reached == nil, isList, let next = goOn(&scope) {
                reached = put(text, at: path, in: next, mayGoOn: true, isFirst: true)
            }
            guard let reached else { throw WriteFault("mapping.no-room") }
            let before = path.enclosing - 1
            enclosing = before >= 0 ? reached.nodes[before] : start(path.anchor, in: scope)
        }
        return enclosing
    }

    /// Puts one text at the first node that has room, from the inside out.
    private func put(_ text: String, at path: WritePath, in scope: Scope, mayGoOn: Bool, isFirst: Bool) -> Reached? {
        let levels = (mayGoOn && !isFirst ? [] : [nil]) + path.repeating.map(Optional.some)
        for level in levels {
            let start = mark
            if let reached = reach(path, in: scope, newAt: level) {
                if draft.nodes[reached.node].value == nil {
                    draft.setValue(text, of: reached.node)
                    return reached
                }
                if !mayGoOn { return draft.nodes[reached.node].value == text ? reached : nil }
            }
            rollBack(to: start)
        }
        return nil
    }

    /// Opens the next node of an item that is full, if its block says that consecutive nodes are one (`merge`).
    private func goOn(_ scope: inout Scope) -> Scope? {
        guard let overflow = scope.overflow, let path = overflow.nodes.path, let level = path.repeating.first,
            let reached = reach(path, in: overflow.outer, newAt: level)
        else { return nil }
        draft.markItem(reached.nodes[level])
        overflow.continuations.append(reached.node)
        scope.node = reached.node
        return scope
    }

    /// Gives the nodes that go on with an item what makes them one with its first.
    func finishOverflow(_ overflow: Overflow?, of scope: Scope) {
        guard let overflow else { return }
        for continuation in overflow.continuations {
            for path in overflow.nodes.merge {
                guard let node = find(path.steps, path.anchor, in: scope), let text = draft.nodes[node].value else {
                    continue
                }
                var next = scope
                next.node = continuation
                if let reached = reach(path, in: next, newAt: nil), draft.nodes[reached.node].value == nil {
                    draft.setValue(text, of: reached.node)
                }
            }
        }
    }

    /// Makes true what paths demand of the nodes made since a mark: the first alternative, unless a rule wrote another.
    func settleConditions(from start: Draft.Mark, field: Int?) {
        for condition in draft.conditions.dropFirst(start.conditions) {
            let wanted = condition.predicate.condition
            let values = contents(at: condition.predicate.nodes, below: condition.node)
            guard let found = values.first else {
                if !wanted.isExclusion, let first = wanted.alternatives.first {
                    setValue(first, at: condition.predicate.nodes, below: condition.node)
                }
                continue
            }
            if values.contains(where: wanted.admits) { continue }
            let path = condition.predicate.nodes.map { program.shape.name(of: $0) }.joined(separator: "/")
            report(
                "mapping.predicate-differs", field: field, value: found,
                facts: ["path": path, "expected": wanted.alternatives.joined(separator: ", ")])
        }
        draft.dropConditions(from: start)
    }

    private func setValue(_ value: String, at path: [Shape.Index], below parent: Int) {
        var node = parent
        for shape in path {
            node =
                draft.nodes[node].children.last { draft.nodes[$0].shape == shape }
                ?? draft.add(shape, to: node, key: -1)
        }
        if draft.nodes[node].value == nil { draft.setValue(value, of: node) }
    }

    /// True when a sibling of an `[else]` would read the node.
    func isReadBySibling(_ node: Int, _ siblings: Int) -> Bool {
        program.selections[siblings].contains { selection in
            selection.conditions.allSatisfy { part in
                let values = contents(at: part.nodes, below: node)
                if values.isEmpty { return part.condition.allowsAbsence }
                return values.contains(where: part.condition.admits)
            }
        }
    }

    /// The values at shape nodes below a node; an empty one for each group, segment, composite or element of elements, which
    /// has none itself.
    func contents(at path: [Shape.Index], below node: Int) -> [String] {
        guard let last = path.last, program.shape.holdsElements(last) else {
            return draft.values(at: path, below: node)
        }
        var nodes = [node]
        for shape in path {
            nodes = nodes.flatMap { node in draft.nodes[node].children.filter { draft.nodes[$0].shape == shape } }
        }
        return nodes.map { _ in "" }
    }
}

extension Shape {
    /// True for what has no value of its own, but elements.
    fileprivate func holdsElements(_ node: Index) -> Bool {
        nodes[node].kind == .element
            ? value(of: node) == nil && children(of: node).contains { nodes[$0].kind != .attribute }
            : nodes[node].kind != .attribute
    }
}
