import Diagnostics
import Syntax
import XMLFormat

/// Where a node stands in the payload. It walks through the tree, so it is for errors and explanations only.
enum NodePosition {
    static func of(_ node: Tree.Index, in tree: Tree) -> Position {
        isMarkup(tree) ? tree.xmlPosition(of: node) : tree.position(of: node)
    }

    /// XML has elements and attributes below the message, segment syntaxes have segments and groups.
    private static func isMarkup(_ tree: Tree) -> Bool {
        guard tree.nodes.count > 1 else { return false }
        return tree.nodes[1].kind == .element || tree.nodes[1].kind == .attribute
    }
}
