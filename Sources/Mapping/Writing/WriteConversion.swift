import Diagnostics
import Directories
import Orders

/// What a canonical text is in a format.
struct FormatText {
    /// A text for each place; later ones may be absent.
    var texts: [String?]
    /// The code of the date's pattern, for `by:`.
    var code: String?
    /// True when reading it back gives another text, as the rule allows.
    var isChanged = false
}

/// Why a value cannot be written at a place; the field's path and the place are added where it is reported.
struct WriteFault: Error {
    var code: Code
    var facts: [String: String] = [:]

    init(_ code: Code, _ facts: [String: String] = [:]) {
        self.code = code
        self.facts = facts
    }
}

extension Conversion {
    /// The format's texts of a canonical value.
    /// - Parameters:
    ///   - second: the end of a period whose beginning `text` is.
    ///   - contents: what may stand in each place.
    ///   - profile: the partner's settings, for `zone`.
    func written(
        _ text: String, second: String? = nil, contents: [ShapeValue.Content?], profile: [String: String]
    ) throws(WriteFault) -> FormatText {
        if isDate { return try date(text, second: second, contents: contents, profile: profile) }
        if !codes.isEmpty { return try code(text) }
        var result = FormatText(texts: [text])
        if let letterCase { result.texts[0] = letterCase == "upper" ? text.uppercased() : text.lowercased() }
        if let round, let number = ExactDecimal(canonicalText: result.texts[0] ?? "") {
            result.texts[0] = number.rounded(toScale: round).map {
                $0.hasSameValue(as: number) ? text : $0.canonicalText
            }
        }
        if let cut, let long = result.texts[0], long.unicodeScalars.count > cut {
            result.texts[0] = String(String.UnicodeScalarView(long.unicodeScalars.prefix(cut)))
        }
        result.isChanged = result.texts[0] != text
        if impliedDecimals > 0, let number = result.texts[0] {
            guard let implied = ImpliedDecimals.written(number, count: impliedDecimals) else {
                throw WriteFault("mapping.value-unfit", ["expected": "at most \(impliedDecimals) decimals"])
            }
            result.texts[0] = implied
        }
        if isFactor, let percent = result.texts[0] {
            guard let factor = Percentage.written(percent) else {
                throw WriteFault("mapping.value-unfit", ["expected": "a percentage"])
            }
            result.texts[0] = factor
        }
        result.texts[0] = result.texts[0].map(dressed)
        if let written = result.texts[0], none.contains(written) {
            throw WriteFault("mapping.value-unfit", ["expected": "anything but \(none.joined(separator: ", "))"])
        }
        return result
    }

    /// Adds what a format adds to a value: its decimal mark, leading zeros, a prefix.
    private func dressed(_ text: String) -> String {
        var text = text
        if let gtin {
            while text.utf8.count > gtin, text.hasPrefix("0") { text.removeFirst() }
            text = Self.padded(text, to: gtin)
        }
        if hasDecimalComma { text = String(text.map { $0 == "." ? "," : $0 }) }
        if let zeros { text = Self.padded(text, to: zeros) }
        return (prefix ?? "") + text
    }

    private static func padded(_ text: String, to length: Int) -> String {
        guard text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return text }
        return String(repeating: "0", count: max(0, length - text.utf8.count)) + text
    }

    private func date(
        _ text: String, second: String?, contents: [ShapeValue.Content?], profile: [String: String]
    ) throws(WriteFault) -> FormatText {
        let fault = WriteFault("mapping.date-unwritable", ["patterns": dates.map(\.name).joined(separator: ", ")])
        guard let time = BusinessTime(canonicalText: text) else { throw fault }
        let until = second.flatMap(BusinessTime.init(canonicalText:))
        for pattern in dates {
            var code = pattern.name.allSatisfy(\.isNumber) ? pattern.name : nil
            if pattern.isISO { code = nil }
            if let until {
                if let period = pattern.written(time, until: until) { return FormatText(texts: [period], code: code) }
            } else if let texts = pattern.written(time, contents: contents) {
                return FormatText(texts: texts, code: code)
            } else if pattern.needsOffset, let zoned = zoned(text, time, profile),
                let texts = pattern.written(zoned, contents: contents)
            {
                return FormatText(texts: texts, code: code, isChanged: true)
            }
        }
        if second == nil, let cut, let shorter = Self.cut(text, to: cut) {
            var result = try date(shorter, second: nil, contents: contents, profile: profile)
            result.isChanged = true
            return result
        }
        throw fault
    }

    /// A time without what stands behind so many characters of it: 10 leave the day, 16 the minute, 19 the second. Of a zone
    /// nothing is left.
    private static func cut(_ text: String, to length: Int) -> String? {
        guard text.utf8.count > length else { return nil }
        let shorter = text.prefix(length)
        let zone = shorter.firstIndex(of: "T").flatMap { time in
            shorter[time...].firstIndex { $0 == "+" || $0 == "-" || $0 == "Z" }
        }
        return String(zone.map { shorter[..<$0] } ?? shorter)
    }

    /// A time without a zone in the one that the rule names.
    private func zoned(_ text: String, _ time: BusinessTime, _ profile: [String: String]) -> BusinessTime? {
        guard time.time != nil, time.offset == nil, let zone else { return nil }
        let offset = zone.hasPrefix("$") ? profile[String(zone.dropFirst())] : zone
        return offset.flatMap { BusinessTime(canonicalText: text + $0) }
    }

    private func code(_ text: String) throws(WriteFault) -> FormatText {
        for table in codes {
            guard let theirs = table.theirs(for: text) else { continue }
            // Several meanings may have one code: it is read as the first of them.
            let read = codes.lazy.compactMap { $0.ours(for: theirs) }.first
            return FormatText(texts: theirs.map { $0.isEmpty ? nil : $0 }, isChanged: read != text)
        }
        if otherwise == .pass { return FormatText(texts: [text]) }
        throw WriteFault(
            "mapping.code-unwritable", ["tables": codes.map(\.name).joined(separator: ", ")])
    }
}

extension ShapeValue {
    /// What is wrong with a text that is to stand here; nil when it may.
    func fault(of text: String) -> WriteFault? {
        let expected = ["expected": representation]
        switch content {
        case .numeric, .decimal, .integer, .real:
            let digits = text.utf8.count { $0 &- 0x30 < 10 }
            let isNumber =
                digits > 0 && text.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x2E || $0 == 0x2C }
            guard isNumber, content != .integer || digits == text.utf8.count - (text.hasPrefix("-") ? 1 : 0) else {
                return WriteFault("mapping.value-unfit", expected)
            }
            return (minimumLength...max(minimumLength, maximumLength)).contains(digits)
                ? nil : WriteFault("mapping.too-long", expected)
        case .alphabetic where text.utf8.contains { $0 &- 0x30 < 10 }:
            return WriteFault("mapping.value-unfit", expected)
        case .boolean where text != "true" && text != "false":
            return WriteFault("mapping.value-unfit", expected)
        default:
            let length = text.unicodeScalars.count
            if length < minimumLength { return WriteFault("mapping.value-unfit", expected) }
            return length > maximumLength ? WriteFault("mapping.too-long", expected) : nil
        }
    }
}
