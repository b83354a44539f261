import Diagnostics
import Syntax

/// Puts groups that name each other by number into each other: each stands in the one that it names, where that came before
/// it, behind what that one has of its own; all others stand beside each other as they came. Nothing is lost.
struct GroupLinking {
    /// One of the groups.
    private struct Group {
        var node: Tree.Index
        /// The group that it stands in, among the groups.
        var parent = -1
        var depth = 1
        var children: [Int] = []
    }

    /// How many groups may stand in each other.
    static let deepest = 64

    private let tree: Tree
    private let link: ShapeLink
    private let number: Name?
    private let parent: Name?
    private let reports: Bool
    private(set) var diagnostics = DiagnosticList()
    private var groups: [Group] = []
    private var output: [Tree.Node] = []

    init(_ tree: Tree, _ link: ShapeLink, reports: Bool) {
        self.tree = tree
        self.link = link
        self.reports = reports
        number = tree.names[link.number]
        parent = tree.names[link.parent]
    }

    /// The tree with its groups in each other; nil when they stand right as they are.
    mutating func linked() -> Tree? {
        guard find(), let first = groups.first else { return nil }
        for index in groups.indices where groups[index].parent >= 0 {
            groups[groups[index].parent].children.append(index)
        }
        output.reserveCapacity(tree.nodes.count)
        putAround(first.node)
        return tree.with(output)
    }

    /// Finds the groups and which stands in which; true when one of them stands elsewhere.
    private mutating func find() -> Bool {
        var known: [ArraySlice<UInt8>: Int] = [:]
        var open: [Int] = []
        var isMoved = false
        for (index, node) in tree.nodes.enumerated() where node.name == link.tag && node.kind == .group {
            while let last = open.last, Int(tree.nodes[groups[last].node].end) <= index { open.removeLast() }
            var group = Group(node: index)
            if let named = value(parent, of: index) { place(&group, in: named, known) }
            if group.parent != open.last ?? -1 { isMoved = true }
            open.append(groups.count)
            if let own = value(number, of: index) {
                if known.updateValue(groups.count, forKey: tree.rawValue(of: own)) != nil {
                    report("directory.link-repeated", at: own)
                }
            }
            groups.append(group)
        }
        return isMoved
    }

    private mutating func place(_ group: inout Group, in named: Tree.Index, _ known: [ArraySlice<UInt8>: Int]) {
        guard let parent = known[tree.rawValue(of: named)] else { return report("directory.link-parent", at: named) }
        guard groups[parent].depth < Self.deepest else { return report("directory.link-deep", at: named) }
        group.parent = parent
        group.depth = groups[parent].depth + 1
    }

    /// The node of an element of a group's segment that has a value.
    private func value(_ name: Name?, of group: Tree.Index) -> Tree.Index? {
        tree.children(of: group).first { tree.nodes[$0].name == name && tree.nodes[$0].valueLength > 0 }
    }

    private mutating func report(_ code: Code, at node: Tree.Index) {
        guard reports else { return }
        diagnostics.append(
            Diagnostic(
                code, at: tree.position(of: node), value: tree.text(of: node),
                facts: ["tag": link.tag.packedText ?? "", "maximum": "\(Self.deepest)"]))
    }

    // MARK: Putting

    /// Puts the message: what stands before the first group, the groups, what stands behind.
    private mutating func putAround(_ first: Tree.Index) {
        var ancestors: [Int] = []
        var index = 0
        while index < tree.nodes.count {
            while let last = ancestors.last, Int(tree.nodes[last].end) <= index { close(ancestors.removeLast()) }
            let node = tree.nodes[index]
            if index == first {
                for group in groups.indices where groups[group].parent < 0 { putGroup(group) }
            }
            if node.name == link.tag, node.kind == .group {
                index = Int(node.end)
                continue
            }
            starts[index] = output.count
            output.append(node)
            ancestors.append(index)
            index += 1
        }
        while let last = ancestors.popLast() { close(last) }
    }

    /// Where nodes outside of the groups stand in the output.
    private var starts: [Tree.Index: Int] = [:]

    private mutating func close(_ node: Tree.Index) {
        if let place = starts[node] { output[place].end = UInt32(truncatingIfNeeded: output.count) }
    }

    /// Puts a group, and the groups in it, without a call for each level.
    private mutating func putGroup(_ top: Int) {
        var open: [(place: Int, rest: ArraySlice<Int>)] = [(putOwn(top), groups[top].children[...])]
        while let last = open.indices.last {
            if let next = open[last].rest.popFirst() {
                open.append((putOwn(next), groups[next].children[...]))
            } else {
                output[open.removeLast().place].end = UInt32(truncatingIfNeeded: output.count)
            }
        }
    }

    /// Puts what a group has of its own; its place.
    private mutating func putOwn(_ group: Int) -> Int {
        let start = groups[group].node
        let end = Int(tree.nodes[start].end)
        let place = output.count
        output.append(tree.nodes[start])
        var index = start + 1
        while index < end {
            let next = Int(tree.nodes[index].end)
            if tree.nodes[index].name != link.tag || tree.nodes[index].kind != .group {
                let shift = output.count - index
                for node in tree.nodes[index..<next] {
                    output.append(node)
                    output[output.count - 1].end = UInt32(truncatingIfNeeded: Int(node.end) + shift)
                }
            }
            index = next
        }
        return place
    }
}
