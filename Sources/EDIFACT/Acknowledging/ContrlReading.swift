public import Syntax

/// What an incoming CONTRL says of an interchange that was sent: what it is matched by, and what it answers.
public struct ContrlAnswer: Sendable, Hashable {
    /// The answer to one group or message.
    public struct Part: Sendable, Hashable {
        /// The group's reference (0048), or the message's (0062).
        public var reference: String
        /// Whether it is a group, else a message.
        public var isGroup: Bool
        public var action: Contrl.Action
        /// The error (0085), nil where none is said.
        public var code: Int?
    }

    /// The interchange control reference of what was sent (0020), by whom (S002) and to whom (S003).
    public var reference: String
    public var sender: EnvelopeParty?
    public var receiver: EnvelopeParty?
    public var action: Contrl.Action
    /// The error of the interchange (0085).
    public var code: Int?
    /// The groups and messages that are named, in their order.
    public var parts: [Part] = []

    /// Reads a CONTRL message, as a reader gives it or nested by its directory; nil when there is no UCI that says what
    /// becomes of which interchange. Names it does not know are passed over.
    public init?(_ message: Tree) {
        var answer: ContrlAnswer?
        var node = 1
        while node < message.nodes.count {
            let found = message.nodes[node]
            if found.kind == .segment || found.kind == .group {
                let segment = AnsweredSegment(tree: message, node: node)
                switch segment.tag {
                case "UCI":
                    answer = ContrlAnswer(segment)
                case "UCF", "UCM":
                    let isGroup = segment.tag == "UCF"
                    if let action = segment.action(isGroup ? 4 : 3), let reference = segment.text(1) {
                        answer?.parts.append(
                            Part(
                                reference: reference, isGroup: isGroup, action: action,
                                code: segment.number(isGroup ? 5 : 4)))
                    }
                default: break
                }
            }
            // The segments of a group stand within it.
            node = found.kind == .segment ? Int(found.end) : node + 1
        }
        guard let answer else { return nil }
        self = answer
    }

    private init?(_ uci: AnsweredSegment) {
        guard let reference = uci.text(1), let action = uci.action(4) else { return nil }
        self.reference = reference
        self.action = action
        sender = uci.party(2)
        receiver = uci.party(3)
        code = uci.number(5)
    }
}

/// A segment of CONTRL in a tree, its elements by number.
private struct AnsweredSegment {
    let tree: Tree
    let node: Tree.Index

    var tag: String { tree.name(of: node) }

    func text(_ element: Int, _ component: Int = 1) -> String? {
        for child in tree.children(of: node) where Int(tree.nodes[child].element) == element {
            guard tree.nodes[child].kind == .composite else { return component == 1 ? tree.text(of: child) : nil }
            let part = tree.children(of: child).first { Int(tree.nodes[$0].component) == component }
            return part.flatMap { tree.text(of: $0) }
        }
        return nil
    }

    func number(_ element: Int) -> Int? { text(element).flatMap { Int($0) } }
    func action(_ element: Int) -> Contrl.Action? { number(element).flatMap { Contrl.Action(rawValue: $0) } }

    func party(_ element: Int) -> EnvelopeParty? {
        text(element).map { EnvelopeParty($0, qualifier: text(element, 2), address: text(element, 3)) }
    }
}
