import Syntax

extension Reading {
    /// Follows a path from a block's place and appends its nodes to ``matches``; with `needsValue`, nodes without a value
    /// are passed over. The caller takes the matches and the evidence away again.
    mutating func collect(_ path: PathCode, in scope: ReadScope, needsValue: Bool) {
        let steps = path.steps.indices
        guard path.anchor == .scope, path.up == 0, steps.count > 0, codes.steps[steps.lowerBound].name >= 0 else {
            return collect(path, from: scope.node, needsValue: needsValue)
        }
        let code = codes.steps[steps.lowerBound]
        let name = numbers[Int(code.name)]
        var visit = Visit(
            next: steps.lowerBound + 1, end: steps.upperBound, enclosing: scope.node,
            turn: steps.lowerBound + Int(path.enclosing), needsValue: needsValue)
        for index in scope.children where children[index].name == name {
            take(Int(children[index].node), code, &visit)
            if visit.isOver { return }
        }
    }

    /// The same from a node.
    mutating func collect(_ path: PathCode, from node: Int, needsValue: Bool) {
        if path.anchor != .scope || path.up > 0 { isUnsteady() }
        switch path.anchor {
        case .scope where path.up == 0: follow(path, from: node, needsValue: needsValue)
        case .scope: recall(path, from: ancestor(of: node, up: Int(path.up)), needsValue: needsValue)
        case .document: recall(path, from: documentNode, needsValue: needsValue)
        case .file: recall(path, from: 0, needsValue: needsValue)
        }
    }

    private mutating func follow(_ path: PathCode, from start: Int, needsValue: Bool) {
        let steps = path.steps.indices
        _ = walk(
            steps.lowerBound, steps.upperBound, from: start, enclosing: start,
            turn: steps.lowerBound + Int(path.enclosing), needsValue: needsValue)
    }

    /// Every line may ask for what stands at the header: the way is gone once, or ten thousand lines would each look
    /// through ten thousand siblings.
    private mutating func recall(_ path: PathCode, from start: Int, needsValue: Bool) {
        let key = Recollection.Key(start: start, steps: path.steps.start, needsValue: needsValue)
        if let known = recollections[key] {
            for match in known.matches { matches.append(match) }
            for node in known.evidence { evidence.append(node) }
            return
        }
        let mark = (matches: matches.count, evidence: evidence.count)
        follow(path, from: start, needsValue: needsValue)
        recollections[key] = Recollection(
            matches: matches.elements(from: mark.matches), evidence: evidence.elements(from: mark.evidence))
    }

    /// Takes a node for the first of these steps, if it satisfies that one's predicates, and follows the others.
    mutating func collect(_ steps: Range<Int>, at node: Int) {
        guard satisfies(node, codes.steps[steps.lowerBound].predicates) else { return }
        _ = walk(steps.lowerBound + 1, steps.upperBound, from: node, enclosing: node, turn: 0, needsValue: false)
    }

    /// Follows steps from a node; true when something was found. `turn` is the step that the enclosing node starts.
    private mutating func walk(
        _ step: Int, _ end: Int, from node: Int, enclosing: Int, turn: Int, needsValue: Bool
    ) -> Bool {
        let enclosing = step <= turn ? node : enclosing
        if step == end {
            if needsValue, nodes[node].valueLength == 0 { return false }
            matches.append(Match(node: node, enclosing: enclosing))
            return true
        }
        let code = codes.steps[step]
        if code.name == StepCode.itself {
            let mark = evidence.count
            if satisfies(node, code.predicates),
                walk(step + 1, end, from: node, enclosing: enclosing, turn: turn, needsValue: needsValue)
            {
                return true
            }
            dropEvidence(from: mark)
            return false
        }
        let name = code.name >= 0 ? numbers[Int(code.name)] : PathCodes.unknownName
        var visit = Visit(next: step + 1, end: end, enclosing: enclosing, turn: turn, needsValue: needsValue)
        var child = node + 1
        let stop = Int(nodes[node].end)
        while child < stop, !visit.isOver {
            if code.name >= 0 ? nodes[child].name.rawValue == name : isElement(child, code.number) {
                take(child, code, &visit)
            }
            child = Int(nodes[child].end)
        }
        return visit.isFound
    }

    /// One step's way through the nodes of its name.
    private struct Visit {
        /// The step that follows.
        let next: Int
        let end: Int
        let enclosing: Int
        let turn: Int
        let needsValue: Bool
        /// How many nodes the predicates have left.
        var left: UInt16 = 0
        var isFound = false
        /// True when the one node that was asked for has been seen.
        var isOver = false
    }

    /// Takes a node for a step, if it satisfies the predicates, and follows the steps behind it.
    private mutating func take(_ node: Int, _ code: StepCode, _ visit: inout Visit) {
        let mark = evidence.count
        if satisfies(node, code.predicates) {
            visit.left &+= 1
            if code.ordinal == 0 || code.ordinal == visit.left {
                visit.isOver = code.ordinal != 0
                if walk(
                    visit.next, visit.end, from: node, enclosing: visit.enclosing, turn: visit.turn,
                    needsValue: visit.needsValue)
                {
                    visit.isFound = true
                    return
                }
            }
        }
        dropEvidence(from: mark)
    }

    private mutating func isElement(_ node: Int, _ number: UInt16) -> Bool {
        UInt16(nodes[node].element) == number && (nodes[node].kind == .element || nodes[node].kind == .composite)
    }

    @inline(__always) mutating func dropEvidence(from mark: Int) { evidence.drop(from: mark) }

    @inline(__always) mutating func dropMatches(from mark: Int) { matches.drop(from: mark) }

    /// True when a node satisfies all of the predicates; their nodes become evidence.
    mutating func satisfies(_ node: Int, _ predicates: CodeRange) -> Bool {
        for index in predicates.indices where !satisfies(node, codes.predicates[index]) { return false }
        return true
    }

    private mutating func satisfies(_ node: Int, _ predicate: PredicateCode) -> Bool {
        if predicate.isOtherwise { return !isTaken(node, predicate.groups) }
        let steps = predicate.steps.indices
        guard let value = firstValue(steps.lowerBound, steps.upperBound, from: node) else {
            return predicate.allowsAbsence
        }
        guard predicate.allowsAny || isOne(of: predicate.values, value) != predicate.isExclusion else { return false }
        evidence.append(Int32(truncatingIfNeeded: value))
        return true
    }

    /// True when a sibling of an `[else]` takes the node. What it looks at is no evidence.
    private mutating func isTaken(_ node: Int, _ siblings: CodeRange) -> Bool {
        let mark = evidence.count
        defer { dropEvidence(from: mark) }
        for index in siblings.indices {
            let sibling = codes.siblings[index]
            guard satisfies(node, sibling.predicates) else { continue }
            if sibling.steps.count == 0 { return true }
            let matchMark = matches.count
            let steps = sibling.steps.indices
            let found = walk(
                steps.lowerBound, steps.upperBound, from: node, enclosing: node, turn: 0, needsValue: false)
            dropMatches(from: matchMark)
            if found { return true }
        }
        return false
    }

    /// The first node with a value at the end of plain steps; what holds values is there without one: a group, a segment, a
    /// composite, an element of XML with elements in it.
    private mutating func firstValue(_ step: Int, _ end: Int, from node: Int) -> Int? {
        if step == end { return nodes[node].valueLength > 0 || holdsValues(node) ? node : nil }
        let name = numbers[Int(codes.steps[step].name)]
        var child = node + 1
        let stop = Int(nodes[node].end)
        while child < stop {
            if nodes[child].name.rawValue == name, let found = firstValue(step + 1, end, from: child) { return found }
            child = Int(nodes[child].end)
        }
        return nil
    }

    private mutating func holdsValues(_ node: Int) -> Bool {
        switch nodes[node].kind {
        case .group, .segment, .composite: true
        // Attributes stand before elements.
        case .element: (node + 1..<Int(nodes[node].end)).contains { nodes[$0].kind != .attribute }
        case .attribute, .message: false
        }
    }

    /// True when a node's value is one of the alternatives.
    private mutating func isOne(of alternatives: CodeRange, _ node: Int) -> Bool {
        guardValue(of: node)
        let raw = value(of: node)
        for index in alternatives.indices {
            let wanted = codes.values[index].indices
            if wanted.count == raw.count, Self.areEqual(raw, codes.bytes, wanted.lowerBound) { return true }
        }
        guard needsDecoding(raw), let text = tree.text(of: node) else { return false }
        for index in alternatives.indices
        where text.utf8.elementsEqual(codes.bytes[codes.values[index].indices]) { return true }
        return false
    }

    /// Codes are short, so that a loop beats a call.
    @inline(__always)
    private static func areEqual(
        _ value: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeMutableBufferPointer<UInt8>, _ start: Int
    ) -> Bool {
        for index in 0..<value.count where value[index] != bytes[start + index] { return false }
        return true
    }
}
