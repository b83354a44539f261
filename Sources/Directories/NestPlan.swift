import Syntax

/// A shape's facts in plain arrays, as nesting wants them: no references, nothing to look up by text.
struct NestPlan: Sendable {
    /// What stands in a segment, a group's trigger or a composite.
    struct Body: Sendable {
        /// The places of a syntax without a repetition separator, and of one with it.
        var expanded = Row()
        var repeating = Row()
        /// Bit n: the place n must stay empty.
        var unused: UInt64 = 0
        /// What binds the places, in ``bonds``.
        var bonds: Range<Int32> = 0..<0
        /// The number of the component that names the code list's agency (3055); 0 when there is none.
        var agency: Int32 = 0
        /// There is something unused, or bound.
        var isBound = false
    }

    /// Places beside each other in ``places``.
    struct Row: Sendable {
        var start: Int32 = 0
        var count: Int32 = 0
        /// Bit n: the place n must be filled, n from 1 to 63.
        var mandatory: UInt64 = 0
    }

    /// One place of a segment or composite.
    struct Place: Sendable {
        var name: Name
        /// The node of the shape that stands here.
        var node: Int32
        /// The body of the composite that stands here, -1 for an element.
        var body: Int32 = -1
        var limits = Limits()
    }

    /// What most values need to be held against; ``QuickCheck`` knows how. A composite has none.
    struct Limits: Sendable {
        /// A value of this many bytes up to `quickSpan` more is right without a closer look.
        var quickMinimum: UInt32 = 0
        var quickSpan = UInt32.max
        /// The rule for a number or a date, -1 for what is neither.
        var digitRule: Int32 = -1
        /// Where the codes stand in ``codes``; -1 when there are none or they are too long for it.
        var tableStart: Int32 = -1
        var tableMask: Int32 = 0
    }

    /// A rule that binds places; bit n is the place n.
    struct Bond: Sendable {
        var kind: Condition.Kind
        var first: UInt64
        var others: UInt64
        /// Its index among the conditions of the layout.
        var index: Int32
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
        /// The next sibling that a tag opens, itself included; the siblings' end when there is none.
        var firstOpened: Int32 = 0
        /// The next sibling behind it that must be there; the greatest number when there is none.
        var mandatoryAfter = Int32.max
        /// How often it must be there, as far as a tag says so: 0 for elements, which are counted by their places.
        var needed: Int32 { tag == 0 ? 0 : minimum }
        /// The ``mark(of:)`` each tag that opens it or a sibling behind it: a tag that is not marked is none of theirs.
        var marks: UInt64 = 0
        /// It gives its meaning to another element, as its title says. The code list's own identification (1131) does not.
        var isQualifier = false
    }

    /// One bit of 64 for a tag.
    @inline(__always) static func mark(of tag: UInt32) -> UInt64 { 1 &<< UInt64((tag &* 0x9E37_79B1) &>> 26) }

    /// The arrays of a plan while a message is nested.
    struct Tables {
        let nodes: UnsafeBufferPointer<Node>
        /// The tags of the nodes alone, which are looked through for every segment.
        let openers: UnsafeBufferPointer<UInt32>
        let bodies: UnsafeBufferPointer<Body>
        let places: UnsafeBufferPointer<Place>
        let rules: UnsafeBufferPointer<Rule>
        let codes: UnsafeBufferPointer<UInt64>
        let bonds: UnsafeBufferPointer<Bond>
    }

    let nodes: [Node]
    let openers: [UInt32]
    let bodies: [Body]
    let places: [Place]
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
        var drawing = NestDrawing(nodes: nodes, values: values, layouts: layouts, notation: notation)
        self.nodes = drawing.nodes(titles: titles, names: NameTable(base: names))
        bodies = drawing.bodies
        places = drawing.places
        codes = drawing.codes
        bonds = drawing.bonds
        rules = drawing.rules
        openers = self.nodes.map(\.tag)
        tags = Set(openers)
        let level = Name(packing: "HL")?.rawValue ?? 0
        hierarchy = notation == .positions && tags.contains(level) ? level : 0
    }

    /// Calls `body` with the arrays at hand, so that no step of nesting counts references.
    func withTables<Result>(_ body: (Tables) -> Result) -> Result {
        nodes.withUnsafeBufferPointer { nodes in
            openers.withUnsafeBufferPointer { openers in
                bodies.withUnsafeBufferPointer { bodies in
                    places.withUnsafeBufferPointer { places in
                        rules.withUnsafeBufferPointer { rules in
                            codes.withUnsafeBufferPointer { codes in
                                bonds.withUnsafeBufferPointer { bonds in
                                    body(
                                        Tables(
                                            nodes: nodes, openers: openers, bodies: bodies, places: places,
                                            rules: rules,
                                            codes: codes, bonds: bonds))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
