public import Diagnostics
public import Syntax

/// Writes an interchange: UNA, UNB, groups if there are any, messages with their UNH and UNT, UNZ with the count
/// (ISO 9735:1988, syntax versions 1 to 3; ISO 9735-1:2002, version 4).
///
/// A message comes as a tree of segments, composites and elements that know their numbers, as the reader gives it. Groups
/// are gone through in place where they are named by their first segment. UNH and UNT are the writer's own; those of the
/// tree are passed over. What the charset does not hold is written by ``Transliteration`` and listed in ``diagnostics``.
public struct EDIFACTWriter: Sendable {
    /// A group that is open.
    private struct OpenGroup {
        var header: GroupHeader
        var messages = 0
    }

    let envelope: InterchangeEnvelope
    /// Whether a UNA stands before UNB.
    let hasAdvice: Bool
    private var encoder: SegmentEncoder
    private var messages = 0
    private var groups = 0
    private var group: OpenGroup?

    /// A writer that begins with the envelope. Throws `edifact.charset-unwritable` for an unknown syntax identifier, and
    /// what ``add(_:as:)`` throws for the envelope's values.
    /// - Parameters:
    ///   - service: the separators; those that hold without a UNA by default. Version 4 takes `*` for repeats unless told
    ///     otherwise, earlier versions have nothing for them.
    ///   - advice: true to write a UNA even where the usual characters hold; one that is needed is always written.
    public init(
        _ envelope: InterchangeEnvelope, service: ServiceCharacters = .standard, advice: Bool = true
    ) throws(Diagnostic) {
        guard let level = SyntaxLevel(identifier: envelope.syntax) else {
            throw Diagnostic("edifact.charset-unwritable", value: envelope.syntax)
        }
        try Self.checkLengths(of: envelope)
        self.envelope = envelope
        let service = service.fit(forVersion: envelope.version)
        encoder = SegmentEncoder(service: service, level: level, charsetName: envelope.syntax)
        hasAdvice = advice || !service.isUsual(inVersion: envelope.version)
        if hasAdvice { encoder.addAdvice() }
        try encoder.add("UNB", envelope.elements)
    }

    /// What was written in other characters than it came in, each a warning with the segment, the element, the characters
    /// and what stands for them.
    public var diagnostics: DiagnosticList { encoder.diagnostics }

    /// The limits of annex B to ISO 9735.
    private static func checkLengths(of envelope: InterchangeEnvelope) throws(Diagnostic) {
        let parts: [(String, String, ClosedRange<Int>)] = [
            ("2.1", envelope.sender.identification, 1...35), ("2.2", envelope.sender.qualifier ?? "", 0...4),
            ("3.1", envelope.recipient.identification, 1...35), ("3.2", envelope.recipient.qualifier ?? "", 0...4),
            ("4.1", envelope.date, envelope.version == 4 ? 8...8 : 6...6), ("4.2", envelope.time, 4...4),
            ("5", envelope.reference, 1...14),
            ("7", envelope.application ?? "", 0...14),
        ]
        for (element, text, length) in parts where !length.contains(text.unicodeScalars.count) {
            throw Diagnostic(
                "edifact.envelope-unwritable", at: Position(tag: "UNB", element: element), value: text,
                facts: ["minimum": "\(length.lowerBound)", "maximum": "\(length.upperBound)"])
        }
    }

    /// Begins a group, and ends the one before. Throws `edifact.groups-mixed` behind a message outside of groups.
    public mutating func beginGroup(_ header: GroupHeader) throws(Diagnostic) {
        try endGroup()
        guard messages == 0 else { throw Diagnostic("edifact.groups-mixed", value: header.reference) }
        try encoder.add("UNG", header.elements(date: envelope.date, time: envelope.time))
        groups += 1
        group = OpenGroup(header: header)
    }

    /// Ends the group that is open, if there is one.
    public mutating func endGroup() throws(Diagnostic) {
        guard let ended = group else { return }
        group = nil
        try encoder.add("UNE", [.text(String(ended.messages)), .text(ended.header.reference)])
    }

    /// Puts the message into its group or the interchange.
    private mutating func count(_ header: MessageHeader) throws(Diagnostic) {
        guard let open = group else {
            guard groups == 0 else { throw Diagnostic("edifact.groups-mixed", value: header.reference) }
            messages += 1
            return
        }
        guard open.header.type == header.type else {
            throw Diagnostic("edifact.group-type", value: header.type, facts: ["expected": open.header.type])
        }
        group?.messages += 1
    }

    /// Adds a message to the group that is open, else to the interchange. Throws `edifact.groups-mixed` behind a group that
    /// was ended, `edifact.group-type` for a type that is not the group's, `edifact.character-unwritable` for what cannot be written in the charset and
    /// `edifact.repeat-unwritable` for repeats that have no places of their own.
    public mutating func add(_ message: Tree, as header: MessageHeader) throws(Diagnostic) {
        try count(header)
        encoder.count = 0
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
        try count(header)
        encoder.count = 0
        try encoder.add("UNH", header.elements)
        for segment in segments { try encoder.add(segment.tag, segment.elements) }
        try encoder.add("UNT", [.text(String(encoder.count + 1)), .text(header.reference)])
    }

    /// The separators that it writes.
    var service: ServiceCharacters { encoder.service }

    /// A text without the characters that there is no way to write.
    func writable(_ text: String) -> String { encoder.writable(text) }

    /// Whether the charset holds all characters of a text, as they are or transliterated.
    public func holds(_ text: String) -> Bool { encoder.writable(text) == text }

    /// The version of the syntax that it writes.
    var version: Int { envelope.version }

    /// The interchange, ended.
    public consuming func finish() throws(Diagnostic) -> [UInt8] {
        try endGroup()
        try encoder.add("UNZ", [.text(String(groups > 0 ? groups : messages)), .text(envelope.reference)])
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
