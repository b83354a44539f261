import Syntax

extension Reading {
    /// Follows a path and appends its nodes to ``matches``; with `needsValue`, nodes without a value are passed over.
    /// The caller takes the matches and the evidence away again.
    func collect(_ path: PathCode, from scope: Int, needsValue: Bool) {
        switch path.anchor {
        case .scope where path.up == 0: follow(path, from: scope, needsValue: needsValue)
        case .scope: recall(path, from: ancestor(of: scope, up: Int(path.up)), needsValue: needsValue)
        case .document: recall(path, from: documentNode, needsValue: needsValue)
        case .file: recall(path, from: 0, needsValue: needsValue)
        }
    }

    private func follow(_ path: PathCode, from start: Int, needsValue: Bool) {
        let steps = path.steps.indices
        _ = walk(
            steps.lowerBound, steps.upperBound, from: start, enclosing: start,
            turn: steps.lowerBound + Int(path.enclosing), needsValue: needsValue)
    }

    /// Every line may ask for what stands at the header: the way is gone once, or ten thousand lines would each look
    /// through ten thousand siblings.
    private func recall(_ path: PathCode, from start: Int, needsValue: Bool) {
        let key = Recollection.Key(start: start, steps: path.steps.start, needsValue: needsValue)
        if let known = recollections[key] {
            matches += known.matches
            evidence += known.evidence
            return
        }
        let mark = (matches: matches.count, evidence: evidence.count)
        follow(path, from: start, needsValue: needsValue)
        recollections[key] = Recollection(
            matches: Array(matches[mark.matches...]), evidence: Array(evidence[mark.evidence...]))
    }

    /// Takes a node for the first of these steps, if it satisfies that one's predicates, and follows the others.
    func collect(_ steps: Range<Int>, at node: Int) {
        guard satisfies(node, codes.steps[steps.lowerBound].predicates) else { return }
        _ = walk(steps.lowerBound + 1, steps.upperBound, from: node, enclosing: node, turn: 0, needsValue: false)
    }

    /// Follows steps from a node; true when something was found. `turn` is the step that the enclosing node starts.
    private func walk(
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
        var found = false
        var left: UInt16 = 0
        var child = node + 1
        let stop = Int(nodes[node].end)
        while child < stop {
            defer { child = Int(nodes[child].end) }
            guard code.name >= 0 ? nodes[child].name.rawValue == name : isElement(child, code.number) else { continue }
            let mark = evidence.count
            if satisfies(child, code.predicates) {
                left &+= 1
                if code.ordinal == 0 || code.ordinal == left {
                    if walk(step + 1, end, from: child, enclosing: enclosing, turn: turn, needsValue: needsValue) {
                        found = true
                    } else {
                        dropEvidence(from: mark)
                    }
                    if code.ordinal != 0 { break }
                    continue
                }
            }
            dropEvidence(from: mark)
        }
        return found
    }

    private func isElement(_ node: Int, _ number: UInt16) -> Bool {
        UInt16(nodes[node].element) == number && (nodes[node].kind == .element || nodes[node].kind == .composite)
    }

    func dropEvidence(from mark: Int) {
        if evidence.count > mark { evidence.removeSubrange(mark...) }
    }

    func dropMatches(from mark: Int) {
        if matches.count > mark { matches.removeSubrange(mark...) }
    }

    /// True when a node satisfies all of the predicates; their nodes become evidence.
    func satisfies(_ node: Int, _ predicates: CodeRange) -> Bool {
        for index in predicates.indices where !satisfies(node, codes.predicates[index]) { return false }
        return true
    }

    private func satisfies(_ node: Int, _ predicate: PredicateCode) -> Bool {
        if predicate.isOtherwise { return !isTaken(node, predicate.groups) }
        let steps = predicate.steps.indices
        guard let value = firstValue(steps.lowerBound, steps.upperBound, from: node) else {
            return predicate.allowsAbsence
        }
        guard predicate.allowsAny || isOne(of: predicate.values, value) else { return false }
        evidence.append(Int32(truncatingIfNeeded: value))
        return true
    }

    /// True when a sibling of an `[else]` takes the node. What it looks at is no evidence.
    private func isTaken(_ node: Int, _ siblings: CodeRange) -> Bool {
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

    /// The first node with a value at the end of plain steps.
    private func firstValue(_ step: Int, _ end: Int, from node: Int) -> Int? {
        if step == end { return nodes[node].valueLength > 0 ? node : nil }
        let name = numbers[Int(codes.steps[step].name)]
        var child = node + 1
        let stop = Int(nodes[node].end)
        while child < stop {
            if nodes[child].name.rawValue == name, let found = firstValue(step + 1, end, from: child) { return found }
            child = Int(nodes[child].end)
        }
        return nil
    }

    /// True when a node's value is one of the alternatives.
    private func isOne(of alternatives: CodeRange, _ node: Int) -> Bool {
        let start = Int(nodes[node].valueStart)
        let count = Int(nodes[node].valueLength)
        let raw = UnsafeBufferPointer(rebasing: bytes[start..<start + count])
        for index in alternatives.indices {
            let wanted = codes.values[index].indices
            if wanted.count == count, raw.elementsEqual(UnsafeBufferPointer(rebasing: codes.bytes[wanted])) {
                return true
            }
        }
        guard needsDecoding(raw), let text = tree.text(of: node) else { return false }
        return alternatives.indices.contains { index in
            text.utf8.elementsEqual(codes.bytes[codes.values[index].indices])
        }
    }

    private func needsDecoding(_ raw: UnsafeBufferPointer<UInt8>) -> Bool {
        raw.contains { $0 >= 0x80 || $0 == tree.decoding.release }
    }
}
