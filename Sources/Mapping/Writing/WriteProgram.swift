import Diagnostics
import Directories

/// A mapping compiled for writing one shape: the rules as they stand in the file, their paths found in the shape.
final class WriteProgram: @unchecked Sendable {
    let shape: Shape
    let document: WriteBlock
    /// The node that is the document; nil for the whole message.
    let at: WritePath?
    let counts: [WriteCount]
    /// What stands where the shape demands a value and nothing else is written.
    let fills: [WriteFill]
    /// True when the mapping puts something where the shape can do without.
    let hasDemands: Bool
    /// What the siblings of each `[else]` take.
    let selections: [[WriteSelection]]

    init(
        shape: Shape, document: WriteBlock, at: WritePath?, counts: [WriteCount], fills: [WriteFill],
        selections: [[WriteSelection]]
    ) {
        self.shape = shape
        self.document = document
        self.at = at
        self.counts = counts
        self.fills = fills
        hasDemands = fills.contains { $0.demand != .shape }
        self.selections = selections
    }
}

/// The rules of a block, or of the fields of a record that stand at one node. A class, since a block may hold itself; it
/// is changed by its compiler alone.
final class WriteBlock: @unchecked Sendable {
    enum Rule {
        case value(WriteValue)
        /// Two values in one place, each named by its way from the record.
        case pair([String], [String], WriteValue)
        case nested(WriteNested)
    }

    fileprivate(set) var rules: [Rule] = []
    fileprivate(set) var constants: [(path: WritePath, value: String)] = []
    /// True when something is to be said even of a record that is absent: a default, or that it is required.
    fileprivate(set) var hasDemands = false

    func set(_ rules: [Rule], constants: [(path: WritePath, value: String)]) {
        self.rules = rules
        self.constants = constants
        hasDemands = rules.contains { rule in
            switch rule {
            case .value(let value): value.isRequired || value.fallback != nil
            case .pair: false
            case .nested(let nested): nested.hasDemands
            }
        }
    }
}

/// The rule of a value.
struct WriteValue {
    var field: String
    /// In order of preference, without those that are only read or that this shape does not know.
    var places: [WritePlace]
    var fallback: Fallback?
    var omitsDefault: Bool
    var isRequired: Bool
    /// The rule names no place at all: what it gives is fixed, and any other value has none.
    var isFixed: Bool
}

/// One place of a value.
struct WritePlace {
    /// Several for one value in several places.
    var paths: [WritePath]
    var by: WritePath?
    var conversion: Conversion
    var text: String
}

/// A field that holds a record or a list.
struct WriteNested {
    /// Where the record, or some items of the list, are written.
    struct Source {
        /// The items are those whose field holds this value.
        var pick: FieldPath.Pick?
        /// Rules at the same node.
        var direct: WriteBlock?
        /// Blocks in order of preference.
        var nodes: [WriteNodes]
    }

    var field: String
    var sources: [Source]

    fileprivate var hasDemands: Bool {
        sources.contains { source in
            source.pick == nil && (source.direct?.hasDemands ?? false || source.nodes.contains { $0.isRequired })
        }
    }
}

/// A block and the nodes that it writes.
struct WriteNodes {
    var kind: BlockRule.Kind
    var path: WritePath?
    var block: WriteBlock
    /// Where consecutive nodes that are one item hold the same values.
    var merge: [WritePath]
    var isRequired: Bool
    var text: String
}

/// What stands where the shape demands something: a value, or a record in place of another one.
struct WriteFill {
    var names: [String]
    var demand: FillRule.Demand
    var values: [Fallback]
    var conversion: Conversion
    var record: (from: [String], nodes: WriteNodes)?
}

/// A path for writing.
struct WritePath {
    var anchor: MappingPath.Anchor
    var steps: [WriteStep]
    /// How many steps lead to where the last written step starts.
    var enclosing: Int
    /// The steps that a further node may be made of, the last first.
    var repeating: [Int]
    var text: String
}

/// One step: a node, what tells it from others of its name, and what has to stand in it.
struct WriteStep {
    var node: Shape.Index
    var maximum: Int
    var isItself: Bool
    /// `[1]` and nothing else.
    var isFirst: Bool
    /// The name with all predicates that belong to the step: those of one number are one node.
    var key: Int
    /// The same without what stands below it; nil for a step without conditions of its own. What it picks by itself is one node,
    /// as long as no two paths pick different ones by what stands below.
    var ownKey: Int?
    /// The element's place where the path gave it by number.
    var number: Int
    var predicates: [WritePredicate]
    /// For `[else]`: what siblings take, in ``WriteProgram/selections``.
    var siblings: Int?
}

/// A condition that is made true.
struct WritePredicate {
    /// From the step's node to the value.
    var nodes: [Shape.Index]
    var condition: ValuePredicate
    var key: Int
}

/// What one sibling of an `[else]` reads: nodes for which all conditions hold.
struct WriteSelection: Sendable {
    var conditions: [(nodes: [Shape.Index], condition: ValuePredicate)]
}

/// A place whose number follows from the document.
struct WriteCount {
    var path: WritePath
    var rule: CountRule
}
