import Syntax

/// A message as a writer of this house wrote it, alone in its interchange, taken apart so that it can stand in another one
/// with others. Only EDIFACT and X12 have an envelope around several messages.
struct WrittenMessage {
    /// The segments of an interchange, each with its terminator, with the places of its elements.
    private struct Segment {
        var tag: String
        var range: Range<Int>
        /// Where each element stands, the tag being the first.
        var elements: [Range<Int>]
    }

    /// What ends a segment, what separates its elements, and what makes the next character data.
    private struct Marks {
        var terminator: UInt8
        var element: UInt8
        var release: UInt8?
    }

    let syntax: SyntaxName
    /// UNA and UNB, or ISA, and the place of its control number.
    let header: [UInt8]
    let headerNumber: Range<Int>
    /// GS and the place of its control number; nil in EDIFACT.
    let group: (bytes: [UInt8], number: Range<Int>)?
    /// From UNH to UNT, or from ST to SE, and the places of the message's reference.
    let message: [UInt8]
    let references: [Range<Int>]
    let element: UInt8
    let terminator: UInt8
    /// What two messages must have in common to stand in one interchange: everything that the envelope says but when it was
    /// made and its control number.
    let envelope: String
    /// The same of the functional group; empty in EDIFACT.
    let groupName: String

    /// The only message of an interchange; nil where there is not exactly one, or the syntax has no such envelope.
    init?(_ bytes: [UInt8]) {
        let isX12 = bytes.starts(with: Array("ISA".utf8)) && bytes.count > 106
        guard let marks = isX12 ? Marks(terminator: bytes[105], element: bytes[3]) : Self.edifact(bytes) else {
            return nil
        }
        let hasAdvice = bytes.starts(with: Array("UNA".utf8))
        let segments = Self.segments(of: bytes, from: hasAdvice ? 9 : 0, marks)
        let tags = segments.map(\.tag)
        let (first, last) = isX12 ? ("ST", "SE") : ("UNH", "UNT")
        guard let begin = tags.firstIndex(of: first), let end = tags.firstIndex(of: last), begin < end,
            tags.count(where: { $0 == first }) == 1, end == tags.count - (isX12 ? 3 : 2),
            tags.first == (isX12 ? "ISA" : "UNB"), begin == (isX12 ? 2 : 1), segments[begin].elements.count > 2,
            segments[end].elements.count == 3, segments[0].elements.count > (isX12 ? 13 : 5)
        else { return nil }
        syntax = isX12 ? .x12 : .edifact
        (element, terminator) = (marks.element, marks.terminator)
        header = Array(bytes[..<segments[0].range.upperBound])
        headerNumber = segments[0].elements[isX12 ? 13 : 5]
        let start = segments[begin].range.lowerBound
        message = Array(bytes[start..<segments[end].range.upperBound])
        references = [segments[begin].elements[isX12 ? 2 : 1], segments[end].elements[2]].map {
            $0.lowerBound - start..<$0.upperBound - start
        }
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        let made: Set<Int> = isX12 ? [9, 10, 13] : [4, 5]
        let said = segments[0].elements.indices.filter { !made.contains($0) }.map { text(segments[0].elements[$0]) }
        envelope = (hasAdvice ? [text(0..<9)] : []).joined() + said.joined(separator: "\u{1F}")
        guard isX12 else {
            (group, groupName) = (nil, "")
            return
        }
        let own = segments[1]
        guard own.tag == "GS", own.elements.count == 9 else { return nil }
        let offset = own.range.lowerBound
        group = (
            Array(bytes[own.range]), own.elements[6].lowerBound - offset..<own.elements[6].upperBound - offset
        )
        groupName = [1, 2, 3, 7, 8].map { text(own.elements[$0]) }.joined(separator: "\u{1F}")
    }

    private static func edifact(_ bytes: [UInt8]) -> Marks? {
        if bytes.starts(with: Array("UNB".utf8)) { return Marks(terminator: 0x27, element: 0x2B, release: 0x3F) }
        guard bytes.starts(with: Array("UNA".utf8)), bytes.count > 9 else { return nil }
        return Marks(terminator: bytes[8], element: bytes[4], release: bytes[6] == 0x20 ? nil : bytes[6])
    }

    private static func segments(of bytes: [UInt8], from start: Int, _ marks: Marks) -> [Segment] {
        var segments: [Segment] = []
        var (begin, element) = (start, start)
        var elements: [Range<Int>] = []
        var offset = start
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == marks.release {
                offset += 2
                continue
            }
            if byte == marks.element || byte == marks.terminator {
                elements.append(element..<offset)
                element = offset + 1
            }
            if byte == marks.terminator {
                let tag = elements.first.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ""
                segments.append(Segment(tag: tag, range: begin..<offset + 1, elements: elements))
                (begin, elements) = (offset + 1, [])
            }
            offset += 1
        }
        return segments
    }

    /// The message under another reference.
    func message(under reference: String) -> [UInt8] {
        guard references.count == 2 else { return message }
        return Array(message[..<references[0].lowerBound]) + Array(reference.utf8)
            + Array(message[references[0].upperBound..<references[1].lowerBound]) + Array(reference.utf8)
            + Array(message[references[1].upperBound...])
    }
}
