import Diagnostics
import Syntax

/// A transaction set whose ST did not come: its segments stand outside of any set, but its SE says that there is one. It is
/// handed out with that one fault, and the sets beside it are read as ever.
extension X12Reader {
    /// Opens such a set at the segment behind which an index of the window stands; false where none can begin.
    mutating func openHeadless(tag: String, end: Int) -> Bool {
        guard phase == .interchange, let group = envelope?.group, tag != "TA1", Self.isDataTag(tag) else {
            return false
        }
        let range = scanner.cursor.segmentNode..<scanner.cursor.count
        let start = scanner.cursor.base + Int(scanner.nodes[range.lowerBound].offset)
        scanner.keepOnly(range, base: start)
        scanner.cursor.segmentNode = 1
        // ST, had it come, would have been the first.
        for node in 1..<scanner.cursor.count { scanner.update(node) { $0.ordinal = 2 } }
        scanner.cursor.ordinal = 2
        scanner.cursor.isInTransaction = true
        scanner.cursor.watchesTrailingSeparators = true
        trace.noteLineBreak(in: window[max(0, start - 2)..<start])
        let origin = position(at: start)
        var opened = TransactionState(
            identifier: FunctionalIdentifier.transactionSet(of: group.identifier) ?? "", origin: origin,
            start: windowOffset + start)
        opened.version = group.version
        opened.firstStray = tag
        var missing = origin
        missing.tag = "ST"
        opened.diagnostics.append(Diagnostic("x12.st-missing", at: missing))
        transaction = opened
        phase = .transaction
        scanner.next(at: end)
        return true
    }

    private static func isDataTag(_ tag: String) -> Bool {
        (2...3).contains(tag.utf8.count)
            && tag.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }

    /// SE has come: the set is one, named by the control number there.
    mutating func settleHeadless(controlNumber: String?) {
        transaction?.controlNumber = controlNumber
        envelope?.transactions += 1
        envelope?.group?.transactions += 1
    }

    /// No SE has come: what stood there is no transaction set.
    mutating func dropHeadless(_ open: TransactionState, firstTag: String) {
        var place = open.origin
        place.tag = firstTag
        transaction = nil
        report(Diagnostic("x12.outside-transaction", at: place, value: firstTag))
        scanner.cursor.isInTransaction = false
        phase = .interchange
    }
}
