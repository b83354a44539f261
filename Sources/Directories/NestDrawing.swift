import Syntax

/// Makes the arrays of a ``NestPlan`` from a shape's nodes.
struct NestDrawing {
    /// A layout for the children that start at a node.
    private struct Use: Hashable {
        var layout: Int
        var first: Int
    }

    private let source: [ShapeNode]
    private let values: [ShapeValue]
    private let layouts: [ShapeLayout]
    private let notation: Shape.Notation
    private var known: [Use: Int] = [:]
    /// Where the codes of each rule stand, and how many.
    private var tables: [(start: Int32, mask: Int32)?] = []
    private(set) var rules: [NestPlan.Rule] = []
    /// The first body is empty: that of a segment which is not defined.
    private(set) var bodies = [NestPlan.Body()]
    private(set) var places: [NestPlan.Place] = []
    private(set) var codes: [UInt64] = []
    private(set) var bonds: [NestPlan.Bond] = []

    init(nodes: [ShapeNode], values: [ShapeValue], layouts: [ShapeLayout], notation: Shape.Notation) {
        source = nodes
        self.values = values
        self.layouts = layouts
        self.notation = notation
        for value in values {
            rules.append(Self.rule(value))
            tables.append(table(of: value))
        }
    }

    /// All nodes, and on the way the bodies that they have.
    mutating func nodes(titles: [String: String], names: NameTable) -> [NestPlan.Node] {
        var planned: [NestPlan.Node] = []
        planned.reserveCapacity(source.count)
        for node in source {
            let name = names.text(of: node.name)
            let isQualifier =
                node.value != nil && name != "1131" && titles[name]?.lowercased().contains("qualifier") == true
            planned.append(plan(node, isQualifier: isQualifier))
        }
        for node in source {
            var firstOpened = Int32(clamping: node.children.upperBound)
            var mandatory = Int32.max
            var marks: UInt64 = 0
            for child in node.children.reversed() {
                if planned[child].tag != 0 {
                    firstOpened = Int32(clamping: child)
                    marks |= NestPlan.mark(of: planned[child].tag)
                }
                planned[child].firstOpened = firstOpened
                planned[child].mandatoryAfter = mandatory
                planned[child].marks = marks
                if planned[child].needed > 0 { mandatory = Int32(clamping: child) }
            }
        }
        return planned
    }

    private mutating func plan(_ node: ShapeNode, isQualifier: Bool) -> NestPlan.Node {
        let hasTag = node.kind == .segment || node.kind == .group
        return NestPlan.Node(
            name: node.name, tag: hasTag ? node.tag.rawValue : 0, minimum: Int32(clamping: node.minimum),
            maximum: Int32(clamping: node.maximum), firstChild: Int32(clamping: node.children.lowerBound),
            endChild: Int32(clamping: node.children.upperBound), body: Int32(clamping: body(of: node)),
            rule: Int32(clamping: node.value ?? -1), kind: node.kind, isQualifier: isQualifier)
    }

    private mutating func body(of node: ShapeNode) -> Int {
        guard let index = node.layout else { return 0 }
        let use = Use(layout: index, first: node.children.lowerBound)
        if let body = known[use] { return body }
        let layout = layouts[index]
        var body = NestPlan.Body()
        body.expanded = row(layout.expanded, first: use.first)
        body.repeating = row(layout.repeating, first: use.first)
        for (number, slot) in layout.expanded.enumerated() where number < 63 {
            let child = source[use.first + slot.child]
            if child.maximum == 0 { body.unused |= 1 << UInt64(number + 1) }
            if child.name.packedText == "3055" { body.agency = Int32(number + 1) }
        }
        let start = Int32(clamping: bonds.count)
        bonds += layout.conditions.enumerated().compactMap { Self.bond($1, index: $0) }
        body.bonds = start..<Int32(clamping: bonds.count)
        body.isBound = body.unused != 0 || !body.bonds.isEmpty
        bodies.append(body)
        known[use] = bodies.count - 1
        return bodies.count - 1
    }

    private mutating func row(_ slots: [ShapeLayout.Slot], first: Int) -> NestPlan.Row {
        // Composites come first, so that their places do not stand among these.
        let drawn = slots.map { place(first + $0.child) }
        var row = NestPlan.Row(start: Int32(clamping: places.count), count: Int32(clamping: slots.count))
        for (index, slot) in slots.enumerated() where slot.isMandatory && index < 63 {
            row.mandatory |= 1 << UInt64(index + 1)
        }
        places += drawn
        return row
    }

    private mutating func place(_ index: Int) -> NestPlan.Place {
        let node = source[index]
        var place = NestPlan.Place(name: node.name, node: Int32(clamping: index))
        if node.kind == .composite { place.body = Int32(clamping: body(of: node)) }
        guard let value = node.value else { return place }
        (place.limits.quickMinimum, place.limits.quickSpan) = quickLengths(rules[value])
        if [.number, .real, .implied, .date].contains(rules[value].look) {
            place.limits.digitRule = Int32(clamping: value)
        }
        if let table = tables[value] { (place.limits.tableStart, place.limits.tableMask) = table }
        return place
    }

    /// The numbers of bytes that need no closer look; none for numbers, letters, dates and times. Bytes that release others
    /// are no characters, so that only X12, which has none, may trust the least number of bytes.
    private func quickLengths(_ rule: NestPlan.Rule) -> (minimum: UInt32, span: UInt32) {
        guard rule.look == .text, rule.minimum <= 1 || notation == .positions else { return (.max, 0) }
        let minimum = rule.minimum <= 1 ? 0 : rule.minimum
        return (UInt32(minimum), UInt32(max(0, rule.maximum - minimum)))
    }

    private mutating func table(of value: ShapeValue) -> (start: Int32, mask: Int32)? {
        guard let table = value.codes?.packedTable else { return nil }
        defer { codes += table }
        return (Int32(clamping: codes.count), Int32(clamping: table.count - 1))
    }

    static func bond(_ condition: Condition, index: Int) -> NestPlan.Bond? {
        guard let first = condition.places.first, condition.places.allSatisfy({ (1...63).contains($0) }) else {
            return nil
        }
        let others = condition.places.dropFirst().reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        return NestPlan.Bond(
            kind: condition.kind, first: 1 << UInt64(first), others: others, index: Int32(clamping: index))
    }

    private static func rule(_ value: ShapeValue) -> NestPlan.Rule {
        NestPlan.Rule(
            look: look(value.content), minimum: Int32(clamping: value.minimumLength),
            maximum: Int32(clamping: value.maximumLength))
    }

    private static func look(_ content: ShapeValue.Content) -> NestPlan.Look {
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
