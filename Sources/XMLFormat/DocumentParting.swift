import Diagnostics
import Syntax

/// A child of the root that is a document of its own.
struct DocumentPart {
    var node: Tree.Index
    /// Where its start tag begins in the payload.
    var start: Int
    /// Where its end tag ends; nil when that did not come.
    var end: Int?
}

/// Takes a file of several documents apart: each gets what stands before the first of them, and the end behind the last.
///
/// So each is a whole file when it is sent alone. What stands between documents or behind the last belongs to the first
/// one's tree, so that it is listed as unread, and to none's bytes.
struct DocumentParting {
    private let whole: Message
    private let parts: [DocumentPart]
    private let before: [UInt8]
    private let behind: [UInt8]
    private let payload: [UInt8]

    init(_ whole: Message, parts: [DocumentPart], payload: [UInt8]) {
        self.whole = whole
        self.parts = parts
        self.payload = payload
        before = Array(payload[whole.range.lowerBound..<max(whole.range.lowerBound, parts[0].start)])
        behind = parts.last?.end.map { Array(payload[min($0, payload.count)...]) } ?? []
    }

    /// The bytes and nodes that stand around all documents, counted for each of them.
    var cost: (bytes: Int, nodes: Int) {
        ((before.count + behind.count) * parts.count, parts[0].node * parts.count)
    }

    /// One of the documents as a message, without what was found wrong with it.
    func message(_ index: Int) -> Message {
        let part = parts[index]
        let tree = tree(index)
        let end = min(part.end ?? payload.count, payload.count)
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

/// In which of a file's documents each finding stands.
struct FindingPlaces {
    /// The documents by the payload's offset of a node with a finding.
    private var parts: [Int: Int] = [:]

    init(_ nodes: [Tree.Index], parts: [DocumentPart], tree: Tree) {
        for node in nodes {
            // Parts rise, so the last that begins before the node is the only one that may hold it.
            var low = 0
            var high = parts.count
            while low < high {
                let middle = (low + high) / 2
                if parts[middle].node <= node { low = middle + 1 } else { high = middle }
            }
            guard low > 0, node < Int(tree.nodes[parts[low - 1].node].end),
                let offset = tree.xmlPosition(of: node).offset
            else { continue }
            self.parts[offset] = low - 1
        }
    }

    /// Whether a diagnostic stands in a document, or in none of them and so concerns all.
    func concerns(_ diagnostic: Diagnostic, part: Int) -> Bool {
        guard let offset = diagnostic.position?.offset, let own = parts[offset] else { return true }
        return own == part
    }
}
