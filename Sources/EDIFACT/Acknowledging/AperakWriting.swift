public import Diagnostics
import Syntax

extension EDIFACTWriter {
    /// Adds an APERAK message.
    ///
    /// What the charset does not hold is transliterated in texts as everywhere; what has no transliteration is left out of
    /// them. Throws `edifact.aperak-unwritable` for a value that does not fit its place, and what ``add(_:as:)`` throws for
    /// other values.
    public mutating func add(
        _ aperak: Aperak, release: Aperak.Release = .d96A, reference: String, association: String? = nil
    ) throws(Diagnostic) {
        try aperak.checkLengths(release)
        let header = MessageHeader(
            reference: reference, type: "APERAK", version: release.rawValue, association: association)
        let writer = self
        try add(aperak.segments(release) { writer.writable($0) }, as: header)
    }
}

extension Aperak {
    /// A segment by its tag and elements.
    typealias Segment = (tag: String, elements: [SegmentElement])

    /// 4440 holds at most so many characters in D.96A, and stands five times.
    private static let textLength = 70
    private static let textLines = 5

    /// Throws for the first value that is too long, or too short, for its element.
    fileprivate func checkLengths(_ release: Release) throws(Diagnostic) {
        let longest = release == .d96A ? 35 : 70
        var parts: [(String, String, String?, ClosedRange<Int>)] = [("BGM", "2", number, 0...35)]
        parts.append(("DTM", "1.2", date, date?.count == 8 ? 8...8 : 12...12))
        let named = references + errors.compactMap(\.reference)
        for reference in named {
            parts += [("RFF", "1.1", reference.qualifier, 1...3), ("RFF", "1.2", reference.number, 0...longest)]
        }
        for party in [issuer, recipient] { parts.append(("NAD", "2.1", party?.identification, 1...35)) }
        for error in errors {
            parts += [("ERC", "1.1", error.value, 1...8), ("ERC", "1.2", error.list, 0...3)]
            parts.append(("ERC", "1.3", error.agency, 0...3))
        }
        for (tag, element, text, length) in parts {
            guard let text, !length.contains(text.unicodeScalars.count) else { continue }
            throw Diagnostic(
                "edifact.aperak-unwritable", at: Position(tag: tag, element: element), value: text,
                facts: ["minimum": "\(length.lowerBound)", "maximum": "\(length.upperBound)"])
        }
    }

    /// The segments between UNH and UNT, in the order of the message.
    fileprivate func segments(_ release: Release, writable: (String) -> String) -> [Segment] {
        // 305, application error and acknowledgement, is newer than D.96A.
        let function = verdict.map { $0 == .accepted ? "29" : "27" } ?? ""
        var segments: [Segment] = [
            ("BGM", [.text(release == .d96A ? "" : "305"), .text(number ?? ""), .text(function)])
        ]
        if let date { segments.append(("DTM", [.composite(["137", date, date.count == 12 ? "203" : "102"])])) }
        segments += references.map(Self.segment)
        if let issuer { segments.append(Self.segment("MS", issuer)) }
        if let recipient { segments.append(Self.segment("MR", recipient)) }
        for error in errors.prefix(Self.mostErrors) {
            segments.append(("ERC", [.composite([error.value, error.list ?? "", error.agency ?? ""])]))
            let text = writable(error.text ?? "")
            if !text.isEmpty {
                segments.append(("FTX", [.text("AAO"), .text(""), .text(""), .composite(Self.lines(text))]))
            }
            if let reference = error.reference { segments.append(Self.segment(reference)) }
        }
        return segments
    }

    private static func segment(_ reference: Reference) -> Segment {
        ("RFF", [.composite([reference.qualifier, reference.number ?? ""])])
    }

    /// A party; one of GS1's register (0007: 14) by its agency (3055: 9).
    private static func segment(_ role: String, _ party: EnvelopeParty) -> Segment {
        ("NAD", [.text(role), .composite([party.identification, "", party.qualifier == "14" ? "9" : ""])])
    }

    /// A text in lines that fit; what does not fit is left out. A line does not end in a blank, which a reader may drop.
    private static func lines(_ text: String) -> [String] {
        var rest = text[...]
        var lines: [String] = []
        while !rest.isEmpty, lines.count < textLines {
            var line = rest.prefix(textLength)
            if line.endIndex < rest.endIndex, let blank = line.lastIndex(of: " "), blank > line.startIndex {
                line = line[..<blank]
            }
            rest = rest[line.endIndex...].drop { $0 == " " }
            lines.append(String(line))
        }
        return lines
    }
}
