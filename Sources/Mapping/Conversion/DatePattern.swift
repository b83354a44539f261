/// A way to write a date, a time or a period: a code of EDIFACT 2379, `iso`, or letters (`yyyy-MM-dd + HH:mm`).
struct DatePattern: Sendable, Hashable {
    /// One part of a pattern.
    enum Unit: Sendable, Hashable {
        case year
        /// Two digits; 70 to 99 are of the twentieth century, the others of the twenty-first.
        case shortYear
        case month
        case day
        case hour
        case minute
        case second
        /// Any digits of a fraction of a second, which a canonical time does not hold.
        case fraction
        /// `+0200`, `+02:00`, `Z`.
        case offset
        /// `GMT` or `UTC`, the zone names that mean one offset everywhere.
        case zoneName
        case literal(UInt8)
    }

    /// As written in the mapping.
    let name: String
    /// The units of each place; one for most.
    let pieces: [[Unit]]
    /// True when two dates follow each other (718).
    let isPeriod: Bool
    /// True for xsd:date, xsd:time and xsd:dateTime.
    let isISO: Bool

    /// xsd:date, xsd:dateTime, or a date and a time in two places.
    static let iso = DatePattern(name: "iso", pieces: [], isPeriod: false, isISO: true)

    /// The pattern of a code of 2379, nil for one that is no point in time or period of two.
    static func code(_ code: String) -> DatePattern? { codes[code] }

    private static let codes: [String: DatePattern] = {
        let date: [Unit] = [.year, .month, .day]
        let short: [Unit] = [.shortYear, .month, .day]
        let singles: [String: [Unit]] = [
            "2": [.day, .month, .shortYear], "3": [.month, .day, .shortYear], "4": [.day, .month, .year],
            "5": [.day, .month, .year, .hour, .minute], "101": short, "102": date,
            "201": short + [.hour, .minute], "202": short + [.hour, .minute, .second],
            "203": date + [.hour, .minute], "204": date + [.hour, .minute, .second],
            "205": date + [.hour, .minute, .offset], "301": short + [.hour, .minute, .zoneName],
            "302": short + [.hour, .minute, .second, .zoneName], "303": date + [.hour, .minute, .zoneName],
            "304": date + [.hour, .minute, .second, .zoneName],
        ]
        let periods: [String: [Unit]] = [
            "713": short + [.hour, .minute], "717": short, "718": date, "719": date + [.hour, .minute],
        ]
        var all: [String: DatePattern] = [:]
        for (code, units) in singles {
            all[code] = DatePattern(name: code, pieces: [units], isPeriod: false, isISO: false)
        }
        for (code, units) in periods {
            all[code] = DatePattern(name: code, pieces: [units], isPeriod: true, isISO: false)
        }
        return all
    }()

    /// The pattern that a mapping writes, nil when it is none.
    static func parse(_ text: String) -> DatePattern? {
        if text == "iso" { return .iso }
        if text.allSatisfy(\.isNumber) { return codes[text] }
        var pieces: [[Unit]] = []
        let characters = Array(text)
        for range in PathParser.plusRanges(of: characters) {
            guard let units = units(of: characters[range]), !units.isEmpty else { return nil }
            pieces.append(units)
        }
        return DatePattern(name: text, pieces: pieces, isPeriod: false, isISO: false)
    }

    private static func units(of text: ArraySlice<Character>) -> [Unit]? {
        var units: [Unit] = []
        var rest = text
        while let letter = rest.first {
            let run = rest.prefix { $0 == letter }.count
            rest = rest.dropFirst(run)
            switch (letter, run) {
            case ("y", 4): units.append(.year)
            case ("y", 2): units.append(.shortYear)
            case ("M", 2): units.append(.month)
            case ("d", 2): units.append(.day)
            case ("H", 2): units.append(.hour)
            case ("m", 2): units.append(.minute)
            case ("s", 2): units.append(.second)
            case ("S", _): units.append(.fraction)
            case ("X", _): units.append(.offset)
            case _ where letter == "T" || !letter.isLetter:
                guard let byte = letter.asciiValue, letter != "'" else { return nil }
                units += Array(repeating: .literal(byte), count: run)
            default: return nil
            }
        }
        return units
    }
}
