public import Diagnostics

extension Tree {
    /// Where a node stands: offset and line in the payload; in a segment syntax the segment's number and tag, the element
    /// and component by number; in XML the path. Counts line breaks, so it is for reports, not for every node.
    public func position(of node: Index) -> Position {
        if hasNoSegments { return xmlPosition(of: node) }
        let found = nodes[node]
        var position = position(at: Int(found.offset))
        position.segment = found.ordinal == 0 ? nil : Int(found.ordinal)
        position.tag = tag(of: node)
        if found.element > 0 {
            position.element = found.component > 0 ? "\(found.element).\(found.component)" : "\(found.element)"
        }
        return position
    }

    /// The offset and line of a byte of the message.
    public func position(at offset: Int) -> Position {
        let length = preamble?.length ?? 0
        let start = offset < length ? 0 : length
        var position = offset < length ? preamble?.origin ?? origin : origin
        let end = Swift.min(offset, values.count)
        let breaks = values[start..<Swift.max(start, end)].withUnsafeBytes { LineBreaks.count(in: $0) }
        position.line = (position.line ?? 1) + breaks
        if let fold {
            let first = offset < length ? fold.preambleStart : fold.start
            let found = fold.folding.original(of: first + offset - start)
            position.offset = found.offset
            position.line = (position.line ?? 1) + found.feeds - fold.folding.original(of: first).feeds
        } else {
            position.offset = (position.offset ?? 0) + offset - start
        }
        return position
    }

    /// The number among the message's own bytes of a byte of the payload; nil for one that is none of them.
    public func index(ofByte offset: Int) -> Int? {
        let start = fold?.start ?? origin.offset ?? 0
        let index = (fold?.folding.folded(of: offset) ?? offset) - start + (preamble?.length ?? 0)
        return values.indices.contains(index) && index >= preamble?.length ?? 0 ? index : nil
    }

    /// The tag of the segment that a node stands in, as it was received.
    public func tag(of node: Index) -> String? {
        let ordinal = nodes[node].ordinal
        guard ordinal > 0 else { return nil }
        var index = node
        while index > 0, nodes[index].kind != .segment, nodes[index].kind != .group { index -= 1 }
        guard index > 0, nodes[index].ordinal == ordinal else { return nil }
        let start = Int(nodes[index].offset)
        guard start < values.count else { return name(of: index) }
        let tag = values[start...].prefix(4).prefix { byte in
            (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
        }
        return tag.isEmpty ? name(of: index) : String(decoding: tag, as: UTF8.self)
    }
}
