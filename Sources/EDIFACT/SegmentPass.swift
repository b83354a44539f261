import Syntax

/// One walk over the separators of an index, writing the nodes of the tokens between them: the inner loop of the reader.
///
/// The pointers are used within bounds: the index has entries of bytes only, a class is there for each of 256 bytes and a
/// name for each number, and there is room for two nodes for each separator that is taken.
struct SegmentPass {
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

    /// Takes separators for whose nodes there is room. Indexes are the message's own here.
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
            if kind & ByteClass.separators == 0 {
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
                            let isTrailing = at == walk.token && kind & ByteClass.component == 0
                            if !walk.endComponent(at: at, names) {
                                cursor.hasOverflow = true
                            } else if isTrailing {
                                cursor.noteTrailing(at &- 1)
                            }
                            if kind & ByteClass.component == 0 { break }
                            guard index < end, SeparatorIndex.isSeparator(entries[index]) else { break }
                            at = SeparatorIndex.offset(entries[index]) &+ shift
                            kind = SeparatorIndex.kind(entries[index])
                            index &+= 1
                        }
                        if kind & ByteClass.component != 0 { break }
                        walk.endComposite()
                    } else {
                        if at == walk.token, kind & ByteClass.terminator != 0 { cursor.noteTrailing(at &- 1) }
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
            guard cursor.isOrdinary(text) else {
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

    /// The tag's end; components of a tag (explicit nesting, ISO 9735:1988, 8.2) are passed over.
    @inline(__always) private func endTag(
        _ kind: UInt8, _ text: UnsafePointer<UInt8>, _ at: Int, _ walk: inout TokenWalk, _ cursor: inout Cursor
    ) {
        if cursor.segmentNode < 0 {
            cursor.segmentNode = walk.count
            let start = cursor.segment &- cursor.base
            walk.write(.segment, tagName(text + start, at &- start, &cursor), at: start, length: 0)
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
        if length == 3, classes[Int(tag[0])] & classes[Int(tag[1])] & classes[Int(tag[2])] & ByteClass.tag != 0 {
            return UInt32(tag[0]) << 24 | UInt32(tag[1]) << 16 | UInt32(tag[2]) << 8
        }
        cursor.hasOddTag = true
        return Name(number: 1).rawValue
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

    /// Passes over a line end or a tab between the segments of a message; false for one elsewhere.
    @inline(__always) mutating func skipsBetween(_ at: Int, _ walk: inout TokenWalk) -> Bool {
        guard isInMessage, at &+ base == segment else { return false }
        segment &+= 1
        walk.token = at &+ 1
        return true
    }

    /// Passes over a line end or a tab between segments outside of messages; false for one within a segment.
    mutating func skipBetween(_ at: Int) -> Bool {
        guard !isInMessage, at + base == segment else { return false }
        segment += 1
        token = segment
        base = segment
        return true
    }

    /// Counts a separator with nothing behind it, which stands at an index of the message.
    @inline(__always) mutating func noteTrailing(_ at: Int) {
        if trailingCount == 0 { trailing = at &+ base }
        trailingCount &+= 1
    }

    /// Whether the reader need not see the segment: it stands in a message, and has nothing to do with envelopes (`UN`, but
    /// for UNS) or security (`US`).
    @inline(__always) func isOrdinary(_ text: UnsafePointer<UInt8>) -> Bool {
        guard isInMessage, !hasOddTag, !hasOverflow else { return false }
        let tag = text + (segment &- base)
        if tag[0] != 0x55 { return true }
        return tag[1] == 0x4E ? tag[2] == 0x53 : tag[1] != 0x53
    }
}
