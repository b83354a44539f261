import Orders

/// A generator of numbers that gives the same ones for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    mutating func digits(_ count: Int) -> String {
        String((0..<count).map { _ in Character(Unicode.Scalar(UInt8.random(in: 0x30...0x39, using: &self))) })
    }

    /// A text with what JSON has to escape and with characters of one to four bytes.
    mutating func text() -> String {
        let pieces = [
            "a", "Ω", "\"", "\\", "\n", "\u{0}", "\u{1F}", "€", "🚚", "e\u{301}", "/", " ", "\u{2028}", "\u{7F}",
        ]
        return (0...Int.random(in: 0...20, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
    }

    mutating func decimal() -> ExactDecimal {
        let scale = Int.random(in: 0...30, using: &self)
        let whole = Int.random(in: 1...(38 - scale), using: &self)
        let text = (Bool.random(using: &self) ? "-" : "") + digits(whole) + (scale > 0 ? "." + digits(scale) : "")
        return ExactDecimal(canonicalText: text) ?? .zero
    }

    mutating func time() -> BusinessTime? {
        let time = BusinessTime.Time(
            hour: .random(in: 0...23, using: &self), minute: .random(in: 0...59, using: &self),
            second: Bool.random(using: &self) ? .random(in: 0...59, using: &self) : nil)
        let hasTime = Bool.random(using: &self)
        return BusinessTime(
            year: .random(in: 1...9999, using: &self), month: .random(in: 1...12, using: &self),
            day: .random(in: 1...28, using: &self), time: hasTime ? time : nil,
            offset: hasTime && Bool.random(using: &self) ? .random(in: -840...840, using: &self) : nil)
    }
}
