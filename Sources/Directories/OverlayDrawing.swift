import Diagnostics
import Syntax

/// A shape while an overlay is applied to it.
///
/// Nodes share the children of segments and composites. A change at one place first gives every node on the way children
/// of its own; one that holds everywhere may change what is shared by all segments of a tag, but not by other segments.
struct OverlayDrawing {
    let shape: Shape
    private(set) var nodes: [ShapeNode]
    private(set) var values: [ShapeValue]
    private var layouts: [ShapeLayout]
    /// The nodes whose children are their own.
    private var owners: Set<Int> = []
    var faults = DiagnosticList()

    init(_ shape: Shape) {
        self.shape = shape
        nodes = shape.nodes
        values = shape.values
        layouts = shape.layouts
    }

    /// The shape as it is now.
    func finish(_ tolerances: [Tolerance]) -> Shape {
        Shape(
            name: shape.name, version: shape.version, nodes: nodes, values: values, layouts: layouts,
            names: shape.names,
            titles: shape.titles, notation: shape.notation, otherTags: shape.otherTags,
            tolerances: shape.tolerances + tolerances, facts: shape.facts)
    }

    /// Applies one change, or reports why it cannot be.
    mutating func apply(_ change: Overlay.Change) {
        let places = change.path.first == "*" ? everywhere(change.path.dropFirst()) : places(change.path)
        guard !places.isEmpty else { return faults.append(pathFault(of: change)) }
        var reported: [Diagnostic] = []
        for place in places {
            let found = obstacles(to: change, at: nodes[place.node])
            if found.isEmpty { apply(change, at: place) }
            reported += found.filter { !reported.contains($0) }
        }
        for fault in reported { faults.append(fault) }
    }

    /// A node and the one that it stands in.
    private struct Place {
        var parent: Int
        var node: Int
    }

    // MARK: Finding

    private mutating func places(_ path: [String]) -> [Place] {
        var found: [Place] = []
        for (index, step) in path.enumerated() {
            let parents = index == 0 ? [shape.root] : found.map(\.node)
            found = []
            for parent in parents {
                own(parent)
                found += children(of: parent, named: step)
            }
        }
        return found
    }

    private mutating func everywhere(_ path: ArraySlice<String>) -> [Place] {
        guard let tag = path.first.flatMap({ Name(packing: $0) }) else { return [] }
        var found: [Place] = []
        for parent in nodes.indices where nodes[parent].kind == .message || nodes[parent].kind == .group {
            for child in nodes[parent].children where nodes[child].tag == tag && isInGroup(nodes[child]) {
                found.append(Place(parent: parent, node: child))
            }
        }
        for step in path.dropFirst() {
            found = found.flatMap { place in
                if nodes[place.node].kind == .composite { own(place.node) }
                return children(of: place.node, named: step)
            }
        }
        return found
    }

    func isInGroup(_ node: ShapeNode) -> Bool { node.kind == .segment || node.kind == .group }

    /// The children of this name; else those of this name in the only composite that has one, which gets them for its own.
    private mutating func children(of parent: Int, named text: String) -> [Place] {
        guard let name = NameTable(base: shape.names)[text] else { return [] }
        let direct = nodes[parent].children.filter { nodes[$0].name == name }
        if !direct.isEmpty { return direct.map { Place(parent: parent, node: $0) } }
        // Places are counted in each composite anew, so that none can be left out.
        guard shape.notation == .dataElements else { return [] }
        let composites = nodes[parent].children.filter { composite in
            nodes[composite].kind == .composite && nodes[composite].children.contains { nodes[$0].name == name }
        }
        guard composites.count == 1 else { return [] }
        own(composites[0])
        return nodes[composites[0]].children.filter { nodes[$0].name == name }.map {
            Place(parent: composites[0], node: $0)
        }
    }

    /// Gives a node children and places that no other node shares.
    private mutating func own(_ parent: Int) {
        guard owners.insert(parent).inserted else { return }
        let start = nodes.count
        nodes += nodes[nodes[parent].children]
        nodes[parent].children = start..<nodes.count
        if let layout = nodes[parent].layout {
            layouts.append(layouts[layout])
            nodes[parent].layout = layouts.count - 1
        }
    }

    // MARK: Changing

    private mutating func apply(_ change: Overlay.Change, at place: Place) {
        if let use = change.use { apply(use, at: place) }
        if let repeats = change.repeats { nodes[place.node].maximum = repeats }
        guard change.length != nil || change.codes != nil || !change.moreCodes.isEmpty,
            let index = nodes[place.node].value
        else { return }
        var value = values[index]
        if let length = change.length {
            value.minimumLength = length.lowerBound
            value.maximumLength = length.upperBound
        }
        value.codes = codes(change, value.codes, shape.name(of: nodes[place.node].name))
        values.append(value)
        nodes[place.node].value = values.count - 1
    }

    private mutating func apply(_ use: Overlay.Use, at place: Place) {
        nodes[place.node].minimum = use == .mandatory ? max(1, nodes[place.node].minimum) : 0
        // What an earlier change leaves out is there again.
        nodes[place.node].maximum = use == .unused ? 0 : max(1, nodes[place.node].maximum)
        guard !isInGroup(nodes[place.node]), let layout = nodes[place.parent].layout else { return }
        let child = place.node - nodes[place.parent].children.lowerBound
        Self.set(use == .mandatory, child, &layouts[layout].expanded)
        Self.set(use == .mandatory, child, &layouts[layout].repeating)
    }

    /// Marks the first place of a child as mandatory and the others not, or all of them not.
    private static func set(_ isMandatory: Bool, _ child: Int, _ slots: inout [ShapeLayout.Slot]) {
        var isFirst = true
        for index in slots.indices where slots[index].child == child {
            slots[index].isMandatory = isMandatory && isFirst
            isFirst = false
        }
    }

    private func codes(_ change: Overlay.Change, _ known: CodeList?, _ identifier: String) -> CodeList? {
        // Without a list any code is right, and more of them change nothing.
        guard change.codes != nil || (known != nil && !change.moreCodes.isEmpty) else { return known }
        let titles = Dictionary(
            known?.entries.map { ($0.code, $0.title) } ?? [], uniquingKeysWith: { first, _ in first })
        let kept = change.codes ?? known?.codes ?? []
        let added = change.moreCodes.filter { !kept.contains($0) }
        return CodeList(identifier: identifier, (kept + added).map { (code: $0, title: titles[$0] ?? "") })
    }
}
