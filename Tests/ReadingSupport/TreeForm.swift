public import Syntax

extension Tree {
    /// The first node that breaks the form of a tree, in words; nil when every node ends behind itself and within its
    /// parent, and its value stands in the message's bytes.
    public var fault: String? {
        var open: [Int] = [nodes.count]
        for (index, node) in nodes.enumerated() {
            while let end = open.last, end <= index, open.count > 1 { open.removeLast() }
            guard let parent = open.last, Int(node.end) > index, Int(node.end) <= parent else {
                return "end of \(index): \(node)"
            }
            guard Int(node.valueStart) + Int(node.valueLength) <= values.count else {
                return "value of \(index): \(node)"
            }
            open.append(Int(node.end))
        }
        return nil
    }
}
