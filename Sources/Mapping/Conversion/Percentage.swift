import Orders

/// Percentages that a format writes as the factor that they are: 0.19 for 19 (openTRANS 2.1, TAX).
enum Percentage {
    /// The percentage of a factor; a text that is no number stays as it is, and what reads it says so.
    static func read(_ text: String) -> String {
        guard let factor = ExactDecimal(canonicalText: text), let percent = factor.multiplied(by: hundred) else {
            return text
        }
        return (percent.rounded(toScale: max(0, factor.scale - 2)) ?? percent).canonicalText
    }

    /// The factor of a percentage; nil for a text that is no number, or has too many decimals.
    static func written(_ text: String) -> String? {
        guard let percent = ExactDecimal(canonicalText: text) else { return nil }
        return percent.multiplied(by: hundredth)?.canonicalText
    }

    private static let hundred = ExactDecimal(canonicalText: "100") ?? .zero
    private static let hundredth = ExactDecimal(canonicalText: "0.01") ?? .zero
}
