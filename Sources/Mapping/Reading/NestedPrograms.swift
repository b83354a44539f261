import Orders

/// A field that holds a record.
final class NestedProgram: FieldProgram, @unchecked Sendable {
    let filling: RecordFilling
    let type: RecordType
    let name: String
    let parts: [RecordPart]
    /// The only part, if it is one at the same node.
    private let direct: RecordProgram?

    init(filling: RecordFilling, name: String, parts: [RecordPart]) {
        self.filling = filling
        type = filling.type()
        self.name = name
        self.parts = parts
        if parts.count == 1, case .direct(let program) = parts[0] { direct = program } else { direct = nil }
        var gate = Gate.closed
        for part in parts { gate.formUnion(part.gate) }
        super.init(gate: gate)
    }

    override func read(_ reading: inout Reading, in scope: ReadScope, into record: UnsafeMutableRawPointer) -> Bool {
        guard reading.enter(name, node: scope.node) else { return false }
        defer { reading.leave() }
        guard reading.recorder.isOn else { return fill(&reading, in: scope, into: record) }
        let begun = reading.recorder.begin(.record(.passUnretained(self), end: 0))
        let isFound = fill(&reading, in: scope, into: record)
        reading.recorder.end(begun, isKept: isFound)
        return isFound
    }

    private func fill(_ reading: inout Reading, in scope: ReadScope, into record: UnsafeMutableRawPointer) -> Bool {
        if let direct { return filling.add(record) { direct.read(&reading, in: scope, into: $0) } }
        return filling.add(record) { child in parts.read(&reading, type, in: scope, into: child) }
    }
}

/// A field that holds a list of records.
final class ListProgram: FieldProgram, @unchecked Sendable {
    /// Items of one origin.
    final class Source: Sendable {
        /// Sets the field that the items are picked by (`[type=net]`).
        let pick: PickProgram?
        let parts: [RecordPart]
        /// The blocks, if one of them makes an item of every node; all of them add to the list then.
        let blocks: [BlockProgram]?

        init(pick: PickProgram?, parts: [RecordPart]) {
            self.pick = pick
            self.parts = parts
            var blocks: [BlockProgram] = []
            for part in parts {
                if case .blocks(let more) = part { blocks += more }
            }
            self.blocks = blocks.contains { $0.kind == .many } ? blocks : nil
        }
    }

    /// A block that makes items of its nodes, or a source that makes one.
    private enum Step {
        case block(Unmanaged<BlockProgram>, Unmanaged<PickProgram>?)
        case source(Unmanaged<Source>)
    }

    let filling: RecordFilling
    let type: RecordType
    let name: String
    let sources: [Source]
    /// What the sources come to, in plain memory; they own what it points to.
    private let steps: UnsafeMutableBufferPointer<Step>

    init(filling: RecordFilling, name: String, sources: [Source]) {
        self.filling = filling
        type = filling.type()
        self.name = name
        self.sources = sources
        var steps: [Step] = []
        for source in sources {
            if let blocks = source.blocks {
                let pick = source.pick.map { Unmanaged.passUnretained($0) }
                steps += blocks.map { .block(.passUnretained($0), pick) }
            } else {
                steps.append(.source(.passUnretained(source)))
            }
        }
        self.steps = .allocate(capacity: steps.count)
        _ = self.steps.initialize(from: steps)
        var gate = Gate.closed
        for source in sources { for part in source.parts { gate.formUnion(part.gate) } }
        super.init(gate: gate)
    }

    deinit { steps.deallocate() }

    override func read(_ reading: inout Reading, in scope: ReadScope, into record: UnsafeMutableRawPointer) -> Bool {
        var count = 0
        for index in steps.indices {
            switch steps[index] {
            case .block(let block, let pick):
                block._withUnsafeGuaranteedRef {
                    if reading.usesGates, $0.gate.isShut(for: scope.names) { return }
                    readItems(of: $0, pick, &reading, in: scope, into: record, &count)
                }
            case .source(let source):
                source._withUnsafeGuaranteedRef { readItem(of: $0, &reading, in: scope, into: record, &count) }
            }
        }
        return count > 0
    }

    /// An item for each node of a block.
    private func readItems(
        of block: BlockProgram, _ pick: Unmanaged<PickProgram>?, _ reading: inout Reading, in scope: ReadScope,
        into record: UnsafeMutableRawPointer, _ count: inout Int
    ) {
        let mark = (
            matches: reading.matches.count, evidence: reading.evidence.count, children: reading.children.count
        )
        let before = count
        block.collect(&reading, in: scope)
        let end = reading.matches.count
        if end > mark.matches + 1 { filling.reserve(record, end - mark.matches) }
        var index = mark.matches
        while index < end {
            let node = reading.matches[index].node
            let use = block.isPlannable ? reading.use(of: block.program, at: node) : .none
            if case .plan(let plan) = use {
                let outcome = followPlan(plan, &reading, at: node, pick, into: record, count)
                if outcome == .kept { count += 1 }
                if outcome != .refused {
                    index += 1
                    continue
                }
            }
            var (place, next) = block.scope(at: index, before: end, &reading, in: scope)
            index = next
            place.index = count + 1
            place.hasOwnIndex = false
            guard reading.enter(name, index: place.index, node: place.node) else { continue }
            let begun = begin(place, pick, &reading)
            let isFound = filling.add(record) { item in
                guard block.read(&reading, at: place, use, into: item) else { return false }
                pick?._withUnsafeGuaranteedRef { $0.set(in: item) }
                return true
            }
            if reading.recorder.isOn { reading.recorder.end(begun, isKept: isFound) }
            reading.leave()
            reading.children.drop(from: mark.children)
            if isFound { count += 1 }
        }
        if count > before {
            reading.markEvidence(from: mark.evidence)
        } else if block.isRequired {
            reading.reportMissing(block, in: scope, field: name)
        }
        reading.dropMatches(from: mark.matches)
        reading.dropEvidence(from: mark.evidence)
    }

    /// Begins an item of the plan that is being made.
    private func begin(_ place: ReadScope, _ pick: Unmanaged<PickProgram>?, _ reading: inout Reading) -> Int {
        guard reading.recorder.isOn else { return 0 }
        return reading.recorder.begin(
            .item(.passUnretained(self), pick: pick, number: Int32(place.index), end: 0))
    }

    /// An item by a plan; what a plan that is refused has begun is no item.
    private func followPlan(
        _ plan: ReadPlan, _ reading: inout Reading, at node: Int, _ pick: Unmanaged<PickProgram>?,
        into record: UnsafeMutableRawPointer, _ count: Int
    ) -> PlanOutcome {
        var outcome = PlanOutcome.refused
        _ = filling.add(record) { item in
            outcome = reading.follow(plan, at: node, item: name, index: count + 1, into: item)
            guard outcome == .kept else { return false }
            pick?._withUnsafeGuaranteedRef { $0.set(in: item) }
            return true
        }
        return outcome
    }

    /// The one item of a picked source.
    private func readItem(
        of source: Source, _ reading: inout Reading, in scope: ReadScope, into record: UnsafeMutableRawPointer,
        _ count: inout Int
    ) {
        var place = scope
        place.index = count + 1
        place.hasOwnIndex = false
        guard reading.enter(name, index: place.index, node: scope.node) else { return }
        defer { reading.leave() }
        let pick = source.pick.map { Unmanaged.passUnretained($0) }
        let begun = begin(place, pick, &reading)
        let isFound = filling.add(record) { item in
            guard source.parts.read(&reading, type, in: place, into: item) else { return false }
            source.pick?.set(in: item)
            return true
        }
        if reading.recorder.isOn { reading.recorder.end(begun, isKept: isFound) }
        if isFound { count += 1 }
    }
}

/// Sets the field that a list's items are picked by.
final class PickProgram: Sendable {
    let filling: ScalarFilling
    let value: String

    /// Nil when the text is no value of the field.
    init?(_ filling: ScalarFilling, value: String) {
        guard filling.type.init(canonicalText: value) != nil else { return nil }
        self.filling = filling
        self.value = value
    }

    func set(in record: UnsafeMutableRawPointer) { _ = filling.set(record, value) }
}
