import Diagnostics
import Syntax

/// A message whose UNH did not come: its segments stand outside of any message, but its UNT says that there is one. It is
/// handed out with that one fault, and the messages beside it are read as ever.
extension EDIFACTReader {
    /// Opens such a message at the segment behind which an index of the window stands; false where none can begin.
    mutating func openHeadless(tag: String, end: Int) -> Bool {
        guard phase == .interchange, envelope?.isClosed == false, Self.isDataTag(tag) else { return false }
        let range = scanner.cursor.segmentNode..<scanner.cursor.count
        let start = scanner.cursor.base + Int(scanner.nodes[range.lowerBound].offset)
        scanner.keepOnly(range, base: start)
        scanner.cursor.segmentNode = 1
        // UNH, had it come, would have been the first.
        for node in 1..<scanner.cursor.count { scanner.update(node) { $0.ordinal = 2 } }
        scanner.cursor.ordinal = 2
        scanner.cursor.isInMessage = true
        trace.noteLineBreak(in: window[max(0, start - 2)..<start])
        let origin = position(at: start)
        var opened = MessageState(type: envelope?.group?.type ?? "", origin: origin, start: windowOffset + start)
        opened.firstStray = tag
        var missing = origin
        missing.tag = "UNH"
        opened.diagnostics.append(Diagnostic("edifact.unh-missing", at: missing))
        message = opened
        phase = .message
        scanner.next(at: end)
        return true
    }

    private static func isDataTag(_ tag: String) -> Bool {
        tag.utf8.count == 3 && tag.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }

    /// UNT has come: the message is one, named by the reference there.
    mutating func settleHeadless(reference: String?) {
        message?.reference = reference
        envelope?.messages += 1
        if envelope?.group == nil { envelope?.ungrouped += 1 } else { envelope?.group?.messages += 1 }
    }

    /// No UNT has come: what stood there is no message.
    mutating func dropHeadless(_ open: MessageState, firstTag: String) {
        var place = open.origin
        place.tag = firstTag
        // What stands outside of messages is told once; its separators are not those of the segment behind it.
        _ = scanner.takeTrailing()
        message = nil
        report(Diagnostic("edifact.outside-message", at: place, value: firstTag))
        scanner.cursor.isInMessage = false
        phase = .interchange
    }
}
