import Diagnostics
import Syntax

/// UNH, UNT and what stands between them.
extension EDIFACTReader {
    /// UNH: closes a message that has no trailer and starts one.
    mutating func openMessage(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        let range = scanner.cursor.segmentNode..<scanner.cursor.count
        let start = scanner.cursor.base + Int(scanner.nodes[range.lowerBound].offset)
        try closeMessage(end: start, handle)
        try announceBare(handle)
        scanner.keepOnly(range, base: start)
        scanner.cursor.segmentNode = 1
        for node in 1..<scanner.cursor.count { scanner.update(node) { $0.ordinal = 1 } }
        scanner.cursor.ordinal = 1
        scanner.cursor.isInMessage = true
        trace.noteLineBreak(in: window[max(0, start - 2)..<start])
        let view = segment
        let origin = position(at: start)
        var opened = MessageState(type: view.text(2) ?? "", origin: origin, start: windowOffset + start)
        opened.reference = view.text(1)
        opened.version = Self.joined(view.text(2, 2), view.text(2, 3))
        opened.agency = view.text(2, 4)
        opened.association = view.text(2, 5)
        opened.isReferenceSpoiled = isSpoiled(view.raw(1))
        message = opened
        phase = .message
        settleHeading()
        checkMessageHeader(view)
        countMessage(opened)
        scanner.next(at: end)
    }

    /// Version and release with a dot between them, or the one that there is.
    private static func joined(_ version: String?, _ release: String?) -> String {
        guard let version else { return release ?? "" }
        return release.map { version + "." + $0 } ?? version
    }

    private static let neededParts = [(1, 1, "1"), (2, 1, "2.1"), (2, 2, "2.2"), (2, 3, "2.3"), (2, 4, "2.4")]

    private mutating func checkMessageHeader(_ view: SegmentView) {
        let hasIdentifier = (1...4).contains { !view.raw(2, $0).isEmpty }
        let needed = hasIdentifier ? Self.neededParts : [(1, 1, "1"), (2, 1, "2")]
        for (element, component, name) in needed where view.raw(element, component).isEmpty {
            report(
                Diagnostic(
                    "edifact.unh-incomplete", at: segmentPosition(tag: "UNH", element: name), facts: ["element": name]))
        }
    }

    private mutating func countMessage(_ opened: MessageState) {
        envelope?.messages += 1
        if let group = envelope?.group {
            envelope?.group?.messages += 1
            checkGroupType(group, opened.type)
        } else {
            envelope?.ungrouped += 1
            if envelope?.groups ?? 0 > 0 {
                // The interchange's fault, although a message shows it.
                let found = segmentPosition(tag: "UNH")
                envelope?.isMixed = true
                envelope?.diagnostics.append(Diagnostic("edifact.groups-mixed", at: found))
            }
        }
        guard let reference = opened.reference, envelope?.messageReferences.remember(reference) == false else { return }
        report(
            Diagnostic(
                "edifact.message-duplicate", at: segmentPosition(tag: "UNH", element: "1"), value: reference))
    }

    /// All messages of a group are of one type.
    private mutating func checkGroupType(_ group: EnvelopeState.Group, _ type: String) {
        guard let expected = group.type else {
            if !group.isMixable { envelope?.group?.type = type }
            return
        }
        guard expected != type, !type.isEmpty else { return }
        report(
            Diagnostic(
                "edifact.group-type", at: segmentPosition(tag: "UNH", element: "2.1"), value: type,
                facts: ["expected": expected]))
    }

    /// UNT: the number of segments and the reference must be right.
    mutating func endMessage(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        if message?.firstStray != nil {
            try announceBare(handle)
            settleHeadless(reference: segment.text(2))
        }
        guard message != nil else {
            try announceBare(handle)
            noteUnexpected(trailer: "UNT")
            scanner.restart(at: end, count: 1)
            return
        }
        let isTooLarge =
            end - scanner.cursor.base > limits.messageBytes || scanner.cursor.count > limits.messageNodes
        if phase == .message, isTooLarge { skipMessage() }
        let view = segment
        let count = scanner.cursor.ordinal
        checkCount(view, "edifact.unt-count", tag: "UNT", actual: count)
        let expected = message?.isReferenceSpoiled == true ? nil : message?.reference
        checkReference(view, "edifact.unt-reference", tag: "UNT", expected: expected)
        checkEnvelope(view, tag: "UNT")
        try handOut(segments: count, nodes: scanner.cursor.count, end: end, isWhole: true, handle)
        scanner.cursor.isInMessage = false
        scanner.restart(at: end, count: 1)
        phase = .interchange
    }

    /// Ends a message whose trailer did not come; its nodes end where the current segment starts.
    mutating func closeMessage(end: Int?, _ handle: (ReaderEvent) throws -> Void) throws {
        guard let open = message else { return }
        if let tag = open.firstStray { return dropHeadless(open, firstTag: tag) }
        let cursor = scanner.cursor
        let isBetween = cursor.segmentNode < 0
        let stop =
            end
            ?? min(
                isBetween ? cursor.segment : cursor.base + Int(scanner.nodes[cursor.segmentNode].offset), window.count)
        report(Diagnostic("edifact.unt-missing", at: missingPosition(of: "UNT"), value: open.reference))
        let nodes = isBetween ? cursor.count : cursor.segmentNode
        try handOut(segments: cursor.ordinal - 1, nodes: nodes, end: stop, isWhole: false, handle)
        scanner.cursor.isInMessage = false
        phase = .interchange
    }

    /// Hands out the message that is open, up to an index of the window.
    private mutating func handOut(
        segments: Int, nodes count: Int, end: Int, isWhole: Bool, _ handle: (ReaderEvent) throws -> Void
    ) throws {
        let end = min(end, window.count - (isTerminatorMade ? 1 : 0))
        let base = scanner.cursor.base
        if message != nil, message?.header == nil {
            checkCharacters(of: base..<end)
            noteTrailingSeparators()
        }
        // Taken, so that nothing of it is copied.
        guard var open = message.take() else { return }
        var nodes = open.header?.nodes ?? Array(scanner.nodes[..<count])
        let values = open.header?.bytes ?? Array(window[base..<end])
        let range = open.start..<windowOffset + end
        open.tally.settle(in: &open.diagnostics)
        nodes[0] = SegmentScanner.root(end: nodes.count)
        let tree = Tree(nodes: nodes, names: NameTable(), values: values, decoding: decoding, origin: open.origin)
        var message = Message(
            type: open.type, version: open.version?.isEmpty == true ? nil : open.version, agency: open.agency,
            association: open.association, reference: open.reference, segments: segments, range: range, tree: tree,
            diagnostics: open.diagnostics, envelope: isWhole ? trace.envelope() : nil, hasHeader: open.firstStray == nil
        )
        message.isOutsideGroups = envelope?.group == nil
        try handle(.message(message))
    }

    /// Gives up a message that is too large: its header is kept, the rest is passed over.
    mutating func skipMessage() {
        guard var open = message else { return }
        let headerEnd = Int(scanner.nodes[1].end)
        var length = 0
        for node in scanner.nodes[1..<headerEnd] { length = max(length, Int(node.valueStart + node.valueLength)) }
        let base = scanner.cursor.base
        open.header = (Array(scanner.nodes[..<headerEnd]), Array(window[base..<min(window.count, base + length)]))
        var position = open.origin
        position.segment = 1
        position.tag = "UNH"
        open.diagnostics = DiagnosticList()
        open.tally = FaultTally()
        open.diagnostics.append(
            Diagnostic(
                "edifact.message-too-large", at: position, value: open.reference,
                facts: ["bytes": "\(limits.messageBytes)", "nodes": "\(limits.messageNodes)"]))
        message = open
        scanner.skip()
        phase = .skipping
    }
}
