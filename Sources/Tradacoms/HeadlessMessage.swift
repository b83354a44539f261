import Diagnostics
import Syntax

/// A message whose MHD did not come: its segments stand outside of any message, but its MTR says that there is one. It is
/// handed out with that one fault, and the messages beside it are read as ever.
extension TradacomsReader {
    /// Opens such a message at a data segment; false where none can begin.
    mutating func openHeadless(_ found: SplitSegment) -> Bool {
        guard isInside, found.hasRightTag else { return false }
        // MHD, had it come, would have been the first.
        let segment = SplitSegment(window[found.start..<found.end], base: found.start, ordinal: 2)
        trace.noteLineBreak(in: window[max(0, found.start - 2)..<found.start])
        let origin = position(at: segment.start)
        let type = transmission?.file?.header == "ORDHDR" ? "ORDERS" : ""
        var opened = MessageState(
            type: type, version: nil, reference: nil, origin: origin, start: windowOffset + segment.start,
            nodes: [Self.root])
        opened.firstStray = segment.tag
        opened.segments = 2
        var missing = origin
        missing.tag = "MHD"
        opened.diagnostics.append(Diagnostic("tradacoms.mhd-missing", at: missing))
        message = opened
        addNodes(of: segment)
        return true
    }

    /// MTR has come: the message is one.
    mutating func settleHeadless() {
        transmission?.messages += 1
        transmission?.batch?.messages += 1
        if message?.type == "ORDERS" { transmission?.file?.orders += 1 }
        transmission?.lastNumber += 1
    }

    /// No MTR has come: what stood there is no message, and is told of once.
    mutating func dropHeadless(_ open: MessageState, firstTag: String) {
        var place = open.origin
        place.tag = firstTag
        message = nil
        report(Diagnostic("tradacoms.outside-message", at: place, value: firstTag))
    }
}
