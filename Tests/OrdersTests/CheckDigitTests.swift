import Orders
import Testing

@Suite struct CheckDigitTests {
    /// Valid examples: GS1 General Specifications and the GTINs of 8, 12, 13 and 14 digits.
    @Test(
        "a GTIN with the right check digit is valid at each of its lengths",
        arguments: ["96385074", "614141000036", "5901234123457", "4006381333931", "10614141000415"])
    func rightGTIN(_ text: String) { #expect(GTIN(rawValue: text).hasValidCheckDigit) }

    @Test("an SSCC with the right check digit is valid")
    func rightSSCC() { #expect(SSCC(rawValue: "106141412345678908").hasValidCheckDigit) }

    @Test("every other last digit makes a GLN invalid")
    func wrongDigits() {
        let right = "5412345000013"
        for digit in 0...9 {
            let text = String(right.dropLast()) + String(digit)
            #expect(GLN(rawValue: text).hasValidCheckDigit == (text == right))
        }
    }

    @Test("two digits that changed places are found unless they differ by five")
    func transposition() {
        #expect(!GTIN(rawValue: "5901234123475").hasValidCheckDigit)
        #expect(!GTIN(rawValue: "5910234123457").hasValidCheckDigit)
    }

    @Test(
        "a key of a wrong length or with other characters is invalid and still kept as sent",
        arguments: ["", "541234500001", "54123450000130", "541234500001X", " 5412345000013", "٥٤١٢٣٤٥٠٠٠٠١٣"])
    func wrong(_ text: String) {
        #expect(!GLN(rawValue: text).hasValidCheckDigit)
        #expect(GLN(rawValue: text).rawValue == text)
    }

    @Test("GTINs of different lengths are compared by their fourteen digits")
    func fourteen() {
        #expect(GTIN(rawValue: "614141000036").comparable == GTIN(rawValue: "0614141000036").comparable)
        #expect(GTIN(rawValue: "61414100003X").comparable == "61414100003X")
    }
}
