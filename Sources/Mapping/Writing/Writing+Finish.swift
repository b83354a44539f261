import Diagnostics
import Directories
import Orders
import Syntax

/// From the draft to a tree: what the shape demands is filled in or missed, children take the shape's order, elements get
/// their numbers.
extension Writing {
    /// The segments around a message, which are its writer's; FIL counts the files of TRADACOMS.
    static let envelopeTags: Set<String> = ["UNH", "UNT", "ST", "SE", "MHD", "MTR", "FIL"]

    /// Fills in what must stand and is not there, and reports what cannot be.
    func complete() { complete(0, names: [], record: nil) }

    /// - Parameter record: the record that the node stands in.
    private func complete(_ node: Int, names: [String], record: Int?) {
        let shape = program.shape
        let record = draft.nodes[node].record ?? record
        let present = Set(draft.nodes[node].children.map { draft.nodes[$0].shape })
        for child in shape.children(of: draft.nodes[node].shape)
        where !present.contains(child) && (shape.nodes[child].isMandatory || isDemanded(child, names)) {
            fill(child, of: node, names: names, record: record)
        }
        for child in calledFor(by: node) where !present.contains(child) && isFillable(child, names) {
            fill(child, of: node, names: names, record: record)
        }
        for child in draft.nodes[node].children {
            let path = names + [shape.name(of: draft.nodes[child].shape)]
            complete(child, names: path, record: record)
            if isEmptied(child) { reportMissing(path.joined(separator: "/")) }
        }
    }

    /// True for what the mapping puts where the shape can do without.
    private func isDemanded(_ child: Shape.Index, _ names: [String]) -> Bool {
        guard program.hasDemands, let filling = filling(of: names + [program.shape.name(of: child)]) else {
            return false
        }
        return filling.demand != .shape
    }

    /// What the conditions of a segment or composite call for, seeing what stands in it.
    private func calledFor(by node: Int) -> [Shape.Index] {
        let shape = program.shape
        let place = draft.nodes[node].shape
        guard let layout = shape.nodes[place].layout.map({ shape.layouts[$0] }), !layout.conditions.isEmpty else {
            return []
        }
        let first = shape.children(of: place).lowerBound
        let present = Set(draft.nodes[node].children.map { draft.nodes[$0].shape - first })
        let filled = Set(
            layout.repeating.indices.filter { present.contains(layout.repeating[$0].child) }.map { $0 + 1 })
        let missing = Set(layout.conditions.flatMap { $0.missing(besides: filled) })
        return missing.sorted().filter { $0 <= layout.repeating.count }.map { first + layout.repeating[$0 - 1].child }
    }

    /// True for what the mapping says something of, itself or what must stand in it.
    private func isFillable(_ child: Shape.Index, _ names: [String]) -> Bool {
        let chain = names + [program.shape.name(of: child)]
        return filling(of: chain) != nil || isFilled(child, chain, depth: 1)
    }

    /// An element that only attributes brought to life, and whose value may not be empty: a quantity that has nothing but
    /// its unit.
    private func isEmptied(_ node: Int) -> Bool {
        guard draft.nodes[node].value == nil, !draft.nodes[node].children.isEmpty else { return false }
        return program.shape.value(of: draft.nodes[node].shape)?.fault(of: "") != nil
    }

    private func reportMissing(_ path: String, _ filling: WriteFill? = nil) {
        guard let filling, let setting = filling.values.lazy.compactMap(\.setting).first else {
            return report(Diagnostic("mapping.mandatory-missing", at: Position(path: path), value: path))
        }
        let facts = ["from": filling.values.map(\.words).joined(separator: ", "), "setting": setting]
        report(Diagnostic("mapping.fill-missing", at: Position(path: path), value: path, facts: facts))
    }

    private func fill(_ child: Shape.Index, of node: Int, names: [String], record: Int?) {
        let shape = program.shape
        let name = shape.name(of: child)
        // The envelope's writer makes these.
        if Self.envelopeTags.contains(name) { return }
        let chain = names + [name]
        let path = chain.joined(separator: "/")
        let filling = filling(of: chain)
        if let stand = filling?.record {
            let before = draft.nodes[node].children.count
            if let other = fields.record(at: stand.from) { writeAgain(other, stand.nodes) }
            if draft.nodes[node].children.count == before { reportMissing(path) }
            return
        }
        let scope = Scope(node: node, field: record, livesFrom: 0)
        let texts = (filling?.values ?? []).compactMap { self.fallback($0, in: scope) }.compactMap {
            self.filled($0, by: filling?.conversion, at: child)
        }
        let value = shape.value(of: child)
        let fitting = texts.first { value?.fault(of: $0) == nil }
        if fitting == nil, filling?.demand == .offered { return }
        let text = fitting ?? texts.first
        guard let text else {
            if mayBeEmpty(child) || isFilled(child, chain, depth: 4) {
                _ = draft.add(child, to: node, key: -1)
                return
            }
            return reportMissing(path, filling)
        }
        if let fault = value?.fault(of: text) {
            var facts = facts(of: fault, path, nil)
            guard let setting = filling?.values.lazy.compactMap(\.setting).first else {
                return report(fault.code, field: nil, value: text, facts: facts)
            }
            facts["setting"] = setting
            return report(Diagnostic("mapping.fill-unfit", at: Position(path: path), value: text, facts: facts))
        }
        draft.setValue(text, of: draft.add(child, to: node, key: -1))
    }

    /// A text that is filled in as the shape has it there: a point in time with its day and its time.
    private func filled(_ text: String, by conversion: Conversion?, at child: Shape.Index) -> String? {
        var text = text
        if let conversion {
            guard let written = try? conversion.written(text, contents: [], profile: profile).texts.first ?? nil else {
                return nil
            }
            text = written
        }
        guard program.shape.value(of: child)?.content == .dateTime else { return text }
        guard let time = BusinessTime(canonicalText: text) else { return text }
        return DatePattern.iso.written(time, contents: [.dateTime])?.first ?? text
    }

    /// What the mapping fills in at a path; the rule that names most of it.
    private func filling(of chain: [String]) -> WriteFill? {
        program.fills.filter {
            $0.names.count <= chain.count && chain.suffix($0.names.count).elementsEqual($0.names)
        }
        .max { $0.names.count < $1.names.count }
    }

    /// True for an element that has no value of its own, and whose mandatory children are filled in, all of them, or what
    /// stands in these.
    private func isFilled(_ node: Shape.Index, _ chain: [String], depth: Int) -> Bool {
        let shape = program.shape
        let mandatory = shape.children(of: node).filter { shape.nodes[$0].isMandatory }
        return (shape.nodes[node].kind == .element || shape.nodes[node].kind == .composite)
            && shape.value(of: node) == nil && !mandatory.isEmpty
            && mandatory.allSatisfy { child in
                let path = chain + [shape.name(of: child)]
                return filling(of: path) != nil || depth > 0 && isFilled(child, path, depth: depth - 1)
            }
    }

    /// An element of XML that holds elements alone, of which none must stand, is right without any: `<cac:Item/>`.
    private func mayBeEmpty(_ node: Shape.Index) -> Bool {
        let shape = program.shape
        return shape.nodes[node].kind == .element && shape.value(of: node) == nil
            && !shape.children(of: node).isEmpty && shape.children(of: node).allSatisfy { !shape.nodes[$0].isMandatory }
    }

    /// The draft as a tree: of segments one after the other for EDIFACT and X12, nested for XML.
    func tree(isFlat: Bool) -> Tree {
        let shape = program.shape
        var output = TreeOutput(shape: shape, draft: draft, isFlat: isFlat)
        output.addChildren(of: 0)
        return output.finish()
    }
}

/// Puts a draft's nodes into a tree.
private struct TreeOutput {
    let shape: Shape
    let draft: Draft
    let isFlat: Bool
    private var builder: TreeBuilder
    private var values: [UInt8] = []
    private var ordinal = 1

    init(shape: Shape, draft: Draft, isFlat: Bool) {
        self.shape = shape
        self.draft = draft
        self.isFlat = isFlat
        builder = TreeBuilder(
            names: NameTable(base: shape.names), root: shape.nodes[shape.root].name, capacity: draft.nodes.count)
    }

    consuming func finish() -> Tree {
        builder.finish(values: values, decoding: ValueDecoding(charset: .utf8), origin: Position(offset: 0, line: 1))
    }

    /// The children in the shape's order, attributes first; those of one name as they were made.
    private func ordered(_ node: Int) -> [Int] {
        let children = draft.nodes[node].children
        func rank(_ child: Int) -> (Int, Int, Int) {
            let place = draft.nodes[child].shape
            return (shape.nodes[place].kind == .attribute ? 0 : 1, place, child)
        }
        return children.sorted { rank($0) < rank($1) }
    }

    mutating func addChildren(of node: Int) {
        let children = ordered(node)
        let numbers = numbers(of: children, in: node)
        for child in children { add(child, number: numbers[child] ?? 0) }
    }

    private mutating func add(_ node: Int, number: Int) {
        let place = shape.nodes[draft.nodes[node].shape]
        if isFlat, isSegment(node) { return addSegment(node) }
        switch place.kind {
        case .composite:
            builder.open(place.name, .composite, offset: 0, ordinal: ordinal, element: number)
            addComponents(of: node, element: number)
            builder.close()
        default:
            let index = builder.open(place.name, place.kind, offset: 0, ordinal: ordinal, element: number)
            setValue(of: node, at: index)
            addChildren(of: node)
            builder.close()
        }
    }

    /// A segment, and behind it those of its group.
    private mutating func addSegment(_ node: Int) {
        ordinal += 1
        let place = shape.nodes[draft.nodes[node].shape]
        let children = ordered(node)
        let numbers = numbers(of: children, in: node)
        builder.open(place.tag, .segment, offset: 0, ordinal: ordinal)
        for child in children where !isSegment(child) { add(child, number: numbers[child] ?? 0) }
        builder.close()
        for child in children where isSegment(child) { add(child, number: 0) }
    }

    private func isSegment(_ node: Int) -> Bool {
        let kind = shape.nodes[draft.nodes[node].shape].kind
        return kind == .segment || kind == .group
    }

    private mutating func addComponents(of node: Int, element: Int) {
        let children = ordered(node)
        let numbers = numbers(of: children, in: node)
        for child in children.sorted(by: { (numbers[$0] ?? 0) < (numbers[$1] ?? 0) }) {
            let place = shape.nodes[draft.nodes[child].shape]
            if place.kind == .composite {
                // A part of an X12 pair may be a composite itself.
                builder.open(
                    place.name, .composite, offset: 0, ordinal: ordinal, element: element,
                    component: numbers[child] ?? 0)
                addComponents(of: child, element: element)
                builder.close()
                continue
            }
            let start = values.count
            values += (draft.nodes[child].value ?? "").utf8
            builder.leaf(
                place.name, .element, value: start..<values.count, offset: 0,
                ordinal: ordinal, element: element, component: numbers[child] ?? 0)
        }
    }

    private mutating func setValue(of node: Int, at index: Tree.Index) {
        guard let value = draft.nodes[node].value else { return }
        let start = values.count
        values += value.utf8
        builder.setValue(start..<values.count, of: index)
    }

    /// Where elements and components stand, by the shape's places from 1; a place that a path named is kept.
    private func numbers(of children: [Int], in node: Int) -> [Int: Int] {
        guard let layout = shape.nodes[draft.nodes[node].shape].layout.map({ shape.layouts[$0] }) else { return [:] }
        let first = shape.children(of: draft.nodes[node].shape).lowerBound
        var numbers: [Int: Int] = [:]
        var used: Set<Int> = []
        for child in children where draft.nodes[child].number > 0 {
            numbers[child] = draft.nodes[child].number
            used.insert(draft.nodes[child].number)
        }
        for child in children where numbers[child] == nil {
            let offset = draft.nodes[child].shape - first
            for (index, slot) in layout.expanded.enumerated() where slot.child == offset && !used.contains(index + 1) {
                numbers[child] = index + 1
                used.insert(index + 1)
                break
            }
        }
        return numbers
    }
}
