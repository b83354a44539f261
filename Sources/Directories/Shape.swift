import Synchronization
public import Syntax

/// The structure of one message of one version: an array of nodes, node 0 being the message.
public final class Shape: Sendable {
    /// The index of a node.
    public typealias Index = Int

    /// How elements and components are named.
    public enum Notation: Sendable, Hashable {
        /// By data element and composite (`3035`, `C082`): UN/EDIFACT, and names of XML.
        case dataElements
        /// By the place in the segment (`01`, `02`): X12.
        case positions
    }

    /// The message: `ORDERS`, `Order`.
    public let name: String
    /// The version in the format's own words: `D.96A`, `UBL 2.1`.
    public let version: String
    /// All nodes, the message first.
    public let nodes: [ShapeNode]
    /// The rules for values that nodes refer to.
    public let values: [ShapeValue]
    /// The places that segments and composites refer to.
    public let layouts: [ShapeLayout]
    /// All names of the shape; trees that are to be compared with it stand on this base.
    public let names: NameTable.Base
    /// What segments, composites and elements are called in the directory, by name; empty where it is not known.
    public let titles: [String: String]
    /// How elements and components are named.
    public let notation: Notation
    /// Deviations that weigh something else here.
    public let tolerances: [Tolerance]
    /// The tags of segments that the directory has but the message need not use.
    let otherTags: Set<Name>
    let plan: NestPlan
    /// What mappings see that the tables do not say.
    let facts: ViewFacts
    private let hasView: Bool
    private let drawnView = Mutex<ShapeView?>(nil)
    /// How segments that were right were filled; nil while a message is nested with it.
    let knownPatterns = Mutex<SegmentPatterns?>(nil)

    init(
        name: String, version: String, nodes: [ShapeNode], values: [ShapeValue], layouts: [ShapeLayout],
        names: NameTable.Base, titles: [String: String], notation: Notation, otherTags: Set<Name>,
        tolerances: [Tolerance], facts: ViewFacts = .none, plan: NestPlan? = nil
    ) {
        self.name = name
        self.version = version
        self.nodes = nodes
        self.values = values
        self.layouts = layouts
        self.names = names
        self.titles = titles
        self.notation = notation
        self.otherTags = otherTags
        self.tolerances = tolerances
        self.facts = facts
        hasView = nodes.contains { facts.concern($0) }
        self.plan =
            plan
            ?? NestPlan(
                nodes: nodes, values: values, layouts: layouts, names: names, titles: titles, notation: notation)
    }

    /// The shape as mappings see it; nil where they see it as it is.
    public var view: ShapeView? {
        guard hasView else { return nil }
        return drawnView.withLock { drawn in
            if let drawn { return drawn }
            let view = ShapeView(of: self)
            drawn = view
            return view
        }
    }

    /// The message.
    public var root: Index { 0 }

    /// The text of a node's name.
    public func name(of node: Index) -> String { NameTable(base: names).text(of: nodes[node].name) }

    /// The text of a name of this shape.
    public func name(of name: Name) -> String { NameTable(base: names).text(of: name) }

    /// The children of a node.
    public func children(of node: Index) -> Range<Index> { nodes[node].children }

    /// The rule for a node's value, nil when it holds none.
    public func value(of node: Index) -> ShapeValue? { nodes[node].value.map { values[$0] } }

    /// The child of this name, nil when there is none. Where a name stands twice among the children (a segment before
    /// and after a group) it is the first.
    public func child(of node: Index, named name: Name) -> Index? {
        nodes[node].children.first { nodes[$0].name == name }
    }

    /// The child whose name reads so.
    public func child(of node: Index, named text: String) -> Index? {
        guard let name = NameTable(base: names)[text] else { return nil }
        return child(of: node, named: name)
    }
}
