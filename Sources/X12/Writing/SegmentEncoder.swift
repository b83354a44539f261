import Diagnostics
import Syntax

/// One element of a segment: its repeats, each of which is one or more components.
struct SegmentElement {
    var repeats: [[String]]

    static func text(_ text: String) -> SegmentElement { SegmentElement(repeats: [[text]]) }

    /// The elements of a segment in a tree.
    static func all(of segment: Tree.Index, in tree: Tree) -> [SegmentElement] {
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

extension Separators {
    /// Throws `x12.separators-unwritable` when a reader could not tell these apart from each other or from data.
    func check() throws(Diagnostic) {
        let all = [element, component, repetition, terminator].compactMap(\.self)
        for (index, byte) in all.enumerated() where !Self.canSeparate(byte) || all[..<index].contains(byte) {
            throw Diagnostic("x12.separators-unwritable", value: X12Reader.shown(byte))
        }
        // ISA16 is mandatory, so that an interchange without composites has a component separator too.
        guard component != nil else { throw Diagnostic("x12.separators-unwritable", value: "") }
    }
}

/// Puts segments into bytes. What is empty at the end of an element or a segment is left out (X12.6, 3.5).
struct SegmentEncoder {
    let separators: Separators
    let charset: Charset
    private(set) var bytes: [UInt8] = []
    /// The segments since the last ST, itself included.
    var count = 0

    init(separators: Separators, charset: Charset) {
        self.separators = separators
        self.charset = charset
    }

    /// ISA: 106 bytes, each element filled up with blanks.
    mutating func addHeader(_ envelope: X12Envelope) throws(Diagnostic) {
        bytes += "ISA".utf8
        for (element, text, length, width) in envelope.fields {
            guard length.contains(text.unicodeScalars.count) else {
                throw X12Writer.misfit("ISA", element, text, length)
            }
            if element == 12 { bytes += [separators.element, separators.repetition ?? UInt8(ascii: "U")] }
            let value = try encoded(text, at: Position(tag: "ISA", element: "\(element)"), in: .ascii)
            bytes += [separators.element] + value + [UInt8](repeating: 0x20, count: width - value.count)
        }
        bytes += [separators.element, separators.component ?? 0x3E, separators.terminator]
    }

    /// Adds a segment. Throws a fault with the segment's number, tag, element and component.
    mutating func add(_ tag: String, _ elements: [SegmentElement]) throws(Diagnostic) {
        count += 1
        bytes += tag.utf8
        var pending = 0
        for (index, element) in elements.enumerated() {
            pending += 1
            let repeats = try encoded(element, tag: tag, number: index + 1)
            guard !repeats.isEmpty else { continue }
            bytes += [UInt8](repeating: separators.element, count: pending)
            pending = 0
            bytes += repeats
        }
        bytes.append(separators.terminator)
    }

    /// Whether a value can be written as it is.
    func holds(_ value: String) -> Bool {
        (try? encoded(value, at: Position(), in: charset)) != nil
    }

    private func encoded(_ element: SegmentElement, tag: String, number: Int) throws(Diagnostic) -> [UInt8] {
        var result: [UInt8] = []
        for (index, components) in element.repeats.enumerated() {
            var position = Position(segment: count, tag: tag, element: "\(number)")
            if index > 0 {
                guard let repetition = separators.repetition else {
                    throw Diagnostic("x12.repeat-unwritable", at: position, value: components.first)
                }
                result.append(repetition)
            }
            var pending = 0
            for (component, text) in components.enumerated() {
                if component > 0 { pending += 1 }
                guard !text.isEmpty else { continue }
                if components.count > 1 { position.element = "\(number).\(component + 1)" }
                if let separator = separators.component { result += [UInt8](repeating: separator, count: pending) }
                pending = 0
                result += try encoded(text, at: position, in: charset)
            }
        }
        return result
    }

    /// A value's bytes, which hold no separator and no control character.
    private func encoded(_ text: String, at position: Position, in charset: Charset) throws(Diagnostic) -> [UInt8] {
        let shown = String(text.prefix(Diagnostic.longestValue))
        guard let raw = charset.encode(text) else {
            let wrong = text.unicodeScalars.first { charset.encode(String($0)) == nil }
            throw unwritable(wrong.map { String($0) } ?? text, in: shown, charset, at: position)
        }
        if let byte = raw.first(where: separators.contains) {
            throw Diagnostic(
                "x12.separator-unwritable", at: position, value: X12Reader.shown(byte), facts: ["text": shown])
        }
        if let control = raw.first(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw unwritable(X12Reader.shown(control), in: shown, charset, at: position)
        }
        return raw
    }

    private func unwritable(
        _ character: String, in text: String, _ charset: Charset, at position: Position
    ) -> Diagnostic {
        Diagnostic(
            "x12.character-unwritable", at: position, value: character,
            facts: ["charset": charset.rawValue, "text": text])
    }
}
