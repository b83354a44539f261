import Diagnostics
import Mapping

/// A unit that numbers in configuration are written with, and what one of it is.
struct MeasureUnit {
    let name: String
    let factor: Double

    static let durations = [
        MeasureUnit(name: "ms", factor: 0.001), MeasureUnit(name: "s", factor: 1),
        MeasureUnit(name: "min", factor: 60), MeasureUnit(name: "h", factor: 3_600),
        MeasureUnit(name: "d", factor: 86_400),
    ]
    static let sizes = [
        MeasureUnit(name: "B", factor: 1), MeasureUnit(name: "KB", factor: 1e3), MeasureUnit(name: "MB", factor: 1e6),
        MeasureUnit(name: "GB", factor: 1e9),
    ]

    /// The value of a text such as `250 MB` or `1.5 s`; nil when it is none.
    static func value(of text: String, in units: [MeasureUnit]) -> Double? {
        guard let unit = units.last(where: { text.hasSuffix($0.name) && isNumber(text.dropLast($0.name.count)) })
        else { return nil }
        let number = text.dropLast(unit.name.count).filter { $0 != " " }
        return Double(number).map { $0 * unit.factor }
    }

    /// Digits with at most one point among them, and blanks only at the end.
    static func isNumber(_ text: some StringProtocol) -> Bool {
        var points = 0
        var digits = 0
        var blank = false
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39 where !blank: digits += 1
            case 0x2E where !blank && digits > 0: points += 1
            case 0x20: blank = true
            default: return false
            }
        }
        return digits > 0 && digits <= 15 && points <= 1 && !text.hasSuffix(".")
    }
}

extension YAMLReader {
    /// A duration in seconds, written with its unit: `500 ms`, `2 s`, `5 min`, `72 h`, `30 d`.
    mutating func seconds(_ key: String, upTo limit: Double = 400 * 86_400) -> Double? {
        measure(key, units: MeasureUnit.durations, limit: limit, code: "configuration.duration-form", example: "2 s")
    }

    /// A size in bytes, written with its unit: `20 MB`.
    mutating func bytes(_ key: String) -> Int? {
        measure(key, units: MeasureUnit.sizes, limit: 4e9, code: "configuration.size-form", example: "20 MB")
            .map { Int($0) }
    }

    /// Reports a word that is none of those that a place takes.
    mutating func reportNotChoice(_ text: String, at position: Position, key: String, known: [String]) {
        let facts = [
            "key": key, "known": known.joined(separator: ", "),
            "nearest": NearestName.to(text, among: known) ?? "none",
        ]
        report(Diagnostic("yaml.not-choice", at: position, value: text, facts: facts))
    }

    /// A figure of 0 or more, with or without a decimal point.
    mutating func figure(_ key: String) -> Double? {
        guard let node = optional(key), let text = text(of: node) else { return nil }
        if MeasureUnit.isNumber(text), let value = Double(text), value >= 0, value <= 1e12 { return value }
        report(Diagnostic("configuration.figure-form", at: node.position, value: text, facts: ["key": key]))
        return nil
    }

    /// A share in percent, from 0 to 100, with or without a decimal point.
    mutating func percent(_ key: String) -> Double? {
        guard let node = optional(key), let text = text(of: node) else { return nil }
        if MeasureUnit.isNumber(text), let value = Double(text), value <= 100 { return value }
        report(Diagnostic("configuration.percent-form", at: node.position, value: text, facts: ["key": key]))
        return nil
    }

    /// A number above zero, with or without a decimal point.
    mutating func number(_ key: String, upTo limit: Double) -> Double? {
        guard let node = optional(key), let text = text(of: node) else { return nil }
        if MeasureUnit.isNumber(text), let value = Double(text), value > 0, value <= limit { return value }
        report(
            Diagnostic(
                "configuration.number-form", at: node.position, value: text,
                facts: ["key": key, "most": limit.shortText]))
        return nil
    }

    private mutating func measure(
        _ key: String, units: [MeasureUnit], limit: Double, code: Code, example: String
    ) -> Double? {
        guard let node = optional(key), let text = text(of: node) else { return nil }
        if let value = MeasureUnit.value(of: text, in: units), value > 0, value <= limit { return value }
        let facts = [
            "key": key, "units": units.map(\.name).joined(separator: ", "), "example": example,
            "most": (limit / (units.last?.factor ?? 1)).shortText + " " + (units.last?.name ?? ""),
        ]
        report(Diagnostic(code, at: node.position, value: text, facts: facts))
        return nil
    }
}

extension Double {
    fileprivate var shortText: String { rounded() == self && magnitude < 1e15 ? String(Int(self)) : String(self) }
}
