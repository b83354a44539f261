import Diagnostics
import Syntax

/// GS and GE: functional groups.
extension X12Reader {
    /// The oldest and the newest version, release and subrelease that is read as known (GS08, data element 480).
    private static let versions = "003040"..."008010"

    /// GS: opens a group of transaction sets of one kind.
    mutating func openGroup(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        try closeTransaction(end: nil, handle)
        closeGroup()
        closeBare()
        let view = segment
        let position = segmentPosition(tag: "GS")
        envelope?.groups += 1
        envelope?.isStump = false
        envelope?.group = GroupState(
            identifier: view.text(1), controlNumber: Self.isSpoiled(view.raw(6)) ? nil : view.text(6),
            version: view.text(8), position: position)
        checkGroupHeader(view)
        noteOverflow(tag: "GS", elements: 8)
        noteTrailingSeparator(tag: "GS")
        let start = scanner.cursor.base + Int(scanner.nodes[scanner.cursor.segmentNode].offset)
        trace.openGroup(window[start..<end], controlNumber: view.raw(6))
        phase = .interchange
        scanner.restart(at: end, count: 1)
        try handle(
            .group(
                MessageGroup(
                    type: view.text(1), version: view.text(8), sender: view.text(2).map { EnvelopeParty($0) },
                    receiver: view.text(3).map { EnvelopeParty($0) }, reference: view.text(6), position: position)))
    }

    private mutating func checkGroupHeader(_ view: SegmentView) {
        for element in 1...8 where view.raw(element).isEmpty {
            report(
                Diagnostic(
                    "x12.gs-incomplete", at: segmentPosition(tag: "GS", element: element),
                    facts: ["element": "\(element)"]))
        }
        if let code = view.text(1), !Self.isGroupCode(view.raw(1)), !Self.isSpoiled(view.raw(1)) {
            report(Diagnostic("x12.group-code", at: segmentPosition(tag: "GS", element: 1), value: code))
        }
        if let number = view.text(6), !Self.isSpoiled(view.raw(6)) {
            if number.utf8.count > 9 || view.number(6) == nil {
                report(Diagnostic("x12.group-number", at: segmentPosition(tag: "GS", element: 6), value: number))
            }
            if envelope?.remember(group: number) == false {
                report(Diagnostic("x12.group-duplicate", at: segmentPosition(tag: "GS", element: 6), value: number))
            }
        }
        checkGroupValues(view)
        if let version = view.text(8), !Self.isKnown(version), !Self.isSpoiled(view.raw(8)) {
            report(
                Diagnostic("x12.group-version", .warning, at: segmentPosition(tag: "GS", element: 8), value: version))
        }
    }

    /// Two letters or digits (data element 479): what names the group in AK101.
    private static func isGroupCode(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.count == 2 && bytes.allSatisfy(isLetterOrDigit)
    }

    /// GS02 to GS05 and GS07: sender and receiver, date, time and agency.
    private mutating func checkGroupValues(_ view: SegmentView) {
        let rules: [(element: Int, code: Code, holds: (String) -> Bool)] = [
            (2, "x12.group-party", { Self.isParty($0) }), (3, "x12.group-party", { Self.isParty($0) }),
            (4, "x12.group-date", { Self.isDate($0) }), (5, "x12.group-time", { Self.isTime($0) }),
            (7, "x12.group-agency", { ["X", "T"].contains($0) }),
        ]
        for rule in rules {
            guard let text = view.text(rule.element), !rule.holds(text), !Self.isSpoiled(view.raw(rule.element)) else {
                continue
            }
            report(
                Diagnostic(
                    rule.code, .warning, at: segmentPosition(tag: "GS", element: rule.element), value: text,
                    facts: ["element": "\(rule.element)"]))
        }
    }

    /// Two to fifteen characters that can be printed, one of them no blank (data elements 142 and 124).
    static func isParty(_ text: String) -> Bool {
        (2...15).contains(text.unicodeScalars.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && text.utf8.contains { $0 != 0x20 }
    }

    /// Six digits in the range; an industry's own identifier may follow (`005010X231A1`).
    static func isKnown(_ version: String) -> Bool {
        let digits = version.prefix(6)
        return digits.utf8.count == 6 && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && versions.contains(String(digits))
    }

    /// GE: counts the transaction sets and repeats GS06.
    mutating func endGroup(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        try closeTransaction(end: nil, handle)
        let view = segment
        if let group = envelope?.group {
            checkCount(view, "x12.ge-count", tag: "GE", actual: group.transactions)
            checkSameNumber(view, "x12.ge-number", tag: "GE", expected: group.controlNumber, digits: 1)
            if group.transactions == 0 {
                report(Diagnostic("x12.group-empty", .warning, at: group.position, value: group.controlNumber))
            }
            envelope?.group = nil
        } else if envelope?.isBare == true {
            closeBare()
        } else {
            noteUnexpected(trailer: "GE")
        }
        noteOverflow(tag: "GE", elements: 2)
        noteTrailingSeparator(tag: "GE")
        trace.closeGroup()
        phase = .interchange
        scanner.restart(at: end, count: 1)
    }

    /// Ends the transaction sets that came without a group: they are one whose GS did not come.
    mutating func closeBare() {
        guard envelope?.isBare == true else { return }
        envelope?.isBare = false
        envelope?.headlessGroups += 1
    }

    /// A group whose trailer did not come.
    mutating func closeGroup() {
        guard let group = envelope?.group else { return }
        report(Diagnostic("x12.ge-missing", at: missingPosition(of: "GE"), value: group.controlNumber))
        envelope?.group = nil
        trace.closeGroup()
    }
}
