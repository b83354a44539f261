import Diagnostics
import Syntax

/// Puts groups that name each other by number into each other: each stands in the one that it names, where that came before
/// it beside it, behind what that one has of its own; all others stay as they came. Nothing is lost.
struct GroupLinking {
    /// One of the groups.
    private struct Group {
        var node: Tree.Index
        /// The first of the groups that it came in, itself where it came in none.
        var top: Int
        /// The group that it stands in, among the groups.
        var parent = -1
        var depth = 1
        var children: [Int] = []
    }

    /// Which group has a number: groups name those beside them only, so that the lines of each package have numbers of
    /// their own.
    private struct Place: Hashable {
        var enclosing: Tree.Index
        var number: ArraySlice<UInt8>
    }

    /// How many groups may stand in each other.
    static let deepest = 64

    private let tree: Tree
    private let link: ShapeLink
    private let number: Name?
    /// The names that lead to the number of the group that one stands in.
    private let parent: [Name]?
    private let reports: Bool
    private(set) var diagnostics = DiagnosticList()
    private var groups: [Group] = []
    private var output: [Tree.Node] = []

    /// - Parameter place: of the link, in the tree's names.
    init(_ tree: Tree, _ link: ShapeLink, at place: NamedPlace, reports: Bool) {
        self.tree = tree
        self.link = link
        self.reports = reports
        number = place.number
        parent = place.parent
    }

    /// Where a group has its number and that of the group that it stands in, as names.
    struct NamedPlace: Sendable {
        let number: Name?
        /// Nil where the names have no such place.
        let parent: [Name]?

        init(of link: ShapeLink, in names: NameTable) {
            number = names[link.number]
            let steps = link.parentSteps.map { names[$0] }
            parent = steps.contains(nil) ? nil : steps.compactMap(\.self)
        }
    }

    /// The tree with its groups in each other; nil when they stand right as they are.
    mutating func linked() -> Tree? {
        guard find() else { return nil }
        for index in groups.indices where groups[index].parent >= 0 {
            groups[groups[index].parent].children.append(index)
        }
        output.reserveCapacity(tree.nodes.count)
        putAll()
        return tree.with(output)
    }

    /// True where a group names another one, or where numbers must not repeat: few orders have lines within lines, and all
    /// others are looked through as fast as may be.
    func isWorthALook() -> Bool {
        guard !link.isNumbered else { return true }
        guard let parent, let first = parent.first else { return false }
        let tag = link.tag
        return tree.nodes.withUnsafeBufferPointer { nodes in
            var index = 0
            while index < nodes.count {
                guard nodes[index].kind == .group || nodes[index].kind == .message else {
                    index = max(index + 1, Int(nodes[index].end))
                    continue
                }
                if nodes[index].name == tag {
                    var child = index + 1
                    let end = Int(nodes[index].end)
                    while child < end, nodes[child].isOfSegment {
                        if nodes[child].name == first, value(parent, of: index) != nil { return true }
                        child = Int(nodes[child].end)
                    }
                }
                index += 1
            }
            return false
        }
    }

    /// Finds the groups and which stands in which; true when one of them stands elsewhere.
    private mutating func find() -> Bool {
        var known: [Place: Int] = [:]
        var ancestors: [Tree.Index] = []
        var open: [Int] = []
        var isMoved = false
        for (index, node) in tree.nodes.enumerated() {
            while let last = ancestors.last, Int(tree.nodes[last].end) <= index { ancestors.removeLast() }
            defer { if node.kind == .group || node.kind == .message { ancestors.append(index) } }
            guard node.name == link.tag, node.kind == .group else { continue }
            while let last = open.last, Int(tree.nodes[groups[last].node].end) <= index { open.removeLast() }
            var group = Group(node: index, top: open.first ?? groups.count)
            let enclosing = open.isEmpty ? ancestors.last ?? -1 : self.enclosing
            self.enclosing = enclosing
            if let named = value(parent, of: index) { place(&group, in: named, of: enclosing, known) }
            if group.parent != open.last ?? -1 { isMoved = true }
            open.append(groups.count)
            if let own = value(number.map { [$0] }, of: index) {
                let place = Place(enclosing: enclosing, number: tree.rawValue(of: own))
                if known.updateValue(groups.count, forKey: place) != nil, link.isNumbered {
                    report("directory.link-repeated", at: own)
                }
            }
            groups.append(group)
        }
        return isMoved
    }

    /// What the outermost group that was met last stands in.
    private var enclosing: Tree.Index = -1

    private mutating func place(
        _ group: inout Group, in named: Tree.Index, of enclosing: Tree.Index, _ known: [Place: Int]
    ) {
        guard let parent = known[Place(enclosing: enclosing, number: tree.rawValue(of: named))] else {
            return report("directory.link-parent", at: named)
        }
        guard groups[parent].depth < Self.deepest else { return report("directory.link-deep", at: named) }
        group.parent = parent
        group.depth = groups[parent].depth + 1
    }

    /// The node with a value at the end of some names among the elements of a group's segment.
    private func value(_ names: [Name]?, of group: Tree.Index) -> Tree.Index? {
        guard let names else { return nil }
        var node = group
        for name in names {
            var child = node + 1
            let end = Int(tree.nodes[node].end)
            while child < end, tree.nodes[child].isOfSegment, tree.nodes[child].name != name {
                child = Int(tree.nodes[child].end)
            }
            guard child < end, tree.nodes[child].isOfSegment else { return nil }
            node = child
        }
        return tree.nodes[node].valueLength > 0 ? node : nil
    }

    private mutating func report(_ code: Code, at node: Tree.Index) {
        guard reports else { return }
        diagnostics.append(
            Diagnostic(
                code, at: tree.position(of: node), value: tree.text(of: node),
                facts: ["tag": link.tag.packedText ?? "", "maximum": "\(Self.deepest)"]))
    }

    // MARK: Putting

    /// Puts the message, each outermost group with what now stands in it where it stood.
    private mutating func putAll() {
        var ancestors: [Int] = []
        var index = 0
        var next = 0
        while index < tree.nodes.count {
            while let last = ancestors.last, Int(tree.nodes[last].end) <= index { close(ancestors.removeLast()) }
            let node = tree.nodes[index]
            if node.name == link.tag, node.kind == .group {
                let top = next
                while next < groups.count, groups[next].top == top {
                    if groups[next].parent < 0 { putGroup(next) }
                    next += 1
                }
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

extension Tree.Node {
    /// True for what belongs to a segment itself, before what stands in its group.
    fileprivate var isOfSegment: Bool { kind == .element || kind == .composite }
}
