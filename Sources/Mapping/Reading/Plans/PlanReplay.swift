import Orders
import Syntax

/// How a node is to be read.
enum PlanUse {
    case none
    case plan(ReadPlan)
    /// Without a plan, and one is to be made of it.
    case record(hash: UInt64)
}

/// What came of reading by a plan.
enum PlanOutcome {
    case kept
    case dropped
    /// A value was not what it has to be: all is to be read again, without the plan.
    case refused
}

extension Reading {
    /// The plan for a block's node, if there is one.
    mutating func use(of program: RecordProgram, at node: Int) -> PlanUse {
        guard usesPlans, !recorder.isOn else { return .none }
        let count = Int(nodes[node].end) - node
        guard count > 3, count <= ReadPlan.mostNodes else { return .none }
        // One line is mostly made as the one before.
        if recentPlan >= 0, fits(plans.plans[Int(recentPlan)], program, at: node, count) {
            return .plan(plans.plans[Int(recentPlan)])
        }
        let hash = takePattern(of: node, count, program)
        var index = plans.first(for: hash)
        while index >= 0 {
            let plan = plans.plans[Int(index)]
            if plan.hash == hash, fits(plan, program, at: node, count) {
                recentPlan = index
                return .plan(plan)
            }
            index = plans.next(after: index)
        }
        guard plans.wasSeen(hash) else {
            havePlansChanged = true
            return .none
        }
        return plans.hasRoom(for: hash) ? .record(hash: hash) : .none
    }

    /// Puts what rules see of a node's structure into ``pattern``: a word for each node below it, of its name, how many
    /// nodes it holds, its kind, its number, and whether it has a value.
    private mutating func takePattern(of root: Int, _ count: Int, _ program: RecordProgram) -> UInt64 {
        pattern.drop(from: 0)
        var hash = UInt64(UInt(bitPattern: ObjectIdentifier(program)))
        for index in root..<root + count {
            let word = patternWord(index)
            pattern.append(word)
            hash = ((hash << 5 | hash >> 59) ^ word) &* 0x9E37_79B9_7F4A_7C15
        }
        return hash
    }

    @inline(__always) private mutating func patternWord(_ index: Int) -> UInt64 {
        let node = nodes[index]
        var word = UInt64(node.name.rawValue)
        word |= UInt64(Int(node.end) - index) << 32
        word |= UInt64(node.element) << 45
        word |= UInt64(node.kind.rawValue) << 53
        word |= (node.valueLength > 0 ? 1 : 0) << 56
        return word
    }

    private mutating func fits(_ plan: ReadPlan, _ program: RecordProgram, at root: Int, _ count: Int) -> Bool {
        guard plan.program == ObjectIdentifier(program), plan.release == release, plan.pattern.count == count
        else { return false }
        for index in 0..<count where plan.pattern[index] != patternWord(root + index) { return false }
        for index in 0..<plan.guards.count {
            let wanted = plan.guards[index]
            let value = value(of: root + Int(wanted.node))
            guard value.count == Int(wanted.count) else { return false }
            for place in 0..<value.count where value[place] != plan.bytes[Int(wanted.start) + place] { return false }
        }
        return true
    }

    /// Fills a record as a plan says. What a refused one has done to the record is the caller's to drop.
    /// - Parameter item: the name of the list that the record is an item of, by its number `index`.
    mutating func follow(
        _ plan: ReadPlan, at root: Int, item: String? = nil, index: Int, into record: UnsafeMutableRawPointer
    ) -> PlanOutcome {
        guard depth + plan.depth < Self.depthLimit, visits + plan.visits < visitLimit else { return .refused }
        guard plan.isFound else {
            visits += plan.visits
            markReads(of: plan, at: root)
            return .dropped
        }
        if plan.runsPrograms, let item { trail.append(TrailPart(name: item, index: index)) }
        defer { if plan.runsPrograms, item != nil { trail.removeLast() } }
        let before = (visits: visits, diagnostics: plan.runsPrograms ? diagnostics : nil)
        visits += plan.visits
        guard follow(plan, 0..<plan.steps.count, at: root, index: index, into: record) else {
            visits = before.visits
            if let told = before.diagnostics { diagnostics = told }
            return .refused
        }
        markReads(of: plan, at: root)
        return .kept
    }

    private mutating func markReads(of plan: ReadPlan, at root: Int) {
        for index in 0..<plan.reads.count { wasRead[root + Int(plan.reads[index])] = true }
    }

    private mutating func convert(
        _ field: ScalarProgram, _ number: Int, at match: Match, into record: UnsafeMutableRawPointer
    ) -> Bool {
        guard let text = text(of: match.node) else { return false }
        var found = ReadValue()
        let place = field.rule.places[number]
        guard convert(text, of: place, at: match, field: field.name, reports: false, into: &found) == .value,
            !found.isCut
        else { return false }
        return put(found.text, into: record, field)
    }

    private mutating func combine(
        _ field: ScalarProgram, _ number: Int, _ plan: ReadPlan, _ nodes: Range<Int>, at root: Int, _ enclosing: Int,
        into record: UnsafeMutableRawPointer
    ) -> Bool {
        var texts: [String?] = []
        var first: Match?
        for index in nodes {
            let node = root + Int(plan.nodes[index])
            guard node >= root else {
                texts.append(nil)
                continue
            }
            texts.append(text(of: node))
            if first == nil { first = Match(node: node, enclosing: root + enclosing) }
        }
        guard let first, let text = texts[0] else { return false }
        var found = ReadValue()
        let place = field.rule.places[number]
        let rest = Array(texts.dropFirst())
        guard convert(text, rest, of: place, at: first, field: field.name, reports: false, into: &found) == .value,
            !found.isCut
        else { return false }
        return put(found.text, into: record, field)
    }

    /// Takes the value of a node as it stands.
    private mutating func putPlain(
        _ field: ScalarProgram, _ node: Int, into record: UnsafeMutableRawPointer
    ) -> Bool {
        if let direct = field.filling.direct {
            let value = value(of: node)
            if !value.isEmpty, !needsDecoding(value), direct.set(record, value) { return true }
        }
        guard let text = text(of: node) else { return false }
        return put(text, into: record, field)
    }

    private mutating func put(_ text: String, into record: UnsafeMutableRawPointer, _ field: ScalarProgram) -> Bool {
        put(text, into: record, by: field.filling) != nil
    }

    private mutating func run(
        _ field: FieldProgram, at node: Int, index: Int, into record: UnsafeMutableRawPointer
    ) -> Bool {
        let mark = children.count
        defer { children.drop(from: mark) }
        var place = scope(node)
        place.index = index
        return field.read(&self, in: place, into: record)
    }

    /// Takes steps; false when one cannot be taken.
    private mutating func follow(
        _ plan: ReadPlan, _ steps: Range<Int>, at root: Int, index: Int, into record: UnsafeMutableRawPointer
    ) -> Bool {
        var next = steps.lowerBound
        while next < steps.upperBound {
            let isTaken: Bool
            switch plan.steps[next] {
            case .plain(let field, let node):
                isTaken = field._withUnsafeGuaranteedRef { putPlain($0, root + Int(node), into: record) }
            case .converted(let field, let place, let node, let enclosing):
                let match = Match(node: root + Int(node), enclosing: root + Int(enclosing))
                isTaken = field._withUnsafeGuaranteedRef { convert($0, Int(place), at: match, into: record) }
            case .combined(let field, let place, let first, let count, let enclosing):
                let texts = Int(first)..<Int(first + count)
                isTaken = field._withUnsafeGuaranteedRef {
                    combine($0, Int(place), plan, texts, at: root, Int(enclosing), into: record)
                }
            case .fallback(let field, let own):
                let number = own == ReadPlan.ownIndex ? index : Int(own)
                isTaken = field._withUnsafeGuaranteedRef { field in
                    guard let text = fallback(field.rule.fallback, index: number) else { return false }
                    return put(text, into: record, field)
                }
            case .run(let field, let node, let own, let isFound):
                let number = own == ReadPlan.ownIndex ? index : Int(own)
                isTaken = field._withUnsafeGuaranteedRef {
                    run($0, at: root + Int(node), index: number, into: record) == isFound
                }
            case .record(let field, let end):
                isTaken = field._withUnsafeGuaranteedRef { field in
                    if plan.runsPrograms { trail.append(TrailPart(name: field.name, index: 0)) }
                    defer { if plan.runsPrograms { trail.removeLast() } }
                    let fill = plan.runsPrograms ? field.filling.add : field.filling.fill
                    return fill(record) { follow(plan, next + 1..<Int(end), at: root, index: index, into: $0) }
                }
                next = Int(end) - 1
            case .item(let field, let pick, let number, let end):
                isTaken = field._withUnsafeGuaranteedRef { field in
                    if plan.runsPrograms { trail.append(TrailPart(name: field.name, index: Int(number))) }
                    defer { if plan.runsPrograms { trail.removeLast() } }
                    return field.filling.add(record) { item in
                        guard follow(plan, next + 1..<Int(end), at: root, index: index, into: item) else {
                            return false
                        }
                        pick?._withUnsafeGuaranteedRef { $0.set(in: item) }
                        return true
                    }
                }
                next = Int(end) - 1
            }
            guard isTaken else { return false }
            next += 1
        }
        return true
    }
}
