import Diagnostics
import Syntax

/// The form of segments: tags, blanks, control characters, and the charset of their values.
extension TradacomsReader {
    /// Reports what is wrong with the form of a segment.
    mutating func checkForm(_ segment: SplitSegment, blanks: Range<Int>) {
        guard message?.headerLength == nil else { return }
        if let blank = window[blanks].firstIndex(of: 0x20), message?.hasBlankTag != true {
            message?.hasBlankTag = true
            report(Diagnostic("tradacoms.blank-before-tag", .warning, at: position(at: blank)))
        }
        if !segment.hasRightTag {
            let place = isListFull ? nil : position(of: segment)
            report(Diagnostic("tradacoms.tag-invalid", at: place, value: segment.tag))
        }
        if segment.hasRightTag, segment.hasLowerCase, message?.hasLowerCaseTag != true {
            message?.hasLowerCaseTag = true
            report(Diagnostic("tradacoms.tag-lower-case", .warning, at: position(of: segment), value: segment.tag))
        }
        if segment.hasOverflow {
            report(
                Diagnostic(
                    "tradacoms.segment-overflow", at: position(of: segment),
                    facts: ["maximum": "\(SplitSegment.highestNumber)"]))
        }
        reportControls(segment)
    }

    /// How many elements the segments have that transmissions and messages are made of (TRADACOMS, section A).
    private static let elements = ["STX": 8, "BAT": 1, "EOB": 1, "END": 1, "MHD": 2, "MTR": 1]

    /// Reports the first element of such a segment that it has no place for.
    mutating func checkElements(_ segment: SplitSegment) {
        guard let most = Self.elements[segment.tag],
            let surplus = segment.nodes.first(where: { Int($0.element) > most && $0.valueLength > 0 })
        else { return }
        let element = Int(surplus.element)
        report(
            Diagnostic(
                "tradacoms.envelope-overflow", .warning, at: position(of: segment, element: "\(element)"),
                value: view(of: segment).text(element),
                facts: ["tag": segment.tag, "element": "\(element)", "maximum": "\(most)"]))
    }

    /// A line break inside a segment is data, as a wrapping sender left it; any other control character is wrong.
    private mutating func reportControls(_ segment: SplitSegment) {
        for index in segment.start..<segment.end where window[index] < 0x20 || window[index] == 0x7F {
            let byte = window[index]
            // The second half of a line end says nothing new.
            if byte == 0x0A, index > segment.start, window[index - 1] == 0x0D { continue }
            let isBreak = byte == 0x0A || byte == 0x0D
            let code: Code = isBreak ? "tradacoms.line-break" : "tradacoms.character-invalid"
            let severity: Severity = isBreak ? .warning : .error
            if isListFull {
                report(Diagnostic(code, severity))
                continue
            }
            report(
                Diagnostic(
                    code, severity, at: place(of: index, in: segment),
                    value: isBreak ? nil : "0x" + String(byte, radix: 16, uppercase: true),
                    facts: isBreak ? [:] : ["charset": "TRADACOMS"]))
        }
    }

    /// The position of a byte by the element that it stands in.
    private mutating func place(of index: Int, in segment: SplitSegment) -> Position {
        let offset = UInt32(truncatingIfNeeded: index - segment.base)
        let node = segment.nodes.last { $0.element > 0 && $0.offset <= offset }
        var position = position(at: index)
        position.segment = message?.segments
        position.tag = segment.tag
        if let node { position.element = node.component > 0 ? "\(node.element).\(node.component)" : "\(node.element)" }
        return position
    }

    /// The charset of a message, which nothing declares: the reader's own, else UTF-8 where the bytes are that, else
    /// ISO 8859-1. Reports the first byte outside ASCII where it was guessed, and bytes that are no characters.
    mutating func settleCharset(of range: Range<Int>) -> Charset {
        let bytes = window[range]
        guard let first = bytes.firstIndex(where: { $0 >= 0x80 }) else { return charset ?? .ascii }
        let settled = charset ?? (Charset.utf8.firstInvalid(in: bytes) == nil ? .utf8 : .latin1)
        if charset == nil {
            let run = bytes[first...].prefix(40).prefix { $0 >= 0x80 }
            report(
                Diagnostic(
                    "tradacoms.character-undeclared", .warning, at: position(at: first), value: settled.decode(run),
                    facts: ["charset": settled.rawValue]))
        }
        if let invalid = settled.firstInvalid(in: bytes) {
            let run = bytes[invalid...].prefix(40).prefix { $0 >= 0x80 }
            report(
                Diagnostic(
                    "tradacoms.character-invalid", at: position(at: invalid),
                    value: run.map { "0x" + String($0, radix: 16, uppercase: true) }.joined(separator: " "),
                    facts: ["charset": settled.rawValue]))
        }
        return settled
    }
}
