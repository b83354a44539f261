import Directories
import Syntax

extension Writing {
    /// Numbers the groups that stand in each other, parents first, from 1, and writes into each the number of the one that
    /// it stands in. Numbers that rules wrote stay.
    func number(_ link: ShapeLink) {
        var numbered = 0
        number(link, below: 0, parent: nil, &numbered)
    }

    private func number(_ link: ShapeLink, below node: Int, parent: Int?, _ numbered: inout Int) {
        let groups = draft.nodes[node].children.filter { isGroup($0, of: link) }
        if parent != nil, let children = link.children { write(groups.isEmpty ? "0" : "1", at: children, of: node) }
        for group in groups {
            numbered += 1
            let own = numbered
            write(String(own), at: link.number, of: group)
            if let parent { write(String(parent), at: link.parent, of: group) }
            number(link, below: group, parent: own, &numbered)
        }
    }

    private func isGroup(_ node: Int, of link: ShapeLink) -> Bool {
        let place = program.shape.nodes[draft.nodes[node].shape]
        return place.kind == .group && place.tag == link.tag
    }

    private func write(_ value: String, at element: String, of group: Int) {
        guard let place = program.shape.child(of: draft.nodes[group].shape, named: element),
            !draft.nodes[group].children.contains(where: { draft.nodes[$0].shape == place })
        else { return }
        draft.setValue(value, of: draft.add(place, to: group, key: -1))
    }
}
