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
