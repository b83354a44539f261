/// A decimal number exactly as written: `10.500` keeps its three decimals.
///
/// Shape: a coefficient of at most 38 digits and a scale of 0 to 30, the value being coefficient ÷ 10^scale. Equality is
/// of the writing (`1.0` is not `1.00`); ``compare(to:)`` and ``hasSameValue(as:)`` are of the value.
public struct ExactDecimal: Sendable, Hashable {
    /// The most digits that a number has.
    public static let mostDigits = 38
    /// The most digits behind the decimal mark.
    public static let mostDecimals = 30
    /// The whole number 0.
    public static let zero = ExactDecimal(0)

    /// The number without its decimal mark.
    public let coefficient: Int128
    /// How many of the coefficient's digits stand behind the mark.
    public let scale: Int

    /// A whole number.
    public init(_ value: Int) {
        coefficient = Int128(value)
        scale = 0
    }

    /// A number of its parts; nil when a limit is exceeded.
    public init?(coefficient: Int128, scale: Int) {
        guard (0...Self.mostDecimals).contains(scale), coefficient.magnitude < PowersOfTen.limit else { return nil }
        self.coefficient = coefficient
        self.scale = scale
    }

    /// The same value without the zeros at the end of its decimals.
    public var withoutTrailingZeros: ExactDecimal {
        var coefficient = coefficient
        var scale = scale
        while scale > 0, coefficient % 10 == 0 {
            coefficient /= 10
            scale -= 1
        }
        return ExactDecimal(unchecked: coefficient, scale: scale)
    }

    init(unchecked coefficient: Int128, scale: Int) {
        self.coefficient = coefficient
        self.scale = scale
    }
}

/// The powers of ten that fit.
enum PowersOfTen {
    static let table: [Int128] = {
        var table: [Int128] = [1]
        for _ in 0..<ExactDecimal.mostDigits { table.append((table.last ?? 1) * 10) }
        return table
    }()
    /// One more than the largest coefficient.
    static let limit = UInt128(table[ExactDecimal.mostDigits])
}
