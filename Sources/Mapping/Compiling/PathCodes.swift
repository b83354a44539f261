import Syntax

/// A run of entries in one of the tables of ``PathCodes``.
struct CodeRange: Sendable, BitwiseCopyable {
    var start: Int32 = 0
    var count: Int32 = 0

    @inline(__always) var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// A compiled path: numbers only, so that following it touches no reference count.
struct PathCode: Sendable, BitwiseCopyable {
    enum Anchor: UInt8, Sendable, BitwiseCopyable {
        case scope
        case document
        case file
    }

    var anchor: Anchor
    /// For `scope`: how many nodes up.
    var up: UInt8
    var steps: CodeRange
    /// How many steps lead to the node that the path's last written step starts from; `by:` is seen from there.
    var enclosing: Int32
    /// All repeats are taken (`[*]`).
    var takesAll: Bool
}

/// One step of a compiled path.
struct StepCode: Sendable {
    static let itself: Int32 = -1
    static let element: Int32 = -2

    /// The index of the name, or one of the two above.
    var name: Int32
    /// The element's number for `element`.
    var number: UInt16 = 0
    /// Which of the nodes that the predicates leave, from 1; 0 for every one.
    var ordinal: UInt16 = 0
    var predicates = CodeRange()
}

/// One predicate of a compiled step.
struct PredicateCode: Sendable {
    /// True for `[else]`, whose siblings are `groups`.
    var isOtherwise = false
    var allowsAbsence = false
    var allowsAny = false
    /// True when the values are those that it is none of.
    var isExclusion = false
    /// From the step's node to the value.
    var steps = CodeRange()
    /// The alternatives.
    var values = CodeRange()
    var groups = CodeRange()
}

/// What one sibling of an `[else]` takes: nodes that satisfy the predicates and have something at the steps.
struct SiblingCode: Sendable {
    var predicates: CodeRange
    var steps: CodeRange
}

/// The memory that all compiled paths of one mapping and shape point into; ``PathCodes`` owns it.
struct PathTables {
    let steps: UnsafeMutableBufferPointer<StepCode>
    let predicates: UnsafeMutableBufferPointer<PredicateCode>
    let siblings: UnsafeMutableBufferPointer<SiblingCode>
    let values: UnsafeMutableBufferPointer<CodeRange>
    let bytes: UnsafeMutableBufferPointer<UInt8>
    /// The elements whose codes gates ask for.
    let qualifiers: NameSet
}

/// The tables that all compiled paths of one mapping and shape point into.
///
/// They are plain memory that lives as long as this object, since reading follows them tens of thousands of times a
/// second; nothing writes to them after `init`, which is what makes them safe to share.
final class PathCodes: @unchecked Sendable {
    let tables: PathTables
    /// The names that steps refer to.
    let names: [String]
    /// The names' numbers in trees on the shape's own names; nil for one that only a tree itself can know.
    private let numbers: [UInt32?]
    /// The same where all are known.
    private let known: [UInt32]
    private let isComplete: Bool
    /// The names of the shape.
    let base: NameTable.Base

    init(_ builder: PathCodesBuilder, base: NameTable.Base, qualifiers: NameSet) {
        func copy<Element>(_ array: [Element]) -> UnsafeMutableBufferPointer<Element> {
            let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: array.count)
            _ = buffer.initialize(from: array)
            return buffer
        }
        tables = PathTables(
            steps: copy(builder.steps), predicates: copy(builder.predicates), siblings: copy(builder.siblings),
            values: copy(builder.values), bytes: copy(builder.bytes), qualifiers: qualifiers)
        names = builder.names
        let table = NameTable(base: base)
        numbers = builder.names.map { table[$0]?.rawValue }
        known = numbers.compactMap { $0 }
        isComplete = known.count == numbers.count
        self.base = base
    }

    deinit {
        tables.steps.deallocate()
        tables.predicates.deallocate()
        tables.siblings.deallocate()
        tables.values.deallocate()
        tables.bytes.deallocate()
    }

    /// The number that no node's name has.
    static let unknownName: UInt32 = .max

    /// The numbers of all names in a tree.
    func numbers(in tree: Tree) -> [UInt32] {
        if tree.names.base === base, isComplete { return known }
        return names.map { number(of: $0, in: tree) }
    }

    /// True when a tree numbers all names as the shape does.
    func isNumbered(like tree: Tree, _ found: UnsafeBufferPointer<UInt32>) -> Bool {
        tree.names.base === base || zip(numbers, found).allSatisfy { $0 == $1 }
    }

    /// True when trees of these names number all names that paths ask for as the shape does, whatever else they hold.
    func isOn(_ names: NameTable) -> Bool { names.base === base && isComplete }

    private func number(of name: String, in tree: Tree) -> UInt32 { tree.names[name]?.rawValue ?? Self.unknownName }
}

/// Collects the tables while a mapping is compiled.
struct PathCodesBuilder {
    var steps: [StepCode] = []
    var predicates: [PredicateCode] = []
    var siblings: [SiblingCode] = []
    var values: [CodeRange] = []
    var bytes: [UInt8] = []
    private(set) var names: [String] = []
    private var nameIndexes: [String: Int32] = [:]

    /// The index of a name.
    mutating func name(_ text: String) -> Int32 {
        if let known = nameIndexes[text] { return known }
        let index = Int32(names.count)
        names.append(text)
        nameIndexes[text] = index
        return index
    }

    /// Adds steps that stand together.
    mutating func add(_ new: [StepCode]) -> CodeRange {
        let start = Int32(steps.count)
        steps += new
        return CodeRange(start: start, count: Int32(new.count))
    }

    /// Adds predicates that stand together.
    mutating func add(_ new: [PredicateCode]) -> CodeRange {
        let start = Int32(predicates.count)
        predicates += new
        return CodeRange(start: start, count: Int32(new.count))
    }

    /// Adds the alternatives of a predicate.
    mutating func add(alternatives: [String]) -> CodeRange {
        let start = Int32(values.count)
        for alternative in alternatives {
            let first = Int32(bytes.count)
            bytes += alternative.utf8
            values.append(CodeRange(start: first, count: Int32(bytes.count) - first))
        }
        return CodeRange(start: start, count: Int32(alternatives.count))
    }
}
