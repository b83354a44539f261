import Diagnostics
import Syntax

/// STX, BAT, EOB and END: opening, counting, closing.
extension TradacomsReader {
    /// A segment around messages; it ends a message whose trailer did not come.
    mutating func endEnvelope(
        _ segment: SplitSegment, blanks: Range<Int>, end: Int, _ handle: (ReaderEvent) throws -> Void
    ) throws {
        try closeMessage(before: segment.start, handle)
        let segment = SplitSegment(window[segment.start..<segment.end], base: segment.start, ordinal: 1)
        if segment.tag == "STX" { try beginAnother(segment, handle) }
        checkForm(segment, blanks: blanks)
        checkElements(segment)
        _ = settleCharset(of: segment.start..<segment.end)
        switch segment.tag {
        case "STX": try openTransmission(segment, end: end, handle)
        case "BAT": openBatch(segment)
        case "EOB": endBatch(segment)
        default: endTransmission(segment, end: end)
        }
    }

    /// An STX in the middle of a transmission begins another.
    private mutating func beginAnother(_ segment: SplitSegment, _ handle: (ReaderEvent) throws -> Void) throws {
        guard let open = transmission, open.start != windowOffset + segment.start else { return }
        try closeTransmission(handle)
        hasStarted = true
        transmission = TransmissionState(start: windowOffset + segment.start)
    }

    /// STX: the first segment of a transmission.
    private mutating func openTransmission(
        _ segment: SplitSegment, end: Int, _ handle: (ReaderEvent) throws -> Void
    ) throws {
        let view = view(of: segment)
        transmission?.reference = view.text(5)
        trace.open(window[segment.start..<end])
        checkHeader(view, segment)
        checkMoment(view, segment)
        noteDuplicate(view, segment)
        try handle(
            .interchange(
                InterchangeHeader(
                    syntax: .tradacoms,
                    version: [view.text(1), view.text(1, 2)].compactMap(\.self).joined(separator: ":"),
                    charset: charset ?? .ascii, sender: (view.text(2) ?? view.text(2, 2)).map { EnvelopeParty($0) },
                    receiver: (view.text(3) ?? view.text(3, 2)).map { EnvelopeParty($0) }, reference: view.text(5),
                    created: view.text(4).map { [$0, view.text(4, 2)].compactMap(\.self).joined(separator: ":") },
                    test: view.text(7)?.hasSuffix("TES") ?? false, position: position(of: segment))))
    }

    /// The elements that STX must have: syntax, sender and receiver by code or name, date, reference.
    private mutating func checkHeader(_ view: SegmentView, _ segment: SplitSegment) {
        if let syntax = view.text(1), !["ANA", "ANAA"].contains(syntax) || view.text(1, 2) != "1" {
            report(
                Diagnostic(
                    "tradacoms.syntax-unknown", .warning, at: position(of: segment, element: "1"),
                    value: [syntax, view.text(1, 2)].compactMap(\.self).joined(separator: ":")))
        }
        let needed: [(String, Bool, Severity)] = [
            ("1", view.text(1) != nil, .warning), ("2", (view.text(2) ?? view.text(2, 2)) != nil, .error),
            ("3", (view.text(3) ?? view.text(3, 2)) != nil, .error), ("4", view.text(4) != nil, .warning),
            ("5", view.text(5) != nil, .error),
        ]
        for (element, isThere, severity) in needed where !isThere {
            report(
                Diagnostic(
                    "tradacoms.stx-incomplete", severity, at: position(of: segment, element: element),
                    facts: ["element": element]))
        }
    }

    /// BAT: a batch of messages, which EOB counts.
    private mutating func openBatch(_ segment: SplitSegment) {
        closeBatch()
        let batch = BatchState(reference: view(of: segment).text(1))
        transmission?.batch = batch
    }

    private mutating func endBatch(_ segment: SplitSegment) {
        guard let batch = transmission?.batch else {
            noteUnexpected(segment)
            return
        }
        checkCount(segment, "tradacoms.eob-count", actual: batch.messages)
        transmission?.batch = nil
    }

    private mutating func closeBatch() {
        guard let batch = transmission?.batch else { return }
        report(
            Diagnostic(
                "tradacoms.eob-missing", at: missingPosition(of: "EOB", before: segmentStart), value: batch.reference))
        transmission?.batch = nil
    }

    /// END: counts messages.
    private mutating func endTransmission(_ segment: SplitSegment, end: Int) {
        closeFile()
        closeBatch()
        if transmission?.isStump == true {
            noteUnexpected(segment)
        } else {
            checkCount(segment, "tradacoms.end-count", actual: transmission?.messages ?? 0)
        }
        // A count that is wrong says it already.
        if transmission?.messages == 0, transmission?.hasHeader == true, view(of: segment).number(1) == 0 {
            report(Diagnostic("tradacoms.transmission-empty", .warning, at: position(of: segment)))
        }
        transmission?.isClosed = true
        restart(at: end)
    }

    /// Ends a transmission, with a word if its trailer did not come.
    mutating func closeTransmission(_ handle: (ReaderEvent) throws -> Void) throws {
        guard let open = transmission else { return }
        try closeMessage(before: min(segmentStart, window.count), handle)
        if !open.isClosed {
            closeFile()
            closeBatch()
            if open.hasHeader {
                let place = missingPosition(of: "END", before: segmentStart)
                report(Diagnostic("tradacoms.end-missing", at: place, value: open.reference))
            }
        }
        noteStrayBytes()
        if let diagnostics = transmission?.diagnostics { try handle(.end(diagnostics)) }
        transmission = nil
        try handOutForeign(handle)
    }

    /// A trailer's first element counts what it closes.
    mutating func checkCount(_ segment: SplitSegment, _ code: Code, actual: Int) {
        let view = view(of: segment)
        guard let count = view.text(1) else {
            return report(
                Diagnostic(
                    "tradacoms.count-missing", at: position(of: segment, element: "1"), value: segment.tag,
                    facts: ["actual": "\(actual)"]))
        }
        // A release character with nothing behind it is the missing terminator's fault.
        guard view.number(1) != actual, Int(count) != actual, !isSpoiled(view.raw(1)) else { return }
        report(
            Diagnostic(
                code, at: position(of: segment, element: "1"), value: view.text(1), facts: ["actual": "\(actual)"]))
    }

    /// The fields of a segment.
    func view(of segment: SplitSegment) -> SegmentView {
        SegmentView(
            nodes: segment.nodes[...], window: window, base: segment.base, decoding: decoding(charset ?? .latin1))
    }
}
