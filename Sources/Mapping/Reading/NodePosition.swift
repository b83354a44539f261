import Diagnostics
import Syntax

/// Where a node stands in the payload. It walks down from the message, so it is for errors and explanations only.
enum NodePosition {
    static func of(_ node: Tree.Index, in tree: Tree) -> Position {
        let found = tree.nodes[node]
        var position = Position(offset: (tree.origin.offset ?? 0) + Int(found.offset), file: tree.origin.file)
        let way = way(to: node, in: tree)
        let isMarkup = !way.contains { tree.nodes[$0].kind == .segment || tree.nodes[$0].kind == .group }
        if isMarkup {
            position.line = Int(found.ordinal)
            position.path = path(of: way, in: tree)
            return position
        }
        position.line = line(of: Int(found.offset), in: tree)
        if found.ordinal > 0 { position.segment = Int(found.ordinal) }
        if let segment = way.last(where: { tree.nodes[$0].kind == .segment || tree.nodes[$0].kind == .group }) {
            position.tag = tree.name(of: segment)
        }
        position.element = element(of: way, in: tree)
        return position
    }

    /// The nodes from below the message down to the node itself.
    private static func way(to node: Tree.Index, in tree: Tree) -> [Tree.Index] {
        var way: [Tree.Index] = []
        var current = tree.root
        while current != node {
            guard let next = tree.children(of: current).first(where: { $0 <= node && node < tree.nodes[$0].end }) else {
                break
            }
            way.append(next)
            current = next
        }
        return way
    }

    private static func line(of offset: Int, in tree: Tree) -> Int? {
        guard let first = tree.origin.line else { return nil }
        return first + tree.values.prefix(offset).reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    }

    private static func element(of way: [Tree.Index], in tree: Tree) -> String? {
        guard let last = way.last, tree.nodes[last].element > 0 else { return nil }
        let node = tree.nodes[last]
        return node.component > 0 ? "\(node.element).\(node.component)" : "\(node.element)"
    }

    private static func path(of way: [Tree.Index], in tree: Tree) -> String {
        var text = "/" + tree.name(of: tree.root)
        var parent = tree.root
        for node in way {
            let name = tree.nodes[node].name
            let alike = tree.children(of: parent).filter { tree.nodes[$0].name == name }
            text += "/" + tree.name(of: node)
            if alike.count > 1, let index = alike.firstIndex(of: node) { text += "[\(index + 1)]" }
            parent = node
        }
        return text
    }
}
