import Syntax

/// Finds segments and writes their nodes: the inner loop of the reader.
///
/// A `SeparatorIndex` says where the separators stand; each is the end of a token. Nodes go into an array that is kept from
/// message to message. The scanner stops where the reader has to decide; it goes on from there with the same cursor, so
/// that it makes no difference how the bytes were cut.
struct SegmentScanner: Sendable {
    /// How far the scanner is. Indexes are into the reader's window.
    struct Cursor: Sendable {
        /// The next byte to look at.
        var scan = 0
        /// Where the segment and the token that are being read start.
        var segment = 0
        var token = 0
        /// Bytes before this one were released.
        var released = 0
        /// The element's number; 0 while the tag is read.
        var element = 0
        var component = 0
        /// The node of the segment; -1 when there is none.
        var segmentNode = -1
        /// The node of the open composite; 0, which is the message's, when there is none.
        var compositeNode = 0
        /// How many nodes there are.
        var count = 1
        /// Where the message starts; offsets of nodes count from there.
        var base = 0
        /// The number of the segment that is being read.
        var ordinal = 1
        /// The tag is not three capitals or digits.
        var hasOddTag = false
        /// There were more elements or components than a node can number.
        var hasOverflow = false
        /// The first separator with nothing behind it, and how many there are.
        var trailing = -1
        var trailingCount = 0
        /// Multibyte text is being read: until an escape sequence comes, no byte is a service character.
        var isHidden = false
        /// Ordinary segments are not reported while a message is read.
        var isInMessage = false

        /// Starts a segment at an index.
        @inline(__always) mutating func begin(at index: Int) {
            segment = index
            token = index
            element = 0
            component = 0
            segmentNode = -1
            compositeNode = 0
            hasOddTag = false
            hasOverflow = false
            if !isInMessage { base = index }
        }
    }

    /// Why the scanner stopped.
    enum Stop: Equatable {
        /// All bytes were looked at.
        case bytes
        /// The node array is full.
        case nodes
        /// A segment ended that the reader must see; the index is one past its terminator.
        case segment(end: Int)
        /// A control character stands inside a segment.
        case control(at: Int)
    }

    /// The highest number that elements and components can have.
    static let highestNumber = TokenWalk.highestNumber
    /// There is always room for as many nodes: two for a token, and one more that is written and not counted.
    static let spareNodes = 192
    /// More room than this is given back when a message turns out to be too large.
    private static let keptRoom = 1 << 16
    /// The packed names of the numbers, and which bytes may stand in a tag.
    private static let numbers: [UInt32] = [0] + (1...highestNumber).map { Name(number: $0).rawValue }

    var cursor = Cursor()
    private(set) var nodes = Self.room(1024)
    private var index = SeparatorIndex()
    /// Where the cursor stands if nobody has moved it since the last walk: then the rest of the index holds.
    private var resume = -1
    /// What ``index`` was made for.
    private var service = ServiceCharacters.standard

    static let emptyNode = Tree.Node(
        name: Name(number: 1), end: 0, valueStart: 0, valueLength: 0, offset: 0, ordinal: 0, kind: .message, element: 0,
        component: 0)

    /// Starts anew, for other bytes.
    mutating func reset() {
        cursor = Cursor()
        resume = -1
    }

    /// Doubles the room for nodes.
    mutating func grow() { makeRoom(nodes.count * 2) }

    /// Makes room for so many nodes, of which those that count are kept.
    private mutating func makeRoom(_ count: Int) {
        var room = Self.room(count)
        room.replaceSubrange(..<cursor.count, with: nodes[..<cursor.count])
        nodes = room
    }

    /// Nodes of any content: who reads one has written it before. Clearing as many takes longer than reading most messages'
    /// envelopes.
    private static func room(_ count: Int) -> [Tree.Node] {
        Array(unsafeUninitializedCapacity: count) { _, initialized in initialized = count }
    }

    /// Makes the nodes of one segment the only ones behind the root, counted from a new base.
    mutating func keepOnly(_ range: Range<Int>, base: Int) {
        let shift = UInt32(truncatingIfNeeded: base - cursor.base)
        for (target, source) in zip(1..., range) {
            var node = nodes[source]
            node.offset &-= shift
            node.valueStart &-= shift
            node.end = node.end == 0 ? 0 : UInt32(truncatingIfNeeded: Int(node.end) - range.lowerBound + 1)
            nodes[target] = node
        }
        cursor.base = base
        cursor.count = range.count + 1
    }

    /// Changes one node.
    mutating func update(_ node: Int, _ change: (inout Tree.Node) -> Void) { change(&nodes[node]) }

    /// Separators with nothing behind them since the last call.
    mutating func takeTrailing() -> (index: Int, count: Int)? {
        guard cursor.trailingCount > 0 else { return nil }
        defer { cursor.trailingCount = 0 }
        return (max(0, cursor.trailing), cursor.trailingCount)
    }

    /// Takes the bytes up to an index for data; with nil, until an escape character comes.
    mutating func hideSeparators(_ end: Int?) {
        cursor.isHidden = end == nil
        cursor.released = end ?? .max
        resume = -1
    }

    /// Goes back to a control character, when more bytes have come.
    mutating func lookAgain(at index: Int) { cursor.scan = index }

    /// Goes back to the start of the segment that has just ended, when more bytes have come.
    mutating func lookAgainAtSegment() {
        // Its own separators are counted again.
        if !cursor.isInMessage || cursor.trailing >= cursor.segment { cursor.trailingCount = 0 }
        restart(at: cursor.segment, count: cursor.segmentNode > 0 ? cursor.segmentNode : cursor.count)
    }

    /// Begins the segment behind a control character that stands before its tag.
    mutating func passControl(at index: Int) {
        guard cursor.segment == index, cursor.segmentNode < 0 else { return }
        cursor.segment = index + 1
        cursor.token = index + 1
        if !cursor.isInMessage { cursor.base = index + 1 }
    }

    /// Starts a segment at an index, keeping `count` nodes.
    mutating func restart(at index: Int, count: Int) {
        cursor.scan = index
        cursor.count = count
        cursor.released = index
        cursor.isHidden = false
        cursor.begin(at: index)
    }

    /// Goes on behind a segment that is kept.
    mutating func next(at index: Int) {
        cursor.ordinal += 1
        restart(at: index, count: cursor.count)
    }

    /// Ends the reading of a message of which no more nodes are kept.
    mutating func skip() {
        defer { if nodes.count > Self.keptRoom { makeRoom(max(Self.keptRoom, cursor.count * 2)) } }
        cursor.trailingCount = 0
        cursor.isInMessage = false
        guard cursor.segmentNode > 0 else {
            cursor.base = cursor.segment
            cursor.count = 1
            return
        }
        let shift = cursor.segmentNode - 1
        let kept = cursor.segmentNode..<cursor.count
        let openComposite = cursor.compositeNode
        keepOnly(kept, base: cursor.segment)
        cursor.segmentNode = 1
        cursor.compositeNode = openComposite == 0 ? 0 : openComposite - shift
    }

    /// The node of a message.
    static func root(end: Int) -> Tree.Node {
        var root = emptyNode
        root.name = messageName
        root.end = UInt32(truncatingIfNeeded: end)
        return root
    }

    private static let messageName = Name(packing: "MSG") ?? Name(number: 1)

    /// Forgets the beginning of the segment that is being read.
    mutating func cutSegment() {
        cursor.trailingCount = 0
        cursor.segment = cursor.scan
        cursor.token = cursor.scan
        cursor.element = max(cursor.element, 1)
        cursor.count = 2
        cursor.segmentNode = 1
        cursor.compositeNode = 0
        cursor.component = 0
        cursor.base = cursor.scan
    }

    /// Follows the window when its first bytes go.
    mutating func shift(by count: Int) {
        cursor.scan -= count
        cursor.segment -= count
        cursor.token -= count
        cursor.trailing -= count
        if !cursor.isHidden { cursor.released -= count }
        cursor.base -= count
        resume -= count
        index.shift(by: count)
    }

    /// Reads on until there is something to decide. The last few bytes are only looked at when no more will come.
    mutating func scan(_ window: [UInt8], _ service: ServiceCharacters, isLast: Bool) -> Stop {
        window.withUnsafeBytes { bytes in
            while true {
                if cursor.isHidden { return findEscape(bytes, isLast: isLast) }
                guard makeIndex(bytes, service, isLast: isLast) else { return .bytes }
                if let stop = walk(bytes) { return stop }
            }
        }
    }

    /// Sees to it that the index holds what comes next. False when there are no bytes to look at.
    private mutating func makeIndex(_ bytes: UnsafeRawBufferPointer, _ service: ServiceCharacters, isLast: Bool) -> Bool
    {
        let isCurrent = cursor.scan == resume && service == self.service && index.end <= bytes.count
        if isCurrent, index.next < index.count { return true }
        self.service = service
        if isCurrent {
            cursor.scan = index.end
            cursor.released = index.released
        }
        let isFound = index.find(
            service.separators, in: bytes, from: cursor.scan, released: cursor.released, isLast: isLast)
        resume = cursor.scan
        return isFound
    }

    /// Walks what the index holds; nil when that is all taken and there is nothing to decide.
    private mutating func walk(_ bytes: UnsafeRawBufferPointer) -> Stop? {
        var cursor = cursor
        var next = index.next
        let stop = nodes.withUnsafeMutableBufferPointer { nodes in
            Self.numbers.withUnsafeBufferPointer { names in
                index.classes.withUnsafeBufferPointer { classes in
                    index.entries.withUnsafeBufferPointer { entries in
                        // None of them is empty, as something was found.
                        SegmentPass(
                            bytes: bytes.assumingMemoryBound(to: UInt8.self).baseAddress.unsafelyUnwrapped,
                            nodes: nodes, names: names.baseAddress.unsafelyUnwrapped,
                            classes: classes.baseAddress.unsafelyUnwrapped,
                            entries: entries.baseAddress.unsafelyUnwrapped, start: index.start
                        ).run(&cursor, next: &next, end: index.count)
                    }
                }
            }
        }
        if stop == nil {
            cursor.scan = index.end
            cursor.released = index.released
        } else if next > 0 {
            cursor.scan = index.start + SeparatorIndex.offset(index.entries[next - 1]) + 1
        }
        index.next = next
        resume = cursor.scan
        self.cursor = cursor
        return stop
    }

    /// Within multibyte text only an escape character is looked at.
    private mutating func findEscape(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Stop {
        // What may follow an escape character is looked at with it.
        let end = isLast ? bytes.count : bytes.count - 64
        while cursor.scan < end {
            let at = cursor.scan
            cursor.scan += 1
            if bytes[at] == 0x1B { return .control(at: at) }
        }
        return .bytes
    }
}
