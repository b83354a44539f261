import Syntax

/// Puts the elements that stand side by side in a segment into composites. Made once for a structure, since half of the lines of
/// an order go through it.
struct PairFolding: Sendable {
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

    init(_ runs: [Name: ViewFacts.Run]) {
        // They are a handful, sooner compared than hashed.
        for (tag, run) in runs {
            self.runs.append(
                Run(
                    tag: tag.rawValue, first: run.places.lowerBound, last: run.places.upperBound, part: parts.count,
                    parts: run.parts.count))
            parts += run.parts.map(\.name)
        }
    }

    func folded(_ nodes: [Tree.Node]) -> [Tree.Node] {
        // Each part makes one composite at most.
        [Tree.Node](unsafeUninitializedCapacity: nodes.count * 2) { output, count in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: nodes.count + 1) { starts in
                nodes.withUnsafeBufferPointer { nodes in
                    var pass = Pass(nodes: nodes, output: output, starts: starts)
                    runs.withUnsafeBufferPointer { runs in
                        parts.withUnsafeBufferPointer { parts in pass.run(runs, parts) }
                    }
                    count = pass.count
                }
            }
        }
    }

    /// One message.
    private struct Pass {
        let nodes: UnsafeBufferPointer<Tree.Node>
        let output: UnsafeMutableBufferPointer<Tree.Node>
        /// Where in the output that begins which begins with a node.
        let starts: UnsafeMutableBufferPointer<UInt32>
        var count = 0
        /// The composite that is open, -1 for none, and which of the repeats it is, from 0.
        var open = -1
        var current = 0

        mutating func run(_ runs: UnsafeBufferPointer<Run>, _ parts: UnsafeBufferPointer<Name>) {
            var run: Run?
            for index in nodes.indices {
                var node = nodes[index]
                if node.component == 0 {
                    if node.kind != .element, node.kind != .composite {
                        close()
                        run = runs.first { $0.tag == node.name.rawValue }
                    } else if let run, (run.first...run.last).contains(Int(node.element)) {
                        let place = Int(node.element) - run.first
                        openPair(place / run.parts, at: node, index)
                        node.name = parts[run.part + place % run.parts]
                        put(node)
                        continue
                    } else {
                        close()
                    }
                }
                starts[index] = UInt32(truncatingIfNeeded: count)
                put(node)
            }
            close()
            starts[nodes.count] = UInt32(truncatingIfNeeded: count)
            // Nodes end where what followed them begins; the composites' ends are right already.
            for index in 0..<count where output[index].name != ShapeView.pair {
                output[index].end = starts[Int(output[index].end)]
            }
        }

        /// Begins a composite for a part that is in none.
        private mutating func openPair(_ number: Int, at node: Tree.Node, _ index: Int) {
            if open >= 0, number != current { close() }
            starts[index] = UInt32(truncatingIfNeeded: count)
            guard open < 0 else { return }
            open = count
            current = number
            put(
                Tree.Node(
                    name: ShapeView.pair, end: 0, valueStart: node.valueStart, valueLength: 0, offset: node.offset,
                    ordinal: node.ordinal, kind: .composite, element: node.element, component: 0))
        }

        private mutating func close() {
            guard open >= 0 else { return }
            output[open].end = UInt32(truncatingIfNeeded: count)
            open = -1
        }

        @inline(__always) private mutating func put(_ node: Tree.Node) {
            output.initializeElement(at: count, to: node)
            count += 1
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
