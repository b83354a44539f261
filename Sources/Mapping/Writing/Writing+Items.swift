import Diagnostics

/// Records and lists: which block takes which item.
extension Writing {
    /// What became of trying to write a record at a block's nodes.
    private enum Attempt {
        /// It stands, but for so many values.
        case written(leaving: Int)
        /// Nothing of it has a place there.
        case nothing
        case failed([Diagnostic])
    }

    /// Writes a field that holds a record or a list.
    func write(_ nested: WriteNested, in scope: Scope) {
        guard let field = fields.field(nested.field, of: scope.field) else {
            return writeAbsent(nested, in: scope)
        }
        guard fields.nodes[field].isList else {
            for source in nested.sources { writeRecord(field, source, in: scope, index: scope.index) }
            return
        }
        var items = fields.children(of: field)
        for source in nested.sources {
            let wanted = items.filter { isWanted($0, by: source.pick) }
            let isMany = source.nodes.contains { $0.kind == .many }
            var taken: Set<Int> = []
            for item in wanted {
                if !isMany, !taken.isEmpty { break }
                guard writeItem(item, source, isMany: isMany, in: scope) else { continue }
                taken.insert(item)
                if let pick = source.pick, let value = fields.field(pick.field, of: item) { noteWritten(value) }
            }
            items.removeAll(where: taken.contains)
            if taken.isEmpty { reportRequired(source, in: scope, field: field) }
        }
    }

    private func isWanted(_ item: Int, by pick: FieldPath.Pick?) -> Bool {
        guard let pick else { return true }
        return fields.field(pick.field, of: item).flatMap { fields.nodes[$0].text } == pick.value
    }

    private func writeItem(_ item: Int, _ source: WriteNested.Source, isMany: Bool, in scope: Scope) -> Bool {
        let before = live
        writeRecord(item, source, in: scope, index: fields.nodes[item].index)
        return live > before
    }

    /// What has to be said of a record that is absent.
    private func writeAbsent(_ nested: WriteNested, in scope: Scope) {
        for source in nested.sources where source.pick == nil {
            if let direct = source.direct, direct.hasDemands {
                var inner = scope
                inner.field = nil
                writeRules(of: direct, in: inner)
            }
            reportRequired(source, in: scope, field: scope.field)
        }
    }

    private func reportRequired(_ source: WriteNested.Source, in scope: Scope, field: Int?) {
        for nodes in source.nodes where nodes.isRequired {
            report(
                "mapping.required-unwritten", field: field,
                facts: ["field": field.map { fields.path(of: $0) } ?? "", "places": nodes.text])
        }
    }

    /// Writes a record: the rules at the same node, then the first block that takes all of it, else the one that leaves
    /// the least.
    private func writeRecord(_ record: Int, _ source: WriteNested.Source, in scope: Scope, index: Int) {
        if let direct = source.direct {
            var inner = scope
            inner.field = record
            inner.index = index
            writeRules(of: direct, in: inner)
        }
        guard !source.nodes.isEmpty else { return }
        if source.nodes.count == 1 {
            if case .failed(let faults) = attempt(source.nodes[0], record, in: scope, index: index) {
                for fault in faults { report(fault) }
            }
            return
        }
        var best: (nodes: WriteNodes, leaving: Int)?
        var failure: [Diagnostic]?
        for nodes in source.nodes {
            let start = mark
            switch attempt(nodes, record, in: scope, index: index) {
            case .written(0): return
            case .written(let leaving):
                if best.map({ leaving < $0.leaving }) ?? true { best = (nodes, leaving) }
                rollBack(to: start)
            case .failed(let faults): if failure == nil { failure = faults }
            case .nothing: break
            }
        }
        if let best {
            _ = attempt(best.nodes, record, in: scope, index: index)
        } else {
            for fault in failure ?? [] { report(fault) }
        }
    }

    /// Writes a record in place of one that is absent; what has no place there is no loss.
    func writeStandIn(_ record: Int, _ nodes: WriteNodes, in scope: Scope) {
        guard case .failed(let faults) = attempt(nodes, record, in: scope, index: 0) else { return }
        for fault in faults { report(fault) }
    }

    /// Tries a block: for `each` a new node of the last step that may repeat, or, where that is full, of one further out.
    private func attempt(_ nodes: WriteNodes, _ record: Int, in scope: Scope, index: Int) -> Attempt {
        guard let path = nodes.path else { return attempt(nodes, nil, record, in: scope, index: index, newAt: nil) }
        let repeating = nodes.kind == .many ? path.repeating.map(Optional.some) : []
        var result = Attempt.nothing
        for level in repeating.isEmpty ? [nil] : repeating {
            result = attempt(nodes, path, record, in: scope, index: index, newAt: level)
            guard case .failed(let faults) = result, faults.contains(where: { $0.code == "mapping.no-room" }) else {
                return result
            }
        }
        return result
    }

    private func attempt(
        _ nodes: WriteNodes, _ path: WritePath?, _ record: Int, in scope: Scope, index: Int, newAt level: Int?
    ) -> Attempt {
        let start = mark
        var inner = Scope(node: scope.node, field: record, index: index, livesFrom: live)
        var reached: Reached?
        var isTaken = false
        if let path {
            reached = reach(path, in: scope, newAt: level, isItem: nodes.kind == .many)
            guard let reached else {
                rollBack(to: start)
                return .failed([noRoom(for: record, path)])
            }
            inner.node = reached.node
            draft.setRecord(record, of: reached.node)
            if nodes.kind == .many {
                let item = path.repeating.first.map { reached.nodes[$0] } ?? reached.node
                // A predicate alone is about the block's own node, which is an item already.
                if item != scope.node {
                    isTaken = draft.nodes[item].isItem
                    draft.markItem(item)
                }
            }
            if !nodes.merge.isEmpty { inner.overflow = Overflow(nodes: nodes, outer: scope) }
        } else {
            inner.overflow = scope.overflow
            inner.index = scope.index
        }
        guard enter(field: record) else { return .failed([]) }
        write(nodes.block, in: inner)
        leave()
        if live > start.live, misfits == start.misfits {
            finishOverflow(inner.overflow, of: inner)
            if path != nil { settleConditions(from: start.draft, field: record) }
            if let path, let reached { reportSiblings(of: path, reached, record) }
        }
        if misfits > start.misfits {
            rollBack(to: start)
            return .nothing
        }
        // What cannot repeat has room for one item.
        if isTaken, let path, live > start.live {
            rollBack(to: start)
            return .failed([noRoom(for: record, path)])
        }
        let faults = diagnostics[start.diagnostics...].filter { $0.severity == .error }
        if !faults.isEmpty, live > start.live || faults.contains(where: { $0.code != "mapping.required-unwritten" }) {
            rollBack(to: start)
            return .failed(Array(faults))
        }
        guard live > start.live else {
            rollBack(to: start)
            return .nothing
        }
        return .written(leaving: unwrittenCount(below: record))
    }

    private func reportSiblings(of path: WritePath, _ reached: Reached, _ record: Int) {
        for (index, step) in path.steps.enumerated() {
            guard let siblings = step.siblings, isReadBySibling(reached.nodes[index], siblings) else { continue }
            report("mapping.sibling-reads", field: record, value: fields.path(of: record), facts: ["path": path.text])
        }
    }

    private func noRoom(for record: Int, _ path: WritePath) -> Diagnostic {
        let place = fields.path(of: record)
        return Diagnostic(
            "mapping.no-room", at: Position(path: place), value: place, facts: ["field": place, "path": path.text])
    }
}
