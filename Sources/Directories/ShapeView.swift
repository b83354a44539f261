public import Diagnostics
public import Syntax

/// A shape as mappings see it.
///
/// Elements that stand side by side (PO106 with PO107, PO108 with PO109…) are repeats of a composite `pair` whose parts are
/// named by data element, `PO1/pair[235=UP]/234`. Groups that name each other by number (HL, CPS) stand in each other. All
/// else is as the format has it: messages are nested, checked and acknowledged by the shape itself, and this view is made
/// of the tree afterwards, and unmade before a message is written.
public final class ShapeView: Sendable {
    /// The structure that mappings are compiled for. No message is nested by it.
    public let shape: Shape
    /// The groups that stand in each other.
    public let links: [ShapeLink]
    /// Where the groups of each link have their numbers.
    private let places: [GroupLinking.NamedPlace]
    let runs: [Name: ViewFacts.Run]
    private let folding: PairFolding
    /// True where the nesting has checked the links already, and has reported what is wrong with them.
    let hasCheckedLinks: Bool

    /// The name of the composites.
    static let pair = Name(packing: "pair") ?? Name(number: 1)

    init(of shape: Shape) {
        runs = shape.facts.runs
        folding = PairFolding(runs)
        links = shape.facts.links.values.filter { link in
            shape.nodes.contains { $0.kind == .group && $0.tag == link.tag && link.isPossible(in: $0, of: shape) }
        }
        .sorted { $0.tag.rawValue < $1.tag.rawValue }
        let names = NameTable(base: shape.names)
        places = links.map { GroupLinking.NamedPlace(of: $0, in: names) }
        hasCheckedLinks = shape.notation == .positions
        var drawing = ShapeViewDrawing(shape)
        drawing.draw()
        self.shape = drawing.finish()
    }

    /// A nested message as mappings see it, with what is wrong with the numbers that groups name each other by, and which
    /// ways of naming there are in it. Offsets, segment numbers and numbers of elements stay.
    public func tree(of nested: Tree) -> (tree: Tree, diagnostics: DiagnosticList, links: [ShapeLink]) {
        var diagnostics = DiagnosticList()
        var tree = nested
        var used: [ShapeLink] = []
        for (link, place) in zip(links, places) {
            var linking = GroupLinking(tree, link, at: place, reports: !hasCheckedLinks)
            guard linking.isWorthALook() else { continue }
            used.append(link)
            if let linked = linking.linked() { tree = linked }
            diagnostics.append(contentsOf: linking.diagnostics)
        }
        if runs.isEmpty { return (tree, diagnostics, used) }
        return (tree.with(folding.folded(tree.nodes)), diagnostics, used)
    }

    /// A message that was written as mappings see it, as the format has it.
    public func positions(of written: Tree) -> Tree {
        if runs.isEmpty { return written }
        var unfolding = PairUnfolding(written.nodes, runs)
        return written.with(unfolding.unfolded())
    }
}

extension Tree {
    /// The same message of other nodes.
    func with(_ nodes: [Node]) -> Tree {
        Tree(nodes: nodes, names: names, values: values, decoding: decoding, origin: origin, preamble: preamble)
    }
}
