import Diagnostics
import Syntax

/// ISA, TA1 and IEA: opening, acknowledging, counting, closing.
extension X12Reader {
    /// ISA: starts an interchange.
    mutating func openInterchange(
        _ header: InterchangeControlHeader, at index: Int, _ handle: (ReaderEvent) throws -> Void
    ) throws {
        try beginInterchange(at: index, handle)
        let version = header.text(12)
        envelope?.version = version
        envelope?.controlNumber = Self.isSpoiled(header.raw(13)) ? nil : header.text(13)
        separators = Separators(
            element: header.element, component: header.component, terminator: header.terminator)
        settleSeparators(header, at: index)
        checkHeader(header, at: index)
        noteDuplicate(header, at: index)
        trace.open(header.bytes, controlNumber: header.raw(13), separators: separators)
        scanner.begin(at: index + header.bytes.count, separators)
        phase = .interchange
        try handle(.interchange(announced(header, at: index)))
    }

    /// An ISA that cannot be taken apart: nothing is read up to the next one.
    mutating func openUnreadable(
        _ header: InterchangeControlHeader, at index: Int, _ handle: (ReaderEvent) throws -> Void
    ) throws {
        try beginInterchange(at: index, handle)
        envelope?.isUnreadable = true
        reportUnreadable(header, at: index)
        try handle(.interchange(announced(header, at: index)))
    }

    private mutating func announced(_ header: InterchangeControlHeader, at index: Int) -> InterchangeHeader {
        var announced = InterchangeHeader(
            syntax: .x12, version: header.text(12), charset: charset ?? .ascii,
            sender: header.text(6, charset).map { EnvelopeParty($0, qualifier: header.text(5)) },
            receiver: header.text(8, charset).map { EnvelopeParty($0, qualifier: header.text(7)) },
            reference: header.text(13),
            created: header.text(9).map { [$0, header.text(10)].compactMap(\.self).joined(separator: ":") },
            test: header.text(15) == "T", position: headerPosition(header, at: index))
        announced.acknowledgementRequested = (header.text(14) ?? "0") != "0"
        return announced
    }

    private mutating func noteDuplicate(_ header: InterchangeControlHeader, at index: Int) {
        guard let number = header.text(13) else { return }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(InterchangeControlHeader.length)
        for element in [5, 6, 7, 8, 13] {
            bytes += header.raw(element)
            bytes.append(0x1F)
        }
        let key = String(decoding: bytes, as: UTF8.self)
        guard !interchanges.remember(key) else { return }
        report(
            Diagnostic("x12.interchange-duplicate", at: headerPosition(header, at: index, element: 13), value: number))
    }

    /// TA1: stands outside of groups, and is handed out as a message of one segment.
    mutating func takeAcknowledgment(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        guard transaction == nil, envelope?.group == nil else { return passStray(tag: "TA1", end: end) }
        let range = scanner.cursor.segmentNode..<scanner.cursor.count
        let start = scanner.cursor.base + Int(scanner.nodes[range.lowerBound].offset)
        scanner.keepOnly(range, base: start)
        scanner.cursor.segmentNode = 1
        for node in 1..<scanner.cursor.count { scanner.update(node) { $0.ordinal = 1 } }
        trace.noteLineBreak(in: window[max(0, start - 2)..<start])
        var opened = TransactionState(identifier: "TA1", origin: position(at: start), start: windowOffset + start)
        opened.controlNumber = segment.text(1)
        transaction = opened
        envelope?.acknowledgments += 1
        noteOverflow(tag: "TA1", elements: 5)
        noteTrailingSeparator(tag: "TA1")
        try handOut(segments: 1, nodes: scanner.cursor.count, end: end, isWhole: true, handle)
        scanner.restart(at: end, count: 1)
    }

    /// IEA: counts groups and repeats ISA13.
    mutating func endInterchange(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        try closeTransaction(end: nil, handle)
        closeGroup()
        closeBare()
        let view = segment
        if envelope?.isStump == true {
            noteUnexpected(trailer: "IEA")
        } else if let envelope {
            // A group whose GS did not come is counted by a sender who wrote it, and not by one who leaves GS out.
            let isHeadlessCounted = view.number(1) == envelope.groups + envelope.headlessGroups
            let groups = isHeadlessCounted ? envelope.groups + envelope.headlessGroups : envelope.groups
            checkCount(view, "x12.iea-count", tag: "IEA", actual: groups)
            if envelope.hasHeader {
                checkSameNumber(view, "x12.iea-number", tag: "IEA", expected: envelope.controlNumber, digits: 9)
            }
            let isEmpty = envelope.transactions == 0 && envelope.acknowledgments == 0
            // A count that is wrong says it already.
            if isEmpty, envelope.hasHeader, view.number(1) == groups {
                report(Diagnostic("x12.interchange-empty", at: segmentPosition(tag: "IEA")))
            }
        }
        noteOverflow(tag: "IEA", elements: 2)
        noteTrailingSeparator(tag: "IEA")
        envelope?.isClosed = true
        phase = .outside
        scanner.restart(at: end, count: 1)
    }

    /// Ends an interchange, with a word if its trailer did not come.
    mutating func closeInterchange(_ handle: (ReaderEvent) throws -> Void) throws {
        guard let open = envelope else { return }
        try closeTransaction(end: nil, handle)
        closeGroup()
        noteStrayBytes()
        if !open.isClosed, !open.isUnreadable, open.hasHeader {
            report(Diagnostic("x12.iea-missing", at: missingPosition(of: "IEA"), value: open.controlNumber))
        }
        if let diagnostics = envelope?.diagnostics { try handle(.end(diagnostics)) }
        envelope = nil
        try handOutForeign(handle)
    }

    /// A trailer's first element counts what it closes.
    mutating func checkCount(_ view: SegmentView, _ code: Code, tag: String, actual: Int) {
        guard !view.raw(1).isEmpty else { return reportMissing("count", of: tag, element: 1) }
        guard view.number(1) != actual, !Self.isSpoiled(view.raw(1)) else { return }
        report(
            Diagnostic(
                code, at: segmentPosition(tag: tag, element: 1), value: view.text(1), facts: ["actual": "\(actual)"]))
    }

    /// IEA02 and GE02 repeat a number. ISA13 and IEA02 have nine digits (I12), GS06 and GE02 one to nine (data element 28,
    /// numeric): where one of two lacks zeros that the other has, the number is the same, and it is tolerated.
    /// - Parameter digits: how many the trailer's has to have; of ISA13 it is told there that it lacks some.
    mutating func checkSameNumber(_ view: SegmentView, _ code: Code, tag: String, expected: String?, digits: Int) {
        let sent = view.text(2)
        guard let expected, let sent, sent != expected, Self.isControlNumber(sent), Self.isControlNumber(expected),
            Int(sent) == Int(expected)
        else { return checkNumber(view, code, tag: tag, expected: expected) }
        guard sent.utf8.count < digits || digits == 1 else { return }
        report(
            Diagnostic(
                code, .warning, at: segmentPosition(tag: tag, element: 2), value: sent, facts: ["expected": expected]))
    }

    /// A trailer's second element repeats the control number of its header. Leading zeros count: the standard asks for
    /// the same value.
    mutating func checkNumber(_ view: SegmentView, _ code: Code, tag: String, expected: String?) {
        // A header without a number is told of where it stands.
        guard let expected, view.text(2) != expected, !Self.isSpoiled(view.raw(2)) else { return }
        guard !view.raw(2).isEmpty else { return reportMissing("number", of: tag, element: 2) }
        report(
            Diagnostic(
                code, at: segmentPosition(tag: tag, element: 2), value: view.text(2), facts: ["expected": expected]))
    }

    /// A trailer without its count or its control number.
    private mutating func reportMissing(_ what: String, of tag: String, element: Int) {
        let code = Code(rawValue: "x12.\(tag.lowercased())-\(what)-missing")
        report(Diagnostic(code, at: segmentPosition(tag: tag, element: element)))
    }
}
