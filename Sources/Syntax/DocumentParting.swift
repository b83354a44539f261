import Diagnostics

/// A child of the root that is a document of its own.
package struct DocumentPart {
    package var node: Tree.Index
    /// Where its start tag begins in the payload.
    package var start: Int
    /// Where its end tag ends; nil when that did not come.
    package var end: Int?

    /// A part that begins at a byte of the payload.
    package init(node: Tree.Index, start: Int, end: Int? = nil) {
        self.node = node
        self.start = start
        self.end = end
    }
}

/// Takes a file of several documents apart: each gets what stands before the first of them, and the end behind the last.
///
/// So each is a whole file when it is sent alone. What stands between documents or behind the last belongs to the first
/// one's tree, so that it is listed as unread, and to none's bytes.
package struct DocumentParting {
    private let whole: Message
    private let parts: [DocumentPart]
    private let before: [UInt8]
    private let behind: [UInt8]
    private let payload: [UInt8]

    package init(_ whole: Message, parts: [DocumentPart], payload: [UInt8]) {
        self.whole = whole
        self.parts = parts
        self.payload = payload
        before = Array(payload[whole.range.lowerBound..<max(whole.range.lowerBound, parts[0].start)])
        let stop = min(whole.range.upperBound, payload.count)
        behind = parts.last?.end.map { Array(payload[min($0, stop)..<stop]) } ?? []
    }

    /// The bytes and nodes that stand around all documents, counted for each of them.
    package var cost: (bytes: Int, nodes: Int) {
        ((before.count + behind.count) * parts.count, parts[0].node * parts.count)
    }

    /// One of the documents as a message, without what was found wrong with it.
    package func message(_ index: Int) -> Message {
        let part = parts[index]
        let tree = tree(index)
        let end = min(part.end ?? whole.range.upperBound, payload.count)
        return Message(
            type: whole.type, version: whole.version, reference: nil,
            segments: tree.nodes.count { $0.kind != .attribute },
            range: min(part.start, end)..<end, tree: tree, diagnostics: DiagnosticList(),
            envelope: part.end == nil ? nil : MessageEnvelope(before: before, behind: behind))
    }

    private func tree(_ index: Int) -> Tree {
        let nodes = whole.tree.nodes
        var kept = [1..<parts[0].node]
        if index == 0 {
            kept += around(nodes)
        } else {
            kept.append(parts[index].node..<Int(nodes[parts[index].node].end))
        }
        var output = [nodes[0]]
        output.reserveCapacity(1 + kept.reduce(0) { $0 + $1.count })
        for range in kept {
            let shift = output.count - range.lowerBound
            for node in nodes[range] {
                output.append(node)
                output[output.count - 1].end = UInt32(truncatingIfNeeded: Int(node.end) + shift)
            }
        }
        output[0].end = UInt32(truncatingIfNeeded: output.count)
        return Tree(
            nodes: output, names: whole.tree.names, values: whole.tree.values, decoding: whole.tree.decoding,
            origin: whole.tree.origin)
    }

    /// The first document and what stands behind it and in no other.
    private func around(_ nodes: [Tree.Node]) -> [Range<Tree.Index>] {
        var kept: [Range<Tree.Index>] = []
        var next = parts[0].node
        for part in parts.dropFirst() {
            if next < part.node { kept.append(next..<part.node) }
            next = Int(nodes[part.node].end)
        }
        kept.append(next..<nodes.count)
        return kept.filter { !$0.isEmpty }
    }
}
