import Diagnostics
import Syntax

/// MHD and MTR, and handing a message out.
extension TradacomsReader {
    /// MHD: closes a message that has no trailer and starts one.
    mutating func openMessage(_ found: SplitSegment, _ handle: (ReaderEvent) throws -> Void) throws {
        try closeMessage(before: found.start, handle)
        trace.noteLineBreak(in: window[max(0, found.start - 2)..<found.start])
        let segment = SplitSegment(window[found.start..<found.end], base: found.start, ordinal: 1)
        let view = view(of: segment)
        let type = view.text(2) ?? ""
        noteFile(of: type, at: segment)
        message = MessageState(
            type: type, version: view.text(2, 2), reference: view.text(1), origin: position(at: segment.start),
            start: windowOffset + segment.start, nodes: [Self.root])
        addNodes(of: segment)
        checkPlace(of: type, at: segment)
        transmission?.messages += 1
        transmission?.batch?.messages += 1
        checkMessageHeader(view, segment)
        checkElements(segment)
    }

    private mutating func checkMessageHeader(_ view: SegmentView, _ segment: SplitSegment) {
        for (element, component, name) in [(1, 1, "1"), (2, 1, "2.1"), (2, 2, "2.2")]
        where view.raw(element, component).isEmpty {
            report(
                Diagnostic(
                    "tradacoms.mhd-incomplete", at: position(of: segment, element: name), facts: ["element": name]))
        }
        if let reference = view.text(1), transmission?.remember(reference) == false {
            report(
                Diagnostic(
                    "tradacoms.message-duplicate", at: position(of: segment, element: "1"), value: reference))
        } else {
            checkNumber(view, segment)
        }
    }

    /// MTR: the number of segments must be right.
    mutating func endMessage(_ segment: SplitSegment, end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        if message?.firstStray != nil { settleHeadless() }
        guard let open = message else {
            return noteUnexpected(segment)
        }
        checkCount(segment, "tradacoms.mtr-count", actual: open.segments)
        checkElements(segment)
        if open.headerLength == nil { addNodes(of: segment) }
        let isTooLarge = windowOffset + end - open.start > limits.messageBytes
        if open.headerLength == nil, isTooLarge || message?.nodes.count ?? 0 > limits.messageNodes { skipMessage() }
        try handOut(segments: open.segments, end: end, isWhole: true, handle)
    }

    /// Ends a message whose trailer did not come before an index of the window.
    mutating func closeMessage(before index: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        guard let open = message else { return }
        if let tag = open.firstStray { return dropHeadless(open, firstTag: tag) }
        let kept = open.headerLength == nil ? open.nodes.last.map { Int($0.ordinal) } ?? 1 : open.segments
        var position = missingPosition(of: "MTR", before: index)
        position.segment = kept + 1
        report(Diagnostic("tradacoms.mtr-missing", at: position, value: open.reference))
        try handOut(segments: kept, end: index, isWhole: false, handle)
    }

    /// Gives up a message that is too large: its header is kept, the rest is passed over.
    mutating func skipMessage() {
        guard var open = message else { return }
        let headerEnd = Int(open.nodes[1].end)
        let header = open.nodes[..<headerEnd]
        open.nodes = Array(header)
        open.headerLength = header.map { Int($0.valueStart + $0.valueLength) }.max() ?? 0
        var position = open.origin
        position.segment = 1
        position.tag = "MHD"
        open.diagnostics = DiagnosticList()
        open.diagnostics.append(
            Diagnostic(
                "tradacoms.message-too-large", at: position, value: open.reference,
                facts: ["bytes": "\(limits.messageBytes)", "nodes": "\(limits.messageNodes)"]))
        let start = open.start - windowOffset
        open.headerBytes = Array(window[start..<min(window.count, start + (open.headerLength ?? 0))])
        message = open
    }

    /// Hands out the message that is open, up to an index of the window.
    private mutating func handOut(
        segments: Int, end: Int, isWhole: Bool, _ handle: (ReaderEvent) throws -> Void
    ) throws {
        guard let open = message else { return }
        let start = open.start - windowOffset
        let charset = open.headerLength == nil ? settleCharset(of: start..<end) : charset ?? .latin1
        let values = open.headerLength == nil ? Array(window[start..<end]) : open.headerBytes
        var nodes = open.nodes
        nodes[0].end = UInt32(truncatingIfNeeded: nodes.count)
        let diagnostics = message?.diagnostics ?? open.diagnostics
        message = nil
        endFile(of: open.type)
        trace.ended(open.type, bytes: values, isWhole: isWhole && open.headerLength == nil)
        try handle(
            .message(
                Message(
                    type: open.type, version: open.version, reference: open.reference, segments: segments,
                    range: open.start..<windowOffset + end,
                    tree: Tree(
                        nodes: nodes, names: NameTable(), values: values, decoding: decoding(charset),
                        origin: open.origin),
                    diagnostics: diagnostics,
                    envelope: isWhole ? trace.envelope(of: open.type, reference: open.reference) : nil,
                    hasHeader: open.firstStray == nil)))
    }

    /// The node of a message, first of all.
    static let root = Tree.Node(
        name: Name(packing: "MSG") ?? Name(number: 1), end: 0, valueStart: 0, valueLength: 0, offset: 0, ordinal: 0,
        kind: .message, element: 0, component: 0)
}
