public import Diagnostics
import Synchronization
public import Syntax

extension Shape {
    /// Nests the flat tree of a message by this shape and checks it on the way.
    ///
    /// Groups stand where their trigger stood, elements and components are named by data element, and an element that
    /// stands alone where a composite belongs gets one around it. Offsets, segment numbers and numbers of elements and
    /// components stay. What does not fit is reported and kept: an unknown segment under the group that is open, with its
    /// parts still named by number.
    public func nest(_ message: Message) -> (tree: Tree, diagnostics: DiagnosticList) {
        let nested = nest(message, by: Leniency())
        return (nested.tree, nested.diagnostics)
    }

    /// Nests and checks a message for which this shape is the nearest that there is, or the right one.
    func nest(
        _ message: Message, by leniency: Leniency
    ) -> (tree: Tree, diagnostics: DiagnosticList, signs: Int) {
        let tree = message.tree
        // A lone element in the place of a composite makes one node more; there are at most as many as nodes.
        let bound = tree.nodes.count * 2
        var diagnostics = DiagnosticList()
        var signs = 0
        let hasRepetition = tree.decoding.repetition != nil
        let told = Self.faultyValues(message.diagnostics)
        let patterns = takePatterns(hasRepetition: hasRepetition)
        defer { knownPatterns.withLock { $0 = patterns } }
        let nodes = [Tree.Node](unsafeUninitializedCapacity: bound) { output, count in
            tree.nodes.withUnsafeBufferPointer { input in
                tree.values.withUnsafeBytes { values in
                    plan.withTables { tables in
                        withUnsafeTemporaryAllocation(of: Nesting.Frame.self, capacity: Nesting.deepest) { frames in
                            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: tables.bodies.count) { sound in
                                sound.initialize(repeating: .max)
                                var nesting = Nesting(
                                    shape: self, plan: tables, tree: tree, isSubset: message.association != nil,
                                    input: input, output: output,
                                    values: values, frames: frames, sound: sound, patterns: patterns,
                                    leniency: leniency,
                                    told: told)
                                nesting.run()
                                count = nesting.count
                                diagnostics = nesting.diagnostics
                                signs = nesting.signs
                            }
                        }
                    }
                }
            }
        }
        let nested = Tree(
            nodes: nodes, names: NameTable(base: names), values: tree.values, decoding: tree.decoding,
            origin: tree.origin, preamble: tree.preamble, fold: tree.fold)
        return (nested, diagnostics, signs)
    }

    /// Where the reader has found values that are wrong.
    private static func faultyValues(_ found: DiagnosticList) -> [Nesting.ToldPlace: Bool] {
        guard found.hasErrors else { return [:] }
        var places: [Nesting.ToldPlace: Bool] = [:]
        for fault in found.items where fault.severity == .error {
            guard let place = fault.position, place.element != nil else { continue }
            let told = Nesting.ToldPlace(segment: place.segment, element: place.element)
            places[told] = places[told] != false && fault.code.rawValue.hasSuffix(".character-invalid")
        }
        return places
    }

    /// The patterns of segments that are known, for the time being; none when another thread has them.
    private func takePatterns(hasRepetition: Bool) -> SegmentPatterns {
        let known = knownPatterns.withLock { known in
            defer { known = nil }
            return known
        }
        if let known, known.hasRepetition == hasRepetition { return known }
        return SegmentPatterns(nodes: plan.nodes.count, hasRepetition: hasRepetition)
    }
}

/// What is held against a message less than usual, because the shape is not that of its own directory.
struct Leniency {
    /// The shape is of another version of the directory.
    var isSubstitute = false
    /// Dates of six digits are right: those of X12 before 004010.
    var takesShortDates = false
    /// The message was cut off, which is told; what should have come behind is not.
    var isCut = false

    /// What another version may well allow; the rest is wrong in any.
    static let doubtful: Set<Code> = [
        "directory.segment-unknown", "directory.segment-foreign", "directory.segment-misplaced",
        "directory.segment-repeats", "directory.group-repeats", "directory.too-many-elements",
        "directory.too-many-components", "directory.element-repeats", "directory.too-long", "directory.too-short",
        "directory.code-unknown", "directory.condition-missing", "directory.condition-excluded",
    ]
}

/// One message on its way from the flat tree into the nested one: finds the place of each segment.
struct Nesting {
    /// The place that was reached in one group, or in the message.
    struct Frame {
        /// The group in the tree.
        var treeNode: Int
        /// The child of the shape that was met last, and how often in a row.
        var position: Int
        var end: Int
        var occurrences: Int32
        /// The number of the hierarchical level (HL01) as a range of the values, and what HL04 said of it.
        var levelStart: UInt32 = 0
        var levelLength: UInt32 = 0
        var announced: UInt8 = 0
        /// The flat node of the HL.
        var opener = 0
        var hasLevels = false
    }

    /// A code under the rule that does not know it.
    struct BorrowedCode: Hashable {
        let rule: Int
        let code: [UInt8]
    }

    /// An element or component in which the reader has found an error.
    struct ToldPlace: Hashable {
        let segment: Int?
        let element: String?
    }

    /// How many groups may stand in each other; the directories have seven at most.
    static let deepest = 64

    let shape: Shape
    let plan: NestPlan.Tables
    /// The flat tree.
    let tree: Tree
    /// The message is one of a subset.
    let isSubset: Bool
    let input: UnsafeBufferPointer<Tree.Node>
    let output: UnsafeMutableBufferPointer<Tree.Node>
    let values: UnsafeRawBufferPointer
    let decoding: ValueDecoding
    let hasRepetition: Bool
    let quick: QuickCheck
    var count = 0
    var diagnostics = DiagnosticList()
    /// The groups that are open, the message first.
    let frames: UnsafeMutableBufferPointer<Frame>
    var depth = 0
    /// For each body the places that were filled when its rules held last: those that segments of one kind mostly fill.
    let sound: UnsafeMutableBufferPointer<UInt64>
    let patterns: SegmentPatterns
    var lines = LineFinder()
    /// What stands in the composite that is being written.
    var compositeBody = 0
    /// The values that have an error already, and whether that is of their characters, which says nothing of their length.
    var told: [ToldPlace: Bool]
    /// How many numbers had a plus before them, which the reader took for a separator behind an empty component.
    var signs = 0
    /// How many elements the segment that is being written has places for.
    var elementPlaces = 0
    /// Codes that were looked for in other directories, and whether they were found.
    var borrowed: [BorrowedCode: Bool] = [:]
    /// The segment that is being read.
    var segment = 0
    /// Whether all segments are placed: what is missing now was to stand behind the last of them.
    var isEnded = false
    private var lastSectionControl = -1
    /// The tag of the misplaced segment that was told of, as long as what follows belongs to the same group.
    var misplaced: UInt32 = 0

    let leniency: Leniency
    /// The tag of the segment that opens a hierarchical level, zero where the message has none.
    let hierarchy: UInt32
    /// The numbers of the hierarchical levels so far.
    var levels: Set<[UInt8]> = []

    /// The tag of UNS.
    private let sectionControl: UInt32 = 0x554E_5300

    init(
        shape: Shape, plan: NestPlan.Tables, tree: Tree, isSubset: Bool, input: UnsafeBufferPointer<Tree.Node>,
        output: UnsafeMutableBufferPointer<Tree.Node>, values: UnsafeRawBufferPointer,
        frames: UnsafeMutableBufferPointer<Frame>, sound: UnsafeMutableBufferPointer<UInt64>,
        patterns: SegmentPatterns, leniency: Leniency, told: [ToldPlace: Bool]
    ) {
        self.told = told
        self.patterns = patterns
        self.leniency = leniency
        hierarchy = shape.plan.hierarchy
        self.shape = shape
        self.plan = plan
        self.tree = tree
        self.isSubset = isSubset
        self.input = input
        self.output = output
        self.values = values
        decoding = tree.decoding
        hasRepetition = decoding.repetition != nil
        quick = QuickCheck(plan: plan, values: values, decoding: decoding)
        self.frames = frames
        self.sound = sound
    }

    mutating func run() {
        guard !input.isEmpty else { return }
        let root = plan.nodes[0]
        output[0] = input[0]
        output[0].name = root.name
        count = 1
        frames[0] = Frame(treeNode: 0, position: Int(root.firstChild), end: Int(root.endChild), occurrences: 0)
        depth = 1
        var index = 1
        while index < input.count {
            segment = index
            let end = max(index + 1, min(Int(input[index].end), input.count))
            take(end: end)
            index = end
        }
        // Only a message without its trailer has anything open here.
        isEnded = true
        closeFrames(above: 0)
        reportMissing(from: frames[0], to: frames[0].end)
        output[0].end = UInt32(truncatingIfNeeded: count)
    }

    /// A segment that stands before a section control does not belong behind it. Looked for when it first matters.
    private mutating func findSectionControl() {
        lastSectionControl = 0
        var index = 1
        while index < input.count {
            if input[index].name.rawValue == sectionControl { lastSectionControl = index }
            index = max(index + 1, Int(input[index].end))
        }
    }

    /// Puts one segment where it belongs.
    private mutating func take(end: Int) {
        let tag = input[segment].name.rawValue
        let isLevel = hierarchy != 0 && tag == hierarchy
        guard let (level, child) = isLevel ? placeLevel(end: end) : place(tag), level < Self.deepest - 1 else {
            if !followsMisplaced(tag) { reportPlace(tag) }
            return copySegment(end: end)
        }
        misplaced = 0
        if depth > level &+ 1 { closeFrames(above: level) }
        if child != frames[level].position {
            let position = frames[level].position
            if plan.nodes[position].mandatoryAfter < child || plan.nodes[position].needed > frames[level].occurrences {
                reportMissing(from: frames[level], to: child)
            }
            frames[level].position = child
            frames[level].occurrences = 0
        }
        if frames[level].occurrences >= plan.nodes[child].maximum { reportTooMany(child) }
        frames[level].occurrences &+= 1
        let treeNode = count
        put(segment, plan.nodes[child].name)
        output[treeNode].kind = plan.nodes[child].kind
        if !fillAsBefore(child, end: end) {
            let faults = diagnostics.items.count + diagnostics.omitted
            fill(child, end: end)
            if diagnostics.items.count + diagnostics.omitted == faults { keepPattern(child, from: treeNode, end: end) }
        }
        if plan.nodes[child].kind == .group {
            frames[depth] = Frame(
                treeNode: treeNode, position: Int(plan.nodes[child].firstChild),
                end: Int(plan.nodes[child].endChild),
                occurrences: 0)
            if isLevel { openLevel(end: end) }
            depth &+= 1
        } else {
            output[treeNode].end = UInt32(truncatingIfNeeded: count)
        }
    }

    /// The level and child where a tag may stand next, from the innermost group outwards. A place that is full is taken
    /// only when there is no other. Mutating although it changes nothing: else the whole state is copied for every call.
    mutating func place(_ tag: UInt32) -> (level: Int, child: Int)? {
        var full: (level: Int, child: Int)?
        let mark = NestPlan.mark(of: tag)
        var level = depth
        while level > 0 {
            level &-= 1
            let position = frames[level].position
            let end = frames[level].end
            guard position < end, plan.nodes[position].marks & mark != 0 else { continue }
            if let child = patterns.sibling(from: position, tag: tag) {
                if child < 0 { continue }
                if child != position || frames[level].occurrences < plan.nodes[child].maximum { return (level, child) }
            }
            let (child, isFull) = findSibling(level, tag)
            if child < 0 { continue }
            if !isFull { return (level, child) }
            if full == nil { full = (level, child) }
        }
        return full
    }

    /// The next child of a frame that a tag opens, or the first one if it is full and no other is there; -1 for none.
    private mutating func findSibling(_ level: Int, _ tag: UInt32) -> (child: Int, isFull: Bool) {
        let position = frames[level].position
        var first = -1
        // What a section control in between says is different in each message.
        var isCertain = true
        var child = Int(plan.nodes[position].firstOpened)
        while child < frames[level].end {
            let opener = plan.openers[child]
            if opener == tag {
                if first < 0, isCertain { patterns.keepSibling(child, from: position, tag: tag) }
                if first < 0 { first = child }
                let isFull = child == position && frames[level].occurrences >= plan.nodes[child].maximum
                if !isFull { return (child, false) }
            }
            if opener == sectionControl {
                isCertain = false
                let isBehind = child != position || frames[level].occurrences == 0
                if isBehind, isBeforeSectionControl() { return (first, true) }
            }
            child &+= 1
        }
        if first < 0, isCertain { patterns.keepSibling(-1, from: position, tag: tag) }
        return (first, true)
    }

    private mutating func isBeforeSectionControl() -> Bool {
        if lastSectionControl < 0 { findSectionControl() }
        return segment <= lastSectionControl
    }

    /// Ends the groups that stand deeper than a level.
    private mutating func closeFrames(above level: Int) {
        while depth > level &+ 1 {
            depth &-= 1
            output[frames[depth].treeNode].end = UInt32(truncatingIfNeeded: count)
            if frames[depth].announced != 0 { checkAnnounced(frames[depth]) }
            let position = frames[depth].position
            if position < frames[depth].end,
                plan.nodes[position].mandatoryAfter < .max || plan.nodes[position].needed > frames[depth].occurrences
            {
                reportMissing(from: frames[depth], to: frames[depth].end)
            }
        }
    }

    /// Keeps a segment that has no place as it is.
    private mutating func copySegment(end: Int) {
        let shift = count - segment
        for index in segment..<end {
            output[count] = input[index]
            output[count].end = UInt32(truncatingIfNeeded: Int(input[index].end) + shift)
            count &+= 1
        }
    }
}
