import Diagnostics
import Directories
import Syntax

/// A nested message with its shape, as mappings see both.
struct ViewedMessage {
    var tree: Tree
    var shape: Shape
    /// What is wrong with the numbers that groups name each other by.
    var diagnostics = DiagnosticList()
    /// The ways in which groups of it name each other.
    var links: [ShapeLink] = []

    init(_ nested: Tree, _ shape: Shape) {
        guard let view = shape.view else {
            tree = nested
            self.shape = shape
            return
        }
        (tree, diagnostics, links) = view.tree(of: nested)
        self.shape = view.shape
    }
}
