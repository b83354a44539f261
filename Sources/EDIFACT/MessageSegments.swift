import Diagnostics
import Syntax

/// UNH, UNT and what stands between them.
extension EDIFACTReader {
    /// At most so many runs of wrong characters are reported for one message.
    private static let reportedRuns = 50

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
        let view = segment
        let origin = position(at: start)
        var opened = MessageState(type: view.text(2) ?? "", origin: origin, start: windowOffset + start)
        opened.reference = view.text(1)
        opened.version = [view.text(2, 2), view.text(2, 3)].compactMap(\.self).joined(separator: ".")
        opened.association = view.text(2, 5)
        message = opened
        phase = .message
        checkMessageHeader(view)
        countMessage(opened.reference)
        scanner.next(at: end)
    }

    private mutating func checkMessageHeader(_ view: SegmentView) {
        let needed = [(1, 1, "1"), (2, 1, "2.1"), (2, 2, "2.2"), (2, 3, "2.3"), (2, 4, "2.4")]
        for (element, component, name) in needed where view.raw(element, component).isEmpty {
            report(
                Diagnostic(
                    "edifact.unh-incomplete", at: segmentPosition(tag: "UNH", element: name), facts: ["element": name]))
        }
    }

    private mutating func countMessage(_ reference: String?) {
        envelope?.messages += 1
        if envelope?.group != nil {
            envelope?.group?.messages += 1
        } else {
            envelope?.ungrouped += 1
            if envelope?.groups ?? 0 > 0 {
                report(Diagnostic("edifact.groups-mixed", at: segmentPosition(tag: "UNH")))
            }
        }
        guard let reference, envelope?.remember(reference) == false else { return }
        report(
            Diagnostic(
                "edifact.message-duplicate", at: segmentPosition(tag: "UNH", element: "1"), value: reference))
    }

    /// UNT: the number of segments and the reference must be right.
    mutating func endMessage(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        guard let open = message else {
            report(Diagnostic("edifact.trailer-unexpected", at: segmentPosition(tag: "UNT"), value: "UNT"))
            scanner.restart(at: end, count: 1)
            return
        }
        let isTooLarge =
            end - scanner.cursor.base > limits.messageBytes || scanner.cursor.count > limits.messageNodes
        if phase == .message, isTooLarge { skipMessage() }
        let view = segment
        let count = scanner.cursor.ordinal
        if view.number(1) != count {
            report(
                Diagnostic(
                    "edifact.unt-count", at: segmentPosition(tag: "UNT", element: "1"), value: view.text(1),
                    facts: ["actual": "\(count)"]))
        }
        if view.text(2) != open.reference {
            report(
                Diagnostic(
                    "edifact.unt-reference", at: segmentPosition(tag: "UNT", element: "2"), value: view.text(2),
                    facts: ["expected": open.reference ?? ""]))
        }
        try handOut(segments: count, nodes: scanner.cursor.count, end: end, handle)
        scanner.cursor.isInMessage = false
        scanner.restart(at: end, count: 1)
        phase = .interchange
    }

    /// Ends a message whose trailer did not come; its nodes end where the current segment starts.
    mutating func closeMessage(end: Int?, _ handle: (ReaderEvent) throws -> Void) throws {
        guard let open = message else { return }
        let cursor = scanner.cursor
        let isBetween = cursor.segmentNode < 0
        let stop =
            end
            ?? min(
                isBetween ? cursor.segment : cursor.base + Int(scanner.nodes[cursor.segmentNode].offset), window.count)
        var position = open.origin
        position.segment = 1
        position.tag = "UNH"
        report(Diagnostic("edifact.unt-missing", at: position, value: open.reference))
        let nodes = isBetween ? cursor.count : cursor.segmentNode
        try handOut(segments: cursor.ordinal - 1, nodes: nodes, end: stop, handle)
        scanner.cursor.isInMessage = false
        phase = .interchange
    }

    /// Hands out the message that is open, up to an index of the window.
    private mutating func handOut(
        segments: Int, nodes count: Int, end: Int, _ handle: (ReaderEvent) throws -> Void
    ) throws {
        guard var open = message else { return }
        let end = min(end, window.count - (isTerminatorMade ? 1 : 0))
        let range = open.start..<windowOffset + end
        var nodes: [Tree.Node]
        let values: [UInt8]
        if let header = open.header {
            (nodes, values) = header
        } else {
            let base = scanner.cursor.base
            checkCharacters(of: base..<end)
            open.diagnostics = message?.diagnostics ?? open.diagnostics
            nodes = Array(scanner.nodes[..<count])
            values = Array(window[base..<end])
        }
        nodes[0] = SegmentScanner.root(end: nodes.count)
        let tree = Tree(nodes: nodes, names: NameTable(), values: values, decoding: decoding, origin: open.origin)
        message = nil
        var message = Message(
            type: open.type, version: open.version?.isEmpty == true ? nil : open.version,
            association: open.association, reference: open.reference, segments: segments, range: range, tree: tree,
            diagnostics: open.diagnostics)
        message.envelope = trace.ranges
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
        open.diagnostics.append(
            Diagnostic(
                "edifact.message-too-large", at: position, value: open.reference,
                facts: ["bytes": "\(limits.messageBytes)", "nodes": "\(limits.messageNodes)"]))
        message = open
        scanner.skip()
        phase = .skipping
    }

    /// Reports bytes that the declared character set does not hold.
    mutating func checkCharacters(of range: Range<Int>) {
        var found: [(Range<Int>, Repertoire.Verdict)] = []
        window.withUnsafeBytes { bytes in
            let part = UnsafeRawBufferPointer(rebasing: bytes[range.clamped(to: 0..<bytes.count)])
            level.repertoire.check(part, service, limit: Self.reportedRuns) { found.append(($0, $1)) }
        }
        // One report an element: a lower case text would else make one for every word.
        var last: (Position, Repertoire.Verdict)?
        for (run, verdict) in found {
            let start = range.lowerBound + run.lowerBound
            let place = placePosition(at: start)
            if let last, last.0.segment == place.segment, last.0.element == place.element, place.element != nil,
                last.0.tag == place.tag, last.1 == verdict
            {
                continue
            }
            last = (place, verdict)
            let bytes = window[start..<range.lowerBound + run.upperBound].prefix(40)
            let code: Code = verdict == .invalid ? "edifact.character-invalid" : "edifact.character-level"
            report(
                Diagnostic(
                    code, verdict == .invalid ? .error : .warning, at: place,
                    value: describe(bytes), facts: ["charset": charsetName]))
        }
    }

    /// Printable characters as they are, others by number.
    private func describe(_ bytes: ArraySlice<UInt8>) -> String {
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) { return String(decoding: bytes, as: UTF8.self) }
        return bytes.map { "0x" + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
    }

    /// The position of a byte by the node that it stands in.
    private mutating func placePosition(at index: Int) -> Position {
        var position = position(at: index)
        let cursor = scanner.cursor
        let offset = UInt32(truncatingIfNeeded: max(0, index - cursor.base))
        var low = 1
        var high = cursor.count
        while low < high {
            let middle = (low + high) / 2
            if scanner.nodes[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 1 else { return position }
        let node = scanner.nodes[low - 1]
        if message != nil { position.segment = Int(node.ordinal) }
        if node.element > 0 {
            position.element = node.component > 0 ? "\(node.element).\(node.component)" : "\(node.element)"
        }
        var segment = low - 1
        while segment > 1, scanner.nodes[segment].kind != .segment { segment -= 1 }
        position.tag = scanner.nodes[segment].name.packedText
        return position
    }
}
