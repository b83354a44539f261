import Diagnostics
import Syntax

/// What the reader does with a segment that has ended.
extension TradacomsReader {
    /// Takes the segment that stands in a range of the window, its terminator left out.
    mutating func endSegment(
        _ range: Range<Int>, end: Int, _ handle: (ReaderEvent) throws -> Void
    ) throws {
        if isSegmentCut {
            isSegmentCut = false
            return passStray(nil, at: range.lowerBound)
        }
        guard let start = window[range].firstIndex(where: { $0 > 0x20 }) else { return noteEmpty(range) }
        let segment = SplitSegment(
            window[start..<range.upperBound], base: keptBase ?? start, ordinal: (message?.segments ?? 0) + 1)
        message?.segments += 1
        let blanks = range.lowerBound..<start
        switch segment.isService ? segment.tag : "" {
        case "MHD":
            // What is wrong with its form is a fault of the message that it opens.
            try openMessage(segment, handle)
            checkForm(segment, blanks: blanks)
        case "MTR":
            checkForm(segment, blanks: blanks)
            try endMessage(segment, end: end, handle)
        case "":
            checkForm(segment, blanks: blanks)
            passData(segment)
        default: try endEnvelope(segment, blanks: blanks, end: end, handle)
        }
    }

    /// Where the message starts in the window; nil outside of messages and in one that is not kept.
    var keptBase: Int? {
        guard let message, message.headerLength == nil else { return nil }
        return message.start - windowOffset
    }

    /// A data segment: kept in a message, else reported.
    private mutating func passData(_ segment: SplitSegment) {
        guard message != nil else {
            if !openHeadless(segment) { passStray(segment, at: segment.start) }
            return
        }
        guard message?.headerLength == nil else { return }
        addNodes(of: segment)
        countOrders(segment)
        if message?.nodes.count ?? 0 > limits.messageNodes { skipMessage() }
    }

    /// Adds a segment's nodes to the message's.
    mutating func addNodes(of segment: SplitSegment) {
        let shift = UInt32(truncatingIfNeeded: message?.nodes.count ?? 0)
        for var node in segment.nodes {
            node.end += shift
            message?.nodes.append(node)
        }
    }

    /// A segment that belongs to no message.
    private mutating func passStray(_ segment: SplitSegment?, at index: Int) {
        guard message == nil else { return }
        if isListFull { return report(Diagnostic("tradacoms.outside-message")) }
        let place = segment.map { position(of: $0) } ?? position(at: index)
        report(Diagnostic("tradacoms.outside-message", at: place, value: segment?.tag))
    }

    private mutating func noteEmpty(_ range: Range<Int>) {
        let place = isListFull ? nil : position(at: range.lowerBound)
        report(Diagnostic("tradacoms.segment-empty", .warning, at: place))
    }

    /// The bytes behind the last terminator: a segment whose terminator is missing, if there is anything.
    mutating func finishLastSegment(_ handle: (ReaderEvent) throws -> Void) throws {
        guard isInside, segmentStart < window.count,
            let first = window[segmentStart...].firstIndex(where: { $0 > 0x20 })
        else { return }
        var end = window.count
        while end > first, window[end - 1] <= 0x20 { end -= 1 }
        let sent = window[first..<end]
        end = LooseEnd.content(sent, release: ServiceBytes.release, terminator: ServiceBytes.terminator)
        let text = window[first..<end]
        // Behind END nothing can be missing but the terminator itself.
        let isWhole = text.starts(with: "END=".utf8) && text.dropFirst(4).allSatisfy { (0x30...0x39).contains($0) }
        var place = position(at: first)
        place.segment = message.map { $0.segments + 1 }
        let tag = text.prefix { (0x41...0x5A).contains($0) }
        if (1...3).contains(tag.count) { place.tag = String(decoding: tag, as: UTF8.self) }
        report(
            Diagnostic(
                "tradacoms.terminator-missing", isWhole ? .warning : .error, at: place,
                value: Charset.latin1.decode(sent.prefix(40))))
        try endSegment(segmentStart..<end, end: end, handle)
        restart(at: window.count)
    }
}
