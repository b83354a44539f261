import Diagnostics
import Directories
import Syntax

extension Reading {
    /// Forgets one document and starts the next; what was read stays read.
    mutating func start(at node: Tree.Index) {
        documentNode = node
        diagnostics = DiagnosticList()
        recollections = [:]
        visits = 0
        isTooDeep = false
        if provenance != nil { provenance = [] }
        forgetDocumentTexts()
    }

    /// True when a condition on the message holds.
    mutating func satisfies(_ match: CompiledMatch) -> Bool {
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropMatches(from: mark.matches) }
        defer { dropEvidence(from: mark.evidence) }
        collect(match.path, from: 0, needsValue: true)
        guard mark.matches < matches.count else { return match.condition.allowsAbsence }
        for index in mark.matches..<matches.count {
            if match.condition.admits(text(of: matches[index].node) ?? "") { return true }
        }
        return false
    }

    /// The first node that a condition on a message looks at.
    mutating func firstNode(of match: CompiledMatch) -> Int? {
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropMatches(from: mark.matches) }
        defer { dropEvidence(from: mark.evidence) }
        collect(match.path, from: 0, needsValue: true)
        return mark.matches < matches.count ? matches[mark.matches].node : nil
    }

    /// The values that nothing read, those left out that are ignored on purpose or belong to the envelope.
    mutating func unread(links: [ShapeLink] = []) -> (
        values: [UnreadValue], omitted: Int
    ) {
        var candidates: [Int] = []
        var index = 1
        for link in links { markRead(link) }
        while index < nodes.count {
            if wasRead[index] {
                index += 1
            } else if nodes[index].valueLength > 0 {
                candidates.append(index)
                index += 1
            } else {
                index = isEnvelope(index) ? Int(nodes[index].end) : index + 1
            }
        }
        guard !candidates.isEmpty else { return ([], 0) }
        let left = withoutIgnored(candidates)
        let values = left.prefix(MappedDocument.unreadLimit).map { node in
            UnreadValue(
                position: NodePosition.of(node, in: tree), path: namePath(of: node), value: tree.text(of: node) ?? "")
        }
        return (values, left.count - values.count)
    }

    /// The numbers that groups name each other by say what stands in what.
    private mutating func markRead(_ link: ShapeLink) {
        let names = [link.number, link.children].compactMap(\.self) + link.parentSteps
        let parts = names.compactMap { tree.names[$0] }
        for group in nodes.indices where nodes[group].name == link.tag && nodes[group].kind == .group {
            var child = group + 1
            while child < Int(nodes[group].end), nodes[child].kind == .element || nodes[child].kind == .composite {
                // A component in a composite that holds the number of another group is looked at, too.
                let isPart = parts.contains(nodes[child].name)
                if isPart { wasRead[child] = true }
                child = isPart ? child + 1 : Int(nodes[child].end)
            }
        }
    }

    /// UNH and UNT, ST and SE, MHD and MTR are the envelope's, whatever the message.
    private func isEnvelope(_ node: Int) -> Bool {
        guard nodes[node].kind == .segment || nodes[node].kind == .group else { return false }
        let name = nodes[node].name
        return Self.envelopeNames.contains(name)
    }

    private static let envelopeNames = ["UNH", "UNT", "ST", "SE", "MHD", "MTR"].compactMap { Name(packing: $0) }

    /// The candidates that are not left out on purpose. They come in document order.
    private mutating func withoutIgnored(_ candidates: [Int]) -> [Int] {
        collectAnywhere(ignored, in: nodes.indices)
        for ignore in ignored where !ignore.isAnywhere { collect(ignore.path, from: documentNode, needsValue: false) }
        let tops = matches.elements(from: 0).map(\.node).sorted()
        dropMatches(from: 0)
        dropEvidence(from: 0)
        guard !tops.isEmpty else { return candidates }
        var left: [Int] = []
        var end = 0
        var next = 0
        for candidate in candidates {
            while next < tops.count, tops[next] <= candidate {
                end = max(end, Int(nodes[tops[next]].end))
                next += 1
            }
            if candidate >= end { left.append(candidate) }
        }
        return left
    }

    /// Marks what is left out on purpose among some nodes, wherever its first name stands.
    mutating func markIgnored(in range: Range<Int>) {
        let mark = (matches: matches.count, evidence: evidence.count)
        collectAnywhere(ignored, in: range)
        for index in mark.matches..<matches.count {
            let node = matches[index].node
            for index in node..<Int(nodes[node].end) { wasRead[index] = true }
        }
        dropMatches(from: mark.matches)
        dropEvidence(from: mark.evidence)
    }

    /// Collects what is ignored wherever its first name stands, in one pass over the nodes.
    private mutating func collectAnywhere(_ ignored: [CompiledIgnore], in range: Range<Int>) {
        var starts: [(name: UInt32, steps: Range<Int>)] = []
        var names = NameSet()
        for ignore in ignored where ignore.isAnywhere {
            let steps = ignore.path.steps.indices
            guard let first = steps.first, codes.steps[first].name >= 0 else { continue }
            let name = numbers[Int(codes.steps[first].name)]
            starts.append((name, steps))
            names.insert(name)
        }
        for node in range where names.mayHold(nodes[node].name.rawValue) {
            for start in starts where start.name == nodes[node].name.rawValue { collect(start.steps, at: node) }
        }
    }

    private mutating func namePath(of node: Int) -> String {
        var names: [String] = []
        var current = node
        while current != 0 {
            names.append(tree.name(of: current))
            current = ancestor(of: current, up: 1)
        }
        return names.reversed().joined(separator: "/")
    }
}
