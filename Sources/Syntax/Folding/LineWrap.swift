/// A text that was cut into lines of one length whatever it says, as systems with records of a fixed length do: its line
/// breaks are no data, and stand in the middle of segments and values.
public struct LineWrap: Sendable, Hashable {
    /// So many first bytes are looked at.
    public static let window = 4_096
    /// The shortest and the longest line, and the one that a single break is enough for.
    private static let widths = 40...1_024
    private static let usualWidth = 80

    /// Where the first line begins.
    public let start: Int
    /// The number of that line in the payload, from 1.
    public let line: Int
    /// How many bytes a line has, its break left out.
    public let width: Int

    /// How the interchange at the beginning of a payload is wrapped; nil where it is not: then line breaks stand behind
    /// segments, or are data.
    ///
    /// Wrapped is what has lines of one length, from the line on in which the interchange begins up to a shorter one that is
    /// the last, and a break that no terminator stands before.
    /// - Parameter head: the first bytes, all of a shorter payload.
    public init?(_ head: ArraySlice<UInt8>) {
        let head = head.prefix(Self.window)
        guard let first = Self.start(in: head), let terminator = Self.terminator(of: head[first...]) else { return nil }
        var lines = 0
        var width = 0
        var isCut = false
        var line = first
        while let end = head[line...].firstIndex(where: Self.isBreak) {
            if lines == 0 { width = end - line }
            guard end - line <= width else { return nil }
            let next = Self.behindBreak(head, end)
            if end - line < width {
                // The last line of its interchange; what follows is another one, or filling.
                let rest = head[next...]
                guard rest.allSatisfy({ $0 <= 0x20 }) || SyntaxMark.syntax(of: rest) != nil else { return nil }
                line = head.endIndex
                break
            }
            lines += 1
            let before = head[line..<end].last { $0 != 0x20 }
            if before != terminator, next < head.endIndex { isCut = true }
            line = next
        }
        guard isCut, Self.widths.contains(width), head.endIndex - line <= width else { return nil }
        guard lines > 1 || width == Self.usualWidth else { return nil }
        start = first - head.startIndex
        self.line = 1 + head[..<first].withUnsafeBytes { LineBreaks.count(in: $0) }
        self.width = width
    }

    private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
    }

    private static func behindBreak(_ head: ArraySlice<UInt8>, _ index: Int) -> Int {
        let isPair = head[index] == 0x0D && index + 1 < head.endIndex && head[index + 1] == 0x0A
        return index + (isPair ? 2 : 1)
    }

    /// Where the line begins in which an interchange of segments does.
    private static func start(in head: ArraySlice<UInt8>) -> Int? {
        var line = head.startIndex + (head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        while line < head.endIndex {
            let text = head[line...].drop { $0 == 0x20 || $0 == 0x09 }
            if let syntax = SyntaxMark.syntax(of: text), [.edifact, .x12, .tradacoms].contains(syntax) { return line }
            guard let end = head[line...].firstIndex(where: isBreak) else { return nil }
            line = behindBreak(head, end)
        }
        return nil
    }

    /// What ends the segments of an interchange: of X12 the last byte of ISA, of the others what UNA says or an apostrophe.
    private static func terminator(of head: ArraySlice<UInt8>) -> UInt8? {
        let text = head.drop { $0 == 0x20 || $0 == 0x09 }
        switch SyntaxMark.syntax(of: text) {
        case .x12:
            // ISA has 106 bytes; the line breaks in it are none of them.
            let header = Array(text.lazy.filter { !isBreak($0) }.prefix(106))
            guard header.count == 106, header[103] == header[3] else { return nil }
            let isData = header[105] >= 0x80 || header[105] == 0x20 || isLetterOrDigit(header[105])
            return isData ? nil : header[105]
        case .edifact where text.starts(with: "UNA".utf8):
            return text.dropFirst(8).first
        default: return UInt8(ascii: "'")
        }
    }

    /// A part of a payload that is wrapped, without its line breaks.
    public static func unwrapped(_ bytes: [UInt8]) -> [UInt8] { bytes.filter { !isBreak($0) } }

    /// Whether the line breaks in a part of a payload may be those of a wrapped text: the lines between them are of one
    /// length. Where that is so the payload's beginning tells.
    public static func mayCut(_ part: [UInt8]) -> Bool {
        var width: Int?
        var line: Int?
        var index = 0
        while let end = part[index...].firstIndex(where: isBreak) {
            if let start = line {
                guard end - start == width ?? end - start else { return false }
                width = end - start
            }
            index = behindBreak(part[...], end)
            line = index
        }
        return line != nil
    }
}
