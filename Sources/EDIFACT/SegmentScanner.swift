import Syntax

/// Finds segments and writes their nodes: the inner loop of the reader.
///
/// Sixteen bytes are compared with the service characters at once; the set bits are walked, and each is the end of a
/// token. Nodes go into an array that is kept from message to message. The scanner stops where the reader has to
/// decide; it goes on from there with the same cursor, so that it makes no difference how the bytes were cut.
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
        /// The nodes of the segment and of the open composite; -1 when there is none.
        var segmentNode = -1
        var compositeNode = -1
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
    static let highestNumber = 255
    /// A block of sixteen bytes makes at most this many nodes.
    private static let nodesPerBlock = 48
    /// The packed names of the numbers, and which bytes may stand in a tag.
    private static let numbers: [UInt32] = [0] + (1...highestNumber).map { Name(number: $0).rawValue }

    var cursor = Cursor()
    private(set) var nodes = [Tree.Node](repeating: Self.emptyNode, count: 1024)

    static let emptyNode = Tree.Node(
        name: Name(number: 1), end: 0, valueStart: 0, valueLength: 0, offset: 0, ordinal: 0, kind: .message, element: 0,
        component: 0)

    /// Doubles the room for nodes.
    mutating func grow() { nodes += [Tree.Node](repeating: Self.emptyNode, count: nodes.count) }

    /// Makes the nodes of one segment the only ones behind the root, counted from a new base.
    mutating func keepOnly(_ range: Range<Int>, base: Int) {
        let shift = UInt32(truncatingIfNeeded: base - cursor.base)
        for (target, source) in zip(1..., range) {
            var node = nodes[source]
            node.offset &-= shift
            node.valueStart &-= node.kind == .segment ? 0 : shift
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
    }

    /// Goes back to a control character, when more bytes have come.
    mutating func lookAgain(at index: Int) { cursor.scan = index }

    /// Starts a segment at an index, keeping `count` nodes.
    mutating func restart(at index: Int, count: Int) {
        cursor.scan = index
        cursor.count = count
        cursor.released = index
        cursor.isHidden = false
        Self.begin(&cursor, at: index)
    }

    /// Goes on behind a segment that is kept.
    mutating func next(at index: Int) {
        cursor.ordinal += 1
        restart(at: index, count: cursor.count)
    }

    /// Ends the reading of a message of which no more nodes are kept.
    mutating func skip() {
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
        cursor.compositeNode = openComposite < 0 ? -1 : openComposite - shift
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
        cursor.compositeNode = -1
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
    }

    private static func begin(_ cursor: inout Cursor, at index: Int) {
        cursor.segment = index
        cursor.token = index
        cursor.element = 0
        cursor.component = 0
        cursor.segmentNode = -1
        cursor.compositeNode = -1
        cursor.hasOddTag = false
        cursor.hasOverflow = false
        if !cursor.isInMessage { cursor.base = index }
    }

    /// Reads on until there is something to decide. The last few bytes are only looked at when no more will come.
    mutating func scan(_ window: [UInt8], _ service: ServiceCharacters, isLast: Bool) -> Stop {
        var cursor = cursor
        let stop = window.withUnsafeBytes { bytes in
            nodes.withUnsafeMutableBufferPointer { nodes in
                Self.numbers.withUnsafeBufferPointer { numbers in
                    Pass(bytes: bytes, nodes: nodes, numbers: numbers, service: service).run(&cursor, isLast: isLast)
                }
            }
        }
        self.cursor = cursor
        return stop
    }

    /// One call of `scan`, with everything it needs at hand.
    private struct Pass {
        let bytes: UnsafeRawBufferPointer
        let nodes: UnsafeMutableBufferPointer<Tree.Node>
        let numbers: UnsafeBufferPointer<UInt32>
        let component: UInt8
        let element: UInt8
        let terminator: UInt8
        let release: UInt8
        let repetition: UInt8

        init(
            bytes: UnsafeRawBufferPointer, nodes: UnsafeMutableBufferPointer<Tree.Node>,
            numbers: UnsafeBufferPointer<UInt32>, service: ServiceCharacters
        ) {
            self.bytes = bytes
            self.nodes = nodes
            self.numbers = numbers
            component = service.component
            element = service.element
            terminator = service.terminator
            // A character that there is not is given the value of one that is looked at before it.
            release = service.release ?? service.terminator
            repetition = service.repetition ?? service.terminator
        }

        func run(_ cursor: inout Cursor, isLast: Bool) -> Stop {
            let components = SIMD16<UInt8>(repeating: component)
            let elements = SIMD16<UInt8>(repeating: element)
            let terminators = SIMD16<UInt8>(repeating: terminator)
            let releases = SIMD16<UInt8>(repeating: release)
            let repetitions = SIMD16<UInt8>(repeating: repetition)
            let controls = SIMD16<UInt8>(repeating: 0x20)
            let ones = SIMD2<UInt64>(repeating: 0x0101_0101_0101_0101)
            var index = cursor.scan
            while bytes.count &- index >= 16 {
                guard nodes.count &- cursor.count >= SegmentScanner.nodesPerBlock else {
                    cursor.scan = index
                    return .nodes
                }
                let block = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
                let mask =
                    (block .== components) .| (block .== elements) .| (block .== terminators) .| (block .== releases)
                    .| (block .== repetitions) .| (block .< controls)
                let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self) & ones
                var low = words[0]
                while low != 0 {
                    let at = index &+ low.trailingZeroBitCount &>> 3
                    low &= low &- 1
                    if let stop = take(at, &cursor) { return stop }
                }
                var high = words[1]
                while high != 0 {
                    let at = index &+ 8 &+ high.trailingZeroBitCount &>> 3
                    high &= high &- 1
                    if let stop = take(at, &cursor) { return stop }
                }
                index &+= 16
            }
            cursor.scan = index
            return isLast ? finish(&cursor) : .bytes
        }

        /// The bytes behind the last whole block.
        private func finish(_ cursor: inout Cursor) -> Stop {
            guard nodes.count &- cursor.count >= SegmentScanner.nodesPerBlock else { return .nodes }
            while cursor.scan < bytes.count {
                let at = cursor.scan
                cursor.scan = at + 1
                let byte = bytes[at]
                if byte < 0x20 || byte == component || byte == element || byte == terminator || byte == release
                    || byte == repetition, let stop = take(at, &cursor)
                {
                    return stop
                }
            }
            return .bytes
        }

        /// Takes one byte that may be a service character.
        @inline(__always) private func take(_ at: Int, _ cursor: inout Cursor) -> Stop? {
            guard at >= cursor.released else { return cursor.isHidden ? takeHidden(at, &cursor) : nil }
            let byte = bytes[at]
            if byte == element || byte == component || byte == terminator {
                endToken(byte, at, &cursor)
                return byte == terminator ? endSegment(at, &cursor) : nil
            }
            if byte == release {
                cursor.released = at &+ 2
                return nil
            }
            if byte == repetition {
                endToken(byte, at, &cursor)
                return nil
            }
            return takeControl(at, &cursor)
        }

        /// Within multibyte text only an escape character is looked at.
        private func takeHidden(_ at: Int, _ cursor: inout Cursor) -> Stop? {
            guard bytes[at] == 0x1B else { return nil }
            cursor.scan = at &+ 1
            return .control(at: at)
        }

        /// A control character between segments is skipped.
        private func takeControl(_ at: Int, _ cursor: inout Cursor) -> Stop? {
            if at == cursor.segment {
                cursor.segment = at &+ 1
                cursor.token = at &+ 1
                if !cursor.isInMessage { cursor.base = at &+ 1 }
                return nil
            }
            cursor.scan = at &+ 1
            return .control(at: at)
        }

        @inline(__always) private func endToken(_ byte: UInt8, _ at: Int, _ cursor: inout Cursor) {
            guard cursor.element > 0 else { return endTag(byte, at, &cursor) }
            if byte == component {
                if cursor.compositeNode < 0 {
                    cursor.compositeNode = cursor.count
                    cursor.component = 0
                    append(.composite, cursor.token, 0, &cursor)
                }
                endComponent(at, &cursor)
                cursor.token = at &+ 1
                return
            }
            if cursor.compositeNode >= 0 {
                if at == cursor.token { noteTrailing(at &- 1, &cursor) }
                endComponent(at, &cursor)
                nodes[cursor.compositeNode].end = UInt32(truncatingIfNeeded: cursor.count)
                cursor.compositeNode = -1
                cursor.component = 0
            } else if at > cursor.token {
                append(.element, cursor.token, at &- cursor.token, &cursor)
            } else if byte == terminator {
                noteTrailing(at &- 1, &cursor)
            }
            cursor.token = at &+ 1
            if byte == element {
                if cursor.element < SegmentScanner.highestNumber {
                    cursor.element &+= 1
                } else {
                    cursor.hasOverflow = true
                }
            }
        }

        private func noteTrailing(_ at: Int, _ cursor: inout Cursor) {
            if cursor.trailingCount == 0 { cursor.trailing = at }
            cursor.trailingCount &+= 1
        }

        @inline(__always) private func endComponent(_ at: Int, _ cursor: inout Cursor) {
            if cursor.component < SegmentScanner.highestNumber {
                cursor.component &+= 1
                if at > cursor.token { append(.element, cursor.token, at &- cursor.token, &cursor) }
            } else {
                cursor.hasOverflow = true
            }
        }

        @inline(__always) private func append(_ kind: Tree.Kind, _ start: Int, _ length: Int, _ cursor: inout Cursor) {
            let offset = UInt32(truncatingIfNeeded: start &- cursor.base)
            nodes[cursor.count] = Tree.Node(
                name: Name(rawValue: numbers[cursor.component > 0 ? cursor.component : cursor.element]),
                end: UInt32(truncatingIfNeeded: cursor.count &+ 1), valueStart: offset,
                valueLength: UInt32(truncatingIfNeeded: length), offset: offset,
                ordinal: UInt32(truncatingIfNeeded: cursor.ordinal), kind: kind,
                element: UInt8(truncatingIfNeeded: cursor.element),
                component: UInt8(truncatingIfNeeded: cursor.component))
            cursor.count &+= 1
        }

        /// The tag's end; components of a tag (explicit nesting, ISO 9735:1988, 8.2) are passed over.
        @inline(__always) private func endTag(_ byte: UInt8, _ at: Int, _ cursor: inout Cursor) {
            if cursor.segmentNode < 0 {
                cursor.segmentNode = cursor.count
                nodes[cursor.count] = Tree.Node(
                    name: tagName(at, &cursor), end: 0, valueStart: 0, valueLength: 0,
                    offset: UInt32(truncatingIfNeeded: cursor.segment &- cursor.base),
                    ordinal: UInt32(truncatingIfNeeded: cursor.ordinal), kind: .segment, element: 0, component: 0)
                cursor.count &+= 1
            }
            if byte == element {
                cursor.element = 1
                cursor.token = at &+ 1
            } else if byte != terminator {
                cursor.hasOddTag = true
            }
        }

        @inline(__always) private func tagName(_ at: Int, _ cursor: inout Cursor) -> Name {
            let start = cursor.segment
            if at &- start == 3 {
                let (first, second, third) = (bytes[start], bytes[start &+ 1], bytes[start &+ 2])
                if isTagByte(first), isTagByte(second), isTagByte(third) {
                    return Name(rawValue: UInt32(first) << 24 | UInt32(second) << 16 | UInt32(third) << 8)
                }
            }
            cursor.hasOddTag = true
            return Name(number: 1)
        }

        @inline(__always) private func isTagByte(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 || byte &- 0x30 < 10 }

        @inline(__always) private func endSegment(_ at: Int, _ cursor: inout Cursor) -> Stop? {
            nodes[cursor.segmentNode].end = UInt32(truncatingIfNeeded: cursor.count)
            let start = cursor.segment
            if cursor.isInMessage, !cursor.hasOddTag, !cursor.hasOverflow,
                bytes[start] != 0x55 || (bytes[start &+ 1] != 0x4E && bytes[start &+ 1] != 0x53)
            {
                cursor.ordinal &+= 1
                SegmentScanner.begin(&cursor, at: at &+ 1)
                return nil
            }
            cursor.scan = at &+ 1
            return .segment(end: at &+ 1)
        }
    }
}
