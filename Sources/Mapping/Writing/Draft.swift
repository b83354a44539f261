import Directories

/// The message while it is written: nodes in the order in which rules made them, with a journal by which an attempt that
/// came to nothing is taken back.
struct Draft {
    struct Node {
        var shape: Shape.Index
        var parent: Int
        var children: [Int] = []
        /// Which nodes of its name it is one with; see ``WriteStep/key``.
        var key: Int
        /// See ``WriteStep/ownKey``.
        var ownKey: Int?
        /// One item of a list: never found again, since only `each` makes many.
        var isItem = false
        var value: String?
        /// What a path names by `[1]` alone: the first item of a list is this node.
        var isFirst = false
        /// The place among the elements, 0 where the shape's order says it.
        var number = 0
        /// The field of the record that is written at the node; nil for a node within one.
        var record: Int?
    }

    /// A predicate that has to be true of a node when its item ends.
    struct Condition {
        var node: Int
        var predicate: WritePredicate
    }

    /// How far the draft had come.
    struct Mark {
        var nodes: Int
        var journal: Int
        var conditions: Int
    }

    private enum Change {
        case child(of: Int)
        case value(Int)
        case item(Int)
        case record(Int)
        case key(Int, was: Int)
    }

    private(set) var nodes: [Node]
    private var journal: [Change] = []
    private(set) var conditions: [Condition] = []

    init(root: Shape.Index) { nodes = [Node(shape: root, parent: -1, key: -1)] }

    var mark: Mark { Mark(nodes: nodes.count, journal: journal.count, conditions: conditions.count) }

    mutating func rollBack(to mark: Mark) {
        while journal.count > mark.journal, let change = journal.popLast() {
            switch change {
            case .child(let parent): nodes[parent].children.removeLast()
            case .value(let node): nodes[node].value = nil
            case .item(let node): nodes[node].isItem = false
            case .record(let node): nodes[node].record = nil
            case .key(let node, let key): nodes[node].key = key
            }
        }
        nodes.removeLast(nodes.count - mark.nodes)
        if conditions.count > mark.conditions { conditions.removeLast(conditions.count - mark.conditions) }
    }

    mutating func add(_ step: WriteStep, to parent: Int) -> Int {
        let node = add(step.node, to: parent, key: step.key)
        nodes[node].ownKey = step.ownKey
        nodes[node].number = step.number
        nodes[node].isFirst = step.isFirst
        return node
    }

    mutating func add(_ shape: Shape.Index, to parent: Int, key: Int) -> Int {
        nodes.append(Node(shape: shape, parent: parent, key: key))
        nodes[parent].children.append(nodes.count - 1)
        journal.append(.child(of: parent))
        return nodes.count - 1
    }

    /// Gives a node without a value one.
    mutating func setValue(_ value: String, of node: Int) {
        nodes[node].value = value
        journal.append(.value(node))
    }

    mutating func markItem(_ node: Int) {
        nodes[node].isItem = true
        journal.append(.item(node))
    }

    /// Says which record a node is of; the first that is written there.
    mutating func setRecord(_ record: Int, of node: Int) {
        guard nodes[node].record == nil else { return }
        nodes[node].record = record
        journal.append(.record(node))
    }

    mutating func demand(_ predicate: WritePredicate, of node: Int) {
        let isKnown = conditions.contains { $0.node == node && $0.predicate.key == predicate.key }
        if !isKnown { conditions.append(Condition(node: node, predicate: predicate)) }
    }

    mutating func dropConditions(from mark: Mark) {
        if conditions.count > mark.conditions { conditions.removeLast(conditions.count - mark.conditions) }
    }

    /// The node of a step below another one, if it is there: of a name that may stand once the only one, else the last of
    /// the same key that is no item, else of the same own key where one of both picks by nothing else; for `[1]` alone also the
    /// first item.
    func find(_ step: WriteStep, below parent: Int) -> Int? {
        let found = nodes[parent].children.last { child in
            let node = nodes[child]
            guard node.shape == step.node else { return false }
            return step.maximum == 1 || (node.key == step.key && !node.isItem)
        }
        if found == nil, let own = step.ownKey {
            let alike = nodes[parent].children.last { child in
                let node = nodes[child]
                return node.shape == step.node && node.ownKey == own && !node.isItem
                    && (node.key == own || step.key == own)
            }
            if let alike { return alike }
        }
        guard found == nil, step.isFirst else { return found }
        return nodes[parent].children.first { nodes[$0].shape == step.node }
    }

    /// Has a node that was picked by itself alone picked by what stands below it, too.
    mutating func narrow(_ node: Int, to step: WriteStep) {
        guard let own = nodes[node].ownKey, nodes[node].key == own, step.ownKey == own, step.key != own else { return }
        journal.append(.key(node, was: own))
        nodes[node].key = step.key
    }

    /// The node that `[1]` made and that no item is yet: the first item of a step without predicates takes it.
    func unclaimedFirst(_ step: WriteStep, below parent: Int) -> Int? {
        guard step.predicates.isEmpty, step.siblings == nil else { return nil }
        return nodes[parent].children.first { nodes[$0].shape == step.node }.flatMap { first in
            nodes[first].isFirst && !nodes[first].isItem ? first : nil
        }
    }

    /// True when the shape has no room for one more node of a step.
    func isFull(_ step: WriteStep, below parent: Int) -> Bool {
        let children = nodes[parent].children
        guard children.count >= step.maximum else { return false }
        return children.count { nodes[$0].shape == step.node } >= step.maximum
    }

    /// The values at shape nodes below a node.
    func values(at path: some Collection<Shape.Index>, below node: Int) -> [String] {
        guard let first = path.first else { return nodes[node].value.map { [$0] } ?? [] }
        var values: [String] = []
        for child in nodes[node].children where nodes[child].shape == first {
            values += self.values(at: path.dropFirst(), below: child)
        }
        return values
    }
}
