/// Dates and times of day as the segment syntaxes write them: digits.
public enum CalendarCheck {
    /// True for CCYYMMDD or YYMMDD that the Gregorian calendar has; two digits of a year may mean a leap year.
    public static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == 8 || bytes.count == 6, let number = number(bytes) else { return false }
        let year = number / 10_000
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0 || bytes.count == 6)
        let last =
            switch number / 100 % 100 {
            case 1, 3, 5, 7, 8, 10, 12: 31
            case 4, 6, 9, 11: 30
            case 2: isLeap ? 29 : 28
            default: 0
            }
        return (1...31).contains(number % 100) && number % 100 <= last
    }

    /// True for HHMM, HHMMSS, HHMMSSD and HHMMSSDD.
    public static func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == 4 || (6...8).contains(bytes.count), let time = number(bytes.prefix(4)),
            number(bytes.dropFirst(4)) != nil
        else { return false }
        guard time / 100 < 24, time % 100 < 60 else { return false }
        return bytes.count == 4 || bytes[bytes.startIndex + 4] < UInt8(ascii: "6")
    }

    /// The number that digits say, nil where there is anything else.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for byte in bytes {
            guard byte &- 0x30 < 10 else { return nil }
            number = number &* 10 &+ Int(byte &- 0x30)
        }
        return number
    }
}
