extension ExactDecimal {
    /// How two numbers stand to each other by value.
    public enum Ordering: Sendable {
        case less, same, greater
    }

    /// Compares by value, exactly: `1.0` and `1.00` are the same.
    public func compare(to other: ExactDecimal) -> Ordering {
        let left = parts
        let right = other.parts
        if left.whole != right.whole { return left.whole < right.whole ? .less : .greater }
        if left.fraction != right.fraction { return left.fraction < right.fraction ? .less : .greater }
        return .same
    }

    /// True for the same value, whatever the number of decimals.
    public func hasSameValue(as other: ExactDecimal) -> Bool { compare(to: other) == .same }

    /// True below zero.
    public var isNegative: Bool { coefficient < 0 }
    /// True for zero of any number of decimals.
    public var isZero: Bool { coefficient == 0 }
    /// The number without its sign.
    public var magnitude: ExactDecimal {
        ExactDecimal(unchecked: coefficient < 0 ? -coefficient : coefficient, scale: scale)
    }
    /// The value of the other sign.
    public static prefix func - (value: ExactDecimal) -> ExactDecimal {
        ExactDecimal(unchecked: -value.coefficient, scale: value.scale)
    }

    /// The sum in the larger of both scales; nil when it has too many digits.
    public func adding(_ other: ExactDecimal) -> ExactDecimal? {
        let common = max(scale, other.scale)
        guard let left = rescaled(to: common), let right = other.rescaled(to: common) else { return nil }
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : ExactDecimal(coefficient: sum, scale: common)
    }

    /// The difference in the larger of both scales; nil when it has too many digits.
    public func subtracting(_ other: ExactDecimal) -> ExactDecimal? { adding(-other) }

    /// The exact product; nil when it has too many digits.
    public func multiplied(by other: ExactDecimal) -> ExactDecimal? {
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: other.coefficient)
        guard !overflow else { return nil }
        var result = product
        var scale = scale + other.scale
        while scale > Self.mostDecimals {
            guard result % 10 == 0 else { return nil }
            result /= 10
            scale -= 1
        }
        return ExactDecimal(coefficient: result, scale: scale)
    }

    /// The number with this many decimals, half away from zero; nil when the zeros to add do not fit.
    public func rounded(toScale target: Int) -> ExactDecimal? {
        guard (0...Self.mostDecimals).contains(target) else { return nil }
        if target >= scale {
            return rescaled(to: target).flatMap { ExactDecimal(coefficient: $0, scale: target) }
        }
        let divisor = PowersOfTen.table[scale - target]
        let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: divisor)
        let up = remainder.magnitude * 2 >= divisor.magnitude
        return ExactDecimal(coefficient: up ? quotient + coefficient.signum() : quotient, scale: target)
    }

    /// The whole part and the decimals in units of 10^-30.
    private var parts: (whole: Int128, fraction: Int128) {
        let (whole, fraction) = coefficient.quotientAndRemainder(dividingBy: PowersOfTen.table[scale])
        return (whole, fraction * PowersOfTen.table[Self.mostDecimals - scale])
    }

    private func rescaled(to target: Int) -> Int128? {
        let (result, overflow) = coefficient.multipliedReportingOverflow(by: PowersOfTen.table[target - scale])
        return overflow ? nil : result
    }
}
