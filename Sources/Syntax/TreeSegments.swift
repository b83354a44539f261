extension Tree {
    /// The segments of a message in their order, those within groups included: each the node of a segment, or of a group,
    /// which is named by its first segment and holds that segment's elements.
    public var segments: [Index] {
        nodes.indices.dropFirst().filter { nodes[$0].kind == .segment || nodes[$0].kind == .group }
    }

    /// The fields of a segment by number; of a group, those of its first segment.
    public func fields(of segment: Index) -> SegmentView {
        let inner = nodes[(segment + 1)..<Int(nodes[segment].end)]
        let end = inner.firstIndex { $0.kind == .segment || $0.kind == .group } ?? inner.endIndex
        return SegmentView(nodes: nodes[segment..<end], window: values, base: 0, decoding: decoding)
    }
}
