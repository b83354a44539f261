public import Diagnostics
public import Syntax

extension Shape {
    /// Nests the flat tree of a message by this shape and checks it on the way.
    ///
    /// Groups stand where their trigger stood, elements and components are named by data element, and an element that
    /// stands alone where a composite belongs gets one around it. Offsets, segment numbers and numbers of elements and
    /// components stay. What does not fit is reported and kept: an unknown segment under the group that is open, with its
    /// parts still named by number.
    public func nest(_ message: Message) -> (tree: Tree, diagnostics: DiagnosticList) {
        let tree = message.tree
        // A lone element in the place of a composite makes one node more.
        var bound = tree.nodes.count
        for node in tree.nodes where node.kind == .element && node.component == 0 { bound += 1 }
        var diagnostics = DiagnosticList()
        let nodes = [Tree.Node](unsafeUninitializedCapacity: bound) { output, count in
            tree.nodes.withUnsafeBufferPointer { input in
                tree.values.withUnsafeBytes { values in
                    var nesting = Nesting(
                        shape: self, message: message, input: input, output: output, values: values)
                    nesting.run()
                    count = nesting.count
                    diagnostics = nesting.diagnostics
                }
            }
        }
        let nested = Tree(
            nodes: nodes, names: NameTable(base: names), values: tree.values, decoding: tree.decoding,
            origin: tree.origin)
        return (nested, diagnostics)
    }
}

/// One message on its way from the flat tree into the nested one: finds the place of each segment.
struct Nesting {
    /// The place that was reached in one group, or in the message.
    struct Frame {
        /// The group in the shape and in the tree.
        var node: Int
        var treeNode: Int
        /// The child of the shape that was met last, and how often in a row.
        var position: Int
        var end: Int
        var occurrences: Int32
    }

    let shape: Shape
    let plan: NestPlan
    let message: Message
    let input: UnsafeBufferPointer<Tree.Node>
    let output: UnsafeMutableBufferPointer<Tree.Node>
    let values: UnsafeRawBufferPointer
    let decoding: ValueDecoding
    let hasRepetition: Bool
    var count = 0
    var diagnostics = DiagnosticList()
    var frames: [Frame] = []
    var lines = LineFinder()
    /// The segment that is being read.
    var segment = 0
    private var lastSectionControl = -1

    private static let sectionControl = Name(packing: "UNS")?.rawValue ?? 0

    init(
        shape: Shape, message: Message, input: UnsafeBufferPointer<Tree.Node>,
        output: UnsafeMutableBufferPointer<Tree.Node>, values: UnsafeRawBufferPointer
    ) {
        self.shape = shape
        plan = shape.plan
        self.message = message
        self.input = input
        self.output = output
        self.values = values
        decoding = message.tree.decoding
        hasRepetition = decoding.repetition != nil
        frames.reserveCapacity(16)
    }

    mutating func run() {
        guard !input.isEmpty else { return }
        let root = plan.nodes[0]
        output[0] = input[0]
        output[0].name = root.name
        count = 1
        frames.append(
            Frame(
                node: 0, treeNode: 0, position: Int(root.firstChild), end: Int(root.endChild), occurrences: 0))
        findSectionControl()
        var index = 1
        while index < input.count {
            segment = index
            let end = max(index + 1, min(Int(input[index].end), input.count))
            take(end: end)
            index = end
        }
        closeFrames(above: 0)
        if frames.count == 1 { reportMissing(from: frames[0], to: frames[0].end, isEnd: true) }
        output[0].end = UInt32(truncatingIfNeeded: count)
    }

    /// A segment that stands before a section control does not belong behind it.
    private mutating func findSectionControl() {
        var index = 1
        while index < input.count {
            if input[index].name.rawValue == Self.sectionControl { lastSectionControl = index }
            index = max(index + 1, Int(input[index].end))
        }
    }

    /// Puts one segment where it belongs.
    private mutating func take(end: Int) {
        let tag = input[segment].name.rawValue
        guard let (level, child) = place(tag) else {
            reportPlace(tag)
            return copySegment(end: end)
        }
        closeFrames(above: level)
        if child != frames[level].position {
            if plan.nodes[frames[level].position].hasMandatoryAfter
                || plan.nodes[frames[level].position].minimum > frames[level].occurrences
            {
                reportMissing(from: frames[level], to: child, isEnd: false)
            }
            frames[level].position = child
            frames[level].occurrences = 0
        }
        let node = plan.nodes[child]
        if frames[level].occurrences >= node.maximum { reportTooMany(child) }
        frames[level].occurrences &+= 1
        let treeNode = count
        var written = input[segment]
        written.name = node.name
        written.kind = node.kind
        output[count] = written
        count &+= 1
        fill(node, end: end)
        if node.kind == .group {
            frames.append(
                Frame(
                    node: child, treeNode: treeNode, position: Int(node.firstChild), end: Int(node.endChild),
                    occurrences: 0))
        } else {
            output[treeNode].end = UInt32(truncatingIfNeeded: count)
        }
    }

    /// The level and child where a tag may stand next, from the innermost group outwards. A place that is full is taken
    /// only when there is no other.
    private func place(_ tag: UInt32) -> (level: Int, child: Int)? {
        var full: (level: Int, child: Int)?
        let mayPassControl = segment > lastSectionControl
        var level = frames.count - 1
        while level >= 0 {
            let frame = frames[level]
            var child = frame.position
            while child < frame.end {
                if plan.nodes[child].tag == tag {
                    let isFull = child == frame.position && frame.occurrences >= plan.nodes[child].maximum
                    if !isFull { return (level, child) }
                    if full == nil { full = (level, child) }
                }
                if plan.nodes[child].tag == Self.sectionControl, !mayPassControl,
                    child != frame.position || frame.occurrences == 0
                {
                    break
                }
                child &+= 1
            }
            level &-= 1
        }
        return full
    }

    /// Ends the groups that stand deeper than a level.
    private mutating func closeFrames(above level: Int) {
        while frames.count > level + 1 {
            let frame = frames.removeLast()
            output[frame.treeNode].end = UInt32(truncatingIfNeeded: count)
            if frame.position < frame.end,
                plan.nodes[frame.position].hasMandatoryAfter
                    || plan.nodes[frame.position].minimum > frame.occurrences
            {
                reportMissing(from: frame, to: frame.end, isEnd: false)
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
