import Diagnostics
import Syntax

/// One element of a segment: its repeats, each of which is one or more components.
struct SegmentElement {
    var repeats: [[String]]

    static func text(_ text: String) -> SegmentElement { SegmentElement(repeats: [[text]]) }
    static func composite(_ components: [String]) -> SegmentElement { SegmentElement(repeats: [components]) }
}

/// Puts segments into bytes: separators, release characters, the charset. What is empty at the end of an element or a
/// segment is left out (ISO 9735:1988, 7.3 and 7.4).
struct SegmentEncoder {
    let service: ServiceCharacters
    let level: SyntaxLevel
    /// The charset as UNB names it, for errors.
    let charsetName: String
    private(set) var bytes: [UInt8] = []
    /// What was written in other characters.
    private(set) var diagnostics = DiagnosticList()
    /// The segments since the last UNH, itself included.
    var count = 0

    init(service: ServiceCharacters, level: SyntaxLevel, charsetName: String) {
        self.service = service
        self.level = level
        self.charsetName = charsetName
    }

    /// The service string advice.
    mutating func addAdvice() {
        bytes += service.advice
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
            bytes += [UInt8](repeating: service.element, count: pending)
            pending = 0
            bytes += repeats
        }
        bytes.append(service.terminator)
    }

    private mutating func encoded(_ element: SegmentElement, tag: String, number: Int) throws(Diagnostic) -> [UInt8] {
        var result: [UInt8] = []
        for (index, components) in element.repeats.enumerated() {
            var position = Position(segment: count, tag: tag, element: "\(number)")
            if index > 0 {
                guard let repetition = service.repetition else {
                    throw Diagnostic("edifact.repeat-unwritable", at: position, value: components.first)
                }
                result.append(repetition)
            }
            var pending = 0
            for (component, text) in components.enumerated() {
                if component > 0 { pending += 1 }
                guard !text.isEmpty else { continue }
                if components.count > 1 { position.element = "\(number).\(component + 1)" }
                result += [UInt8](repeating: service.component, count: pending)
                pending = 0
                result += try encoded(text, at: position)
            }
        }
        return result
    }

    /// A value's bytes, released.
    private mutating func encoded(_ text: String, at position: Position) throws(Diagnostic) -> [UInt8] {
        let narrow = NarrowText(text, level: level, service: service)
        if let wrong = narrow.unwritable { throw unwritable(Self.describe(wrong), in: text, at: position) }
        if let changes = narrow.changes {
            diagnostics.append(
                Diagnostic(
                    "edifact.character-transliterated", .warning, at: position, value: changes.of,
                    facts: ["charset": charsetName, "written": changes.to, "text": Self.cut(text)]))
        }
        guard narrow.bytes.contains(where: service.contains) else { return narrow.bytes }
        guard let release = service.release else { throw unwritable(text, in: text, at: position) }
        var released: [UInt8] = []
        for byte in narrow.bytes {
            if service.contains(byte) { released.append(release) }
            released.append(byte)
        }
        return released
    }

    /// A text without the characters that neither the charset nor the transliteration has.
    func writable(_ text: String) -> String {
        var text = text
        while let wrong = NarrowText(text, level: level, service: service).unwritable {
            text.unicodeScalars.removeAll { $0 == wrong }
        }
        return text
    }

    /// A control character by its number, others as they are.
    private static func describe(_ scalar: Unicode.Scalar) -> String {
        scalar.value < 0x20 || scalar.value == 0x7F
            ? "0x" + String(scalar.value, radix: 16, uppercase: true) : String(scalar)
    }

    private static func cut(_ text: String) -> String { String(text.prefix(Diagnostic.longestValue)) }

    private func unwritable(_ character: String, in text: String, at position: Position) -> Diagnostic {
        Diagnostic(
            "edifact.character-unwritable", at: position, value: character,
            facts: ["charset": charsetName, "text": Self.cut(text)])
    }
}
