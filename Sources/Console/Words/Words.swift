import Diagnostics
import Foundation
import Gateway
import Rollout

/// Values as templates show them.
enum Words {
    /// A fault: what, its code, the rule, what to do.
    static func fault(_ report: DiagnosticReport) -> [String: Any] {
        var model: [String: Any] = [
            "isRemark": report.severity != "error", "code": report.code, "message": report.message, "rule": report.rule,
            "fix": report.fix,
        ]
        if let value = report.value, !value.isEmpty { model["value"] = cut(value, 400) }
        var place: [String] = []
        if let segment = report.segment {
            place.append("\(report.tag ?? "") \(segment)")
        } else if let tag = report.tag {
            place.append(tag)
        }
        if let element = report.element { place.append(element) }
        if let path = report.path { place.append(path) }
        if let line = report.line { place.append("\(line):\(report.column ?? 1)") }
        if !place.isEmpty { model["place"] = place.joined(separator: " · ") }
        return model
    }

    /// What a code means for the business and what each role does, in the reader's language, English where there is none in it;
    /// nil for a code that stops nothing.
    static func meaning(of code: String?, _ visit: Visit) -> [String: Any]? {
        guard let code, let meaning = CodeMeaning(of: Code(rawValue: code), language: visit.texts.language.rawValue)
        else { return nil }
        return [
            "language": meaning.language, "meaning": meaning.meaning, "support": meaning.support,
            "operations": meaning.operations, "partner": meaning.partner,
        ]
    }

    /// The beginning of a text that may be very long.
    static func cut(_ text: String, _ length: Int) -> String {
        text.count <= length ? text : text.prefix(length) + "…"
    }

    /// The tone in which a state is shown.
    static func tone(ofStatus status: String) -> String {
        switch status {
        case "delivered", "processed", "done", "resolved", "closed": "good"
        case "failed", "refused", "unreadable": "bad"
        case "unknown", "held", "parked", "taken", "half-open": "warn"
        case "open": "bad"
        default: "calm"
        }
    }
}

extension Visit {
    /// A moment of ISO 8601: exactly, in the reader's zone, and how long ago.
    func moment(_ iso: String?) -> [String: Any]? {
        guard let iso, let instant = Instant(text: iso) else { return nil }
        let date = Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000)
        return ["iso": iso, "exact": exact(date), "ago": ago(date)]
    }

    /// Date and time by the language, in the reader's zone; the year only where it is another one.
    func exact(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let isThisYear = calendar.component(.year, from: date) == calendar.component(.year, from: now)
        var style = Date.FormatStyle(
            locale: texts.language.locale, calendar: calendar, timeZone: zone
        ).day().month(.abbreviated)
        if !isThisYear { style = style.year() }
        let time = Date.FormatStyle(locale: texts.language.locale, calendar: calendar, timeZone: zone)
            .hour(.twoDigits(amPM: .omitted)).minute(.twoDigits).second(.twoDigits)
        return "\(date.formatted(style)), \(date.formatted(time))"
    }

    /// The hour and minute in the reader's zone.
    func clock(_ iso: String) -> String {
        guard let instant = Instant(text: iso) else { return iso }
        return Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000).formatted(
            Date.FormatStyle(locale: texts.language.locale, timeZone: zone)
                .hour(.twoDigits(amPM: .omitted)).minute(.twoDigits))
    }

    /// The day, in the reader's zone.
    func day(_ iso: String) -> String {
        guard let instant = Instant(text: iso) else { return iso }
        return Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000).formatted(
            Date.FormatStyle(locale: texts.language.locale, timeZone: zone).day().month(.abbreviated))
    }

    /// How long ago, in one unit: "3 minutes ago".
    func ago(_ date: Date) -> String {
        let seconds = Int(now.timeIntervalSince(date))
        switch seconds {
        case ..<0: return ""
        case ..<60: return texts("ago.now")
        case ..<3_600: return texts.count("ago.minutes", seconds / 60)
        case ..<86_400: return texts.count("ago.hours", seconds / 3_600)
        default: return texts.count("ago.days", seconds / 86_400)
        }
    }
}
