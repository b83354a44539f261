import Directories
import Orders

extension DatePattern {
    /// The texts of a point in time, one for each place, later ones nil where there is nothing to say; nil when the pattern
    /// would lose something of it, or needs something that it has not.
    ///
    /// A second that was not sent is written as zero where the pattern has one. An offset is never left out.
    /// - Parameter contents: what may stand in each place.
    func written(_ time: BusinessTime, contents: [ShapeValue.Content?]) -> [String?]? {
        guard !isPeriod, let first = contents.first else { return nil }
        if isISO { return isoTexts(time, first: first, places: contents.count) }
        guard pieces.count <= contents.count, !loses(time) else { return nil }
        var texts: [String?] = []
        for (index, units) in pieces.enumerated() {
            if let text = text(of: units, time) {
                texts.append(text)
            } else if index > 0 {
                texts.append(nil)
            } else {
                return nil
            }
        }
        return texts
    }

    /// The one text of a period; nil when something of it would be lost.
    func written(_ from: BusinessTime, until: BusinessTime) -> String? {
        guard isPeriod, let units = pieces.first, !loses(from), !loses(until),
            let first = text(of: units, from), let second = text(of: units, until)
        else { return nil }
        return first + second
    }

    /// True when the pattern says an offset, which a time without one cannot give.
    var needsOffset: Bool { pieces.contains { $0.contains(.offset) || $0.contains(.zoneName) } }

    private func loses(_ time: BusinessTime) -> Bool {
        let units = Set(pieces.joined())
        if time.time != nil, !units.contains(.hour) { return true }
        if time.time?.second != nil, !units.contains(.second) { return true }
        return time.offset != nil && !units.contains(.offset) && !units.contains(.zoneName)
    }

    private func text(of units: [Unit], _ time: BusinessTime) -> String? {
        var text = ""
        for unit in units {
            guard let part = part(of: unit, time) else { return nil }
            text += part
        }
        return text
    }

    private func part(of unit: Unit, _ time: BusinessTime) -> String? {
        switch unit {
        case .year: return Self.digits(time.year, 4)
        case .shortYear: return (1970...2069).contains(time.year) ? Self.digits(time.year % 100, 2) : nil
        case .month: return Self.digits(time.month, 2)
        case .day: return Self.digits(time.day, 2)
        case .hour: return time.time.map { Self.digits($0.hour, 2) }
        case .minute: return time.time.map { Self.digits($0.minute, 2) }
        case .second: return time.time.map { Self.digits($0.second ?? 0, 2) }
        case .fraction: return time.time == nil ? nil : "0"
        case .offset:
            let isCode = name.allSatisfy(\.isNumber)
            return time.offset.map { Self.offset($0, separator: isCode ? "" : ":") }
        case .zoneName: return time.offset == 0 ? "UTC" : nil
        case .literal(let byte): return String(Unicode.Scalar(byte))
        }
    }

    private func isoTexts(_ time: BusinessTime, first: ShapeValue.Content?, places: Int) -> [String?]? {
        let date = Self.digits(time.year, 4) + "-" + Self.digits(time.month, 2) + "-" + Self.digits(time.day, 2)
        guard let clock = time.time else {
            // xsd:dateTime has no day alone: its midnight is one, as it is when it is read.
            if places == 1, first == .dateTime { return [date + Self.midnight] }
            return [date] + Array(repeating: nil, count: places - 1)
        }
        var text = Self.digits(clock.hour, 2) + ":" + Self.digits(clock.minute, 2)
        text += ":" + Self.digits(clock.second ?? 0, 2)
        if let offset = time.offset { text += offset == 0 ? "Z" : Self.offset(offset, separator: ":") }
        if places > 1 { return [date, text] + Array(repeating: nil, count: places - 2) }
        return first == .date ? nil : [date + "T" + text]
    }

    private static func offset(_ minutes: Int, separator: String) -> String {
        (minutes < 0 ? "-" : "+") + digits(abs(minutes) / 60, 2) + separator + digits(abs(minutes) % 60, 2)
    }

    private static func digits(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
