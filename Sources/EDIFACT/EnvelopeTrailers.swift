import Diagnostics
import Syntax

/// UNE and UNZ: counting and closing (ISO 9735-1:2002, 7 and annex C).
extension EDIFACTReader {
    /// UNE: the group's count and reference must be those of its header.
    mutating func endGroup(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        try closeMessage(end: nil, handle)
        try announceBare(handle)
        let view = segment
        if let group = envelope?.group {
            checkCount(view, "edifact.une-count", tag: "UNE", actual: group.messages)
            checkReference(view, "edifact.une-reference", tag: "UNE", expected: group.reference)
            checkEnvelope(view, tag: "UNE")
            if group.messages == 0 {
                let found = segmentPosition(tag: "UNE")
                report(Diagnostic("edifact.group-empty", at: found, value: group.reference))
            }
            envelope?.group = nil
        } else {
            noteUnexpected(trailer: "UNE")
        }
        trace.closeGroup()
        phase = .interchange
        scanner.restart(at: end, count: 1)
    }

    /// UNZ: counts groups where there are any, else messages.
    mutating func endInterchange(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        try closeMessage(end: nil, handle)
        try announceBare(handle)
        closeGroup()
        let view = segment
        if let envelope, envelope.hasHeader {
            let actual = envelope.groups > 0 ? envelope.groups : envelope.ungrouped
            if !envelope.isMixed { checkCount(view, "edifact.unz-count", tag: "UNZ", actual: actual) }
            checkReference(view, "edifact.unz-reference", tag: "UNZ", expected: envelope.reference)
            checkEnvelope(view, tag: "UNZ")
            // A count that is wrong says it already, and so does a group that is empty.
            if envelope.messages == 0, envelope.groups == 0, view.number(1) == actual {
                report(Diagnostic("edifact.interchange-empty", at: segmentPosition(tag: "UNZ")))
            }
        } else if envelope?.messages == 0 {
            noteUnexpected(trailer: "UNZ")
        }
        envelope?.isClosed = true
        phase = .outside
        scanner.restart(at: end, count: 1)
    }

    /// Reports a trailer that closes nothing; where nothing but trailers stands behind an interchange, the first of them.
    mutating func noteUnexpected(trailer tag: String) {
        guard envelope?.isStump == false || envelope?.hasReportedTrailer == false else { return }
        envelope?.hasReportedTrailer = true
        report(Diagnostic("edifact.trailer-unexpected", at: segmentPosition(tag: tag), value: tag))
    }

    /// Hands out the header of a payload that has none, once it is clear what it starts with.
    mutating func announceBare(_ handle: (ReaderEvent) throws -> Void) throws {
        guard let header = bareHeader else { return }
        bareHeader = nil
        try handle(.interchange(header))
    }

    /// A group whose trailer did not come.
    mutating func closeGroup() {
        guard let group = envelope?.group else { return }
        report(Diagnostic("edifact.une-missing", at: missingPosition(of: "UNE"), value: group.reference))
        envelope?.group = nil
    }

    /// Ends an interchange, with a word if its trailer did not come.
    mutating func closeInterchange(isLast: Bool, _ handle: (ReaderEvent) throws -> Void) throws {
        if phase == .header, envelope == nil, isLast, hasStarted {
            // A service string advice and nothing behind it.
            report(Diagnostic("edifact.unb-missing", at: position(at: min(scanner.cursor.segment, window.count))))
            try handle(.interchange(InterchangeHeader(syntax: .edifact, charset: level.charset)))
            envelope = EnvelopeState()
            envelope?.isClosed = true
            envelope?.diagnostics.append(contentsOf: pending)
            pending = DiagnosticList()
        }
        guard envelope != nil else { return }
        try closeMessage(end: nil, handle)
        try announceBare(handle)
        closeGroup()
        if isLast { noteStrayBytes() }
        if let envelope, !envelope.isClosed, envelope.hasHeader {
            report(Diagnostic("edifact.unz-missing", at: missingPosition(of: "UNZ"), value: envelope.reference))
        }
        if var ended = envelope {
            ended.tally.settle(in: &ended.diagnostics)
            try handle(.end(ended.diagnostics))
        }
        envelope = nil
        try handOutForeign(handle)
    }

    /// Where a trailer should have stood: before the segment that came instead, or at the end.
    mutating func missingPosition(of trailer: String) -> Position {
        let cursor = scanner.cursor
        let isBetween = cursor.segmentNode < 0
        let index = isBetween ? cursor.segment : cursor.base + Int(scanner.nodes[cursor.segmentNode].offset)
        var position = position(at: min(index, window.count - (isTerminatorMade ? 1 : 0)))
        position.segment = message == nil ? nil : cursor.ordinal
        position.tag = trailer
        return position
    }

    /// A trailer's count, which must be there.
    mutating func checkCount(_ view: SegmentView, _ code: Code, tag: String, actual: Int) {
        guard !view.raw(1).isEmpty else { return reportIncomplete(tag, "1") }
        guard view.number(1) != actual, !isSpoiled(view.raw(1)) else { return }
        report(
            Diagnostic(
                code, at: segmentPosition(tag: tag, element: "1"), value: view.text(1), facts: ["actual": "\(actual)"]))
    }

    /// A trailer's reference, which must be there; where its header has none, that is said there.
    mutating func checkReference(_ view: SegmentView, _ code: Code, tag: String, expected: String?) {
        guard let expected, view.text(2) != expected, !isSpoiled(view.raw(2)) else { return }
        guard !view.raw(2).isEmpty else { return reportIncomplete(tag, "2") }
        report(
            Diagnostic(
                code, at: segmentPosition(tag: tag, element: "2"), value: view.text(2), facts: ["expected": expected]))
    }

    private mutating func reportIncomplete(_ tag: String, _ element: String) {
        let code: Code =
            switch tag {
            case "UNT": "edifact.unt-incomplete"
            case "UNE": "edifact.une-incomplete"
            default: "edifact.unz-incomplete"
            }
        report(Diagnostic(code, at: segmentPosition(tag: tag, element: element), facts: ["element": element]))
    }
}
