import Diagnostics
import Syntax

/// UNB, UNG, UNE and UNZ: opening, counting, closing (ISO 9735-1:2002, 7 and annex C).
extension EDIFACTReader {
    /// UNB: closes what is open and starts an interchange.
    mutating func openInterchange(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        if phase != .header {
            try closeMessage(end: nil, handle)
            try closeInterchange(isLast: false, handle)
            trace = EnvelopeTrace()
        }
        let view = segment
        let position = segmentPosition(tag: "UNB")
        envelope = EnvelopeState(position: position)
        envelope?.diagnostics.append(contentsOf: pending)
        pending = DiagnosticList()
        let identifier = view.text(1) ?? ""
        setSyntax(identifier: identifier, version: view.text(1, 2))
        let header = makeHeader(segment, identifier: identifier, position: position)
        checkHeader(view)
        envelope?.reference = header.reference
        envelope?.charsetName = identifier.isEmpty ? level.charset.rawValue : identifier
        checkCharacters(of: scanner.cursor.segment..<end)
        trace.service = service
        trace.open(window[scanner.cursor.segment..<end], reference: view.raw(5))
        phase = .interchange
        scanner.restart(at: end, count: 1)
        try handle(.interchange(header))
    }

    private func makeHeader(_ view: SegmentView, identifier: String, position: Position) -> InterchangeHeader {
        var header = InterchangeHeader(
            syntax: .edifact, version: view.text(1, 2), charset: level.charset,
            charsetName: identifier.isEmpty ? nil : identifier,
            sender: view.text(2).map { EnvelopeParty($0, qualifier: view.text(2, 2)) },
            receiver: view.text(3).map { EnvelopeParty($0, qualifier: view.text(3, 2)) }, reference: view.text(5),
            created: view.text(4).map { [$0, view.text(4, 2)].compactMap(\.self).joined(separator: ":") },
            test: view.text(11) == "1", position: position)
        header.acknowledgementRequested = view.text(9) == "1"
        return header
    }

    /// Takes syntax identifier and version to heart: charset, repertoire, repetition separator, decimal mark.
    private mutating func setSyntax(identifier: String, version: String?) {
        if let charset {
            level = SyntaxLevel(charset)
        } else if let known = SyntaxLevel(identifier: identifier) {
            level = known
        } else {
            level = SyntaxLevel(.latin1)
            if !identifier.isEmpty {
                report(
                    Diagnostic(
                        "edifact.charset-unknown", at: segmentPosition(tag: "UNB", element: "1.1"), value: identifier))
            }
        }
        if let version, !["1", "2", "3", "4"].contains(version) {
            report(
                Diagnostic("edifact.syntax-version", at: segmentPosition(tag: "UNB", element: "1.2"), value: version))
        }
        guard version == "4" else {
            service.repetition = nil
            return
        }
        service.decimalMark = nil
        let separator = hasAdvice ? service.reserved : 0x2A
        service.repetition = separator == 0x20 || service.contains(separator) ? nil : separator
    }

    /// The elements that UNB must have; without the syntax and the time it can still be read.
    private mutating func checkHeader(_ view: SegmentView) {
        let needed: [(Int, Int, String, Severity)] = [
            (1, 1, "1.1", .warning), (1, 2, "1.2", .warning), (2, 1, "2.1", .error), (3, 1, "3.1", .error),
            (4, 1, "4.1", .warning), (4, 2, "4.2", .warning), (5, 1, "5", .error),
        ]
        for (element, component, name, severity) in needed where view.raw(element, component).isEmpty {
            report(
                Diagnostic(
                    "edifact.unb-incomplete", severity, at: segmentPosition(tag: "UNB", element: name),
                    facts: ["element": name]))
        }
    }

    /// A payload that starts with a message or a group: nobody says who sent it.
    mutating func openBare(tag: String) {
        let position = segmentPosition(tag: tag)
        envelope = EnvelopeState(position: position)
        envelope?.hasHeader = false
        envelope?.diagnostics.append(contentsOf: pending)
        pending = DiagnosticList()
        level = charset.map { SyntaxLevel($0) } ?? SyntaxLevel(.latin1)
        envelope?.charsetName = level.charset.rawValue
        report(Diagnostic("edifact.unb-missing", at: position, value: tag))
        phase = .interchange
        bareHeader = InterchangeHeader(syntax: .edifact, charset: level.charset, position: position)
    }

    /// UNG: a group of messages of one type.
    mutating func openGroup(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        try closeMessage(end: nil, handle)
        try announceBare(handle)
        closeGroup()
        let view = segment
        let position = segmentPosition(tag: "UNG")
        if envelope?.ungrouped ?? 0 > 0 { report(Diagnostic("edifact.groups-mixed", at: position)) }
        envelope?.group = EnvelopeState.Group(reference: view.text(5), position: position)
        envelope?.groups += 1
        envelope?.forgetReferences()
        trace.openGroup(window[scanner.cursor.segment..<end], reference: view.raw(5))
        phase = .interchange
        scanner.restart(at: end, count: 1)
    }

    /// UNE: the group's count and reference must be those of its header.
    mutating func endGroup(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        try closeMessage(end: nil, handle)
        try announceBare(handle)
        let view = segment
        if let group = envelope?.group {
            checkCount(view, "edifact.une-count", tag: "UNE", actual: group.messages)
            checkReference(view, "edifact.une-reference", tag: "UNE", expected: group.reference)
            envelope?.group = nil
        } else {
            report(Diagnostic("edifact.trailer-unexpected", at: segmentPosition(tag: "UNE"), value: "UNE"))
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
            checkCount(view, "edifact.unz-count", tag: "UNZ", actual: actual)
            checkReference(view, "edifact.unz-reference", tag: "UNZ", expected: envelope.reference)
            if envelope.messages == 0 {
                report(Diagnostic("edifact.interchange-empty", .warning, at: segmentPosition(tag: "UNZ")))
            }
        } else {
            report(Diagnostic("edifact.trailer-unexpected", at: segmentPosition(tag: "UNZ"), value: "UNZ"))
        }
        envelope?.isClosed = true
        phase = .outside
        scanner.restart(at: end, count: 1)
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
        report(Diagnostic("edifact.une-missing", at: group.position, value: group.reference))
        envelope?.group = nil
    }

    /// Ends an interchange, with a word if its trailer did not come.
    mutating func closeInterchange(isLast: Bool, _ handle: (ReaderEvent) throws -> Void) throws {
        if phase == .header, envelope == nil, isLast, hasStarted {
            // A service string advice and nothing behind it.
            report(Diagnostic("edifact.unb-missing", at: position(at: min(scanner.cursor.segment, window.count))))
            try handle(.interchange(InterchangeHeader(syntax: .edifact, charset: level.charset)))
            envelope = EnvelopeState(position: Position(offset: 0, line: 1))
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
            report(Diagnostic("edifact.unz-missing", at: envelope.position, value: envelope.reference))
        }
        if let diagnostics = envelope?.diagnostics { try handle(.end(diagnostics)) }
        envelope = nil
    }

    private mutating func checkCount(_ view: SegmentView, _ code: Code, tag: String, actual: Int) {
        guard view.number(1) != actual else { return }
        report(
            Diagnostic(
                code, at: segmentPosition(tag: tag, element: "1"), value: view.text(1), facts: ["actual": "\(actual)"]))
    }

    private mutating func checkReference(_ view: SegmentView, _ code: Code, tag: String, expected: String?) {
        guard view.text(2) != expected else { return }
        report(
            Diagnostic(
                code, at: segmentPosition(tag: tag, element: "2"), value: view.text(2),
                facts: ["expected": expected ?? ""]))
    }
}
