public import Rollout

/// What lists of interchanges and documents can be narrowed by. Everything that is said must fit.
public struct SearchFilter: Sendable, Hashable {
    public var sender: String?
    /// The number as the sender wrote it, or in another spelling that the buyer's key rule takes for the same.
    public var orderNumber: String?
    /// The key as it is kept, or with the number in such a spelling.
    public var orderKey: String?
    public var fileName: String?
    /// The interchange's control reference, or the message's.
    public var reference: String?
    public var status: String?
    /// A diagnostic's code.
    public var code: String?
    /// What a receiver answered to something that it was sent of it: `refused`.
    public var answer: String?
    /// The id of a problem.
    public var problem: String?
    /// How far something that was sent of it to a partner has come: `with-partner`.
    public var reached: String?
    /// Documents of one interchange.
    public var interchange: String?
    /// Received at this moment or later.
    public var from: Instant?
    /// Received before this moment.
    public var to: Instant?

    /// A filter that lets everything through.
    public init() {}

    /// The names that ``set(_:to:)`` knows.
    public static let names = [
        "sender", "orderNumber", "orderKey", "fileName", "reference", "status", "code", "answer", "problem", "reached",
        "interchange", "from", "to",
    ]

    /// Sets one part by its name, as a query or an option has it; false when the value is no such thing.
    public mutating func set(_ name: String, to value: String) -> Bool {
        switch name {
        case "sender": sender = value
        case "orderNumber": orderNumber = value
        case "orderKey": orderKey = value
        case "fileName": fileName = value
        case "reference": reference = value
        case "status": status = value
        case "code":
            code = value
            return value.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
            }
        case "answer": answer = value
        case "problem": problem = value
        case "reached": reached = value
        case "interchange": interchange = value
        case "from":
            from = Instant(text: value)
            return from != nil
        case "to":
            // A day as the end means the whole day.
            to = value.utf8.count == 10 ? Instant(text: value)?.adding(seconds: 86_400) : Instant(text: value)
            return to != nil
        default: return false
        }
        return true
    }

    /// What a part's value must be, in words.
    public static func expectation(of name: String) -> String {
        switch name {
        case "from", "to": "a day like 2026-11-12 or a moment like 2026-11-12T08:30:00Z"
        case "code": "a code like edifact.unt-count"
        default: "a text"
        }
    }
}

extension Instant {
    /// The moment of an ISO 8601 text: `2026-11-12`, `2026-11-12T08:30:00Z`, `2026-11-12T08:30:00.123456+01:00`. A text
    /// without a zone is UTC.
    public init?(text: String) {
        guard let moment = InstantText(text) else { return nil }
        self = moment.instant
    }
}

/// Reads ISO 8601 moments, strictly.
private struct InstantText {
    let instant: Instant

    init?(_ text: String) {
        var rest = text.utf8[...]
        guard let year = Self.number(&rest, 4), Self.take(&rest, "-"), let month = Self.number(&rest, 2),
            Self.take(&rest, "-"), let day = Self.number(&rest, 2), (1...12).contains(month),
            (1...Self.length(of: month, in: year)).contains(day)
        else { return nil }
        var seconds = Self.days(year, month, day) * 86_400
        var micros: Int64 = 0
        if !rest.isEmpty {
            guard Self.take(&rest, "T") || Self.take(&rest, "t") || Self.take(&rest, " "),
                let hour = Self.number(&rest, 2), Self.take(&rest, ":"), let minute = Self.number(&rest, 2),
                hour < 24, minute < 60
            else { return nil }
            seconds += hour * 3_600 + minute * 60
            if Self.take(&rest, ":") {
                guard let second = Self.number(&rest, 2), second <= 60 else { return nil }
                seconds += second
                if Self.take(&rest, ".") { micros = Self.fraction(&rest) }
            }
            guard let zone = Self.zone(&rest), rest.isEmpty else { return nil }
            seconds -= zone
        }
        instant = Instant(microseconds: seconds * 1_000_000 + micros)
    }

    private static func take(_ rest: inout Substring.UTF8View, _ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func number(_ rest: inout Substring.UTF8View, _ width: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<width {
            guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
            rest = rest.dropFirst()
        }
        return value
    }

    private static func fraction(_ rest: inout Substring.UTF8View) -> Int64 {
        var value: Int64 = 0
        var weight: Int64 = 100_000
        while let byte = rest.first, (0x30...0x39).contains(byte) {
            value += Int64(byte - 0x30) * weight
            weight /= 10
            rest = rest.dropFirst()
        }
        return value
    }

    /// The zone's offset in seconds; none means UTC.
    private static func zone(_ rest: inout Substring.UTF8View) -> Int64? {
        if rest.isEmpty || take(&rest, "Z") || take(&rest, "z") { return 0 }
        let sign: Int64 = take(&rest, "-") ? -1 : take(&rest, "+") ? 1 : 0
        guard sign != 0, let hours = number(&rest, 2) else { return nil }
        _ = take(&rest, ":")
        guard let minutes = number(&rest, 2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }

    /// How many days a month has.
    private static func length(of month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// The number of a proleptic Gregorian day since 1970-01-01, in eras of 400 years that begin on 1 March.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
