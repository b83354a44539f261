public import Diagnostics

/// A text that was cut into lines of one length whatever it says, as systems with records of a fixed length do: its line
/// breaks are no data, and stand in the middle of segments and values.
public struct LineWrap: Sendable, Hashable {
    /// So many first bytes are looked at.
    public static let window = 4_096
    /// The shortest and the longest line, and the one that a single break is enough for.
    private static let widths = 40...1_024
    private static let usualWidth = 80
    /// The byte order mark of UTF-8.
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Where the first line begins.
    public let start: Int
    /// How many bytes a line has, its break left out.
    public let width: Int
    /// Where the first break stands.
    public let firstBreak: Position

    /// How the interchange at the beginning of a payload is wrapped; nil where it is not: then line breaks stand behind
    /// segments, or are data.
    ///
    /// Wrapped is what has lines of one length, from the line on in which the interchange begins, or behind a service string
    /// advice that has a line of its own, up to a shorter one that is the last, and a break that no terminator stands before.
    /// Some lines may be of another length, as bytes get lost or blanks at their ends do: no more than one in five, and then
    /// most breaks are such that no terminator stands before.
    /// - Parameter head: the first bytes, all of a shorter payload.
    public init?(_ head: ArraySlice<UInt8>) {
        let head = head.prefix(Self.window)
        guard let begin = Self.start(in: head), let terminator = Self.terminator(of: head[begin...]),
            !Self.isBreak(terminator)
        else { return nil }
        var first = Self.behindAdvice(head, begin)
        var lines = Self.lines(head, from: first)
        guard let width = Self.usualLength(lines), Self.widths.contains(width) else { return nil }
        // A byte order mark may count as a part of the first line.
        if head.starts(with: Self.mark), first == head.startIndex + 3, lines[0].count + 3 == width {
            first = head.startIndex
            lines[0] = first..<lines[0].upperBound
        }
        var (full, cut, others) = (0, 0, 0)
        var firstFull: Range<Int>?
        var hasEnded = false
        for line in lines {
            let next = Self.behindBreak(head, line.upperBound)
            guard line.count == width else {
                if line.count < width, Self.isEnd(head[next...]) {
                    hasEnded = true
                    break
                }
                others += 1
                continue
            }
            full += 1
            firstFull = firstFull ?? line
            if next < head.endIndex, head[line].last(where: { $0 != 0x20 }) != terminator { cut += 1 }
        }
        if !hasEnded, let last = lines.last, head[last.upperBound...].count > width + 2 { others += 1 }
        guard let firstFull, others == 0 ? cut > 0 : full >= 5 * others && cut * 2 > full else { return nil }
        guard full > 1 || width == Self.usualWidth else { return nil }
        start = first - head.startIndex
        self.width = width
        let before = head[..<firstFull.upperBound].withUnsafeBytes { LineBreaks.count(in: $0) }
        firstBreak = Position(offset: firstFull.upperBound - head.startIndex, line: 1 + before)
    }

    /// The lines that end in a break, without it.
    private static func lines(_ head: ArraySlice<UInt8>, from first: Int) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var line = first
        while let end = head[line...].firstIndex(where: isBreak) {
            lines.append(line..<end)
            line = behindBreak(head, end)
        }
        return lines
    }

    /// The length that most lines have, the greatest of several.
    private static func usualLength(_ lines: [Range<Int>]) -> Int? {
        let counts = Dictionary(grouping: lines, by: \.count).mapValues(\.count)
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    }

    /// Whether a shorter line before this is the last of its interchange: another one follows, or filling.
    private static func isEnd(_ rest: ArraySlice<UInt8>) -> Bool {
        rest.allSatisfy { $0 <= 0x20 } || SyntaxMark.syntax(of: rest) != nil
    }

    /// Where the lines of an interchange begin: behind a service string advice that has a line of its own.
    private static func behindAdvice(_ head: ArraySlice<UInt8>, _ begin: Int) -> Int {
        let text = head[begin...].drop { $0 == 0x20 || $0 == 0x09 }
        guard text.starts(with: "UNA".utf8) else { return begin }
        let behind = text.dropFirst(9).drop { $0 == 0x20 || $0 == 0x09 }
        guard let end = behind.first, isBreak(end) else { return begin }
        return behindBreak(head, behind.startIndex)
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
        var line = head.startIndex + (head.starts(with: mark) ? 3 : 0)
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

    /// A part of the payload without the breaks that it was wrapped by: those of lines that keep to the width, and that of
    /// the line that the part begins in.
    public func unwrapped(_ part: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(part.count)
        var line = 0
        while let end = part[line...].firstIndex(where: Self.isBreak) {
            let next = Self.behindBreak(part[...], end)
            let isFull = line == 0 ? end <= width : end - line == width
            text += part[line..<(isFull ? end : next)]
            line = next
        }
        return text + part[line...]
    }

    /// Whether the line breaks in a part of a payload may be those of a wrapped text: most lines between them are of one
    /// length. Where that is so the payload's beginning tells.
    public static func mayCut(_ part: [UInt8]) -> Bool {
        guard let first = part.firstIndex(where: isBreak) else { return false }
        let lines = lines(part[...], from: behindBreak(part[...], first))
        guard let usual = usualLength(lines) else { return true }
        return lines.count { $0.count == usual } * 2 > lines.count
    }
}
