import Syntax

/// What a document says about its sender, its receiver and itself, read from its tree.
struct EnvelopeReading {
    private let tree: Tree
    private let envelope: XMLEnvelope

    init(_ tree: Tree, _ envelope: XMLEnvelope) {
        self.tree = tree
        self.envelope = envelope
    }

    /// The customization that the document names.
    var association: String? { first(envelope.association) }

    /// The document's number.
    var reference: String? { first(envelope.reference) }

    /// Puts what the document says into a header.
    func fill(_ header: inout InterchangeHeader) {
        header.sender = party(envelope.sender)
        header.receiver = party(envelope.receiver)
        header.reference = reference
        header.version = first(envelope.version)
        let created = envelope.created.compactMap { find($0).flatMap(tree.text(of:)) }
        header.created = created.isEmpty ? nil : created.joined(separator: "T")
    }

    private func first(_ paths: [String]) -> String? {
        for path in paths {
            if let text = find(path).flatMap(tree.text(of:)) { return text }
        }
        return nil
    }

    private func party(_ paths: [String]) -> EnvelopeParty? {
        for path in paths {
            guard let node = find(path), let text = tree.text(of: node) else { continue }
            let qualifier = envelope.qualifier.flatMap { child($0, of: node) }.flatMap(tree.text(of:))
            return EnvelopeParty(text, qualifier: qualifier)
        }
        return nil
    }

    /// The first node that a path of names leads to.
    private func find(_ path: String) -> Tree.Index? {
        var node = tree.root
        for step in path.split(separator: "/") {
            guard let next = child(String(step), of: node) else { return nil }
            node = next
        }
        return node
    }

    private func child(_ text: String, of node: Tree.Index) -> Tree.Index? {
        guard let name = tree.names[text] else { return nil }
        for child in tree.children(of: node) where tree.nodes[child].name == name { return child }
        return nil
    }
}
