import Diagnostics

/// One rule of a mapping: where one field's value, or a whole block's nodes, stand. Rules are data, so that reading and
/// writing are two interpretations of the same.
struct Rule: Sendable {
    /// What stands right of a field.
    enum Body: Sendable {
        case value(ValueRule)
        /// Blocks in order of preference.
        case blocks([BlockRule])
    }

    /// The fields; several for `a + b`.
    var fields: [FieldPath]
    /// `packages by lines.order.number`: one node for each value of that field.
    var by: FieldPath?
    var body: Body
    /// The key as written, by which an including mapping replaces the rule.
    var key: YAMLKey
}

/// A direction that a place may be kept to.
enum Direction: String, Sendable, CaseIterable {
    case read
    case write
}

/// Where a value stands, and how it is converted.
struct ValueRule: Sendable {
    /// In order of preference.
    var places: [ValuePlace]
    var fallback: Fallback?
    /// The default is written as absence.
    var omitsDefault = false
    var isRequired = false
    var position: Position
}

/// What absence means.
enum Fallback: Hashable, Sendable {
    case text(String)
    /// A field of the document (`^currency`).
    case document(String)
    /// A setting of the partner's profile (`$unit`).
    case profile(String)
    /// The item's number in its list, from 1.
    case index
    /// A field of the record whose node encloses the place (`.item.gtin`), in `fill` alone; with a dot more of the record
    /// that this one is in (`..quantity.unit`).
    case near(String)
}

/// One place of a value.
struct ValuePlace: Sendable {
    /// Several for one value in several places (`DATE + TIME`).
    var paths: [MappingPath]
    var conversion: Conversion
    var only: Direction?
    var position: Position
}

/// Nodes that a block maps.
struct BlockRule: Sendable {
    enum Kind: Hashable, Sendable {
        /// The block's own node.
        case here
        /// One node (`in`).
        case one
        /// Every node an item (`each`).
        case many
    }

    /// Tells one block of the files from every other.
    var identifier: Int
    var kind: Kind
    var path: MappingPath?
    var body: BlockBody
    /// Consecutive nodes whose values at these paths are equal are one item.
    var merge: [MappingPath]
    var isRequired: Bool
    var only: Direction?
    var position: Position
}

/// The rules of a block.
struct BlockBody: Sendable {
    /// A named block that this one builds on.
    var use: YAMLKey?
    var rules: [Rule] = []
    var constants: [ConstantRule] = []
    /// Keys of the named block that are taken away (`field: none`).
    var removed: Set<String> = []
}

/// A place that always holds one value.
struct ConstantRule: Sendable {
    var path: MappingPath
    var value: String
}

/// A place that holds a number which follows from the document.
struct CountRule: Sendable {
    enum Function: String, Sendable {
        case count
        case sum
    }

    var path: MappingPath
    var function: Function
    var field: FieldPath
    /// The list in each counted item whose items count as well, and so on: `count lines + subLines`.
    var within: String?
}

/// Input that is left unread on purpose.
struct IgnoreRule: Sendable {
    var path: MappingPath
    var reason: String
}

/// What stands where the format demands a value that the document has no field for (`"@currencyID": ^currency`). It is
/// written only, and only where the shape says that the element must stand, by itself or because of what stands beside it, and
/// no rule wrote it.
struct FillRule: Sendable {
    /// The names that lead to the element, from wherever they stand.
    var names: [String]
    var demand = Demand.shape
    /// The first that says something, and that the shape takes, stands there.
    var values: [Fallback]
    /// How the values are written (`{ at: ..quantity.unit, codes: unit }`).
    var conversion = Conversion()
    /// A record that is written there in place of the one that is absent.
    var record: RecordFill?
    var position: Position
}

extension FillRule {
    /// Where it stands.
    enum Demand: Sendable {
        /// Where the shape says that it must.
        case shape
        /// Wherever what encloses it stands, if something says it that the shape takes (`EDI_DC40/RCVPRN?`).
        case offered
        /// Wherever what encloses it stands, else the message is wrong (`EDI_DC40/SNDPRN!`).
        case demanded
    }
}

/// A record that stands in for another one (`{ in: BillTo/Address, use: party, from: buyer }`).
struct RecordFill: Sendable {
    /// The names that lead from the document to the record.
    var from: [String]
    var block: BlockRule
}
