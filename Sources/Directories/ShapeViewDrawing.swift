import Syntax

/// Makes the shape of a view: gives segments with elements side by side, and groups that stand in each other, children of
/// their own behind the nodes that there are.
struct ShapeViewDrawing {
    /// What stands in a node, and the places of its elements.
    private struct Content {
        var children: Range<Int>
        var layout: Int?
    }

    private let shape: Shape
    private var nodes: [ShapeNode]
    private var layouts: [ShapeLayout]

    init(_ shape: Shape) {
        self.shape = shape
        nodes = shape.nodes
        layouts = shape.layouts
    }

    mutating func draw() {
        // Nodes share the children of segments, and groups may hold themselves: what they hold is known by its first child.
        var drawn: [Int: Content] = [:]
        for node in shape.nodes where shape.facts.concern(node) && drawn[node.children.lowerBound] == nil {
            drawn[node.children.lowerBound] = content(of: node)
        }
        for index in nodes.indices where !nodes[index].children.isEmpty {
            guard let content = drawn[nodes[index].children.lowerBound] else { continue }
            nodes[index].children = content.children
            nodes[index].layout = content.layout
        }
    }

    func finish() -> Shape {
        Shape(
            name: shape.name, version: shape.version, nodes: nodes, values: shape.values, layouts: layouts,
            names: shape.names, titles: shape.titles, notation: shape.notation, otherTags: shape.otherTags,
            tolerances: shape.tolerances, plan: shape.plan)
    }

    private mutating func content(of node: ShapeNode) -> Content {
        var children = Array(shape.nodes[node.children])
        var layout = node.layout
        if let run = shape.facts.runs[node.tag] {
            let elements = children.prefix { $0.kind == .element || $0.kind == .composite }.count
            if elements >= run.places.lowerBound + run.parts.count - 1 {
                let places = run.places.clamped(to: 1...elements)
                let pair = pair(of: run, places, children[places.lowerBound - 1..<places.upperBound])
                children.replaceSubrange(places.lowerBound - 1..<places.upperBound, with: [pair])
                layout = addLayout(elements: elements - places.count + 1, pair: places.lowerBound - 1, pair.maximum)
            }
        }
        if node.kind == .group, shape.facts.links[node.tag]?.isPossible(in: node, of: shape) == true,
            !children.contains(where: { $0.name == node.name })
        {
            var inner = node
            inner.minimum = 0
            children.append(inner)
        }
        return Content(children: add(children), layout: layout)
    }

    /// The composite that stands for the elements of some places.
    private mutating func pair(
        of run: ViewFacts.Run, _ places: ClosedRange<Int>, _ elements: ArraySlice<ShapeNode>
    ) -> ShapeNode {
        var parts: [ShapeNode] = []
        var slots: [ShapeLayout.Slot] = []
        for (part, element) in zip(run.parts, elements) {
            if let known = parts.firstIndex(where: { $0.name == part.name }) {
                parts[known].maximum += 1
                slots.append(.init(child: known, isMandatory: false, repeats: 1))
                continue
            }
            var node = element
            node.name = part.name
            node.tag = part.name
            node.minimum = part.isOptional ? 0 : 1
            node.maximum = 1
            slots.append(.init(child: parts.count, isMandatory: !part.isOptional, repeats: 1))
            parts.append(node)
        }
        layouts.append(ShapeLayout(expanded: slots, repeating: slots))
        return ShapeNode(
            name: ShapeView.pair, kind: .composite, minimum: elements.first?.minimum ?? 0,
            maximum: places.count / run.parts.count, children: add(parts), layout: layouts.count - 1,
            tag: ShapeView.pair)
    }

    /// The places of elements of which one is the composite.
    private mutating func addLayout(elements: Int, pair: Int, _ count: Int) -> Int {
        var slots: [ShapeLayout.Slot] = []
        for child in 0..<elements {
            for _ in 0..<(child == pair ? count : 1) {
                slots.append(.init(child: child, isMandatory: false, repeats: 1))
            }
        }
        layouts.append(ShapeLayout(expanded: slots, repeating: slots))
        return layouts.count - 1
    }

    private mutating func add(_ children: [ShapeNode]) -> Range<Int> {
        nodes += children
        return nodes.count - children.count..<nodes.count
    }
}
