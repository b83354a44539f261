import Calendars
import Diagnostics
import Mapping
import Orders
import Rollout

extension Draft {
    /// One entry of `calendars`: when people work.
    mutating func readCalendar(_ entry: YAMLEntry) {
        var reader = YAMLReader(entry.value)
        let zone = timeZone(&reader)
        var days: Set<Weekday> = []
        if let list = reader.optional("days") {
            for (name, place) in texts(of: list, "days", &reader) {
                guard let day = Weekday(rawValue: name) else {
                    reader.reportNotChoice(
                        name, at: place, key: "days", known: Weekday.allCases.map(\.rawValue))
                    continue
                }
                days.insert(day)
            }
        } else {
            days = [.mon, .tue, .wed, .thu, .fri]
        }
        let hours = hours(&reader)
        var holidays: [String] = []
        if let list = reader.optional("holidays") {
            for (day, place) in texts(of: list, "holidays", &reader) {
                if BusinessCalendar.number(ofDay: day) == nil {
                    reader.report(Diagnostic("configuration.holiday-form", at: place, value: day))
                }
                holidays.append(day)
            }
        }
        finish(reader)
        guard define(.calendar, entry.key.text, at: entry.key.position), let zone, let hours,
            let offsets = SystemZones.offsets(ofZone: zone)
        else { return }
        calendars[entry.key.text] = BusinessCalendar(
            name: entry.key.text, zoneName: zone, zone: offsets, days: days, opens: hours.opens, closes: hours.closes,
            holidays: holidays)
    }

    /// The texts of a list, or the one text that stands in its place, each with its position.
    private func texts(of list: YAMLNode, _ key: String, _ reader: inout YAMLReader) -> [(String, Position)] {
        let places = list.items?.filter { $0.text != nil }.map(\.position) ?? [list.position]
        return Array(zip(reader.texts(key), places))
    }

    private func hours(_ reader: inout YAMLReader) -> (opens: TimeOfDay, closes: TimeOfDay)? {
        guard let node = reader.optional("hours") else {
            return TimeOfDay("00:00").flatMap { opens in TimeOfDay("24:00").map { (opens, $0) } }
        }
        guard let text = reader.text(of: node) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let opens = TimeOfDay(parts[0]), let closes = TimeOfDay(parts[1]), opens < closes else {
            reader.report(Diagnostic("configuration.hours-form", at: node.position, value: text))
            return nil
        }
        return (opens, closes)
    }

    /// The keys `calendar`, `silence` and `expects` of a partner.
    mutating func readDueTimes(of partner: inout Partner, _ reader: inout YAMLReader) {
        var calendar: BusinessCalendar?
        let named = reader.optional("calendar")
        if let named, let name = reader.text(of: named) {
            mention(.calendar, name, at: named.position)
            calendar = calendars[name]
        }
        func isThere(_ key: String, _ reader: inout YAMLReader) {
            guard named == nil else { return }
            reader.report(
                Diagnostic(
                    "configuration.calendar-missing", at: reader.position(of: key), value: partner.id,
                    facts: ["key": key]))
        }
        if var inner = reader.nested("silence") {
            isThere("silence", &reader)
            let times = times(&inner)
            let grace = inner.seconds("grace", upTo: 86_400)
            reader.take(inner)
            if let calendar, !times.isEmpty {
                partner.silence = SilenceRule(times: times, graceSeconds: grace ?? 0, calendar: calendar)
            }
        }
        let expected = reader.entries("expects")
        if !expected.isEmpty { isThere("expects", &reader) }
        for entry in expected {
            let basis = basis(of: entry)
            guard let type = CanonicalDocument.DocumentType(rawValue: entry.key.text), Self.expectable.contains(type)
            else {
                reader.reportNotChoice(
                    entry.key.text, at: entry.key.position, key: "expects", known: Self.expectable.map(\.rawValue))
                continue
            }
            if let basis, let calendar { partner.expects[type] = ExpectationRule(basis, calendar: calendar) }
        }
    }

    /// What may be expected of an order.
    private static let expectable: [CanonicalDocument.DocumentType] = [.orderResponse, .despatchAdvice, .invoice]

    private func times(_ reader: inout YAMLReader) -> [TimeOfDay] {
        guard let list = reader.required("by") else { return [] }
        return texts(of: list, "by", &reader).compactMap { text, place in
            timeOfDay(text, "by", at: place, &reader)
        }
    }

    private func timeOfDay(
        _ text: String, _ key: String, at place: Position, _ reader: inout YAMLReader
    ) -> TimeOfDay? {
        if let time = TimeOfDay(text) { return time }
        reader.report(Diagnostic("configuration.time-of-day", at: place, value: text, facts: ["key": key]))
        return nil
    }

    /// `{ within: 4 h }` or `{ daysBefore: 1, at: "14:00" }`.
    private mutating func basis(of entry: YAMLEntry) -> ExpectationRule.Basis? {
        var reader = YAMLReader(entry.value)
        defer { finish(reader) }
        let within = reader.seconds("within", upTo: 90 * 86_400)
        let hasWithin = reader.optional("within") != nil
        let days = reader.integer("daysBefore", in: 0...60)
        let at = reader.optional("at")
        guard hasWithin != (at != nil), !hasWithin || days == nil else {
            reader.report(
                Diagnostic("configuration.expectation-basis", at: entry.key.position, value: entry.key.text))
            return nil
        }
        if let at, let text = reader.text(of: at) {
            return timeOfDay(text, "at", at: at.position, &reader).map { .delivery(daysBefore: days ?? 0, at: $0) }
        }
        return within.map { .receipt(workingSeconds: $0) }
    }
}
