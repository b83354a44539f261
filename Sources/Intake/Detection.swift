public import Syntax

/// Tells a payload's syntax by its first bytes, never by its file name.
public enum Detection {
    /// How many bytes are enough to tell.
    public static let window = 4_096

    /// The syntax of a payload that begins with these bytes, nil when it is none that we know.
    ///
    /// A byte order mark, leading blanks and a wrapping text of a few lines are skipped; the readers report them. `UNB`,
    /// `ISA` or `UNA` count only at the start of the payload or of a line, since within data they are data.
    public static func syntax(of bytes: ArraySlice<UInt8>) -> SyntaxName? {
        // Of what is sent in UTF-16 only XML is read.
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
            return isMarkup(bytes) ? .xml : nil
        }
        var start = bytes.startIndex
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
        while start < bytes.endIndex, isBlank(bytes[start]) { start += 1 }
        let head = bytes[start..<min(bytes.endIndex, start + window)]
        if let direct = startsWithMark(head) { return direct }
        return markAtLineStart(head)
    }

    private static func startsWithMark(_ head: ArraySlice<UInt8>) -> SyntaxName? {
        switch head.first {
        case UInt8(ascii: "<"): .xml
        case UInt8(ascii: "{"), UInt8(ascii: "["): .json
        default: SyntaxMark.syntax(of: head)
        }
    }

    private static func markAtLineStart(_ head: ArraySlice<UInt8>) -> SyntaxName? {
        for index in head.indices where head[index] == 0x0A || head[index] == 0x0D {
            let line = head[(index + 1)...]
            if let syntax = SyntaxMark.syntax(of: line) { return syntax }
        }
        return nil
    }

    /// Whether a text in UTF-16 begins with `<`, behind its byte order mark and blanks.
    private static func isMarkup(_ bytes: ArraySlice<UInt8>) -> Bool {
        let text = bytes.dropFirst(2).filter { $0 != 0 }
        return text.first { !isBlank($0) } == UInt8(ascii: "<")
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}
