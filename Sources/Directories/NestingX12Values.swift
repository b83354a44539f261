import Diagnostics
import Syntax

/// The checks of values that X12 writes in its own way (X12.6, 3.3): numbers, dates and times of day.
extension Nesting {
    /// A number: digits after a minus; in an `R` one decimal point and an exponent (`1.5E3`) too. Neither the sign nor the
    /// point counts as length.
    mutating func checkReal(_ rule: NestPlan.Rule, _ node: Int, _ index: Int, _ component: Int) {
        let start = Int(input[index].valueStart)
        var digits = 0
        var marks = 0
        var exponent = -1
        var hasForeign = false
        for offset in start..<start &+ Int(input[index].valueLength) {
            let byte = values[offset]
            if byte &- 0x30 < 10 {
                digits &+= 1
            } else if byte == 0x2D, offset == start || offset == exponent &+ 1 {
                continue
            } else if byte == 0x2E {
                marks &+= 1
            } else if byte == 0x45, exponent < 0, digits > 0, rule.look == .real {
                exponent = offset
            } else {
                hasForeign = true
            }
        }
        if hasForeign || digits == 0 || marks > (rule.look == .real ? 1 : 0) {
            let code: Code =
                !hasForeign && digits > 0 ? "directory.decimal-invalid" : "directory.number-invalid"
            if isOnlyCounted(code, element: Int(input[index].element), component: component) { return }
            return report(
                code, node: index,
                element: Int(input[index].element), component: component, value: text(index),
                facts: ["element": describe(node, Int(input[index].element), component), "mark": "."])
        }
        checkLength(digits, rule, node, index, component)
    }

    /// A date that the calendar has: CCYYMMDD, or YYMMDD where the rule or the version takes six digits.
    mutating func checkDate(_ rule: NestPlan.Rule, _ node: Int, _ index: Int, _ component: Int) {
        let bytes = raw(index)
        let takesShort = leniency.takesShortDates || rule.minimum <= 6
        guard bytes.count == 8 || (bytes.count == 6 && takesShort) else {
            return reportLengthOrDate(rule, node, index, component)
        }
        if !CalendarCheck.isDate(bytes) { reportDate("directory.date-invalid", node, index, component) }
    }

    /// A time of day: hours and minutes, then seconds, then tenths or hundredths of seconds.
    mutating func checkTime(_ rule: NestPlan.Rule, _ node: Int, _ index: Int, _ component: Int) {
        let bytes = raw(index)
        if bytes.count > Int(rule.maximum) || bytes.count < Int(rule.minimum) {
            return checkLength(bytes.count, rule, node, index, component)
        }
        if !CalendarCheck.isTime(bytes) { reportDate("directory.time-invalid", node, index, component) }
    }

    private mutating func reportLengthOrDate(_ rule: NestPlan.Rule, _ node: Int, _ index: Int, _ component: Int) {
        let length = Int(input[index].valueLength)
        if length > Int(rule.maximum) || length < Int(rule.minimum) {
            return checkLength(length, rule, node, index, component)
        }
        reportDate("directory.date-invalid", node, index, component)
    }

    private mutating func reportDate(_ code: Code, _ node: Int, _ index: Int, _ component: Int) {
        let element = Int(input[index].element)
        if isOnlyCounted(code, element: element, component: component) { return }
        report(
            code, node: index, element: element, component: component, value: text(index),
            facts: ["element": describe(node, element, component)])
    }
}

/// Dates and times as digits.
enum CalendarCheck {
    /// True for CCYYMMDD or YYMMDD that the Gregorian calendar has; two digits of a year may mean a leap year.
    static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
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
    static func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
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
