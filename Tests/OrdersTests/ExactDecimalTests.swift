import Orders
import Testing

@Suite struct ExactDecimalTests {
    @Test("a decimal keeps the writing of its decimals", arguments: ["10.500", "0", "0.00", "-0.5", "-12", "1.000000"])
    func writing(_ text: String) { #expect(ExactDecimal(canonicalText: text)?.canonicalText == text) }

    @Test("zeros in front of a decimal are not kept")
    func leadingZeros() { #expect(ExactDecimal(canonicalText: "0007.50")?.canonicalText == "7.50") }

    @Test(
        "what is no canonical decimal is refused",
        arguments: ["", "-", ".", "1.", ".5", "+1", "1e3", "1,5", "1 000", "--1", "1.2.3", "٣", "NaN", "1-"])
    func refused(_ text: String) { #expect(ExactDecimal(canonicalText: text) == nil) }

    @Test("a decimal as formats write it may lack digits on one side of its mark")
    func lenient() {
        #expect(ExactDecimal(",5", decimalMark: UInt8(ascii: ","))?.canonicalText == "0.5")
        #expect(ExactDecimal("+5.", decimalMark: UInt8(ascii: "."))?.canonicalText == "5")
        #expect(ExactDecimal("1.5", decimalMark: UInt8(ascii: ",")) == nil)
        #expect(ExactDecimal(".", decimalMark: UInt8(ascii: ".")) == nil)
    }

    @Test("38 digits and 30 decimals fit, one more does not")
    func limits() {
        let most = String(repeating: "9", count: 38)
        #expect(ExactDecimal(canonicalText: most)?.canonicalText == most)
        #expect(ExactDecimal(canonicalText: "-" + most)?.canonicalText == "-" + most)
        #expect(ExactDecimal(canonicalText: most + "9") == nil)
        let small = "0." + String(repeating: "0", count: 29) + "1"
        #expect(ExactDecimal(canonicalText: small)?.canonicalText == small)
        #expect(ExactDecimal(canonicalText: small + "1") == nil)
        #expect(ExactDecimal(canonicalText: String(repeating: "0", count: 10_000))?.canonicalText == "0")
    }

    @Test("every decimal reads as what it writes")
    func roundTrip() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<5_000 {
            let value = generator.decimal()
            #expect(ExactDecimal(canonicalText: value.canonicalText) == value)
        }
    }

    @Test("equality is of the writing, comparison of the value")
    func comparison() throws {
        let one = try #require(ExactDecimal(canonicalText: "1.0"))
        let same = try #require(ExactDecimal(canonicalText: "1.00"))
        #expect(one != same)
        #expect(one.hasSameValue(as: same))
        let largest = try #require(ExactDecimal(canonicalText: String(repeating: "9", count: 38)))
        let tiny = try #require(ExactDecimal(canonicalText: "-0." + String(repeating: "0", count: 29) + "1"))
        #expect(largest.compare(to: tiny) == .greater)
        #expect(tiny.compare(to: .zero) == .less)
        #expect((-largest).compare(to: tiny) == .less)
    }

    @Test("sums and products are exact, and none when they have too many digits")
    func arithmetic() throws {
        let price = try #require(ExactDecimal(canonicalText: "12.50"))
        let quantity = try #require(ExactDecimal(canonicalText: "10.500"))
        #expect(price.multiplied(by: quantity)?.canonicalText == "131.25000")
        #expect(price.adding(quantity)?.canonicalText == "23.000")
        #expect(price.subtracting(quantity)?.canonicalText == "2.000")
        let largest = try #require(ExactDecimal(canonicalText: String(repeating: "9", count: 38)))
        #expect(largest.adding(ExactDecimal(1)) == nil)
        #expect(largest.multiplied(by: largest) == nil)
        #expect(largest.adding(price) == nil)
        #expect(ExactDecimal(Int.min).magnitude.canonicalText == "9223372036854775808")
    }

    @Test(
        "rounding is half away from zero",
        arguments: [("2.345", "2.35"), ("-2.345", "-2.35"), ("2.3449", "2.34"), ("2", "2.00")])
    func rounding(_ text: String, _ expected: String) {
        #expect(ExactDecimal(canonicalText: text)?.rounded(toScale: 2)?.canonicalText == expected)
    }

    @Test("addition is commutative and undone by subtraction")
    func additionProperty() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<2_000 {
            let left = generator.decimal()
            let right = generator.decimal()
            #expect(left.adding(right) == right.adding(left))
            if let sum = left.adding(right), let back = sum.subtracting(right) { #expect(back.hasSameValue(as: left)) }
        }
    }
}
