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

    private func encoded(_ element: SegmentElement, tag: String, number: Int) throws(Diagnostic) -> [UInt8] {
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
    private func encoded(_ text: String, at position: Position) throws(Diagnostic) -> [UInt8] {
        guard let raw = level.charset.encode(text) else {
            let wrong = text.unicodeScalars.first { level.charset.encode(String($0)) == nil }
            throw unwritable(wrong.map { String($0) } ?? text, in: text, at: position)
        }
        if let control = raw.first(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw unwritable("0x" + String(control, radix: 16, uppercase: true), in: text, at: position)
        }
        var wrong: Range<Int>?
        raw.withUnsafeBytes { raw in
            level.repertoire.check(raw, service, limit: 50) { range, verdict in
                if verdict == .invalid, wrong == nil { wrong = range }
            }
        }
        if let wrong { throw unwritable(level.charset.decode(raw[wrong]), in: text, at: position) }
        guard raw.contains(where: service.contains) else { return raw }
        guard let release = service.release else { throw unwritable(text, in: text, at: position) }
        var released: [UInt8] = []
        for byte in raw {
            if service.contains(byte) { released.append(release) }
            released.append(byte)
        }
        return released
    }

    private func unwritable(_ character: String, in text: String, at position: Position) -> Diagnostic {
        Diagnostic(
            "edifact.character-unwritable", at: position, value: character,
            facts: ["charset": charsetName, "text": String(text.prefix(Diagnostic.longestValue))])
    }
}
