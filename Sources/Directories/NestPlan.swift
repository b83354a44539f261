import Syntax

/// A shape's facts in plain arrays, as nesting wants them: no references, nothing to look up by text.
struct NestPlan: Sendable {
    /// What stands in a segment, a group's trigger or a composite.
    struct Body: Sendable {
        /// The places, in ``slots``; those of a syntax with a repetition separator stand in the second pair.
        var expanded: Range<Int32> = 0..<0
        var repeating: Range<Int32> = 0..<0
        /// Bit n: the place n must be filled, n from 1 to 63.
        var mandatoryExpanded: UInt64 = 0
        var mandatoryRepeating: UInt64 = 0
        /// Bit n: the place n must stay empty.
        var unused: UInt64 = 0
        /// What binds the places, in ``conditions``.
        var conditions: Range<Int32> = 0..<0
        /// The number of the component that names the code list's agency (3055); 0 when there is none.
        var agency: Int32 = 0
    }

    /// A rule that binds places; bit n is the place n.
    struct Bond: Sendable {
        var kind: Condition.Kind
        var first: UInt64
        var others: UInt64
        /// Its index among the conditions of the layout.
        var index: Int32
    }

    struct Slot: Sendable {
        /// The child's index behind the first child.
        var child: Int32
    }

    /// What a value is looked at for.
    enum Look: UInt8, Sendable {
        case text, letters, number, real, implied, date, time, bytes
    }

    /// A rule for values.
    struct Rule: Sendable {
        var look = Look.text
        var minimum: Int32 = 0
        var maximum: Int32 = .max
        /// A value of at least and at most so many bytes is right without a closer look; none where each needs one.
        var quickMinimum: Int32 = 0
        var quickMaximum: Int32 = -1
        /// Where the codes stand in ``codes``; -1 when there are none or they are too long for it.
        var tableStart: Int32 = -1
        var tableMask: Int32 = 0
    }

    /// One node of the shape.
    struct Node: Sendable {
        var name: Name
        /// The tag that opens it, zero for what no tag opens.
        var tag: UInt32
        var minimum: Int32
        var maximum: Int32
        var firstChild: Int32
        var endChild: Int32
        var body: Int32
        var rule: Int32
        var kind: Tree.Kind
        /// Some sibling behind it must be there.
        var hasMandatoryAfter: Bool
        /// It gives its meaning to another element, as its title says. The code list's own identification (1131) does not.
        var isQualifier = false
    }

    /// The arrays of a plan while a message is nested.
    struct Tables {
        let nodes: UnsafeBufferPointer<Node>
        /// The tags of the nodes alone, which are looked through for every segment.
        let openers: UnsafeBufferPointer<UInt32>
        let bodies: UnsafeBufferPointer<Body>
        let slots: UnsafeBufferPointer<Slot>
        let rules: UnsafeBufferPointer<Rule>
        let codes: UnsafeBufferPointer<UInt64>
        let bonds: UnsafeBufferPointer<Bond>
    }

    let nodes: [Node]
    let openers: [UInt32]
    let bodies: [Body]
    let slots: [Slot]
    let rules: [Rule]
    let codes: [UInt64]
    let bonds: [Bond]
    let tags: Set<UInt32>
    /// The name of the loop of hierarchical levels, zero where the message has none.
    let hierarchy: UInt32

    init(
        nodes: [ShapeNode], values: [ShapeValue], layouts: [ShapeLayout], names: NameTable.Base,
        titles: [String: String], notation: Shape.Notation
    ) {
        var slots: [Slot] = []
        var bonds: [Bond] = []
        var bodies: [Body] = [Body()]
        for layout in layouts { bodies.append(Self.body(layout, &slots, &bonds)) }
        var codes: [UInt64] = []
        rules = values.map { Self.rule($0, &codes, notation) }
        var planned = nodes.map { Self.node($0) }
        for node in nodes {
            var isMandatory = false
            for child in node.children.reversed() {
                planned[child].hasMandatoryAfter = isMandatory
                if planned[child].tag != 0, planned[child].minimum > 0 { isMandatory = true }
            }
        }
        let table = NameTable(base: names)
        for index in nodes.indices where nodes[index].value != nil {
            let name = table.text(of: nodes[index].name)
            planned[index].isQualifier = name != "1131" && titles[name]?.lowercased().contains("qualifier") == true
        }
        for node in nodes {
            guard let layout = node.layout else { continue }
            for (number, slot) in layouts[layout].expanded.enumerated()
            where number < 63 && nodes[node.children.lowerBound + slot.child].maximum == 0 {
                bodies[layout + 1].unused |= 1 << UInt64(number + 1)
            }
            for (number, slot) in layouts[layout].expanded.enumerated()
            where nodes[node.children.lowerBound + slot.child].name.packedText == "3055" {
                bodies[layout + 1].agency = Int32(clamping: number + 1)
            }
        }
        self.nodes = planned
        self.bodies = bodies
        self.slots = slots
        self.codes = codes
        self.bonds = bonds
        openers = planned.map(\.tag)
        tags = Set(openers)
        let level = Name(packing: "HL")?.rawValue ?? 0
        hierarchy = notation == .positions && tags.contains(level) ? level : 0
    }

    /// Calls `body` with the arrays at hand, so that no step of nesting counts references.
    func withTables<Result>(_ body: (Tables) -> Result) -> Result {
        nodes.withUnsafeBufferPointer { nodes in
            openers.withUnsafeBufferPointer { openers in
                bodies.withUnsafeBufferPointer { bodies in
                    slots.withUnsafeBufferPointer { slots in
                        rules.withUnsafeBufferPointer { rules in
                            codes.withUnsafeBufferPointer { codes in
                                bonds.withUnsafeBufferPointer { bonds in
                                    body(
                                        Tables(
                                            nodes: nodes, openers: openers, bodies: bodies, slots: slots, rules: rules,
                                            codes: codes, bonds: bonds))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static func node(_ node: ShapeNode) -> Node {
        let hasTag = node.kind == .segment || node.kind == .group
        return Node(
            name: node.name, tag: hasTag ? node.tag.rawValue : 0, minimum: Int32(clamping: node.minimum),
            maximum: Int32(clamping: node.maximum), firstChild: Int32(clamping: node.children.lowerBound),
            endChild: Int32(clamping: node.children.upperBound), body: Int32(clamping: (node.layout ?? -1) + 1),
            rule: Int32(clamping: node.value ?? -1), kind: node.kind, hasMandatoryAfter: false)
    }

    private static func body(_ layout: ShapeLayout, _ slots: inout [Slot], _ bonds: inout [Bond]) -> Body {
        var body = Body()
        func add(_ places: [ShapeLayout.Slot]) -> (Range<Int32>, UInt64) {
            let start = Int32(clamping: slots.count)
            var mandatory: UInt64 = 0
            for (index, place) in places.enumerated() {
                slots.append(Slot(child: Int32(clamping: place.child)))
                if place.isMandatory, index < 63 { mandatory |= 1 << UInt64(index + 1) }
            }
            return (start..<Int32(clamping: slots.count), mandatory)
        }
        (body.expanded, body.mandatoryExpanded) = add(layout.expanded)
        (body.repeating, body.mandatoryRepeating) = add(layout.repeating)
        let start = Int32(clamping: bonds.count)
        for (index, condition) in layout.conditions.enumerated() {
            guard let first = condition.places.first, condition.places.allSatisfy({ (1...63).contains($0) }) else {
                continue
            }
            let others = condition.places.dropFirst().reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
            bonds.append(
                Bond(kind: condition.kind, first: 1 << UInt64(first), others: others, index: Int32(clamping: index)))
        }
        body.conditions = start..<Int32(clamping: bonds.count)
        return body
    }

    private static func rule(
        _ value: ShapeValue, _ codes: inout [UInt64], _ notation: Shape.Notation
    ) -> Rule {
        var rule = Rule(
            look: look(value.content), minimum: Int32(clamping: value.minimumLength),
            maximum: Int32(clamping: value.maximumLength))
        // Bytes that release others are no characters, so that only X12, which has none, may trust the number of bytes.
        if rule.look == .text, rule.minimum <= 1 || notation == .positions {
            rule.quickMinimum = rule.minimum <= 1 ? 0 : rule.minimum
            rule.quickMaximum = rule.maximum
        }
        if let list = value.codes, let table = list.packedTable {
            rule.tableStart = Int32(clamping: codes.count)
            rule.tableMask = Int32(clamping: table.count - 1)
            codes += table
        }
        return rule
    }

    private static func look(_ content: ShapeValue.Content) -> Look {
        switch content {
        case .numeric: .number
        case .alphabetic: .letters
        case .real: .real
        case .implied: .implied
        case .calendarDate: .date
        case .clockTime: .time
        case .binary: .bytes
        default: .text
        }
    }
}
