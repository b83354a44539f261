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
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) { return .xml }
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
        default: mark(at: head)
        }
    }

    private static func markAtLineStart(_ head: ArraySlice<UInt8>) -> SyntaxName? {
        for index in head.indices where head[index] == 0x0A || head[index] == 0x0D {
            let line = head[(index + 1)...]
            if let syntax = mark(at: line) { return syntax }
            if line.starts(with: Array("<?xml".utf8)) { return .xml }
        }
        return nil
    }

    /// The syntax whose mark begins here. `ISA` is also a word's beginning, and some senders write it small: what follows
    /// it must be able to separate.
    private static func mark(at head: ArraySlice<UInt8>) -> SyntaxName? {
        if let found = marks.first(where: { head.starts(with: $0.bytes) }) { return found.syntax }
        let tag = head.prefix(3)
        guard tag.elementsEqual("ISA".utf8) || tag.elementsEqual("isa".utf8), let next = head.dropFirst(3).first
        else { return nil }
        switch next {
        case 0x20, 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x7F...: return nil
        default: return .x12
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    private static let marks: [(bytes: [UInt8], syntax: SyntaxName)] = [
        (Array("UNA".utf8), .edifact), (Array("UNB".utf8), .edifact), (Array("UNH".utf8), .edifact),
        (Array("STX=".utf8), .tradacoms), (Array("EDI_DC".utf8), .idoc),
    ]
}
