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
        /// The number of the component that names the code list's agency (3055); 0 when there is none.
        var agency: Int32 = 0
    }

    struct Slot: Sendable {
        /// The child's index behind the first child.
        var child: Int32
    }

    /// A rule for values.
    struct Rule: Sendable {
        var isNumeric = false
        var isAlphabetic = false
        var minimum: Int32 = 0
        var maximum: Int32 = .max
        /// A value of so many bytes or fewer is right without a closer look; -1 where each needs one.
        var quickLength: Int32 = -1
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
    }

    let nodes: [Node]
    let openers: [UInt32]
    let bodies: [Body]
    let slots: [Slot]
    let rules: [Rule]
    let codes: [UInt64]
    let tags: Set<UInt32>

    init(
        nodes: [ShapeNode], values: [ShapeValue], layouts: [ShapeLayout], names: NameTable.Base,
        titles: [String: String]
    ) {
        var slots: [Slot] = []
        var bodies: [Body] = [Body()]
        for layout in layouts { bodies.append(Self.body(layout, &slots)) }
        var codes: [UInt64] = []
        rules = values.map { Self.rule($0, &codes) }
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
            where nodes[node.children.lowerBound + slot.child].name.packedText == "3055" {
                bodies[layout + 1].agency = Int32(clamping: number + 1)
            }
        }
        self.nodes = planned
        self.bodies = bodies
        self.slots = slots
        self.codes = codes
        openers = planned.map(\.tag)
        tags = Set(openers)
    }

    /// Calls `body` with the arrays at hand, so that no step of nesting counts references.
    func withTables<Result>(_ body: (Tables) -> Result) -> Result {
        nodes.withUnsafeBufferPointer { nodes in
            openers.withUnsafeBufferPointer { openers in
                bodies.withUnsafeBufferPointer { bodies in
                    slots.withUnsafeBufferPointer { slots in
                        rules.withUnsafeBufferPointer { rules in
                            codes.withUnsafeBufferPointer { codes in
                                body(
                                    Tables(
                                        nodes: nodes, openers: openers, bodies: bodies, slots: slots, rules: rules,
                                        codes: codes))
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

    private static func body(_ layout: ShapeLayout, _ slots: inout [Slot]) -> Body {
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
        return body
    }

    private static func rule(_ value: ShapeValue, _ codes: inout [UInt64]) -> Rule {
        var rule = Rule(
            isNumeric: value.content == .numeric, isAlphabetic: value.content == .alphabetic,
            minimum: Int32(clamping: value.minimumLength), maximum: Int32(clamping: value.maximumLength))
        if value.content != .numeric, value.content != .alphabetic, value.minimumLength <= 1 {
            rule.quickLength = rule.maximum
        }
        if let list = value.codes, let table = list.packedTable {
            rule.tableStart = Int32(clamping: codes.count)
            rule.tableMask = Int32(clamping: table.count - 1)
            codes += table
        }
        return rule
    }
}
