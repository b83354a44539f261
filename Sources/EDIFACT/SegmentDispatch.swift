import Diagnostics
import Syntax

/// What the reader does with the segments that the scanner stops at.
extension EDIFACTReader {
    /// Takes a segment that has ended at an index of the window.
    mutating func endSegment(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        if isSegmentCut {
            isSegmentCut = false
            settleHeading()
            return passStray(tag: nil, end: end)
        }
        guard let tag = settleTag(end: end) else { return }
        if scanner.cursor.hasOverflow {
            report(
                Diagnostic(
                    "edifact.segment-overflow", at: segmentPosition(tag: tag),
                    facts: ["maximum": "\(SegmentScanner.highestNumber)"]))
        }
        if tag == "UNA", try takeAdvice(end, handle) { return }
        // Those of a header belong to the message that it opens.
        if phase != .message, tag != "UNH" { noteTrailingSeparators() }
        if phase == .header, tag != "UNB" { openBare(tag: tag) }
        switch tag {
        case "UNB": try openInterchange(end, handle)
        case "UNG": try openGroup(end, handle)
        case "UNH": try openMessage(end, handle)
        case "UNT": try endMessage(end, handle)
        case "UNE": try endGroup(end, handle)
        case "UNZ": try endInterchange(end, handle)
        default:
            if phase == .message {
                noteSecurity(tag)
                scanner.next(at: end)
            } else {
                passStray(tag: tag, end: end)
            }
        }
    }

    /// A segment that belongs to no message.
    mutating func passStray(tag: String?, end: Int) {
        if phase == .skipping {
            scanner.next(at: end)
            scanner.restart(at: end, count: 1)
            return
        }
        let code = Self.strayCode(tag)
        let isData = tag.map { !Self.securityTags.contains($0) && code == "edifact.outside-message" } ?? false
        if isData, let tag, openHeadless(tag: tag, end: end) { return }
        defer { scanner.restart(at: end, count: 1) }
        if let tag, noteSecurity(tag) { return }
        if isListFull {
            report(Diagnostic(code))
        } else if let tag {
            report(Diagnostic(code, at: segmentPosition(tag: tag), value: tag))
        } else {
            report(Diagnostic(code, at: position(at: scanner.cursor.segment)))
        }
    }

    /// What is wrong with a segment outside of messages.
    private static func strayCode(_ tag: String?) -> Code {
        guard let tag else { return "edifact.outside-message" }
        // Packages (ISO 9735-8) and interactive interchanges (ISO 9735-3) have envelopes of their own.
        if ["UNO", "UNP", "UIB", "UIH", "UIR", "UIT", "UIZ"].contains(tag) { return "edifact.envelope-unsupported" }
        if tag.hasPrefix("UN"), tag.utf8.count == 3, tag != "UNS" { return "edifact.service-unsupported" }
        return "edifact.outside-message"
    }

    /// The security segments of ISO 9735-5 and -7 are read and not checked: says so, once a message or interchange.
    @discardableResult mutating func noteSecurity(_ tag: String) -> Bool {
        guard Self.securityTags.contains(tag) else { return false }
        let found = segmentPosition(tag: tag)
        tally("edifact.security-unchecked") {
            Diagnostic("edifact.security-unchecked", .warning, at: found, value: tag)
        }
        return true
    }

    private static let securityTags: Set<String> = [
        "USA", "USB", "USC", "USD", "USE", "USF", "USH", "USL", "USR", "UST", "USU", "USX", "USY",
    ]

    /// The tag of the segment, set right where blanks or line breaks got into it; nil for a segment without content.
    private mutating func settleTag(end: Int) -> String? {
        let cursor = scanner.cursor
        if !cursor.hasOddTag { return scanner.nodes[cursor.segmentNode].name.packedText ?? "" }
        let bytes = window[cursor.segment..<end - 1]
        let start = bytes.firstIndex { $0 > 0x20 } ?? bytes.endIndex
        guard start < bytes.endIndex else {
            let place = isListFull ? nil : position(at: cursor.segment)
            report(Diagnostic("edifact.segment-empty", .warning, at: place))
            scanner.restart(at: end, count: cursor.segmentNode)
            return nil
        }
        if start > cursor.segment {
            let found = position(at: cursor.segment)
            tally("edifact.blank-before-tag") { Diagnostic("edifact.blank-before-tag", .warning, at: found) }
        }
        scanner.update(cursor.segmentNode) { node in
            node.offset = UInt32(truncatingIfNeeded: start - cursor.base)
            node.valueStart = node.offset
        }
        let stop = bytes[start...].firstIndex { $0 == service.element || $0 == service.component } ?? bytes.endIndex
        let tag = bytes[start..<stop].filter { $0 != 0x0A && $0 != 0x0D }
        return nameSegment(tag, isNested: stop < bytes.endIndex && bytes[stop] == service.component)
    }

    private mutating func nameSegment(_ tag: [UInt8], isNested: Bool) -> String {
        let upper = tag.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        let isRight = upper.count == 3 && upper.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
        let printable = (isRight ? upper : tag).prefix(4).map { (0x21...0x7E).contains($0) ? $0 : 0x3F }
        let text = String(decoding: printable, as: UTF8.self)
        let name = Name(packing: text) ?? Name(number: 1)
        scanner.update(scanner.cursor.segmentNode) { $0.name = name }
        if !isRight, isListFull {
            report(Diagnostic("edifact.tag-invalid"))
        } else if !isRight {
            report(
                Diagnostic(
                    "edifact.tag-invalid", at: segmentPosition(tag: text), value: Charset.latin1.decode(tag.prefix(20)))
            )
        } else if upper != tag {
            noteLowerCase(text)
        } else if isNested, text != "UNA" {
            report(Diagnostic("edifact.explicit-nesting", .warning, at: segmentPosition(tag: text), value: text))
        }
        return text
    }

    /// A tag in lower case is read as the capitals that it means.
    private mutating func noteLowerCase(_ tag: String) {
        var place = segmentPosition(tag: tag)
        guard HeadingFaults.tags.contains(tag) else {
            return tally("edifact.tag-lower-case") {
                Diagnostic("edifact.tag-lower-case", .warning, at: place, value: tag)
            }
        }
        place.segment = tag == "UNH" ? 1 : nil
        heading.tally.note("edifact.tag-lower-case") {
            Diagnostic("edifact.tag-lower-case", .warning, at: place, value: tag)
        }
    }

    /// How many nodes there are before those of the segment that is being read.
    private var keptNodes: Int { scanner.cursor.segmentNode > 0 ? scanner.cursor.segmentNode : scanner.cursor.count }

    private mutating func reportUnterminated(_ range: Range<Int>) {
        var place = position(at: range.lowerBound)
        place.segment = message == nil ? nil : scanner.cursor.ordinal
        let tag = window[range].prefix { $0 != service.element && $0 != service.component && $0 > 0x20 && $0 < 0x7F }
        if !tag.isEmpty, tag.count <= 3 { place.tag = String(decoding: tag, as: UTF8.self) }
        report(
            Diagnostic(
                "edifact.terminator-missing", at: place, value: Charset.latin1.decode(window[range].prefix(40))))
    }

    /// The bytes behind the last terminator: a segment whose terminator is missing, if there is anything.
    mutating func finishLastSegment(_ handle: (ReaderEvent) throws -> Void) throws {
        guard phase != .outside, scanner.cursor.segment < window.count else { return }
        let start = scanner.cursor.segment
        guard let first = window[start...].firstIndex(where: { $0 > 0x20 }) else { return }
        var end = window.count
        // A separator may be a control character; it is no filling, and its token is taken already.
        let read = max(first, scanner.cursor.token)
        while end > read, window[end - 1] <= 0x20 { end -= 1 }
        let hasElements = window[first..<end].contains(service.element)
        reportUnterminated(first..<end)
        end = LooseEnd.content(window[first..<end], release: service.release, terminator: service.terminator)
        scanner.cursor.released = min(scanner.cursor.released, end)
        // A stump of a tag is no segment: that it was cut off is all that is wrong.
        guard hasElements else { return scanner.restart(at: window.count, count: keptNodes) }
        window.replaceSubrange(end..., with: [service.terminator])
        isTerminatorMade = true
        scanner.cursor.scan = min(scanner.cursor.scan, end)
        while true {
            switch scanner.scan(window, service, isLast: true) {
            case .bytes: return
            case .nodes: scanner.grow()
            case .control: continue
            case .segment(let end): try endSegment(end, handle)
            }
        }
    }
}
