import Syntax

/// The plan that is being made while a node is read.
struct PlanRecorder {
    /// Where the value of a field was found.
    enum Found {
        case nowhere
        case plain(node: Int)
        case converted(place: Int, node: Int, enclosing: Int)
        case combined(place: Int, nodes: [Int?], enclosing: Int)
        case fallback
    }

    var isOn = false
    /// Something was found in a way that another node like this one may not have.
    var isUnsteady = false
    var found = Found.nowhere
    fileprivate(set) var steps: [ReadPlan.Step] = []
    fileprivate var combined: [Int32] = []
    fileprivate var guards: [Int] = []
    fileprivate var nodes = 0..<0
    fileprivate var isLost = false
    /// The deepest record that was gone into.
    var deepest = 0
    /// Nodes that programs read which run as steps.
    fileprivate var readByPrograms: [Int] = []

    fileprivate func number(_ node: Int) -> Int32 { Int32(node - nodes.lowerBound) }

    /// Adds what came of a field's rule.
    mutating func add(_ field: ScalarProgram, in scope: ReadScope) {
        switch found {
        case .nowhere: isUnsteady = true
        case .plain(let node) where nodes.contains(node):
            steps.append(.plain(.passUnretained(field), node: number(node)))
        case .converted(let place, let node, let enclosing) where nodes.contains(node) && nodes.contains(enclosing):
            steps.append(
                .converted(
                    .passUnretained(field), place: Int32(place), node: number(node), enclosing: number(enclosing)))
        case .combined(let place, let all, let enclosing)
        where nodes.contains(enclosing) && all.allSatisfy({ $0.map(nodes.contains) ?? true }):
            let first = Int32(combined.count)
            combined += all.map { $0.map(number) ?? -1 }
            steps.append(
                .combined(
                    .passUnretained(field), place: Int32(place), first: first, count: Int32(all.count),
                    enclosing: number(enclosing)))
        case .plain, .converted, .combined: isUnsteady = true
        case .fallback: steps.append(.fallback(.passUnretained(field), index: Self.index(of: scope)))
        }
    }

    /// Begins a record or an item; ``end(_:isKept:)`` takes what comes back.
    mutating func begin(_ step: ReadPlan.Step) -> Int {
        steps.append(step)
        return steps.count - 1
    }

    /// Ends what was begun; what is not kept leaves no step.
    mutating func end(_ begun: Int, isKept: Bool) {
        guard isKept else { return drop(from: begun) }
        switch steps[begun] {
        case .record(let program, _): steps[begun] = .record(program, end: Int32(steps.count))
        case .item(let program, let pick, let number, _):
            steps[begun] = .item(program, pick: pick, number: number, end: Int32(steps.count))
        default: break
        }
    }

    /// Takes steps back. What a program did that would run as one of them may be otherwise the next time.
    mutating func drop(from step: Int) {
        if steps[step...].contains(where: \.runsProgram) { isUnsteady = true }
        steps.removeSubrange(step...)
    }

    fileprivate static func index(of scope: ReadScope) -> Int32 {
        scope.hasOwnIndex ? ReadPlan.ownIndex : Int32(scope.index)
    }
}

/// What is to be put back when a recording ends.
struct PlanRecording {
    let program: RecordProgram
    let hash: UInt64
    let pattern: [UInt64]
    fileprivate let wasRead: [Bool]
    fileprivate let visits: Int
    fileprivate let depth: Int
}

extension Reading {
    /// Notes that another node like this one may not be read alike.
    @inline(__always) mutating func isUnsteady() { if recorder.isOn { recorder.isUnsteady = true } }

    /// Notes that a value decided something.
    @inline(__always) mutating func guardValue(of node: Int) { if recorder.isOn { addGuard(node) } }

    @inline(never) private mutating func addGuard(_ node: Int) {
        if recorder.nodes.contains(node), !needsDecoding(value(of: node)) {
            recorder.guards.append(node)
        } else {
            recorder.isUnsteady = true
        }
    }

    /// Begins to make a plan of a node, whose rules all run now, without a look at gates: what they compare is the plan's
    /// condition.
    mutating func startRecording(_ program: RecordProgram, at node: Int, _ hash: UInt64) -> PlanRecording {
        let nodes = node..<Int(self.nodes[node].end)
        let recording = PlanRecording(
            program: program, hash: hash, pattern: pattern.elements(from: 0), wasRead: nodes.map { wasRead[$0] },
            visits: visits, depth: depth)
        for index in nodes { wasRead[index] = false }
        recorder = PlanRecorder()
        recorder.isOn = true
        recorder.nodes = nodes
        recorder.deepest = depth
        usesGates = false
        return recording
    }

    /// Keeps the plan, if the node is one that a plan can be made of.
    mutating func finishRecording(_ recording: PlanRecording, isFound: Bool) {
        usesGates = true
        let nodes = recorder.nodes
        if !isFound { recorder.drop(from: 0) }
        markIgnored(in: nodes)
        if !recorder.isUnsteady, !recorder.isLost {
            plans.add(plan(recording, isFound: isFound))
            // A full table began anew.
            recentPlan = -1
        }
        for (index, was) in zip(nodes, recording.wasRead) where was { wasRead[index] = true }
        for node in recorder.readByPrograms { wasRead[node] = true }
        recorder = PlanRecorder()
    }

    private mutating func plan(_ recording: PlanRecording, isFound: Bool) -> ReadPlan {
        var guards: [ReadPlan.Guard] = []
        var bytes: [UInt8] = []
        for node in Set(recorder.guards).sorted() {
            let value = value(of: node)
            guards.append(
                ReadPlan.Guard(node: recorder.number(node), start: Int32(bytes.count), count: Int32(value.count)))
            bytes += value
        }
        havePlansChanged = true
        return ReadPlan(
            program: ObjectIdentifier(recording.program), hash: recording.hash, pattern: recording.pattern,
            guards: guards, bytes: bytes, steps: recorder.steps,
            nodes: recorder.combined, reads: recorder.nodes.filter { wasRead[$0] }.map { recorder.number($0) },
            release: release,
            isFound: isFound, visits: visits - recording.visits, depth: recorder.deepest - recording.depth)
    }

    /// Reads a field while a plan is made. Where something unsteady was found the field's program becomes a step itself.
    mutating func record(
        _ field: FieldProgram, in scope: ReadScope, into record: UnsafeMutableRawPointer
    ) -> Bool {
        let mark = (steps: recorder.steps.count, guards: recorder.guards.count)
        let before = recorder.nodes.map { wasRead[$0] }
        let wasUnsteady = recorder.isUnsteady
        recorder.isUnsteady = false
        let isFound = field.read(&self, in: scope, into: record)
        if recorder.isUnsteady {
            recorder.steps.removeSubrange(mark.steps...)
            recorder.guards.removeSubrange(mark.guards...)
            recorder.isLost = recorder.isLost || !scope.others.isEmpty || !recorder.nodes.contains(scope.node)
            recorder.steps.append(
                .run(
                    .passUnretained(field), node: recorder.number(scope.node), index: PlanRecorder.index(of: scope),
                    isFound: isFound))
            // What it read this time is read, but not by the plan.
            for (node, was) in zip(recorder.nodes, before) where wasRead[node] && !was {
                recorder.readByPrograms.append(node)
                wasRead[node] = false
            }
        }
        recorder.isUnsteady = wasUnsteady
        return isFound
    }
}
