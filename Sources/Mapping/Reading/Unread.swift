import Diagnostics
import Syntax

extension Reading {
    /// Forgets one document and starts the next; what was read stays read.
    func start(at node: Tree.Index) {
        documentNode = node
        diagnostics = DiagnosticList()
        recollections = [:]
        visits = 0
        isTooDeep = false
        if provenance != nil { provenance = [] }
        forgetDocumentTexts()
    }

    /// True when a condition on the message holds.
    func satisfies(_ match: CompiledMatch) -> Bool {
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropMatches(from: mark.matches) }
        defer { dropEvidence(from: mark.evidence) }
        collect(match.path, from: 0, needsValue: true)
        guard mark.matches < matches.count else { return match.condition.allowsAbsence }
        return matches[mark.matches...].contains { found in
            match.condition.allowsAny || match.condition.alternatives.contains(tree.text(of: found.node) ?? "")
        }
    }

    /// The values that nothing read, those left out that are ignored on purpose or belong to the envelope.
    func unread(ignoring ignored: [CompiledIgnore]) -> (values: [UnreadValue], omitted: Int) {
        var candidates: [Int] = []
        var index = 1
        while index < nodes.count {
            if isEnvelope(index) {
                index = Int(nodes[index].end)
                continue
            }
            if nodes[index].valueLength > 0, !wasRead[index] { candidates.append(index) }
            index += 1
        }
        guard !candidates.isEmpty else { return ([], 0) }
        let left = Set(candidates).subtracting(nodesIgnored(by: ignored, among: candidates))
        let kept = candidates.lazy.filter(left.contains).prefix(MappedDocument.unreadLimit)
        let values = kept.map { node in
            UnreadValue(
                position: NodePosition.of(node, in: self.tree), path: self.namePath(of: node),
                value: self.tree.text(of: node) ?? "")
        }
        return (Array(values), left.count - min(left.count, MappedDocument.unreadLimit))
    }

    /// UNH and UNT are the envelope's, whatever the message.
    private func isEnvelope(_ node: Int) -> Bool {
        guard nodes[node].kind == .segment || nodes[node].kind == .group else { return false }
        let name = nodes[node].name
        return name == Self.messageHeader || name == Self.messageTrailer
    }

    private static let messageHeader = Name(packing: "UNH")
    private static let messageTrailer = Name(packing: "UNT")

    private func nodesIgnored(by ignored: [CompiledIgnore], among candidates: [Int]) -> Set<Int> {
        for ignore in ignored {
            if ignore.isAnywhere {
                let steps = ignore.path.steps.indices
                guard let first = steps.first else { continue }
                let code = codes.steps[first]
                guard code.name >= 0 else { continue }
                let name = numbers[Int(code.name)]
                for node in nodes.indices where nodes[node].name.rawValue == name {
                    collect(steps, at: node)
                }
            } else {
                collect(ignore.path, from: documentNode, needsValue: false)
            }
        }
        let tops = matches.map(\.node).sorted()
        dropMatches(from: 0)
        dropEvidence(from: 0)
        guard !tops.isEmpty else { return [] }
        var result: Set<Int> = []
        // Candidates and tops are both in document order.
        var end = 0
        var next = 0
        for candidate in candidates {
            while next < tops.count, tops[next] <= candidate {
                end = max(end, Int(nodes[tops[next]].end))
                next += 1
            }
            if candidate < end { result.insert(candidate) }
        }
        return result
    }

    private func namePath(of node: Int) -> String {
        var names: [String] = []
        var current = node
        while current != 0 {
            names.append(tree.name(of: current))
            current = ancestor(of: current, up: 1)
        }
        return names.reversed().joined(separator: "/")
    }
}
