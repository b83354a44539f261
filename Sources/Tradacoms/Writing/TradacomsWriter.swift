public import Diagnostics
public import Syntax

/// Writes a transmission: STX, messages with their MHD and MTR, END with the count.
///
/// A message comes as a tree of segments, composites and elements that know their numbers, as the reader gives it. MHD
/// and MTR are the writer's own; those of the tree are passed over. Messages are numbered from 1; the order of a file's
/// messages (ORDHDR, ORDERS…, ORDTLR) is the caller's.
public struct TradacomsWriter: Sendable {
    private static let serviceTags: Set<String> = ["STX", "BAT", "EOB", "END", "MHD", "MTR"]

    private let charset: Charset
    private var bytes: [UInt8] = []
    /// The segments since the last MHD, itself included.
    private var count = 0
    private var messages = 0

    /// A writer that begins with STX. Throws `tradacoms.envelope-unwritable` for a value that does not fit its place and
    /// `tradacoms.character-unwritable` for what the charset does not hold.
    public init(_ envelope: TransmissionEnvelope, charset: Charset = .ascii) throws(Diagnostic) {
        self.charset = charset
        for (element, text, length) in envelope.fields where !length.contains(text.unicodeScalars.count) {
            throw Diagnostic(
                "tradacoms.envelope-unwritable", at: Position(tag: "STX", element: element), value: text,
                facts: ["minimum": "\(length.lowerBound)", "maximum": "\(length.upperBound)"])
        }
        try add("STX", envelope.elements)
    }

    /// Adds a message. Throws `tradacoms.character-unwritable`, `tradacoms.repeat-unwritable` for an element that stands
    /// twice and `tradacoms.tag-unwritable` for what is no data segment.
    /// - Parameters:
    ///   - type: MHD 2.1, such as `ORDERS`.
    ///   - version: MHD 2.2, such as `9`.
    public mutating func add(_ message: Tree, type: String, version: String) throws(Diagnostic) {
        try add(try Self.segments(of: message), type: type, version: version)
    }

    /// Adds a message of these data segments. Throws as ``add(_:type:version:)`` of a tree does.
    public mutating func add(_ segments: [TradacomsSegment], type: String, version: String) throws(Diagnostic) {
        count = 0
        messages += 1
        try add("MHD", [[String(messages)], [type, version]])
        for segment in segments { try add(segment.tag, segment.elements) }
        try add("MTR", [[String(count + 1)]])
    }

    /// The data segments of a message, those within groups included.
    public static func segments(of message: Tree) throws(Diagnostic) -> [TradacomsSegment] {
        var segments: [TradacomsSegment] = []
        var node = 1
        while node < message.nodes.count {
            let found = message.nodes[node]
            let tag = message.name(of: node)
            if found.kind == .segment || found.kind == .group, tag != "MHD", tag != "MTR" {
                let number = segments.count + 2
                guard isDataTag(tag) else {
                    throw Diagnostic("tradacoms.tag-unwritable", at: Position(segment: number, tag: tag), value: tag)
                }
                let elements = try elements(of: node, at: Position(segment: number, tag: tag), in: message)
                segments.append(TradacomsSegment(tag, elements))
            }
            // Segments within a group follow its own elements.
            node = found.kind == .group ? node + 1 : Int(found.end)
        }
        return segments
    }

    /// The transmission, ended.
    public consuming func finish() throws(Diagnostic) -> [UInt8] {
        try add("END", [[String(messages)]])
        return bytes
    }

    private static func isDataTag(_ tag: String) -> Bool {
        tag.utf8.count == 3 && tag.utf8.allSatisfy { (0x41...0x5A).contains($0) } && !serviceTags.contains(tag)
    }

    /// The elements of a segment as components.
    private static func elements(
        of segment: Tree.Index, at position: Position, in tree: Tree
    ) throws(Diagnostic) -> [[String]] {
        var elements: [[String]] = []
        for child in tree.children(of: segment) {
            let node = tree.nodes[child]
            let number = Int(node.element)
            guard node.kind == .element || node.kind == .composite, number > 0 else { continue }
            guard elements.count < number else {
                var place = position
                place.element = "\(number)"
                throw Diagnostic("tradacoms.repeat-unwritable", at: place, value: tree.text(of: child))
            }
            while elements.count < number - 1 { elements.append([]) }
            elements.append(node.kind == .element ? [tree.text(of: child) ?? ""] : components(of: child, in: tree))
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

    /// Adds a segment. What is empty at its end, or at the end of an element, is left out.
    private mutating func add(_ tag: String, _ elements: [[String]]) throws(Diagnostic) {
        count += 1
        bytes += tag.utf8
        bytes.append(ServiceBytes.tag)
        var pending = 0
        for (index, components) in elements.enumerated() {
            if index > 0 { pending += 1 }
            var colons = 0
            for (component, text) in components.enumerated() {
                if component > 0 { colons += 1 }
                guard !text.isEmpty else { continue }
                bytes += [UInt8](repeating: ServiceBytes.element, count: pending)
                bytes += [UInt8](repeating: ServiceBytes.component, count: colons)
                (pending, colons) = (0, 0)
                let element = components.count > 1 ? "\(index + 1).\(component + 1)" : "\(index + 1)"
                bytes += try encoded(text, at: Position(segment: count, tag: tag, element: element))
            }
        }
        bytes.append(ServiceBytes.terminator)
    }

    /// A value's bytes, released.
    private func encoded(_ text: String, at position: Position) throws(Diagnostic) -> [UInt8] {
        guard let raw = charset.encode(text) else {
            let wrong = text.unicodeScalars.first { charset.encode(String($0)) == nil }
            throw unwritable(wrong.map { String($0) } ?? text, in: text, at: position)
        }
        if let control = raw.first(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw unwritable("0x" + String(control, radix: 16, uppercase: true), in: text, at: position)
        }
        var released: [UInt8] = []
        for byte in raw {
            if ServiceBytes.all.contains(byte) { released.append(ServiceBytes.release) }
            released.append(byte)
        }
        return released
    }

    private func unwritable(_ character: String, in text: String, at position: Position) -> Diagnostic {
        Diagnostic(
            "tradacoms.character-unwritable", at: position, value: character,
            facts: ["charset": charset.rawValue, "text": String(text.prefix(Diagnostic.longestValue))])
    }
}
