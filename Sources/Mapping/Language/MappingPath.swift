import Diagnostics

/// A place in a format: steps from the block's node, the document or the file.
struct MappingPath: Hashable, Sendable {
    /// Where the first step starts.
    enum Anchor: Hashable, Sendable {
        /// The block's node, so many nodes up (`../`).
        case scope(up: Int)
        /// The document's node (`^/`).
        case document
        /// The message or file (`/`).
        case file
    }

    var anchor: Anchor
    /// Empty for the start itself (`.`).
    var steps: [PathStep]
    /// The path as written.
    var text: String
    /// Where the path stands in its mapping file.
    var position: Position

    /// A path's place in the files, which tells it from every other.
    struct Place: Hashable, Sendable {
        var position: Position
        var text: String
    }

    var place: Place { Place(position: position, text: text) }
}

/// One step of a path.
struct PathStep: Hashable, Sendable {
    enum Target: Hashable, Sendable {
        /// A child by name: `NAD`, `C082`, `3039`, `cac:OrderLine`, `@schemeID`.
        case name(String)
        /// The element at a place, from 1 (`N1/04`).
        case element(Int)
        /// The node itself, for a predicate alone.
        case itself
    }

    var target: Target
    var predicates: [PathPredicate]
    var position: Position
}

/// A condition on a step's node.
enum PathPredicate: Hashable, Sendable {
    /// What stands at a path below the node is one of these.
    case value(ValuePredicate)
    /// What no sibling's predicate takes (`[else]`).
    case otherwise
    /// The so-manieth that the predicates before leave, from 1.
    case ordinal(Int)
    /// All repeats (`[*]`).
    case all
}

/// `[3055=9|-]`: the value at a path is one of the alternatives, any or absent.
struct ValuePredicate: Hashable, Sendable {
    /// Names from the node down; empty for the node's own value.
    var names: [String]
    /// The texts that it may be, in order.
    var alternatives: [String]
    /// True when it may be absent (`-`).
    var allowsAbsence: Bool
    /// True when any value will do (`*`).
    var allowsAny: Bool
    /// True when the value is none of the texts, or absent (`[2379!=718|719]`).
    var isExclusion = false
    var position: Position

    /// True for a value that satisfies it.
    func admits(_ value: String) -> Bool {
        isExclusion ? !alternatives.contains(value) : allowsAny || alternatives.contains(value)
    }

    /// True when no value satisfies both; false where that is not certain.
    func excludes(_ other: ValuePredicate) -> Bool {
        guard names.last == other.names.last else { return false }
        if allowsAbsence && other.allowsAbsence { return false }
        if isExclusion || other.isExclusion {
            let (some, none) = isExclusion ? (other, self) : (self, other)
            return !some.allowsAny && Set(some.alternatives).isSubset(of: none.alternatives)
        }
        if allowsAny { return !other.allowsAny && other.alternatives.isEmpty }
        if other.allowsAny { return alternatives.isEmpty }
        return Set(alternatives).isDisjoint(with: other.alternatives)
    }
}
