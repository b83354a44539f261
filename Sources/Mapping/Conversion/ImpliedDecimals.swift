import Orders

/// Numbers whose decimal point is not written (X12.6, 3.3.1.1: N2 of 12.50 is 1250).
enum ImpliedDecimals {
    /// The number with its point; a text that is no whole number stays as it is.
    static func read(_ text: String, count: Int) -> String {
        let sign = text.hasPrefix("-") ? "-" : ""
        let digits = text.dropFirst(sign.count)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return text }
        let padded = String(repeating: "0", count: max(0, count + 1 - digits.count)) + digits
        return sign + padded.dropLast(count) + "." + padded.suffix(count)
    }

    /// The number without its point; nil for one that has more decimals, or is none.
    static func written(_ text: String, count: Int) -> String? {
        guard let number = ExactDecimal(canonicalText: text) else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let decimals = parts.count > 1 ? parts[1] : ""
        guard decimals.dropFirst(count).allSatisfy({ $0 == "0" }) else { return nil }
        let kept = decimals.prefix(count)
        let digits = parts[0].drop { $0 == "-" } + kept + String(repeating: "0", count: count - kept.count)
        let short = digits.drop { $0 == "0" }
        return (text.hasPrefix("-") && !number.isZero ? "-" : "") + (short.isEmpty ? "0" : String(short))
    }
}
