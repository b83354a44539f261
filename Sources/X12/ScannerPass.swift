import Syntax

/// One run of the scanner over the bytes at hand.
///
/// Sixteen bytes are compared with the separators at once; the set bits are walked, and each is the end of a token.
struct ScannerPass {
    /// A block of sixteen bytes makes at most this many nodes.
    private static let nodesPerBlock = 48

    private let bytes: UnsafeRawBufferPointer
    private let nodes: UnsafeMutableBufferPointer<Tree.Node>
    private let numbers: UnsafeBufferPointer<UInt32>
    private let component: UInt8
    private let element: UInt8
    private let terminator: UInt8
    private let repetition: UInt8

    init(
        bytes: UnsafeRawBufferPointer, nodes: UnsafeMutableBufferPointer<Tree.Node>,
        numbers: UnsafeBufferPointer<UInt32>, separators: Separators
    ) {
        self.bytes = bytes
        self.nodes = nodes
        self.numbers = numbers
        element = separators.element
        terminator = separators.terminator
        // A separator that there is not is given the value of one that is looked at before it.
        component = separators.component ?? separators.terminator
        repetition = separators.repetition ?? separators.terminator
    }

    /// Reads until the reader has to decide, moving the cursor.
    func run(_ cursor: inout SegmentScanner.Cursor, isLast: Bool) -> SegmentScanner.Stop {
        let components = SIMD16<UInt8>(repeating: component)
        let elements = SIMD16<UInt8>(repeating: element)
        let terminators = SIMD16<UInt8>(repeating: terminator)
        let repetitions = SIMD16<UInt8>(repeating: repetition)
        let controls = SIMD16<UInt8>(repeating: 0x20)
        let ones = SIMD2<UInt64>(repeating: 0x0101_0101_0101_0101)
        var index = cursor.scan
        while bytes.count &- index >= 16 {
            guard nodes.count &- cursor.count >= Self.nodesPerBlock else {
                cursor.scan = index
                return .nodes
            }
            let block = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
            let mask =
                (block .== components) .| (block .== elements) .| (block .== terminators) .| (block .== repetitions)
                .| (block .< controls)
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
    private func finish(_ cursor: inout SegmentScanner.Cursor) -> SegmentScanner.Stop {
        guard nodes.count &- cursor.count >= Self.nodesPerBlock else { return .nodes }
        while cursor.scan < bytes.count {
            let at = cursor.scan
            cursor.scan = at + 1
            let byte = bytes[at]
            let isSeparator = byte == component || byte == element || byte == terminator || byte == repetition
            if byte < 0x20 || isSeparator, let stop = take(at, &cursor) { return stop }
        }
        return .bytes
    }

    /// Takes one byte that may be a separator.
    @inline(__always) private func take(_ at: Int, _ cursor: inout SegmentScanner.Cursor) -> SegmentScanner.Stop? {
        let byte = bytes[at]
        if byte == element {
            endToken(at, &cursor)
            endElement(at, &cursor)
            return nil
        }
        if byte == terminator {
            // The second half of a line end, where line ends terminate.
            if at == cursor.segment, byte == 0x0A || byte == 0x0D { return takeControl(at, &cursor) }
            endToken(at, &cursor)
            return endSegment(at, &cursor)
        }
        if byte == component {
            endComponent(at, &cursor)
            return nil
        }
        if byte == repetition {
            endToken(at, &cursor)
            return nil
        }
        return takeControl(at, &cursor)
    }

    /// A control character between segments is skipped.
    private func takeControl(_ at: Int, _ cursor: inout SegmentScanner.Cursor) -> SegmentScanner.Stop? {
        if at == cursor.segment {
            cursor.segment = at &+ 1
            cursor.token = at &+ 1
            if !cursor.isInTransaction { cursor.base = at &+ 1 }
            return nil
        }
        cursor.scan = at &+ 1
        return .control(at: at)
    }

    /// Ends the token at an element separator, a repetition separator or the terminator.
    @inline(__always) private func endToken(_ at: Int, _ cursor: inout SegmentScanner.Cursor) {
        guard cursor.element > 0 else { return endTag(at, &cursor) }
        if cursor.compositeNode >= 0 {
            addComponent(at, &cursor)
            nodes[cursor.compositeNode].end = UInt32(truncatingIfNeeded: cursor.count)
            cursor.compositeNode = -1
            cursor.component = 0
        } else if at > cursor.token {
            append(.element, cursor.token, at &- cursor.token, &cursor)
        }
        cursor.token = at &+ 1
    }

    /// Goes on to the next element.
    @inline(__always) private func endElement(_ at: Int, _ cursor: inout SegmentScanner.Cursor) {
        cursor.token = at &+ 1
        if cursor.element < SegmentScanner.highestNumber {
            cursor.element &+= 1
        } else {
            cursor.hasOverflow = true
        }
    }

    /// Ends a component; the first one shows that the element is a composite.
    @inline(__always) private func endComponent(_ at: Int, _ cursor: inout SegmentScanner.Cursor) {
        guard cursor.element > 0 else { return endTag(at, &cursor) }
        if cursor.compositeNode < 0 {
            cursor.compositeNode = cursor.count
            cursor.component = 0
            append(.composite, cursor.token, 0, &cursor)
        }
        addComponent(at, &cursor)
        cursor.token = at &+ 1
    }

    @inline(__always) private func addComponent(_ at: Int, _ cursor: inout SegmentScanner.Cursor) {
        if cursor.component < SegmentScanner.highestNumber {
            cursor.component &+= 1
            if at > cursor.token { append(.element, cursor.token, at &- cursor.token, &cursor) }
        } else {
            cursor.hasOverflow = true
        }
    }

    @inline(__always) private func append(
        _ kind: Tree.Kind, _ start: Int, _ length: Int, _ cursor: inout SegmentScanner.Cursor
    ) {
        let offset = UInt32(truncatingIfNeeded: start &- cursor.base)
        nodes[cursor.count] = Tree.Node(
            name: Name(rawValue: numbers[cursor.component > 0 ? cursor.component : cursor.element]),
            end: UInt32(truncatingIfNeeded: cursor.count &+ 1), valueStart: offset,
            valueLength: UInt32(truncatingIfNeeded: length), offset: offset,
            ordinal: UInt32(truncatingIfNeeded: cursor.ordinal), kind: kind,
            element: UInt8(truncatingIfNeeded: cursor.element), component: UInt8(truncatingIfNeeded: cursor.component))
        cursor.count &+= 1
    }

    /// The tag's end; one that a component or repetition separator ends goes on to the next element separator.
    @inline(__always) private func endTag(_ at: Int, _ cursor: inout SegmentScanner.Cursor) {
        if cursor.segmentNode < 0 {
            cursor.segmentNode = cursor.count
            nodes[cursor.count] = Tree.Node(
                name: tagName(at, &cursor), end: 0, valueStart: 0, valueLength: 0,
                offset: UInt32(truncatingIfNeeded: cursor.segment &- cursor.base),
                ordinal: UInt32(truncatingIfNeeded: cursor.ordinal), kind: .segment, element: 0, component: 0)
            cursor.count &+= 1
        }
        let byte = bytes[at]
        if byte != element, byte != terminator { cursor.hasOddTag = true }
    }

    @inline(__always) private func tagName(_ at: Int, _ cursor: inout SegmentScanner.Cursor) -> Name {
        let start = cursor.segment
        let length = at &- start
        if length == 2 || length == 3 {
            let (first, second) = (bytes[start], bytes[start &+ 1])
            let third = length == 3 ? bytes[start &+ 2] : 0
            if isTagByte(first), isTagByte(second), length == 2 || isTagByte(third) {
                return Name(rawValue: UInt32(first) << 24 | UInt32(second) << 16 | UInt32(third) << 8)
            }
        }
        cursor.hasOddTag = true
        return Name(number: 1)
    }

    @inline(__always) private func isTagByte(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 || byte &- 0x30 < 10 }

    @inline(__always) private func endSegment(
        _ at: Int, _ cursor: inout SegmentScanner.Cursor
    ) -> SegmentScanner.Stop? {
        nodes[cursor.segmentNode].end = UInt32(truncatingIfNeeded: cursor.count)
        cursor.hasTrailingSeparator = at > cursor.segment && isTrailing(bytes[at &- 1])
        let isOrdinary = !cursor.hasOddTag && !cursor.hasOverflow && cursor.isInTransaction
        let isReported = cursor.hasTrailingSeparator && cursor.watchesTrailingSeparators
        if isOrdinary, !isReported, !isService(nodes[cursor.segmentNode].name.rawValue) {
            cursor.ordinal &+= 1
            cursor.begin(at: at &+ 1)
            return nil
        }
        cursor.scan = at &+ 1
        return .segment(end: at &+ 1)
    }

    @inline(__always) private func isTrailing(_ byte: UInt8) -> Bool { byte == element || byte == component }

    /// Whether the reader follows the envelope by this packed tag: ST, SE, GS, GE, ISA, IEA.
    @inline(__always) private func isService(_ tag: UInt32) -> Bool {
        tag == 0x5354_0000 || tag == 0x5345_0000 || tag == 0x4753_0000 || tag == 0x4745_0000 || tag == 0x4953_4100
            || tag == 0x4945_4100
    }
}
