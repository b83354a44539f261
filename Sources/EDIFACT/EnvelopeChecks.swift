import Diagnostics
import Syntax

/// What is looked at in every segment of the envelope, beside counts and references.
extension EDIFACTReader {
    /// Holds the current segment against the rules for its tag.
    mutating func checkEnvelope(_ view: SegmentView, tag: String) {
        guard let rules = EnvelopeRules.rules(tag, isVersion4: isVersion4) else { return }
        for (place, severity) in rules.mandatory where view.isBlank(place) {
            let found = segmentPosition(tag: tag, element: place.name)
            report(Diagnostic(rules.incomplete, severity, at: found, facts: ["element": place.name]))
        }
        for (place, length) in rules.longest {
            // No value has more characters than bytes.
            guard view.length(place) > length, let text = view.text(place), text.unicodeScalars.count > length
            else { continue }
            let found = segmentPosition(tag: tag, element: place.name)
            report(
                Diagnostic(
                    "edifact.envelope-length", .warning, at: found, value: text,
                    facts: ["tag": tag, "element": place.name, "maximum": "\(length)"]))
        }
        for (place, needed) in rules.dependent where view.length(place) > 0 && view.length(needed) == 0 {
            report(
                Diagnostic(
                    "edifact.envelope-dependency", .warning, at: segmentPosition(tag: tag, element: place.name),
                    value: view.text(place), facts: ["tag": tag, "element": place.name, "needed": needed.name]))
        }
        checkConstituents(view, rules)
    }

    /// Reports the first element or component that the segment has no place for.
    private mutating func checkConstituents(_ view: SegmentView, _ rules: EnvelopeRules) {
        let surplus = view.nodes.first { node in
            guard node.element > 0 else { return false }
            let element = Int(node.element)
            return element > rules.components.count || Int(node.component) > rules.components[element - 1]
        }
        guard let surplus else { return }
        let place = EnvelopeRules.Place(Int(surplus.element), Int(surplus.component))
        report(
            Diagnostic(
                "edifact.envelope-overflow", .warning, at: segmentPosition(tag: rules.tag, element: place.name),
                value: view.text(place), facts: ["tag": rules.tag, "element": place.name]))
    }

    /// The values of UNB that are codes, and the date and time (S004, 0031, 0035).
    mutating func checkHeaderValues(_ view: SegmentView) {
        if let date = view.text(4), !isDate(view.raw(4)) { reportDate(date, "4.1") }
        if let time = view.text(4, 2), !isTime(view.raw(4, 2)) { reportDate(time, "4.2") }
        let request = view.text(9)
        if let request, request != "1", !(isVersion4 && request == "2") {
            report(
                Diagnostic(
                    "edifact.request-unknown", .warning, at: segmentPosition(tag: "UNB", element: "9"), value: request))
        }
        if let test = view.text(11), !isTestMark(test) {
            report(
                Diagnostic(
                    "edifact.test-unknown", .warning, at: segmentPosition(tag: "UNB", element: "11"), value: test))
        }
    }

    private mutating func reportDate(_ value: String, _ element: String) {
        report(
            Diagnostic(
                "edifact.unb-date", .warning, at: segmentPosition(tag: "UNB", element: element), value: value,
                facts: ["form": element == "4.2" ? "HHMM" : isVersion4 ? "CCYYMMDD" : "YYMMDD"]))
    }

    /// The marks of a test: 1, in version 4 also 2 (syntax only), 3 (echo request) and 4 (echo response).
    func isTestMark(_ text: String?) -> Bool {
        text == "1" || (isVersion4 && ["2", "3", "4"].contains(text))
    }

    /// Whether the interchange follows version 4 of the syntax.
    var isVersion4: Bool { version == 4 }

    /// Years have two digits up to version 3, and four from version 4 on (ISO 9735-1:2002, annex C, 0017).
    private func isDate(_ digits: ArraySlice<UInt8>) -> Bool {
        guard digits.count == (isVersion4 ? 8 : 6), let month = Self.number(digits.suffix(4).prefix(2)),
            let day = Self.number(digits.suffix(2)), Self.number(digits.dropLast(4)) != nil
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }

    private func isTime(_ digits: ArraySlice<UInt8>) -> Bool {
        guard digits.count == 4, let hour = Self.number(digits.prefix(2)), let minute = Self.number(digits.suffix(2))
        else { return false }
        return hour < 24 && minute < 60
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
