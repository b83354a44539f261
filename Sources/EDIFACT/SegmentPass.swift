import Syntax

/// One call of the scanner's `scan`, with everything it needs at hand.
///
/// Whether a token is empty can hardly be predicted, so a node is written for each, and counted only if it is not.
struct SegmentPass {
    typealias Cursor = SegmentScanner.Cursor
    typealias Stop = SegmentScanner.Stop

    let blocks: SeparatorBlock
    let bytes: UnsafeRawBufferPointer
    let nodes: NodeWriter
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
        blocks = SeparatorBlock(service)
        self.bytes = bytes
        self.nodes = NodeWriter(nodes)
        self.numbers = numbers
        component = service.component
        element = service.element
        terminator = service.terminator
        // A character that there is not is given the value of one that is looked at before it.
        release = service.release ?? service.terminator
        repetition = service.repetition ?? service.terminator
    }

    func run(_ state: inout Cursor, isLast: Bool) -> Stop {
        // A copy stays in registers, where nodes that are written cannot touch it.
        var cursor = state
        defer { state = cursor }
        var index = cursor.scan
        while bytes.count &- index >= SeparatorBlock.length {
            guard nodes.count &- cursor.count >= SegmentScanner.nodesPerBlock else {
                cursor.scan = index
                return .nodes
            }
            var found = blocks.found(in: bytes, at: index)
            while found != 0 {
                let at = index &+ found.trailingZeroBitCount
                found &= found &- 1
                if let stop = take(at, &cursor) { return stop }
            }
            index &+= SeparatorBlock.length
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
            if cursor.element == 0 { endTag(byte, at, &cursor) } else { endToken(byte, at, &cursor) }
            return byte == terminator ? endSegment(at, &cursor) : nil
        }
        return takeOther(byte, at, &cursor)
    }

    private func takeOther(_ byte: UInt8, _ at: Int, _ cursor: inout Cursor) -> Stop? {
        if byte == release {
            cursor.released = at &+ 2
            return nil
        }
        if byte == repetition {
            if cursor.element == 0 { endTag(byte, at, &cursor) } else { endToken(byte, at, &cursor) }
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

    /// The end of an element or component: a node for its composite if it is the first of one, and one for itself, which
    /// the next overwrites if it is empty. The end of the composite moves on with it; node 0 takes the word where there is
    /// none, as the end of the message is set last.
    @inline(__always) private func endToken(_ byte: UInt8, _ at: Int, _ cursor: inout Cursor) {
        let continues = byte == component
        let place = NodeWriter.place(start: cursor.token &- cursor.base, ordinal: cursor.ordinal)
        if continues, cursor.compositeNode == 0 {
            let name = numbers[cursor.element]
            nodes.write(.composite, at: cursor.count, name, place, 0, element: cursor.element, component: 0)
            cursor.compositeNode = cursor.count
            cursor.count &+= 1
        }
        let isComponent = cursor.compositeNode != 0
        let number = isComponent ? cursor.component &+ 1 : 0
        let length = at &- cursor.token
        guard number <= SegmentScanner.highestNumber else { return endSurplus(byte, at, &cursor) }
        let name = numbers[isComponent ? number : cursor.element]
        nodes.write(.element, at: cursor.count, name, place, length, element: cursor.element, component: number)
        cursor.count &+= length > 0 ? 1 : 0
        nodes.end(cursor.compositeNode, at: cursor.count)
        if length == 0, byte == terminator || (isComponent && !continues) { noteTrailing(at &- 1, &cursor) }

        cursor.component = continues ? number : 0
        cursor.compositeNode = continues ? cursor.compositeNode : 0
        cursor.token = at &+ 1
        cursor.element &+= byte == element ? 1 : 0
        if cursor.element > SegmentScanner.highestNumber {
            cursor.element = SegmentScanner.highestNumber
            cursor.hasOverflow = true
        }
    }

    /// The end of a component that has no number any more.
    private func endSurplus(_ byte: UInt8, _ at: Int, _ cursor: inout Cursor) {
        cursor.hasOverflow = true
        cursor.token = at &+ 1
        guard byte != component else { return }
        cursor.component = 0
        cursor.compositeNode = 0
        cursor.element = min(cursor.element &+ (byte == element ? 1 : 0), SegmentScanner.highestNumber)
    }

    private func noteTrailing(_ at: Int, _ cursor: inout Cursor) {
        if cursor.trailingCount == 0 { cursor.trailing = at }
        cursor.trailingCount &+= 1
    }

    /// The tag's end; components of a tag (explicit nesting, ISO 9735:1988, 8.2) are passed over.
    @inline(__always) private func endTag(_ byte: UInt8, _ at: Int, _ cursor: inout Cursor) {
        if cursor.segmentNode < 0 {
            cursor.segmentNode = cursor.count
            let place = NodeWriter.place(start: cursor.segment &- cursor.base, ordinal: cursor.ordinal)
            let name = tagName(at, &cursor).rawValue
            nodes.write(.segment, at: cursor.count, name, place, 0, element: 0, component: 0)
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
        nodes.end(cursor.segmentNode, at: cursor.count)
        let start = cursor.segment
        if cursor.isInMessage, !cursor.hasOddTag, !cursor.hasOverflow,
            bytes[start] != 0x55 || (bytes[start &+ 1] != 0x4E && bytes[start &+ 1] != 0x53)
        {
            cursor.ordinal &+= 1
            cursor.begin(at: at &+ 1)
            return nil
        }
        cursor.scan = at &+ 1
        return .segment(end: at &+ 1)
    }
}
