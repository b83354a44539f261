public import Diagnostics
public import Syntax

/// Writes an interchange: UNA, UNB, messages with their UNH and UNT, UNZ with the count (ISO 9735:1988; syntax version 3).
///
/// A message comes as a tree of segments, composites and elements that know their numbers, as the reader gives it. Groups
/// are gone through in place where they are named by their first segment. UNH and UNT are the writer's own; those of the
/// tree are passed over.
public struct EDIFACTWriter: Sendable {
    private let envelope: InterchangeEnvelope
    private var encoder: SegmentEncoder
    private var messages = 0

    /// A writer that begins with the envelope. Throws `edifact.charset-unwritable` for an unknown syntax identifier, and
    /// what ``add(_:as:)`` throws for the envelope's values.
    /// - Parameters:
    ///   - service: the separators; those that hold without a UNA by default.
    ///   - advice: true to write a UNA.
    public init(
        _ envelope: InterchangeEnvelope, service: ServiceCharacters = .standard, advice: Bool = true
    ) throws(Diagnostic) {
        guard let level = SyntaxLevel(identifier: envelope.syntax) else {
            throw Diagnostic("edifact.charset-unwritable", value: envelope.syntax)
        }
        try Self.checkLengths(of: envelope)
        self.envelope = envelope
        encoder = SegmentEncoder(service: service, level: level, charsetName: envelope.syntax)
        if advice { encoder.addAdvice() }
        try encoder.add("UNB", envelope.elements)
    }

    /// The limits of annex B to ISO 9735.
    private static func checkLengths(of envelope: InterchangeEnvelope) throws(Diagnostic) {
        let parts: [(String, String, ClosedRange<Int>)] = [
            ("2.1", envelope.sender.identification, 1...35), ("2.2", envelope.sender.qualifier ?? "", 0...4),
            ("3.1", envelope.recipient.identification, 1...35), ("3.2", envelope.recipient.qualifier ?? "", 0...4),
            ("4.1", envelope.date, 6...6), ("4.2", envelope.time, 4...4), ("5", envelope.reference, 1...14),
            ("7", envelope.application ?? "", 0...14),
        ]
        for (element, text, length) in parts where !length.contains(text.unicodeScalars.count) {
            throw Diagnostic(
                "edifact.envelope-unwritable", at: Position(tag: "UNB", element: element), value: text,
                facts: ["minimum": "\(length.lowerBound)", "maximum": "\(length.upperBound)"])
        }
    }

    /// Adds a message. Throws `edifact.character-unwritable` for what the charset does not hold and
    /// `edifact.repeat-unwritable` for repeats that have no places of their own.
    public mutating func add(_ message: Tree, as header: MessageHeader) throws(Diagnostic) {
        encoder.count = 0
        messages += 1
        try encoder.add("UNH", header.elements)
        var node = 1
        while node < message.nodes.count {
            let found = message.nodes[node]
            let tag = message.name(of: node)
            if found.kind == .segment || found.kind == .group, tag != "UNH", tag != "UNT" {
                try encoder.add(tag, Self.elements(of: node, in: message))
            }
            // Segments within a group follow its own elements.
            node = found.kind == .group ? node + 1 : Int(found.end)
        }
        try encoder.add("UNT", [.text(String(encoder.count + 1)), .text(header.reference)])
    }

    /// Adds a message by its segments between UNH and UNT.
    mutating func add(
        _ segments: [(tag: String, elements: [SegmentElement])], as header: MessageHeader
    ) throws(Diagnostic) {
        encoder.count = 0
        messages += 1
        try encoder.add("UNH", header.elements)
        for segment in segments { try encoder.add(segment.tag, segment.elements) }
        try encoder.add("UNT", [.text(String(encoder.count + 1)), .text(header.reference)])
    }

    /// The version of the syntax that it writes.
    var version: Int { 3 }

    /// The interchange, ended.
    public consuming func finish() throws(Diagnostic) -> [UInt8] {
        try encoder.add("UNZ", [.text(String(messages)), .text(envelope.reference)])
        return encoder.bytes
    }

    private static func elements(of segment: Tree.Index, in tree: Tree) -> [SegmentElement] {
        var elements: [SegmentElement] = []
        for child in tree.children(of: segment) {
            let node = tree.nodes[child]
            guard node.kind == .element || node.kind == .composite, node.element > 0 else { continue }
            while elements.count < Int(node.element) { elements.append(SegmentElement(repeats: [])) }
            let components = node.kind == .element ? [tree.text(of: child) ?? ""] : components(of: child, in: tree)
            elements[Int(node.element) - 1].repeats.append(components)
        }
        return elements
    }

    private static func components(of composite: Tree.Index, in tree: Tree) -> [String] {
        var components: [String] = []
        for child in tree.children(of: composite) {
            let number = Int(tree.nodes[child].component)
            guard number > 0 else { continue }
            while components.count < number { components.append("") }
            components[number - 1] = tree.text(of: child) ?? ""
        }
        return components
    }
}
