import Syntax

/// Puts the elements that stand side by side in a segment into composites.
struct PairFolding {
    private let nodes: [Tree.Node]
    /// A run without a reference to count; its parts' names stand in `parts`.
    private struct Run: BitwiseCopyable {
        let tag: UInt32
        let first: Int
        let last: Int
        let part: Int
        let parts: Int
    }

    private var runs: [Run] = []
    private var parts: [Name] = []
    private var output: [Tree.Node] = []
    /// Where in the output that begins which begins with a node.
    private var starts: [UInt32] = []
    /// The composites that were made.
    private var pairs: [Int] = []
    private var isOpen = false
    /// Which of the repeats is open, from 0.
    private var current = 0

    init(_ nodes: [Tree.Node], _ runs: [Name: ViewFacts.Run]) {
        self.nodes = nodes
        // They are a handful, sooner compared than hashed.
        for (tag, run) in runs {
            self.runs.append(
                Run(
                    tag: tag.rawValue, first: run.places.lowerBound, last: run.places.upperBound, part: parts.count,
                    parts: run.parts.count))
            parts += run.parts.map(\.name)
        }
        output.reserveCapacity(nodes.count + nodes.count / 4)
        starts.reserveCapacity(nodes.count + 1)
    }

    mutating func folded() -> [Tree.Node] {
        let nodes = nodes
        nodes.withUnsafeBufferPointer { nodes in
            var run: Run?
            for index in nodes.indices {
                if nodes[index].component == 0 {
                    if nodes[index].kind != .element, nodes[index].kind != .composite {
                        close()
                        run = self.run(of: nodes[index].name.rawValue)
                    } else if let run, (run.first...run.last).contains(Int(nodes[index].element)) {
                        takePart(nodes[index], of: run)
                        continue
                    } else {
                        close()
                    }
                }
                starts.append(UInt32(truncatingIfNeeded: output.count))
                output.append(nodes[index])
            }
        }
        close()
        starts.append(UInt32(truncatingIfNeeded: output.count))
        correctEnds()
        return output
    }

    private mutating func run(of tag: UInt32) -> Run? {
        for index in runs.indices where runs[index].tag == tag { return runs[index] }
        return nil
    }

    private mutating func takePart(_ node: Tree.Node, of run: Run) {
        let place = Int(node.element) - run.first
        let number = place / run.parts
        if isOpen, number != current { close() }
        starts.append(UInt32(truncatingIfNeeded: output.count))
        if !isOpen {
            pairs.append(output.count)
            isOpen = true
            current = number
            output.append(
                Tree.Node(
                    name: ShapeView.pair, end: 0, valueStart: node.valueStart, valueLength: 0, offset: node.offset,
                    ordinal: node.ordinal, kind: .composite, element: node.element, component: 0))
        }
        var part = node
        part.name = parts[run.part + place % run.parts]
        output.append(part)
    }

    private mutating func close() {
        guard isOpen, let pair = pairs.last else { return }
        output[pair].end = UInt32(truncatingIfNeeded: output.count)
        isOpen = false
    }

    /// Nodes end where what followed them begins; the composites' ends are right already.
    private mutating func correctEnds() {
        output.withUnsafeMutableBufferPointer { output in
            var next = 0
            for index in output.indices {
                if next < pairs.count, pairs[next] == index {
                    next += 1
                } else {
                    output[index].end = starts[Int(output[index].end)]
                }
            }
        }
    }
}

/// Puts the parts of the composites back side by side into their segment, where their number among the composites says.
struct PairUnfolding {
    private let nodes: [Tree.Node]
    private let runs: [Name: ViewFacts.Run]
    private var output: [Tree.Node] = []
    private var starts: [UInt32] = []

    init(_ nodes: [Tree.Node], _ runs: [Name: ViewFacts.Run]) {
        self.nodes = nodes
        self.runs = runs
        output.reserveCapacity(nodes.count)
    }

    mutating func unfolded() -> [Tree.Node] {
        var run: ViewFacts.Run?
        var count = 0
        var index = 0
        while index < nodes.count {
            let node = nodes[index]
            if node.kind != .element, node.kind != .composite {
                run = runs[node.name]
                count = 0
            } else if let run, node.name == ShapeView.pair {
                index = takePair(index, of: run, number: count)
                count += 1
                continue
            } else if run != nil, node.component == 0, let number = node.name.packedText.flatMap({ Int($0) }) {
                // Behind the composites the view counts otherwise.
                put(node, element: number)
                index += 1
                continue
            }
            put(node, element: Int(node.element))
            index += 1
        }
        starts.append(UInt32(truncatingIfNeeded: output.count))
        for index in output.indices { output[index].end = starts[Int(output[index].end)] }
        return output
    }

    /// Puts the parts of one composite; the index behind it.
    private mutating func takePair(_ pair: Int, of run: ViewFacts.Run, number: Int) -> Int {
        let end = Int(nodes[pair].end)
        let first = run.places.lowerBound + number * run.parts.count
        starts.append(UInt32(truncatingIfNeeded: output.count))
        var partEnd = pair + 1
        var element = first
        for index in pair + 1..<end {
            var node = nodes[index]
            if index == partEnd {
                partEnd = Int(node.end)
                element = node.component > 0 ? first + Int(node.component) - 1 : Int(node.element)
                node.component = 0
                node.name = Name(number: element)
            }
            put(node, element: element)
        }
        return end
    }

    private mutating func put(_ node: Tree.Node, element: Int) {
        starts.append(UInt32(truncatingIfNeeded: output.count))
        output.append(node)
        output[output.count - 1].element = UInt8(truncatingIfNeeded: element)
    }
}
