/// A time zone as plain numbers: its distance from UTC from one moment to the next. The caller reads it from the system's
/// time zone data; nothing here does.
public struct ZoneOffsets: Sendable, Hashable, Codable {
    /// From a moment on, the zone is this far from UTC.
    public struct Change: Sendable, Hashable, Codable {
        public var at: Instant
        /// Seconds east of UTC.
        public var seconds: Int

        /// A change by its parts.
        public init(at: Instant, seconds: Int) {
            self.at = at
            self.seconds = seconds
        }
    }

    /// Seconds east of UTC before the first change.
    public var initial: Int
    /// In the order of time.
    public var changes: [Change]

    /// A zone by its parts.
    public init(initial: Int, changes: [Change] = []) {
        self.initial = initial
        self.changes = changes.sorted { $0.at < $1.at }
    }

    /// Seconds east of UTC at an instant.
    public func seconds(at instant: Instant) -> Int { changes.last { $0.at <= instant }?.seconds ?? initial }

    /// The day of an instant by the zone's clocks: `2026-11-12`.
    public func day(of instant: Instant) -> String { instant.adding(seconds: Double(seconds(at: instant))).day }

    /// The instants at which the zone's clocks show a time: none in a gap, two where an hour comes twice.
    public func instants(of time: LocalTime) -> [Instant] {
        let offsets = Set(changes.map(\.seconds) + [initial])
        return offsets.map { time.asUTC.adding(seconds: -Double($0)) }.filter {
            $0.adding(seconds: Double(seconds(at: $0))) == time.asUTC
        }.sorted()
    }
}

/// A time that clocks on the wall show, without a zone: `2026-03-29T02:30`.
public struct LocalTime: Sendable, Hashable, Codable, CustomStringConvertible {
    public let description: String
    /// The instant at which a clock in UTC shows it.
    let asUTC: Instant

    /// The time of a text `YYYY-MM-DDThh:mm`; nil when there is no such time in any year.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[4] == 45, bytes[7] == 45, bytes[10] == 84, bytes[13] == 58 else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            bytes[range].reduce(Int64?(0)) { value, byte in
                guard let value, byte &- 48 < 10 else { return nil }
                return value * 10 + Int64(byte - 48)
            }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), 1...12 ~= month, day >= 1, hour < 24, minute < 60
        else { return nil }
        let seconds = Instant.days(toYear: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60
        let instant = Instant(microseconds: seconds * 1_000_000)
        // The 31st of a month that has none would show as another day.
        guard instant.iso8601.hasPrefix(text) else { return nil }
        description = text
        asUTC = instant
    }

    public init(from decoder: any Decoder) throws {
        let text = try String(from: decoder)
        guard let time = LocalTime(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(text) is no time YYYY-MM-DDThh:mm"))
        }
        self = time
    }

    /// The text itself.
    public func encode(to encoder: any Encoder) throws { try description.encode(to: encoder) }
}
