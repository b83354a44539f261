public import Diagnostics

extension Tree {
    /// The path from the message to a node: `/Order/cac:OrderLine[2]/cbc:ID`, `/ORDERS/NAD[2]/C082/3039`. A number says
    /// which of several namesakes among its siblings a node is, from 1; where there is one only, it is left out.
    ///
    /// Worked out when asked for, from the root down; it costs the siblings on the way.
    public func path(of node: Index) -> String {
        precondition(nodes.indices.contains(node))
        var path = "/" + name(of: root)
        var parent = root
        while parent != node {
            var step = parent
            for child in children(of: parent) where child <= node && node < Int(nodes[child].end) { step = child }
            guard step != parent else { return path }
            path += "/" + name(of: step)
            if let place = place(of: step, in: parent) { path += "[\(place)]" }
            parent = step
        }
        return path
    }

    /// The node that a path leads to, the inverse of ``path(of:)``; without a number, the first of its namesakes. Nil where
    /// the tree has no such node.
    ///
    /// The tree of an EDIFACT message that was nested by its directory has names such as `/ORDERS/NAD[2]/C082/3039`, a flat
    /// one the numbers of elements: `/MSG/NAD[2]/2/1`.
    public func node(at path: String) -> Index? {
        let steps = path.split(separator: "/", omittingEmptySubsequences: false)
        guard steps.count > 1, steps[0].isEmpty, steps[1] == name(of: root) else { return nil }
        var node = root
        for step in steps.dropFirst(2) {
            guard let next = child(of: node, at: step) else { return nil }
            node = next
        }
        return node
    }

    /// The child that a step names: `NAD`, `NAD[2]`.
    private func child(of node: Index, at step: Substring) -> Index? {
        var (name, place) = (step, 1)
        if step.hasSuffix("]"), let bracket = step.lastIndex(of: "[") {
            guard let number = Int(step[step.index(after: bracket)...].dropLast()), number > 0 else { return nil }
            (name, place) = (step[..<bracket], number)
        }
        for child in children(of: node) where self.name(of: child) == name {
            place -= 1
            if place == 0 { return child }
        }
        return nil
    }

    /// Which of its namesakes under `parent` a node is, nil when it is the only one.
    private func place(of node: Index, in parent: Index) -> Int? {
        var namesakes = 0
        var place = 0
        for child in children(of: parent) where nodes[child].name == nodes[node].name {
            namesakes += 1
            if child == node { place = namesakes }
        }
        return namesakes > 1 ? place : nil
    }
}

extension Tree {
    /// Whether elements stand in it without segments around them, as in XML.
    var hasNoSegments: Bool { nodes.count > 1 && (nodes[1].kind == .element || nodes[1].kind == .attribute) }

    /// Where a node of an XML document stands in its payload: offset, line, name and path.
    public func xmlPosition(of node: Index) -> Position {
        Position(
            offset: (origin.offset ?? 0) + Int(nodes[node].offset), line: Int(nodes[node].ordinal), tag: name(of: node),
            path: path(of: node))
    }
}
