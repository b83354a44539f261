import Diagnostics
import Orders
import Syntax

/// Where a nested record is read from.
enum RecordPart: Sendable {
    /// Rules that stand at the same node (`item.gtin`).
    case direct(RecordProgram)
    /// Blocks in order of preference.
    case blocks([BlockProgram])

    var gate: Gate {
        switch self {
        case .direct(let program): return program.gate
        case .blocks(let blocks):
            var gate = Gate.closed
            for block in blocks { gate.formUnion(block.gate) }
            return gate
        }
    }
}

/// A block: which nodes, and what is read from each.
final class BlockProgram: Sendable {
    let kind: BlockRule.Kind
    let path: PathCode?
    let program: RecordProgram
    let merge: [PathCode]
    let isRequired: Bool
    let text: String
    let gate: Gate

    init(
        kind: BlockRule.Kind, path: PathCode?, program: RecordProgram, merge: [PathCode], isRequired: Bool,
        text: String, gate: Gate
    ) {
        self.gate = gate
        self.kind = kind
        self.path = path
        self.program = program
        self.merge = merge
        self.isRequired = isRequired
        self.text = text
    }

    /// True when each node of the block is one item or record, so that it may be read by a plan.
    var isPlannable: Bool { path != nil && merge.isEmpty }

    /// Collects the block's nodes as matches; without a path it is the scope's own.
    func collect(_ reading: inout Reading, in scope: ReadScope) {
        guard let path else {
            reading.matches.append(Reading.Match(node: scope.node, enclosing: scope.node))
            return
        }
        reading.collect(path, in: scope, needsValue: false)
        if !scope.others.isEmpty {
            for other in scope.others { reading.collect(path, from: other, needsValue: false) }
        }
    }

    /// The scope of the match of a number, with those that follow and are one item with it; the number of the first that
    /// is not. The caller drops the scope's children.
    func scope(at index: Int, before end: Int, _ reading: inout Reading, in scope: ReadScope) -> (ReadScope, next: Int)
    {
        if path == nil { return (scope, index + 1) }
        let node = reading.matches[index].node
        var place = reading.scope(node)
        var next = index + 1
        while !merge.isEmpty, next < end, reading.agree(node, reading.matches[next].node, at: merge) {
            let other = reading.matches[next].node
            place.others.append(other)
            place.names.formUnion(reading.names(below: other))
            next += 1
        }
        return (place, next)
    }
}

extension BlockProgram {
    /// Reads the block's one node into a record; a second node that says something else is an error.
    /// - Parameter isEmpty: true where nothing has filled the record yet.
    func readOne(
        _ reading: inout Reading, _ type: RecordType, in scope: ReadScope, into record: UnsafeMutableRawPointer,
        isEmpty: Bool
    ) -> Bool {
        let mark = (
            matches: reading.matches.count, evidence: reading.evidence.count, children: reading.children.count
        )
        defer { reading.dropEvidence(from: mark.evidence) }
        defer { reading.dropMatches(from: mark.matches) }
        defer { reading.children.drop(from: mark.children) }
        collect(&reading, in: scope)
        let end = reading.matches.count
        guard mark.matches < end else { return false }
        if isPlannable, end == mark.matches + 1 {
            let use = reading.use(of: program, at: reading.matches[mark.matches].node)
            if case .plan(let plan) = use {
                let node = reading.matches[mark.matches].node
                let outcome = follow(plan, &reading, type, at: node, into: record, isEmpty: isEmpty)
                if outcome == .kept { reading.markEvidence(from: mark.evidence) }
                if outcome != .refused { return outcome == .kept }
            }
            let (place, _) = self.scope(at: mark.matches, before: end, &reading, in: scope)
            return readFirst(
                &reading, type, at: place, use, evidenceFrom: mark.evidence, into: record, isEmpty: isEmpty)
        }
        let (place, next) = self.scope(at: mark.matches, before: end, &reading, in: scope)
        guard next < end else {
            return readFirst(
                &reading, type, at: place, .none, evidenceFrom: mark.evidence, into: record, isEmpty: isEmpty)
        }
        reading.isUnsteady()
        // Each node is read into the record as it was before, so that they can be held against each other.
        var isFound = false
        type.withCopy(record) { original in
            var index = mark.matches
            while index < end {
                let (place, next) = self.scope(at: index, before: end, &reading, in: scope)
                index = next
                if !isFound {
                    isFound = readFirst(
                        &reading, type, at: place, .none, evidenceFrom: mark.evidence, into: record, isEmpty: false)
                } else if differs(&reading, type, at: place, from: record, original: original) {
                    reading.report(
                        "mapping.ambiguous", at: place.node, value: reading.summary(of: place.node), field: "",
                        facts: ["first": reading.summary(of: reading.matches[mark.matches].node), "path": text])
                    return
                }
            }
        }
        return isFound
    }

    /// Reads one node into a record, which stays as it is when nothing was found.
    private func readFirst(
        _ reading: inout Reading, _ type: RecordType, at place: ReadScope, _ use: PlanUse, evidenceFrom mark: Int,
        into record: UnsafeMutableRawPointer, isEmpty: Bool
    ) -> Bool {
        var isFound = false
        if isEmpty {
            isFound = read(&reading, at: place, use, into: record)
            if isFound { reading.markEvidence(from: mark) } else { type.clear(record) }
            return isFound
        }
        type.withCopy(record) { copy in
            isFound = read(&reading, at: place, use, into: copy)
            if isFound { type.assign(record, copy) }
        }
        if isFound { reading.markEvidence(from: mark) }
        return isFound
    }

    /// Reads one node by a plan into a record, which stays as it is unless something was kept.
    private func follow(
        _ plan: ReadPlan, _ reading: inout Reading, _ type: RecordType, at node: Int,
        into record: UnsafeMutableRawPointer, isEmpty: Bool
    ) -> PlanOutcome {
        if isEmpty {
            let outcome = reading.follow(plan, at: node, index: 0, into: record)
            if outcome == .refused { type.clear(record) }
            return outcome
        }
        var outcome = PlanOutcome.refused
        type.withCopy(record) { copy in
            outcome = reading.follow(plan, at: node, index: 0, into: copy)
            if outcome == .kept { type.assign(record, copy) }
        }
        return outcome
    }

    /// Reads a node without a plan; makes one where there is use for it.
    func read(
        _ reading: inout Reading, at place: ReadScope, _ use: PlanUse, into record: UnsafeMutableRawPointer
    ) -> Bool {
        guard case .record(let hash) = use else {
            let step = reading.recorder.steps.count
            let isFound = program.read(&reading, in: place, into: record)
            if !isFound, reading.recorder.isOn { reading.recorder.drop(from: step) }
            return isFound
        }
        var place = place
        place.hasOwnIndex = true
        let recording = reading.startRecording(program, at: place.node, hash)
        let isFound = program.read(&reading, in: place, into: record)
        reading.finishRecording(recording, isFound: isFound)
        return isFound
    }

    /// True when another node makes something else of the record than the first did.
    private func differs(
        _ reading: inout Reading, _ type: RecordType, at place: ReadScope, from record: UnsafeMutableRawPointer,
        original: UnsafeMutableRawPointer
    ) -> Bool {
        var differs = false
        type.withCopy(original) { copy in
            differs = program.read(&reading, in: place, into: copy) && !type.areEqual(copy, record)
        }
        return differs
    }
}

extension [RecordPart] {
    /// Reads a record from its parts, one after the other; true when a value of the input went into it.
    func read(
        _ reading: inout Reading, _ type: RecordType, in scope: ReadScope, into record: UnsafeMutableRawPointer
    ) -> Bool {
        var found = false
        for (number, part) in enumerated() {
            switch part {
            case .direct(let program):
                if program.read(&reading, in: scope, into: record) { found = true }
            case .blocks(let blocks):
                var isRead = false
                for block in blocks where !isRead {
                    isRead = block.readOne(&reading, type, in: scope, into: record, isEmpty: number == 0)
                }
                if isRead {
                    found = true
                } else {
                    for block in blocks where block.isRequired { reading.reportMissing(block, in: scope) }
                }
            }
        }
        return found
    }
}

extension Reading {
    /// True when two nodes hold the same values at these paths.
    mutating func agree(_ left: Int, _ right: Int, at paths: [PathCode]) -> Bool {
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropMatches(from: mark.matches) }
        defer { dropEvidence(from: mark.evidence) }
        for path in paths {
            collect(path, from: left, needsValue: true)
            let middle = matches.count
            collect(path, from: right, needsValue: true)
            guard matches.count - middle == middle - mark.matches else { return false }
            for (first, second) in zip(mark.matches..<middle, middle..<matches.count) {
                guardValue(of: matches[first].node)
                guardValue(of: matches[second].node)
                guard value(of: matches[first].node).elementsEqual(value(of: matches[second].node)) else {
                    return false
                }
            }
            dropMatches(from: mark.matches)
        }
        return true
    }

    /// Goes one record deeper; false, with an error, where the input nests too deep or a block leads back to itself.
    /// Who went in leaves again.
    mutating func enter(_ name: String, index: Int = 0, node: Int) -> Bool {
        guard depth < Self.depthLimit else {
            isUnsteady()
            // Once is enough: what stands beside it is as deep.
            if !isTooDeep { report("mapping.too-deep", at: node, field: name, facts: ["limit": "\(Self.depthLimit)"]) }
            isTooDeep = true
            return false
        }
        visits += 1
        guard visits <= visitLimit else {
            if visits == visitLimit + 1 { report("mapping.too-many-visits", at: node, field: name) }
            return false
        }
        depth += 1
        if recorder.isOn { recorder.deepest = max(recorder.deepest, depth) }
        trail.append(TrailPart(name: name, index: index))
        return true
    }

    mutating func leave() {
        depth -= 1
        trail.removeLast()
    }

    mutating func reportMissing(_ block: BlockProgram, in scope: ReadScope, field: String = "") {
        report("mapping.required-field", at: scope.node, field: field, facts: ["places": block.text])
    }
}
