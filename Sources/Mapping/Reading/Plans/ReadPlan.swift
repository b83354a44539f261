import Syntax

/// What reading a node comes to, for all nodes that are made alike: which value goes into which field, without looking for
/// either.
///
/// The lines of orders are made of the same segments with the same qualifiers, from one line to the next and from one
/// order to the next. What the rules find in a node follows from the names below it, from which of them have a value, and
/// from the values that predicates compare: the plan holds these (``pattern``, ``guards``) and what followed from them
/// (``steps``, ``reads``). A value that a rule does more with than to convert it (two places that are to agree, a place outside
/// the node, a required value that is missing) is no part of a plan: its field's program runs as without one.
///
/// Plans are made of nodes that were read (``PlanRecording``) and belong to a mapping's program for one shape, whose
/// field programs they refer to. Nothing writes to a plan's memory after `init`, which is what makes it safe to share.
final class ReadPlan: @unchecked Sendable {
    /// One step, at nodes counted from the plan's own.
    enum Step: BitwiseCopyable {
        /// A value as it is.
        case plain(Unmanaged<ScalarProgram>, node: Int32)
        /// A value that one place of its rule converts.
        case converted(Unmanaged<ScalarProgram>, place: Int32, node: Int32, enclosing: Int32)
        /// A value of several places, with their nodes in ``nodes``, -1 where there is none.
        case combined(Unmanaged<ScalarProgram>, place: Int32, first: Int32, count: Int32, enclosing: Int32)
        /// What stands for absence; `index` is the item's number, ``ownIndex`` for that of the plan's own item.
        case fallback(Unmanaged<ScalarProgram>, index: Int32)
        /// The field's program, at its block's node.
        case run(Unmanaged<FieldProgram>, node: Int32, index: Int32, isFound: Bool)
        /// A record, filled by the steps up to `end`.
        case record(Unmanaged<NestedProgram>, end: Int32)
        /// An item of a list, by its number there, filled by the steps up to `end`.
        case item(Unmanaged<ListProgram>, pick: Unmanaged<PickProgram>?, number: Int32, end: Int32)

        var runsProgram: Bool { if case .run = self { true } else { false } }
    }

    /// A value that has to be what it was.
    struct Guard: BitwiseCopyable {
        var node: Int32
        /// Its part of ``bytes``.
        var start: Int32
        var count: Int32
    }

    static let ownIndex: Int32 = -1
    /// Larger nodes are read without a plan.
    static let mostNodes = 4_096

    let program: ObjectIdentifier
    let hash: UInt64
    let pattern: UnsafeMutableBufferPointer<UInt64>
    let guards: UnsafeMutableBufferPointer<Guard>
    let bytes: UnsafeMutableBufferPointer<UInt8>
    let steps: UnsafeMutableBufferPointer<Step>
    let nodes: UnsafeMutableBufferPointer<Int32>
    /// The nodes that count as read.
    let reads: UnsafeMutableBufferPointer<Int32>
    /// The release character that the guards' values are none of.
    let release: UInt8
    /// False for a node of which nothing is kept.
    let isFound: Bool
    /// True when a step may report faults.
    let runsPrograms: Bool
    /// How many records are gone into, and how deep.
    let visits: Int
    let depth: Int

    init(
        program: ObjectIdentifier, hash: UInt64, pattern: [UInt64], guards: [Guard], bytes: [UInt8], steps: [Step],
        nodes: [Int32], reads: [Int32], release: UInt8, isFound: Bool, visits: Int, depth: Int
    ) {
        self.program = program
        self.hash = hash
        self.pattern = Self.copy(pattern)
        self.guards = Self.copy(guards)
        self.bytes = Self.copy(bytes)
        self.steps = Self.copy(steps)
        self.nodes = Self.copy(nodes)
        self.reads = Self.copy(reads)
        self.release = release
        self.isFound = isFound
        runsPrograms = steps.contains(where: \.runsProgram)
        self.visits = visits
        self.depth = depth
    }

    deinit {
        pattern.deallocate()
        guards.deallocate()
        bytes.deallocate()
        steps.deallocate()
        nodes.deallocate()
        reads.deallocate()
    }

    private static func copy<Element: BitwiseCopyable>(_ array: [Element]) -> UnsafeMutableBufferPointer<Element> {
        let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: array.count)
        _ = buffer.initialize(from: array)
        return buffer
    }

    /// True for a plan of the same program for the same nodes.
    func isLike(_ other: ReadPlan) -> Bool {
        hash == other.hash && program == other.program && release == other.release
            && pattern.elementsEqual(other.pattern) && bytes.elementsEqual(other.bytes)
            && guards.elementsEqual(other.guards) { $0.node == $1.node && $0.start == $1.start }
    }
}
