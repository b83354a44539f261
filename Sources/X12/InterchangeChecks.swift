import Diagnostics
import Syntax

/// One element of ISA that must be of a form: its number, its code, how much it weighs, and the form.
private struct HeaderRule: Sendable {
    var element: Int
    var code: Code
    var severity: Severity
    var holds: @Sendable (String) -> Bool

    init(_ element: Int, _ code: Code, _ severity: Severity, _ holds: @escaping @Sendable (String) -> Bool) {
        self.element = element
        self.code = code
        self.severity = severity
        self.holds = holds
    }
}

/// The checks of ISA's elements (X12.5, 3.3; X12.3 for the forms).
extension X12Reader {
    /// The control versions that there are: 00200 to 00801.
    static let controlVersions: Set<String> = [
        "00200", "00201", "00204", "00300", "00301", "00302", "00303", "00304", "00305", "00306", "00307", "00400",
        "00401", "00402", "00403", "00404", "00405", "00406", "00500", "00501", "00502", "00503", "00504", "00505",
        "00600", "00601", "00602", "00603", "00604", "00605", "00606", "00700", "00701", "00702", "00703", "00704",
        "00705", "00706", "00800", "00801",
    ]

    /// The first version whose messages are read as known.
    private static let oldestVersion = "00304"

    /// I01, the kinds of authorization information.
    private static let authorizations: Set<String> = ["00", "01", "02", "03", "04", "05", "06", "07", "08"]

    /// I05, the registers that parties are named by: two digits up to 38, and some of letters.
    private static let parties = Set(
        (1...38).filter { ![5, 6].contains($0) }.map { ($0 < 10 ? "0" : "") + String($0) }
            + ["AM", "NR", "SA", "SN", "ZZ"])

    private static let rules: [HeaderRule] = [
        HeaderRule(1, "x12.authorization-qualifier", .warning) { authorizations.contains($0) },
        HeaderRule(3, "x12.security-qualifier", .warning) { ["00", "01"].contains($0) },
        HeaderRule(5, "x12.sender-qualifier", .warning) { parties.contains($0) },
        HeaderRule(6, "x12.sender-missing", .error) { !$0.isEmpty },
        HeaderRule(7, "x12.receiver-qualifier", .warning) { parties.contains($0) },
        HeaderRule(8, "x12.receiver-missing", .error) { !$0.isEmpty },
        HeaderRule(9, "x12.interchange-date", .warning) { $0.utf8.count == 6 && isDate($0) },
        HeaderRule(10, "x12.interchange-time", .warning) { $0.utf8.count == 4 && isTime($0) },
        HeaderRule(12, "x12.version-unknown", .warning) { controlVersions.contains($0) },
        HeaderRule(12, "x12.version-unsupported", .warning) { !controlVersions.contains($0) || $0 >= oldestVersion },
        HeaderRule(13, "x12.interchange-number", .error) { isControlNumber($0) },
        HeaderRule(14, "x12.acknowledgment-requested", .warning) { ["0", "1"].contains($0) },
        HeaderRule(15, "x12.usage-indicator", .warning) { ["P", "T", "I"].contains($0) },
    ]

    /// One to nine digits (data element I12 has nine).
    static func isControlNumber(_ text: String) -> Bool { (1...9).contains(text.utf8.count) && isNumber(text) }

    private static func isNumber(_ text: String) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }

    /// HHMM; in GS05 seconds and parts of them may follow.
    static func isTime(_ text: String) -> Bool { CalendarCheck.isTime(Array(text.utf8)[...]) }

    /// YYMMDD or CCYYMMDD.
    static func isDate(_ text: String) -> Bool { CalendarCheck.isDate(Array(text.utf8)[...]) }

    /// Reports what is wrong with the elements of ISA.
    mutating func checkHeader(_ header: InterchangeControlHeader, at index: Int) {
        if header.bytes[0] != 0x49 {
            report(Diagnostic("x12.tag-lower-case", .warning, at: headerPosition(header, at: index), value: "ISA"))
        }
        if !header.isExact {
            report(
                Diagnostic(
                    "x12.isa-length", .warning, at: headerPosition(header, at: index), value: "\(header.bytes.count)",
                    facts: ["expected": "\(InterchangeControlHeader.length)"]))
        }
        for rule in Self.rules {
            let text = header.text(rule.element) ?? ""
            guard !rule.holds(text) else { continue }
            let place = headerPosition(header, at: index, element: rule.element)
            report(Diagnostic(rule.code, rule.severity, at: place, value: text))
        }
        checkPadding(header, at: index)
        checkParty(header, element: 6, "x12.sender-invalid", at: index)
        checkParty(header, element: 8, "x12.receiver-invalid", at: index)
    }

    /// A control number that is filled up with blanks in place of zeros. One that is short makes ISA shorter, which is told.
    private mutating func checkPadding(_ header: InterchangeControlHeader, at index: Int) {
        guard header.isExact, let number = header.text(13), number.utf8.count < 9, Self.isControlNumber(number) else {
            return
        }
        let place = headerPosition(header, at: index, element: 13)
        report(Diagnostic("x12.interchange-number", .warning, at: place, value: number))
    }

    /// ISA06 and ISA08 are made of characters that can be printed; letters outside ASCII only where a charset is agreed
    /// (data elements I06 and I07, of type AN: X12.6, 3.3). The first one that is not is told of.
    private mutating func checkParty(
        _ header: InterchangeControlHeader, element: Int, _ code: Code, at index: Int
    ) {
        let bytes = header.raw(element)
        let outside = charset == nil ? nil : charset?.firstInvalid(in: bytes)
        let found = bytes.indices.first { place in
            let byte = bytes[place]
            return byte < 0x20 || byte == 0x7F || place == outside || (byte >= 0x80 && charset == nil)
        }
        guard let found else { return }
        var place = headerPosition(header, at: index, element: element)
        let position = position(at: index + found)
        (place.offset, place.line) = (position.offset, position.line)
        report(Diagnostic(code, at: place, value: Self.shown(bytes[found])))
    }

    /// Takes ISA11 and ISA16 to heart: the repetition separator from version 00402 on, and the component separator.
    mutating func settleSeparators(_ header: InterchangeControlHeader, at index: Int) {
        if !Separators.canSeparate(header.component) || header.component == header.element
            || header.component == header.terminator
        {
            separators.component = nil
            report(
                Diagnostic(
                    "x12.component-separator", at: headerPosition(header, at: index, element: 16),
                    value: Self.shown(header.component)))
        }
        let place = headerPosition(header, at: index, element: 11)
        let sent = header.raw(11)
        guard header.text(12) ?? "" >= "00402" else {
            if sent != [UInt8(ascii: "U")] {
                report(
                    Diagnostic(
                        "x12.standards-identifier", .warning, at: place, value: String(decoding: sent, as: UTF8.self)))
            }
            return
        }
        if let byte = sent.first, sent.count == 1, Separators.canSeparate(byte), !separators.contains(byte) {
            separators.repetition = byte
        } else {
            report(
                Diagnostic(
                    "x12.repetition-separator", .warning, at: place, value: String(decoding: sent, as: UTF8.self)))
        }
    }

    /// Says why an ISA cannot be taken apart.
    mutating func reportUnreadable(_ header: InterchangeControlHeader, at index: Int) {
        let place = headerPosition(header, at: index)
        if !header.isExact {
            let shown = header.bytes.prefix(40).map { $0 < 0x20 || $0 > 0x7E ? 0x2E : $0 }
            report(Diagnostic("x12.isa-unreadable", at: place, value: String(decoding: shown, as: UTF8.self)))
        } else if !Separators.canSeparate(header.element) {
            report(Diagnostic("x12.element-separator", at: place, value: Self.shown(header.element)))
        } else {
            var place = headerPosition(header, at: index, element: 16)
            place.offset = windowOffset + index + header.bytes.count - 1
            report(Diagnostic("x12.segment-terminator", at: place, value: Self.shown(header.terminator)))
        }
    }

    /// The position of ISA, or of one of its elements.
    mutating func headerPosition(_ header: InterchangeControlHeader, at index: Int, element: Int? = nil) -> Position {
        let offset = element.map { header.elements[$0 - 1].lowerBound } ?? 0
        var position = position(at: index + offset)
        position.tag = "ISA"
        position.element = element.map(String.init)
        return position
    }

    /// A byte as it is where it can be printed, else by its number.
    static func shown(_ byte: UInt8) -> String {
        if (0x20...0x7E).contains(byte) { return String(UnicodeScalar(byte)) }
        return "0x" + String(byte, radix: 16, uppercase: true)
    }
}
