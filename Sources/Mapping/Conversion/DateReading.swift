extension DatePattern {
    /// The canonical texts of a value: one, or two for a period; nil when the value does not have this pattern. Later
    /// pieces may be absent.
    func read(_ texts: [String?]) -> [String]? {
        if isISO { return ISOReading.read(texts).map { [$0] } }
        guard texts.count <= pieces.count, let first = texts.first, first != nil else { return nil }
        if isPeriod { return readPeriod(texts[0] ?? "") }
        var parts = DateParts()
        for (text, units) in zip(texts, pieces) {
            guard let text else { break }
            var bytes = Array(text.utf8)[...]
            guard parts.take(&bytes, units), bytes.isEmpty else { return nil }
        }
        return parts.canonicalText.map { [$0] }
    }

    /// True when texts that the pattern reads say a fraction of a second, which a canonical time does not hold.
    func cutsFraction(of texts: [String?]) -> Bool {
        for (index, text) in texts.enumerated() {
            guard let text, isISO || index < pieces.count && pieces[index].contains(.fraction),
                let point = text.utf8.lastIndex(of: UInt8(ascii: "."))
            else { continue }
            let digits = text.utf8[text.utf8.index(after: point)...].prefix { $0 &- 0x30 < 10 }
            if digits.contains(where: { $0 != UInt8(ascii: "0") }) { return true }
        }
        return false
    }

    private func readPeriod(_ text: String) -> [String]? {
        var bytes = Array(text.utf8)[...]
        var first = DateParts()
        var second = DateParts()
        guard first.take(&bytes, pieces[0]) else { return nil }
        // Partners write a hyphen between the two.
        if bytes.first == UInt8(ascii: "-") { bytes = bytes.dropFirst() }
        guard second.take(&bytes, pieces[0]), bytes.isEmpty, let from = first.canonicalText,
            let to = second.canonicalText
        else { return nil }
        return [from, to]
    }
}

extension DatePattern {
    /// What follows the day in an xsd:dateTime that stands for the day alone.
    static let midnight = "T00:00:00"

    /// The code of a plain day.
    static let dayCode = Array("102".utf8)

    /// True for a date of eight digits, whatever stands in further places.
    var beginsWithDay: Bool { !isISO && !isPeriod && pieces.first == [.year, .month, .day] }

    /// The canonical text of eight digits, year to day; nil for any other text.
    static func day(_ text: String) -> String? {
        let bytes = text.utf8
        guard bytes.count == 8, bytes.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return String(unsafeUninitializedCapacity: 10) { day in
            var place = 0
            for byte in bytes {
                if place == 4 || place == 7 {
                    day[place] = UInt8(ascii: "-")
                    place += 1
                }
                day[place] = byte
                place += 1
            }
            return place
        }
    }
}

/// The numbers of a date while it is read.
struct DateParts {
    var year: Int?
    var month: Int?
    var day: Int?
    var hour: Int?
    var minute: Int?
    var second: Int?
    /// The offset as canonical text.
    var offset: String?

    /// Reads units from the front of a text; false when they are not there.
    mutating func take(_ bytes: inout ArraySlice<UInt8>, _ units: [DatePattern.Unit]) -> Bool {
        for unit in units where !take(&bytes, unit) { return false }
        return true
    }

    private mutating func take(_ bytes: inout ArraySlice<UInt8>, _ unit: DatePattern.Unit) -> Bool {
        switch unit {
        case .year: year = Self.number(&bytes, 4)
        case .shortYear: year = Self.number(&bytes, 2).map { $0 < 70 ? 2000 + $0 : 1900 + $0 }
        case .month: month = Self.number(&bytes, 2)
        case .day: day = Self.number(&bytes, 2)
        case .hour: hour = Self.number(&bytes, 2)
        case .minute: minute = Self.number(&bytes, 2)
        case .second: second = Self.number(&bytes, 2)
        case .fraction:
            let digits = bytes.prefix { $0 &- 0x30 < 10 }.count
            bytes = bytes.dropFirst(digits)
            return digits > 0
        case .offset: offset = Self.offset(&bytes)
        case .zoneName:
            let name = bytes.prefix(3)
            guard name.elementsEqual("GMT".utf8) || name.elementsEqual("UTC".utf8) else { return false }
            offset = "Z"
            bytes = bytes.dropFirst(3)
        case .literal(let byte):
            guard bytes.first == byte else { return false }
            bytes = bytes.dropFirst()
            return true
        }
        return isTaken(unit)
    }

    private func isTaken(_ unit: DatePattern.Unit) -> Bool {
        switch unit {
        case .year, .shortYear: year != nil
        case .month: month != nil
        case .day: day != nil
        case .hour: hour != nil
        case .minute: minute != nil
        case .second: second != nil
        case .offset, .zoneName: offset != nil
        case .fraction, .literal: true
        }
    }

    private static func number(_ bytes: inout ArraySlice<UInt8>, _ digits: Int) -> Int? {
        guard bytes.count >= digits else { return nil }
        var value = 0
        for byte in bytes.prefix(digits) {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        bytes = bytes.dropFirst(digits)
        return value
    }

    private static func offset(_ bytes: inout ArraySlice<UInt8>) -> String? {
        guard let sign = bytes.first else { return nil }
        if sign == UInt8(ascii: "Z") {
            bytes = bytes.dropFirst()
            return "Z"
        }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        bytes = bytes.dropFirst()
        guard let hours = number(&bytes, 2) else { return nil }
        if bytes.first == UInt8(ascii: ":") { bytes = bytes.dropFirst() }
        guard let minutes = number(&bytes, 2), minutes < 60 else { return nil }
        return (sign == UInt8(ascii: "-") ? "-" : "+") + Self.digits(hours, 2) + ":" + Self.digits(minutes, 2)
    }

    /// ISO 8601 as canonical documents have it; nil for a time without its date.
    var canonicalText: String? {
        guard let year, let month, let day else { return nil }
        let hasTime = hour != nil && minute != nil
        let text = String(unsafeUninitializedCapacity: 20) { bytes in
            var count = 0
            func add(_ value: Int, after mark: UInt8? = nil) {
                if let mark {
                    bytes[count] = mark
                    count += 1
                }
                bytes[count] = 0x30 + UInt8(value / 10 % 10)
                bytes[count + 1] = 0x30 + UInt8(value % 10)
                count += 2
            }
            add(year / 100)
            add(year % 100)
            add(month, after: UInt8(ascii: "-"))
            add(day, after: UInt8(ascii: "-"))
            if let hour, let minute {
                add(hour, after: UInt8(ascii: "T"))
                add(minute, after: UInt8(ascii: ":"))
                if let second { add(second, after: UInt8(ascii: ":")) }
            }
            return count
        }
        return hasTime ? text + (offset ?? "") : text
    }

    private static func digits(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

/// Dates and times of XML Schema, part 2, 3.3.7 to 3.3.9.
private enum ISOReading {
    static func read(_ texts: [String?]) -> String? {
        guard let first = texts.first ?? nil else { return nil }
        var parts = DateParts()
        var bytes = Array(first.utf8)[...]
        guard parts.take(&bytes, DatePattern.isoDate) else { return nil }
        if bytes.first == UInt8(ascii: "T") {
            bytes = bytes.dropFirst()
            guard takeTime(&bytes, &parts) else { return nil }
        } else if !bytes.isEmpty {
            // A date alone may carry a zone; the zone of the time is the one that counts.
            guard parts.take(&bytes, [.offset]) else { return nil }
        }
        guard bytes.isEmpty else { return nil }
        if texts.count > 1, let time = texts[1] {
            var bytes = Array(time.utf8)[...]
            guard takeTime(&bytes, &parts), bytes.isEmpty else { return nil }
        }
        return parts.canonicalText
    }

    private static func takeTime(_ bytes: inout ArraySlice<UInt8>, _ parts: inout DateParts) -> Bool {
        guard parts.take(&bytes, [.hour, .literal(0x3A), .minute]) else { return false }
        if bytes.first == 0x3A {
            guard parts.take(&bytes, [.literal(0x3A), .second]) else { return false }
            if bytes.first == 0x2E {
                guard parts.take(&bytes, [.literal(0x2E), .fraction]) else { return false }
            }
        }
        return bytes.isEmpty || parts.take(&bytes, [.offset])
    }
}

extension DatePattern {
    fileprivate static let isoDate: [Unit] = [.year, .literal(0x2D), .month, .literal(0x2D), .day]
}
