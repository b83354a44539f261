import Diagnostics
import Syntax

/// ST, SE and what stands between them.
extension X12Reader {
    /// ST: closes a transaction set that has no trailer and starts one.
    mutating func openTransaction(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        let range = scanner.cursor.segmentNode..<scanner.cursor.count
        let start = scanner.cursor.base + Int(scanner.nodes[range.lowerBound].offset)
        try closeTransaction(end: start, handle)
        let isTrailing = scanner.cursor.hasTrailingSeparator
        scanner.keepOnly(range, base: start)
        scanner.cursor.segmentNode = 1
        for node in 1..<scanner.cursor.count { scanner.update(node) { $0.ordinal = 1 } }
        scanner.cursor.ordinal = 1
        scanner.cursor.isInTransaction = true
        scanner.cursor.watchesTrailingSeparators = true
        trace.noteLineBreak(in: window[max(0, start - 2)..<start])
        envelope?.isStump = false
        let view = segment
        var opened = TransactionState(
            identifier: view.text(1) ?? "", origin: position(at: start), start: windowOffset + start)
        opened.controlNumber = view.text(2)
        opened.convention = view.text(3)
        // Without a group, ISA12 says version and release, and the subrelease is taken as 0.
        opened.version = envelope?.group == nil ? envelope?.version.map { $0 + "0" } : envelope?.group?.version
        opened.isNumberSpoiled = Self.isSpoiled(view.raw(2))
        transaction = opened
        phase = .transaction
        settleHeading()
        checkTransactionHeader(view, opened)
        if isTrailing { noteTrailingSeparator(tag: "ST") }
        scanner.next(at: end)
    }

    private mutating func checkTransactionHeader(_ view: SegmentView, _ opened: TransactionState) {
        if view.raw(1).count != 3, !Self.isSpoiled(view.raw(1)) {
            report(
                Diagnostic(
                    "x12.transaction-identifier", at: segmentPosition(tag: "ST", element: 1), value: view.text(1)))
        }
        let isRight = (4...9).contains(view.raw(2).count) && view.raw(2).allSatisfy(Self.isLetterOrDigit)
        if !isRight, !opened.isNumberSpoiled {
            report(
                Diagnostic("x12.transaction-number", at: segmentPosition(tag: "ST", element: 2), value: view.text(2)))
        }
        envelope?.transactions += 1
        // No copy of the group is held, so that the set of its numbers is changed in place.
        guard envelope?.group != nil else { return noteMissingGroup() }
        envelope?.group?.transactions += 1
        if let number = opened.controlNumber, envelope?.group?.remember(transaction: number) == false {
            report(
                Diagnostic("x12.transaction-duplicate", at: segmentPosition(tag: "ST", element: 2), value: number))
        }
        if let code = FunctionalIdentifier.code(of: opened.identifier), let sent = envelope?.group?.identifier,
            sent != code, sent.utf8.count == 2
        {
            report(
                Diagnostic(
                    "x12.group-identifier", .warning, at: segmentPosition(tag: "ST", element: 1),
                    value: opened.identifier, facts: ["group": sent, "expected": code]))
        }
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// A transaction set outside of any group is an interchange's fault, reported once for all that stand together.
    private mutating func noteMissingGroup() {
        guard envelope?.isBare == false else { return }
        envelope?.hasReportedBare = true
        envelope?.isBare = true
        var place = segmentPosition(tag: "ST")
        place.segment = nil
        envelope?.diagnostics.append(Diagnostic("x12.gs-missing", at: place))
    }

    /// SE: the number of segments and the control number must be right.
    mutating func endTransaction(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        if transaction?.firstStray != nil { settleHeadless(controlNumber: segment.text(2)) }
        guard transaction != nil else {
            noteUnexpected(trailer: "SE")
            scanner.restart(at: end, count: 1)
            return
        }
        let isTooLarge = end - scanner.cursor.base > limits.messageBytes || scanner.cursor.count > limits.messageNodes
        if phase == .transaction, isTooLarge { skipTransaction() }
        let view = segment
        let count = scanner.cursor.ordinal
        checkCount(view, "x12.se-count", tag: "SE", actual: count)
        let expected = transaction?.isNumberSpoiled == true ? nil : transaction?.controlNumber
        checkNumber(view, "x12.se-number", tag: "SE", expected: expected)
        noteTrailingSeparator(tag: "SE")
        try handOut(segments: count, nodes: scanner.cursor.count, end: end, isWhole: true, handle)
        endScan(at: end)
    }

    private mutating func endScan(at end: Int) {
        scanner.cursor.isInTransaction = false
        scanner.restart(at: end, count: 1)
        phase = .interchange
    }

    /// Ends a transaction set whose trailer did not come; its nodes end where the current segment starts.
    mutating func closeTransaction(end: Int?, _ handle: (ReaderEvent) throws -> Void) throws {
        guard let open = transaction else { return }
        if let tag = open.firstStray { return dropHeadless(open, firstTag: tag) }
        let cursor = scanner.cursor
        let isBetween = cursor.segmentNode < 0
        let start = isBetween ? cursor.segment : cursor.base + Int(scanner.nodes[cursor.segmentNode].offset)
        report(Diagnostic("x12.se-missing", at: missingPosition(of: "SE"), value: open.controlNumber))
        let nodes = isBetween ? cursor.count : cursor.segmentNode
        try handOut(
            segments: cursor.ordinal - 1, nodes: nodes, end: end ?? min(start, window.count), isWhole: false, handle)
        scanner.cursor.isInTransaction = false
        phase = .interchange
    }

    /// Gives up a transaction set that is too large: its header is kept, the rest is passed over.
    mutating func skipTransaction() {
        guard var open = transaction else { return }
        let headerEnd = Int(scanner.nodes[1].end)
        var length = 0
        for node in scanner.nodes[1..<headerEnd] { length = max(length, Int(node.valueStart + node.valueLength)) }
        let base = scanner.cursor.base
        open.header = (Array(scanner.nodes[..<headerEnd]), Array(window[base..<min(window.count, base + length)]))
        var position = open.origin
        position.segment = 1
        position.tag = "ST"
        open.diagnostics = DiagnosticList()
        open.diagnostics.append(
            Diagnostic(
                "x12.transaction-too-large", at: position, value: open.controlNumber,
                facts: ["bytes": "\(limits.messageBytes)", "nodes": "\(limits.messageNodes)"]))
        transaction = open
        scanner.skip()
        phase = .skipping
    }
}
