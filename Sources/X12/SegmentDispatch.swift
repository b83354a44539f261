import Diagnostics
import Syntax

/// What the reader does with the segments that the scanner stops at.
extension X12Reader {
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
                    "x12.segment-overflow", at: segmentPosition(tag: tag),
                    facts: ["maximum": "\(SegmentScanner.highestNumber)"]))
        }
        switch tag {
        case "ISA" where isHeader(end: end): try restartAtHeader(handle)
        case "TA1" where phase == .interchange: try takeAcknowledgment(end, handle)
        case "GS": try openGroup(end, handle)
        case "ST": try openTransaction(end, handle)
        case "SE": try endTransaction(end, handle)
        case "GE": try endGroup(end, handle)
        case "IEA": try endInterchange(end, handle)
        default: passOrdinary(tag: tag, end: end)
        }
    }

    /// A segment that is no part of the envelope: kept in a transaction set, else reported.
    private mutating func passOrdinary(tag: String, end: Int) {
        guard phase == .transaction else { return passStray(tag: tag, end: end) }
        noteTrailingSeparator(tag: tag)
        scanner.next(at: end)
    }

    /// A segment that belongs to no transaction set.
    mutating func passStray(tag: String?, end: Int) {
        if phase == .skipping {
            scanner.next(at: end)
            scanner.restart(at: end, count: 1)
            return
        }
        if let tag, openHeadless(tag: tag, end: end) { return }
        if isListFull {
            report(Diagnostic("x12.outside-transaction"))
        } else if let tag {
            report(Diagnostic("x12.outside-transaction", at: segmentPosition(tag: tag), value: tag))
        } else {
            report(Diagnostic("x12.outside-transaction", at: position(at: scanner.cursor.segment)))
        }
        scanner.restart(at: end, count: 1)
    }

    /// A segment that ends in separators: reported once a transaction set, and for each segment around it.
    mutating func noteTrailingSeparator(tag: String) {
        guard scanner.cursor.hasTrailingSeparator, transaction?.hasTrailingSeparator != true, phase != .skipping else {
            return
        }
        transaction?.hasTrailingSeparator = true
        scanner.cursor.watchesTrailingSeparators = false
        report(Diagnostic("x12.trailing-separator", .warning, at: segmentPosition(tag: tag), value: tag))
    }

    /// The first element of an envelope's segment that it has no place for.
    mutating func noteOverflow(tag: String, elements: Int) {
        let view = segment
        guard let surplus = view.nodes.first(where: { Int($0.element) > elements && $0.valueLength > 0 }) else {
            return
        }
        let element = Int(surplus.element)
        report(
            Diagnostic(
                "x12.envelope-overflow", .warning, at: segmentPosition(tag: tag, element: element),
                value: view.text(element), facts: ["tag": tag, "element": "\(element)", "maximum": "\(elements)"]))
    }

    /// Whether a segment ISA within an interchange is the header of another one, whose trailer before is missing.
    private func isHeader(end: Int) -> Bool {
        let cursor = scanner.cursor
        let bytes = window[(cursor.base + Int(scanner.nodes[cursor.segmentNode].offset))..<end]
            .prefix(InterchangeControlHeader.length)
        return bytes.count { $0 == separators.element } >= 4
            && bytes.dropFirst(4).prefix(3).contains(separators.element)
    }

    private mutating func restartAtHeader(_ handle: (ReaderEvent) throws -> Void) throws {
        let cursor = scanner.cursor
        let start = cursor.base + Int(scanner.nodes[cursor.segmentNode].offset)
        try closeTransaction(end: start, handle)
        phase = .outside
        scanner.restart(at: start, count: 1)
    }

    /// The tag of the segment, set right where blanks or lower case got into it; nil for a segment without content.
    private mutating func settleTag(end: Int) -> String? {
        let cursor = scanner.cursor
        if !cursor.hasOddTag { return scanner.nodes[cursor.segmentNode].name.packedText ?? "" }
        let bytes = window[cursor.segment..<end - 1]
        guard let start = bytes.firstIndex(where: { $0 > 0x20 }) else {
            let place = isListFull ? nil : position(at: cursor.segment)
            report(Diagnostic("x12.segment-empty", .warning, at: place))
            scanner.restart(at: end, count: cursor.segmentNode)
            return nil
        }
        if start > cursor.segment { noteBlankTag() }
        scanner.update(cursor.segmentNode) { node in
            node.offset = UInt32(truncatingIfNeeded: start - cursor.base)
            node.valueStart = node.offset
        }
        let stop = bytes[start...].firstIndex { separators.contains($0) } ?? bytes.endIndex
        let isEndedByElement = stop == bytes.endIndex || bytes[stop] == separators.element
        return nameSegment(bytes[start..<stop].filter { $0 != 0x0A && $0 != 0x0D }, isEndedByElement: isEndedByElement)
    }

    private mutating func nameSegment(_ tag: [UInt8], isEndedByElement: Bool) -> String {
        let upper = tag.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        let hasForm = upper.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
        let isRight = hasForm && (2...3).contains(upper.count) && isEndedByElement
        let printable = (isRight ? upper : tag).prefix(4).map { (0x21...0x7E).contains($0) ? $0 : 0x3F }
        let text = String(decoding: printable, as: UTF8.self)
        let name = Name(packing: text) ?? Name(number: 1)
        scanner.update(scanner.cursor.segmentNode) { $0.name = name }
        if !isRight, isListFull {
            report(Diagnostic("x12.tag-invalid"))
        } else if !isRight {
            report(
                Diagnostic(
                    "x12.tag-invalid", at: segmentPosition(tag: text),
                    value: Charset.latin1.decode(tag.prefix(20))))
        } else if upper != tag {
            noteLowerCaseTag(text)
        }
        return text
    }

    /// Blanks before tags are reported once a transaction set, and once for the segments around them.
    private mutating func noteBlankTag() {
        guard (transaction?.hasBlankTag ?? envelope?.hasBlankTag) != true else { return }
        if transaction == nil { envelope?.hasBlankTag = true } else { transaction?.hasBlankTag = true }
        report(Diagnostic("x12.blank-before-tag", .warning, at: position(at: scanner.cursor.segment)))
    }

    /// Lower case in tags is reported once a transaction set.
    private mutating func noteLowerCaseTag(_ tag: String) {
        guard transaction?.hasLowerCaseTag != true else { return }
        transaction?.hasLowerCaseTag = true
        report(Diagnostic("x12.tag-lower-case", .warning, at: segmentPosition(tag: tag), value: tag))
    }

    /// A control character inside a segment: a line break is data, as a wrapping sender left it, anything else is wrong.
    /// False when more bytes are needed to see the tag behind it.
    mutating func noteControl(at index: Int, isLast: Bool) -> Bool {
        if index == scanner.cursor.segment, !isLast, window.count - index < 5 { return false }
        defer { scanner.passControl(at: index) }
        if phase != .skipping { reportControl(at: index) }
        return true
    }

    private mutating func reportControl(at index: Int) {
        let cursor = scanner.cursor
        let byte = window[index]
        // The second half of a line end says nothing new.
        if byte == 0x0A, index > cursor.segment, window[index - 1] == 0x0D { return }
        let isBreak = byte == 0x0A || byte == 0x0D
        let code: Code = isBreak ? "x12.line-break" : "x12.character-invalid"
        let severity: Severity = isBreak ? .warning : .error
        // What is wrong with ST is a fault of the transaction set that it opens.
        let tag = tokenTag(at: index)
        let isInHeading = tag == "ST"
        if isInHeading ? heading.items.count >= heading.limit : isListFull {
            // Counted only.
            if isInHeading { heading.append(Diagnostic(code, severity)) } else { report(Diagnostic(code, severity)) }
            return
        }
        if window[cursor.segment..<index].allSatisfy({ $0 <= 0x20 }), isBreak || byte == 0x09 { return }
        var found = position(at: index)
        found.segment = isInHeading ? 1 : transaction == nil ? nil : cursor.ordinal
        found.tag = tag
        if cursor.element > 0 {
            let component = cursor.compositeNode > 0 ? ".\(cursor.component + 1)" : ""
            found.element = "\(cursor.element)\(component)"
        }
        let fault = Diagnostic(
            code, severity, at: found, value: isBreak ? nil : Self.shown(byte),
            facts: isBreak ? [:] : ["charset": "X12"])
        if isInHeading { heading.append(fault) } else { report(fault) }
    }

    /// The tag of the segment that is being read, which may stand behind a byte; nil for one without its form.
    private func tokenTag(at index: Int) -> String? {
        let cursor = scanner.cursor
        if index == cursor.segment {
            let tag = window[(index + 1)...].prefix(4).prefix {
                (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
            }
            return (2...3).contains(tag.count) ? String(decoding: tag, as: UTF8.self) : nil
        }
        return cursor.segmentNode > 0 && !cursor.hasOddTag ? scanner.nodes[cursor.segmentNode].name.packedText : nil
    }

    /// Hands the faults of ST to the transaction set that it opened, of one that opened none to what is open.
    mutating func settleHeading() {
        guard !heading.isEmpty else { return }
        if transaction != nil {
            transaction?.diagnostics.append(contentsOf: heading)
        } else if envelope != nil {
            envelope?.diagnostics.append(contentsOf: heading)
        } else {
            pending.append(contentsOf: heading)
        }
        heading = DiagnosticList()
    }

    /// Whether a control character in a value was told of, so that no other fault of that value is.
    static func isSpoiled(_ raw: ArraySlice<UInt8>) -> Bool {
        raw.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D }
    }

    private mutating func reportUnterminated(_ range: Range<Int>, _ tag: ArraySlice<UInt8>, _ severity: Severity) {
        var place = position(at: range.lowerBound)
        place.segment = transaction == nil ? nil : scanner.cursor.ordinal
        if (1...3).contains(tag.count), tag.allSatisfy({ (0x21...0x7E).contains($0) }) {
            place.tag = String(decoding: tag, as: UTF8.self)
        }
        report(
            Diagnostic(
                "x12.terminator-missing", severity, at: place,
                value: Charset.latin1.decode(window[range].prefix(40))))
    }

    /// The bytes behind the last terminator: a segment whose terminator is missing, if there is anything. Behind a whole
    /// IEA nothing can be missing but the terminator itself.
    mutating func finishLastSegment(_ handle: (ReaderEvent) throws -> Void) throws {
        guard phase != .outside, scanner.cursor.segment < window.count else { return }
        let start = scanner.cursor.segment
        guard let first = window[start...].firstIndex(where: { $0 > 0x20 }) else { return }
        var end = window.count
        // A separator may be a control character; it is no filling, and its token is taken already.
        let read = max(first, scanner.cursor.token)
        while end > read, window[end - 1] <= 0x20 { end -= 1 }
        let fields = window[first..<end].split(separator: separators.element, omittingEmptySubsequences: false)
        let isWhole = fields.count == 3 && fields[0].elementsEqual("IEA".utf8) && fields[2].count == 9
        reportUnterminated(first..<end, fields[0], isWhole ? .warning : .error)
        // A stump of a tag is no segment: that it was cut off is all that is wrong.
        guard fields.count > 1 else {
            let cursor = scanner.cursor
            return scanner.restart(at: window.count, count: cursor.segmentNode > 0 ? cursor.segmentNode : cursor.count)
        }
        window.replaceSubrange(end..., with: [separators.terminator])
        isTerminatorMade = true
        scanner.cursor.scan = min(scanner.cursor.scan, end)
        while true {
            // The segment may have been the header of another interchange.
            if phase == .outside {
                guard try findStart(isLast: true, handle) else { return }
            }
            switch scanner.scan(window, separators, isLast: true) {
            case .bytes: return
            case .nodes: scanner.grow()
            case .control: continue
            case .segment(let end): try endSegment(end, handle)
            }
        }
    }
}
