import Diagnostics
import Syntax

/// UNB and UNG: what opens an interchange or a group (ISO 9735-1:2002, 7 and annex C).
extension EDIFACTReader {
    /// UNB: closes what is open and starts an interchange.
    mutating func openInterchange(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        if phase != .header {
            try closeMessage(end: nil, handle)
            try closeInterchange(isLast: false, handle)
            let advice = trace.advice
            trace = EnvelopeTrace()
            trace.advice = advice
        }
        let view = segment
        let position = segmentPosition(tag: "UNB")
        envelope = EnvelopeState()
        envelope?.diagnostics.append(contentsOf: pending)
        pending = DiagnosticList()
        let identifier = view.text(1) ?? ""
        setSyntax(identifier: identifier, version: view.text(1, 2))
        // One that is agreed holds in place of the one that is declared.
        envelope?.charsetName = identifier.isEmpty || charset != nil ? level.charset.rawValue : identifier
        settleHeading()
        let header = makeHeader(segment, identifier: identifier, position: position)
        checkAdvice()
        checkEnvelope(view, tag: "UNB")
        checkHeaderValues(segment)
        checkRepeatedInterchange(header)
        let isReferenceSpoiled = isSpoiled(view.raw(5))
        envelope?.reference = isReferenceSpoiled ? nil : header.reference
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
            sender: view.party(2), receiver: view.party(3), reference: view.text(5),
            created: view.text(4).map { [$0, view.text(4, 2)].compactMap(\.self).joined(separator: ":") },
            test: isTestMark(view.text(11)), position: position)
        // 2, from version 4 on, asks for a receipt only.
        header.acknowledgementRequested = ["1", "2"].contains(view.text(9))
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
        self.version = Self.syntaxVersion(version)
        if let version, self.version == nil {
            report(
                Diagnostic("edifact.syntax-version", at: segmentPosition(tag: "UNB", element: "1.2"), value: version))
        }
        guard isVersion4 else {
            service.repetition = nil
            return
        }
        service.decimalMark = nil
        let separator = hasAdvice ? service.reserved : ServiceCharacters.usualRepetition
        service.repetition = separator == 0x20 || service.contains(separator) ? nil : separator
    }

    /// The version of the syntax as a number; `X` is version 4 in the form of version 3 (ISO 9735-11:2022).
    private static func syntaxVersion(_ text: String?) -> Int? {
        switch text {
        case "1", "2", "3", "4": text.flatMap { Int($0) }
        case "X": 3
        default: nil
        }
    }

    /// What UNA says is held against the version only once UNB has named it.
    private mutating func checkAdvice() {
        guard hasAdvice, let advice else { return }
        if !isVersion4, advice.decimalMark != UInt8(ascii: "."), advice.decimalMark != UInt8(ascii: ",") {
            report(
                Diagnostic(
                    "edifact.una-decimal", at: advice.position,
                    value: Charset.latin1.decode([advice.decimalMark ?? 0x20])))
        }
        self.advice = nil
    }

    /// A reference that the same sender has used before in this payload for the same recipient.
    private mutating func checkRepeatedInterchange(_ header: InterchangeHeader) {
        guard let reference = header.reference else { return }
        let parts = [
            header.sender?.identification, header.sender?.qualifier, header.receiver?.identification,
            header.receiver?.qualifier, reference,
        ]
        guard !interchanges.remember(parts.map { $0 ?? "" }.joined(separator: "\u{0}")) else { return }
        report(
            Diagnostic(
                "edifact.interchange-duplicate", at: segmentPosition(tag: "UNB", element: "5"), value: reference))
    }

    /// A payload that starts with a message or a group: nobody says who sent it. Behind another interchange, a trailer that
    /// is doubled is nothing else.
    mutating func openBare(tag: String) {
        let position = segmentPosition(tag: tag)
        envelope = EnvelopeState()
        envelope?.hasHeader = false
        envelope?.diagnostics.append(contentsOf: pending)
        pending = DiagnosticList()
        level = charset.map { SyntaxLevel($0) } ?? SyntaxLevel(.latin1)
        version = nil
        envelope?.charsetName = level.charset.rawValue
        envelope?.isStump = !hasAdvice && ["UNT", "UNE", "UNZ"].contains(tag)
        if envelope?.isStump == false { report(Diagnostic("edifact.unb-missing", at: position, value: tag)) }
        phase = .interchange
        bareHeader = InterchangeHeader(syntax: .edifact, charset: level.charset, position: position)
    }

    /// UNG: a group of messages of one type.
    mutating func openGroup(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        try closeMessage(end: nil, handle)
        try announceBare(handle)
        closeGroup()
        settleHeading()
        let view = segment
        let position = segmentPosition(tag: "UNG")
        if envelope?.ungrouped ?? 0 > 0 {
            envelope?.isMixed = true
            report(Diagnostic("edifact.groups-mixed", at: position))
        }
        checkEnvelope(view, tag: "UNG")
        checkCharacters(of: scanner.cursor.segment..<end)
        checkRepeatedGroup(view.text(5))
        let reference = isSpoiled(view.raw(5)) ? nil : view.text(5)
        let group = EnvelopeState.Group(reference: reference, type: view.text(1), isMixable: isMixable(view))
        envelope?.group = group
        envelope?.groups += 1
        envelope?.messageReferences.forget()
        trace.openGroup(window[scanner.cursor.segment..<end], reference: view.raw(5))
        phase = .interchange
        scanner.restart(at: end, count: 1)
        let version = [view.text(7), view.text(7, 2)].compactMap(\.self).joined(separator: ".")
        try handle(
            .group(
                MessageGroup(
                    type: view.text(1), version: version.isEmpty ? nil : version, sender: view.party(2),
                    receiver: view.party(3), reference: view.text(5), position: position)))
    }

    /// From version 4 on, a group that names no type may hold several (ISO 9735-1:2002, annex C, 0038).
    private func isMixable(_ view: SegmentView) -> Bool { isVersion4 && view.raw(1).isEmpty }

    private mutating func checkRepeatedGroup(_ reference: String?) {
        guard let reference, envelope?.groupReferences.remember(reference) == false else { return }
        report(
            Diagnostic("edifact.group-duplicate", at: segmentPosition(tag: "UNG", element: "5"), value: reference))
    }
}
