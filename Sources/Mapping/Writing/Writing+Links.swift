import Diagnostics
import Directories
import Syntax

extension Writing {
    /// Numbers the groups that stand in each other, parents first, from 1, and writes into each the number of the one that
    /// it stands in. Numbers that rules wrote stay; a line within a line whose number another one has gets a free one.
    func number(_ link: ShapeLink) {
        guard !link.isNumbered else {
            var numbered = 0
            return number(link, below: 0, parent: nil, &numbered)
        }
        for node in draft.nodes.indices where !isGroup(node, of: link) {
            let groups = draft.nodes[node].children.filter { isGroup($0, of: link) }
            let isDeep = groups.contains { group in
                draft.nodes[group].children.contains { isGroup($0, of: link) }
            }
            if isDeep { numberLines(groups, link) }
        }
    }

    private func number(_ link: ShapeLink, below node: Int, parent: Int?, _ numbered: inout Int) {
        let groups = draft.nodes[node].children.filter { isGroup($0, of: link) }
        if parent != nil, let children = link.children { write(groups.isEmpty ? "0" : "1", at: [children], of: node) }
        for group in groups {
            numbered += 1
            let own = numbered
            write(String(own), at: [link.number], of: group)
            if let parent { write(String(parent), at: link.parentSteps, of: group) }
            number(link, below: group, parent: own, &numbered)
        }
    }

    /// Writes into lines within lines whose they are. Lines beside each other keep their numbers.
    private func numberLines(_ groups: [Int], _ link: ShapeLink) {
        var used = Set(groups.compactMap { value(at: link.number, of: $0).map(draft.value) ?? nil })
        var next = 1
        var open = groups
        while let group = open.popLast() {
            guard let parent = value(at: link.number, of: group).map(draft.value) ?? nil else { continue }
            for child in draft.nodes[group].children where isGroup(child, of: link) {
                if let number = value(at: link.number, of: child), let text = draft.value(number) {
                    if !used.insert(text).inserted {
                        while !used.insert(String(next)).inserted { next += 1 }
                        draft.setValue(String(next), of: number)
                        report(
                            "mapping.value-changed", .warning, field: nil, value: text,
                            facts: ["field": link.number, "path": path(of: link.number, in: link)])
                    }
                }
                write(parent, at: link.parentSteps, of: child)
                open.append(child)
            }
        }
    }

    private func path(of element: String, in link: ShapeLink) -> String {
        "\(link.tag.packedText ?? "")/\(element)"
    }

    private func isGroup(_ node: Int, of link: ShapeLink) -> Bool {
        let place = program.shape.nodes[draft.nodes[node].shape]
        return place.kind == .group && place.tag == link.tag
    }

    /// The node of an element of a group's segment.
    private func value(at element: String, of group: Int) -> Int? {
        guard let place = program.shape.child(of: draft.nodes[group].shape, named: element) else { return nil }
        return draft.nodes[group].children.first { draft.nodes[$0].shape == place }
    }

    /// Writes a value where none stands.
    private func write(_ value: String, at names: [String], of group: Int) {
        var node = group
        for name in names {
            guard let place = program.shape.child(of: draft.nodes[node].shape, named: name) else { return }
            let known = draft.nodes[node].children.first { draft.nodes[$0].shape == place }
            node = known ?? draft.add(place, to: node, key: -1)
        }
        if draft.nodes[node].value == nil { draft.setValue(value, of: node) }
    }
}

extension Draft {
    fileprivate func value(_ node: Int) -> String? { nodes[node].value }
}
