import Diagnostics
import Syntax

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
