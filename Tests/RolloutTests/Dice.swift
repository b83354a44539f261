/// The same throws for the same seed (splitmix64): a seed in a failure's message plays it again.
struct Dice {
    private var state: UInt64

    init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func roll(_ sides: Int) -> Int {
        state = state &+ 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(sides))
    }

    /// True once in `times`.
    mutating func once(in times: Int) -> Bool { roll(times) == 0 }
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[roll(elements.count)] }
}
