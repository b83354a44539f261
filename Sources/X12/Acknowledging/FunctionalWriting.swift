public import Diagnostics
import Syntax

extension X12Writer {
    /// The transaction sets that tell of a functional group.
    public enum AcknowledgmentForm: String, Sendable, Hashable, Codable, CaseIterable {
        /// Functional acknowledgment.
        case functional = "997"
        /// Implementation acknowledgment, from 005010 on.
        case implementation = "999"

        /// The implementation guide that it follows (GS08, ST03); nil for one that follows the version of what it answers.
        public var convention: String? { self == .implementation ? "005010X231A1" : nil }
    }

    /// Adds a 997 or 999 to the open group, which is one of `FA`.
    ///
    /// Throws what ``add(_:as:)`` throws for values; a wrong value that cannot be written is left out of its note.
    public mutating func add(
        _ acknowledgment: FunctionalAcknowledgment, form: AcknowledgmentForm = .functional, controlNumber: String
    ) throws(Diagnostic) {
        let writer = self
        try add(
            acknowledgment.segments(form, holds: writer.holds),
            as: TransactionHeader(identifier: form.rawValue, controlNumber: controlNumber, convention: form.convention))
    }
}

extension FunctionalAcknowledgment {
    /// A segment by its tag and elements.
    typealias Segment = (tag: String, elements: [SegmentElement])

    /// AK404 holds at most so many characters.
    private static let longestValue = 99

    /// The segments between ST and SE.
    func segments(_ form: X12Writer.AcknowledgmentForm, holds: (String) -> Bool) -> [Segment] {
        let letters = form == .functional ? "AK" : "IK"
        var first: [SegmentElement] = [.text(header.type ?? ""), .text(number)]
        if form == .implementation { first.append(.text(Self.conditional(header.version, 12))) }
        var segments: [Segment] = [("AK1", first)]
        for set in transactionSets {
            var head: [SegmentElement] = [.text(set.report.type), .text(set.report.reference ?? "")]
            if form == .implementation { head.append(.text(Self.conditional(set.report.association, 35))) }
            segments.append(("AK2", head))
            for note in set.segments {
                segments.append(
                    (letters + "3", [.text(note.tag), .text(String(note.segment)), .text(""), .text(note.code)]))
                for element in note.elements { segments.append((letters + "4", Self.elements(of: element, holds))) }
            }
            segments.append((letters + "5", ([set.code] + set.codes).map { .text($0) }))
        }
        let counts = [code, String(included), String(received), String(accepted)]
        segments.append(("AK9", (counts + codes).map { .text($0) }))
        return segments
    }

    /// What of a text may be repeated where an element is optional: nothing of one that is invalid.
    private static func conditional(_ text: String?, _ longest: Int) -> String {
        text.flatMap { $0.isRepeatable && $0.utf8.count <= longest ? $0 : nil } ?? ""
    }

    private static func elements(of note: ElementNote, _ holds: (String) -> Bool) -> [SegmentElement] {
        let place = [String(note.element)] + (note.component.map { [String($0)] } ?? [])
        let value = (note.value ?? "").prefix(longestValue)
        return [
            SegmentElement(repeats: [place]), .text(""), .text(note.code),
            .text(holds(String(value)) ? String(value) : ""),
        ]
    }
}
