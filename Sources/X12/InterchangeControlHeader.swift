import Syntax

/// ISA as its bytes stand: found by position where it has its 106 bytes, else by its separators (X12.5, 3.3).
struct InterchangeControlHeader: Sendable {
    /// What stands at a place where ISA could begin.
    enum Sight: Sendable {
        case header(InterchangeControlHeader)
        /// An ISA whose elements or separators cannot be told apart.
        case unreadable(InterchangeControlHeader)
        case nothing
        /// More bytes are needed.
        case undecided
    }

    /// The length that the standard fixes, terminator included.
    static let length = 106
    /// An ISA of another length is looked for in so many bytes.
    static let searchLength = 512
    /// Where the element separators stand.
    private static let separatorOffsets = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103]

    /// The bytes, terminator included.
    let bytes: [UInt8]
    /// Where the elements stand in the bytes; the first is ISA01.
    let elements: [Range<Int>]
    let element: UInt8
    let component: UInt8
    let terminator: UInt8

    /// Whether the header has the length that the standard fixes.
    var isExact: Bool {
        bytes.count == Self.length && elements.map(\.lowerBound) == Self.separatorOffsets.map { $0 + 1 }
    }

    /// Looks whether ISA begins at the start of these bytes, of which more may come.
    static func sight(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> Sight {
        let start = Array(bytes.prefix(searchLength))
        let tag = start.prefix(3).map { $0 & 0xDF }
        guard tag == Array([0x49, 0x53, 0x41].prefix(tag.count)) else { return .nothing }
        guard start.count >= length || isLast else { return .undecided }
        guard start.count > 4 else { return .nothing }
        if let exact = byPosition(start) { return exact.canBeRead ? .header(exact) : .unreadable(exact) }
        guard Separators.canSeparate(start[3]) else { return .nothing }
        guard start.count == searchLength || isLast else { return .undecided }
        guard let found = bySeparators(start) else { return isLikely(start) ? .unreadable(rest(start)) : .nothing }
        return found.canBeRead && found.isFollowed(in: start) ? .header(found) : .unreadable(found)
    }

    /// The header by position; nil where an element separator is not in its place.
    private static func byPosition(_ start: [UInt8]) -> InterchangeControlHeader? {
        guard start.count >= length, separatorOffsets.allSatisfy({ start[$0] == start[3] }) else { return nil }
        let ends = separatorOffsets.dropFirst() + [length - 1]
        let elements = zip(separatorOffsets, ends).map { $0 + 1..<$1 }
        return InterchangeControlHeader(
            bytes: Array(start[..<length]), elements: elements, element: start[3], component: start[length - 2],
            terminator: start[length - 1])
    }

    /// The header by its sixteen separators, whatever its length; the byte behind the last is the component separator,
    /// the one behind that the terminator.
    /// A control character before shows that ISA ended earlier.
    private static func bySeparators(_ start: [UInt8]) -> InterchangeControlHeader? {
        var separators: [Int] = []
        for (index, byte) in start.enumerated() where separators.count < 16 {
            if byte < 0x20 { return nil }
            if byte == start[3] { separators.append(index) }
        }
        guard separators.count == 16, let last = separators.last, last + 2 < start.count else { return nil }
        let elements = zip(separators, separators.dropFirst() + [last + 2]).map { $0 + 1..<$1 }
        let version = start[elements[11]].filter { $0 != 0x20 }
        guard version.count == 5, version.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return InterchangeControlHeader(
            bytes: Array(start[...(last + 2)]), elements: elements, element: start[3], component: start[last + 1],
            terminator: start[last + 2])
    }

    /// What is left of a header that cannot be taken apart.
    private static func rest(_ start: [UInt8]) -> InterchangeControlHeader {
        InterchangeControlHeader(
            bytes: Array(start.prefix(length)), elements: [], element: start[3], component: 0, terminator: 0)
    }

    /// Whether these bytes are meant as a header: `ISA`, a separator and two digits or so, the separator again.
    private static func isLikely(_ start: [UInt8]) -> Bool {
        start.prefix(length).count { $0 == start[3] } >= 4 && start.dropFirst(4).prefix(3).contains(start[3])
    }

    /// Whether segments can be told apart; a component separator that is none is no obstacle.
    var canBeRead: Bool {
        Separators.canSeparate(element) && Separators.canSeparate(terminator) && element != terminator
    }

    /// Whether the next segment stands where the terminator says: GS, TA1 or IEA.
    private func isFollowed(in start: [UInt8]) -> Bool {
        let next = start.dropFirst(bytes.count).drop { $0 <= 0x20 }
        let tags: [[UInt8]] = [[0x47, 0x53], [0x54, 0x41, 0x31], [0x49, 0x45, 0x41]]
        return tags.contains { tag in
            next.prefix(tag.count).map { $0 >= 0x61 ? $0 & 0xDF : $0 } == tag
                && next.dropFirst(tag.count).first == element
        }
    }

    /// An element's bytes, without the blanks that fill it up; blanks include the no-break space in UTF-8.
    func raw(_ number: Int) -> ArraySlice<UInt8> {
        guard number <= elements.count else { return [] }
        var (start, end) = (elements[number - 1].lowerBound, elements[number - 1].upperBound)
        while start < end {
            if bytes[end - 1] == 0x20 {
                end -= 1
            } else if bytes[start] == 0x20 {
                start += 1
            } else if end - start >= 2, bytes[end - 2] == 0xC2, bytes[end - 1] == 0xA0 {
                end -= 2
            } else if end - start >= 2, bytes[start] == 0xC2, bytes[start + 1] == 0xA0 {
                start += 2
            } else {
                break
            }
        }
        return bytes[start..<end]
    }

    /// An element's text, nil when it is empty or blank: in a charset that is agreed, else in UTF-8 where the bytes are that,
    /// else in ISO 8859-1.
    func text(_ number: Int, _ charset: Charset? = nil) -> String? {
        let value = raw(number)
        guard !value.isEmpty else { return nil }
        return (charset ?? (Charset.utf8.firstInvalid(in: value) == nil ? .utf8 : .latin1)).decode(value)
    }
}
