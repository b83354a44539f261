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

    /// The block's nodes, those that are one item together.
    func scopes(_ reading: Reading, in scope: ReadScope) -> [ReadScope] {
        guard let path else { return [scope] }
        let mark = reading.matches.count
        reading.collect(path, from: scope.node, needsValue: false)
        for other in scope.others { reading.collect(path, from: other, needsValue: false) }
        var scopes: [ReadScope] = []
        scopes.reserveCapacity(reading.matches.count - mark)
        for match in reading.matches[mark...] {
            if let last = scopes.last, !merge.isEmpty, reading.agree(last.node, match.node, at: merge) {
                scopes[scopes.count - 1].others.append(match.node)
                scopes[scopes.count - 1].names.formUnion(reading.names(below: match.node))
            } else {
                scopes.append(reading.scope(match.node))
            }
        }
        reading.dropMatches(from: mark)
        return scopes
    }
}

extension BlockProgram {
    /// Reads the block's one node into a record; a second node that says something else is an error.
    func readOne<Child: Record>(_ reading: Reading, in scope: ReadScope, into child: inout Child) -> Bool {
        let mark = reading.evidence.count
        defer { reading.dropEvidence(from: mark) }
        var chosen: Child?
        for place in scopes(reading, in: scope) {
            var next = child
            guard program.read(reading, in: place, into: &next) else { continue }
            if let chosen {
                guard next != chosen else { continue }
                reading.report("mapping.ambiguous", at: place.node, field: "", facts: ["first": "", "path": text])
                break
            }
            reading.markEvidence(from: mark)
            chosen = next
        }
        if let chosen { child = chosen }
        return chosen != nil
    }
}

extension [RecordPart] {
    /// Reads a record from its parts, one after the other; true when a value of the input went into it.
    func read<Child: Record>(_ reading: Reading, in scope: ReadScope, into child: inout Child) -> Bool {
        var found = false
        for part in self {
            switch part {
            case .direct(let program):
                if program.read(reading, in: scope, into: &child) { found = true }
            case .blocks(let blocks):
                var isRead = false
                for block in blocks where !isRead { isRead = block.readOne(reading, in: scope, into: &child) }
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
    func agree(_ left: Int, _ right: Int, at paths: [PathCode]) -> Bool {
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropMatches(from: mark.matches) }
        defer { dropEvidence(from: mark.evidence) }
        for path in paths {
            collect(path, from: left, needsValue: true)
            let first = matches[mark.matches...].map { tree.rawValue(of: $0.node) }
            dropMatches(from: mark.matches)
            collect(path, from: right, needsValue: true)
            let second = matches[mark.matches...].map { tree.rawValue(of: $0.node) }
            dropMatches(from: mark.matches)
            if first != second { return false }
        }
        return true
    }

    /// Goes one record deeper; nil, with an error, where the input nests too deep or a block leads back to itself.
    func enter<Result>(_ name: String, index: Int = 0, node: Int, _ body: () -> Result) -> Result? {
        guard depth < Self.depthLimit else {
            // Once is enough: what stands beside it is as deep.
            if !isTooDeep { report("mapping.too-deep", at: node, field: name, facts: ["limit": "\(Self.depthLimit)"]) }
            isTooDeep = true
            return nil
        }
        visits += 1
        guard visits <= visitLimit else {
            if visits == visitLimit + 1 { report("mapping.too-many-visits", at: node, field: name) }
            return nil
        }
        depth += 1
        trail.append(TrailPart(name: name, index: index))
        defer {
            depth -= 1
            trail.removeLast()
        }
        return body()
    }
}

/// A field that holds a record.
final class NestedProgram<Access: RecordAccess>: FieldProgram, @unchecked Sendable {
    typealias Child = Access.Child

    let access: Access
    let name: String
    let parts: [RecordPart]

    init(access: Access, name: String, parts: [RecordPart]) {
        self.access = access
        self.name = name
        self.parts = parts
        var gate = Gate.closed
        for part in parts { gate.formUnion(part.gate) }
        super.init(gate: gate)
    }

    override func read(_ reading: Reading, in scope: ReadScope, into root: UnsafeMutableRawPointer) -> Bool {
        var child = Child()
        let found = reading.enter(name, node: scope.node) { parts.read(reading, in: scope, into: &child) } ?? false
        if found { access.change(in: &root.assumingMemoryBound(to: Access.Root.self).pointee) { $0 = child } }
        return found
    }
}

extension Reading {
    func reportMissing(_ block: BlockProgram, in scope: ReadScope, field: String = "") {
        report("mapping.required-field", at: scope.node, field: field, facts: ["places": block.text])
    }
}

/// A field that holds a list of records.
final class ListProgram<Access: ListAccess>: FieldProgram, @unchecked Sendable {
    typealias Element = Access.Element

    /// Items of one origin.
    struct Source: Sendable {
        /// Sets the field that the items are picked by (`[type=net]`).
        let pick: PickProgram<Element>?
        let parts: [RecordPart]
        /// The blocks, if one of them makes an item of every node; all of them add to the list then.
        let blocks: [BlockProgram]?

        init(pick: PickProgram<Element>?, parts: [RecordPart]) {
            self.pick = pick
            self.parts = parts
            var blocks: [BlockProgram] = []
            for part in parts {
                if case .blocks(let more) = part { blocks += more }
            }
            self.blocks = blocks.contains { $0.kind == .many } ? blocks : nil
        }
    }

    let access: Access
    let name: String
    let sources: [Source]

    init(access: Access, name: String, sources: [Source]) {
        self.access = access
        self.name = name
        self.sources = sources
        var gate = Gate.closed
        for source in sources { for part in source.parts { gate.formUnion(part.gate) } }
        super.init(gate: gate)
    }

    override func read(_ reading: Reading, in scope: ReadScope, into root: UnsafeMutableRawPointer) -> Bool {
        var items: [Element] = []
        for source in sources {
            if let blocks = source.blocks {
                for block in blocks { readItems(of: block, source.pick, reading, in: scope, into: &items) }
            } else {
                readItem(of: source, reading, in: scope, into: &items)
            }
        }
        guard !items.isEmpty else { return false }
        access.change(in: &root.assumingMemoryBound(to: Access.Root.self).pointee) { list in
            // The record is fresh, so that this is the list itself but for rules that fill one list twice.
            if list.isEmpty { list = items } else { list += items }
        }
        return true
    }

    /// An item for each node of a block.
    private func readItems(
        of block: BlockProgram, _ pick: PickProgram<Element>?, _ reading: Reading, in scope: ReadScope,
        into items: inout [Element]
    ) {
        let mark = reading.evidence.count
        let before = items.count
        for var place in block.scopes(reading, in: scope) {
            place.index = items.count + 1
            var item = Element()
            let isFound =
                reading.enter(name, index: place.index, node: place.node) {
                    block.program.read(reading, in: place, into: &item)
                } ?? false
            guard isFound else { continue }
            pick?.set(in: &item)
            items.append(item)
        }
        if items.count > before {
            reading.markEvidence(from: mark)
        } else if block.isRequired {
            reading.reportMissing(block, in: scope, field: name)
        }
        reading.dropEvidence(from: mark)
    }

    /// The one item of a picked source.
    private func readItem(
        of source: Source, _ reading: Reading, in scope: ReadScope, into items: inout [Element]
    ) {
        var item = Element()
        let place = ReadScope(
            node: scope.node, index: items.count + 1, names: scope.names, others: scope.others)
        let isFound =
            reading.enter(name, index: place.index, node: scope.node) {
                source.parts.read(reading, in: place, into: &item)
            } ?? false
        guard isFound else { return }
        source.pick?.set(in: &item)
        items.append(item)
    }
}

/// Sets the field that a list's items are picked by.
final class PickProgram<Element: Record>: Sendable {
    private let setter: @Sendable (inout Element) -> Void

    init<Access: ScalarAccess>(_ access: Access, value: Access.Value) where Access.Root == Element {
        setter = { access.set(value, in: &$0) }
    }

    func set(in element: inout Element) { setter(&element) }
}
