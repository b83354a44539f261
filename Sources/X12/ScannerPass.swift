import Syntax

/// One walk over the separators of an index, writing the nodes of the tokens between them: the inner loop of the reader.
///
/// The pointers are used within bounds: the index has entries of bytes only, a class is there for each of 256 bytes and a
/// name for each number, and there is room for two nodes for each separator that is taken.
struct ScannerPass {
    typealias Cursor = SegmentScanner.Cursor
    typealias Stop = SegmentScanner.Stop

    let bytes: UnsafePointer<UInt8>
    let nodes: UnsafeMutableBufferPointer<Tree.Node>
    let names: UnsafePointer<UInt32>
    let classes: UnsafePointer<UInt8>
    let entries: UnsafePointer<UInt32>
    /// Where entries count from.
    let start: Int

    /// Takes separators from `next` up to `end`, which the index has; nil when all are taken.
    func run(_ cursor: inout Cursor, next: inout Int, end: Int) -> Stop? {
        while next < end {
            let room = nodes.count &- cursor.count
            guard room >= SegmentScanner.spareNodes else { return .nodes }
            if let stop = take(&cursor, next: &next, end: min(end, next &+ room / 2 &- 1)) { return stop }
        }
        return nil
    }

    /// Takes separators for whose nodes there is room. Indexes are the transaction set's own here.
    ///
    /// Long, since what comes next is known from the place in this code: the elements of a segment, and the components of
    /// an element, have loops of their own, which look at nothing but the kind of the separator.
    private func take(_ cursor: inout Cursor, next: inout Int, end: Int) -> Stop? {
        // Copies stay in registers, where nodes that are written cannot touch them.
        let (names, entries, shift) = (names, entries, start &- cursor.base)
        let text = bytes + cursor.base
        var walk = cursor.walk(nodes)
        var index = next
        defer { next = index }
        while index < end {
            var at = SeparatorIndex.offset(entries[index]) &+ shift
            var kind = SeparatorIndex.kind(entries[index])
            index &+= 1
            if kind & ByteClass.separators == 0 || (walk.isInTag && cursor.isSecondBreak(kind, text, at)) {
                let isLineEnd = text[at] &- 0x09 < 2 || text[at] == 0x0D
                if isLineEnd, cursor.skipsBetween(at, &walk) { continue }
                cursor.take(walk)
                return isLineEnd && cursor.skipBetween(at) ? nil : .control(at: at &+ cursor.base)
            }
            if walk.isInTag {
                endTag(kind, text, at, &walk, &cursor)
                if kind & ByteClass.terminator == 0 { continue }
            } else {
                while true {
                    if kind & ByteClass.component != 0 || walk.isInComposite {
                        while true {
                            if !walk.endComponent(at: at, names) { cursor.hasOverflow = true }
                            if kind & ByteClass.component == 0 { break }
                            guard index < end, SeparatorIndex.isSeparator(entries[index]) else { break }
                            at = SeparatorIndex.offset(entries[index]) &+ shift
                            kind = SeparatorIndex.kind(entries[index])
                            index &+= 1
                        }
                        if kind & ByteClass.component != 0 { break }
                        walk.endComposite()
                    } else {
                        walk.endElement(at: at, names)
                    }
                    if kind & ByteClass.terminator != 0 { break }
                    if kind & ByteClass.element != 0, !walk.nextElement() { cursor.hasOverflow = true }
                    guard index < end, SeparatorIndex.isSeparator(entries[index]) else { break }
                    at = SeparatorIndex.offset(entries[index]) &+ shift
                    kind = SeparatorIndex.kind(entries[index])
                    index &+= 1
                }
                // More entries are needed, or a control character is to be looked at above.
                if kind & ByteClass.terminator == 0 { continue }
            }
            walk.close(cursor.segmentNode)
            guard isOrdinary(text, at, &cursor) else {
                cursor.take(walk)
                return .segment(end: at &+ 1 &+ cursor.base)
            }
            walk.nextSegment(at: at &+ 1)
            cursor.segment = at &+ 1 &+ cursor.base
            cursor.segmentNode = -1
        }
        cursor.take(walk)
        return nil
    }

    /// The tag's end; one that a component or repetition separator ends goes on to the next element separator.
    @inline(__always) private func endTag(
        _ kind: UInt8, _ text: UnsafePointer<UInt8>, _ at: Int, _ walk: inout TokenWalk, _ cursor: inout Cursor
    ) {
        if cursor.segmentNode < 0 {
            cursor.segmentNode = walk.count
            let start = cursor.segment &- cursor.base
            let name = tagName(text + start, at &- start, &cursor)
            cursor.isService = Self.isService(name)
            walk.write(.segment, name, at: start, length: 0)
        }
        if kind & ByteClass.element != 0 {
            _ = walk.nextElement()
            walk.token = at &+ 1
        } else if kind & ByteClass.terminator == 0 {
            cursor.hasOddTag = true
        }
    }

    @inline(__always) private func tagName(
        _ tag: UnsafePointer<UInt8>, _ length: Int, _ cursor: inout Cursor
    ) -> UInt32 {
        if length == 2 || length == 3 {
            // The byte behind a tag of two is there, since something ended it.
            let third = length == 3 ? tag[2] : 0
            let kind = classes[Int(tag[0])] & classes[Int(tag[1])] & (length == 3 ? classes[Int(third)] : 0xFF)
            if kind & ByteClass.tag != 0 {
                return UInt32(tag[0]) << 24 | UInt32(tag[1]) << 16 | UInt32(third) << 8
            }
        }
        cursor.hasOddTag = true
        return Name(number: 1).rawValue
    }

    /// Whether the reader need not see a segment: it stands in a transaction set, has nothing to do with envelopes, and
    /// does not end in a separator that is still to be reported.
    @inline(__always) private func isOrdinary(
        _ text: UnsafePointer<UInt8>, _ at: Int, _ cursor: inout Cursor
    ) -> Bool {
        let last = at &+ cursor.base > cursor.segment ? classes[Int(text[at &- 1])] : 0
        cursor.hasTrailingSeparator = last & (ByteClass.element | ByteClass.component) != 0
        let isReported = cursor.hasTrailingSeparator && cursor.watchesTrailingSeparators
        return cursor.isInTransaction && !cursor.hasOddTag && !cursor.hasOverflow && !isReported && !cursor.isService
    }

    /// Whether the reader follows the envelope by this packed tag: ST, SE, GS, GE, ISA, IEA.
    @inline(__always) private static func isService(_ tag: UInt32) -> Bool {
        tag == 0x5354_0000 || tag == 0x5345_0000 || tag == 0x4753_0000 || tag == 0x4745_0000 || tag == 0x4953_4100
            || tag == 0x4945_4100
    }
}

extension SegmentScanner.Cursor {
    /// A walk from here on.
    @inline(__always) func walk(_ nodes: UnsafeMutableBufferPointer<Tree.Node>) -> TokenWalk {
        TokenWalk(
            nodes, count: count, token: token &- base, ordinal: ordinal, element: element, component: component,
            composite: compositeNode)
    }

    /// Follows a walk.
    @inline(__always) mutating func take(_ walk: TokenWalk) {
        token = walk.token &+ base
        element = walk.element
        component = walk.component
        compositeNode = walk.compositeNode
        count = walk.count
        ordinal = walk.segment
    }

    /// Passes over a line end or a tab between the segments of a transaction set; false for one elsewhere.
    @inline(__always) mutating func skipsBetween(_ at: Int, _ walk: inout TokenWalk) -> Bool {
        guard isInTransaction, at &+ base == segment else { return false }
        segment &+= 1
        walk.token = at &+ 1
        return true
    }

    /// Passes over a line end or a tab between segments outside of transaction sets; false for one within a segment.
    mutating func skipBetween(_ at: Int) -> Bool {
        guard !isInTransaction, at + base == segment else { return false }
        segment += 1
        token = segment
        base = segment
        return true
    }

    /// The second half of a line end, where line ends terminate.
    func isSecondBreak(_ kind: UInt8, _ text: UnsafePointer<UInt8>, _ at: Int) -> Bool {
        kind & ByteClass.terminator != 0 && at &+ base == segment && (text[at] == 0x0A || text[at] == 0x0D)
    }
}
