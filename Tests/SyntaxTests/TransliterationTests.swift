import Syntax
import Testing

@Suite("Transliteration")
struct TransliterationTests {
    @Test("every row stands for a character outside of ASCII and is written in ASCII, without a question mark")
    func rows() {
        #expect(Transliteration.rows.count > 300)
        for (scalar, text) in Transliteration.rows {
            #expect(!scalar.isASCII && scalar.properties.generalCategory != .nonspacingMark)
            #expect(text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !text.contains("?"))
        }
    }

    @Test("every letter of the Latin, Cyrillic and Greek sets has a row")
    func letters() {
        for charset in [Charset.latin1, .latin2, .latin3, .latin4, .latin5, .cyrillic, .greek, .windows1251] {
            for byte in UInt8(0xA0)...0xFF {
                for scalar in charset.decode([byte]).unicodeScalars where scalar.properties.isAlphabetic {
                    #expect(Transliteration.replacement(of: scalar) != nil, "\(scalar) of \(charset)")
                }
            }
        }
    }

    @Test("capitals of several letters follow the case of what comes")
    func capitals() {
        #expect(Transliteration.replacement(of: "Щ", before: "у") == "Shch")
        #expect(Transliteration.replacement(of: "Щ", before: "У") == "SHCH")
        #expect(Transliteration.replacement(of: "ß", before: "e") == "ss")
        #expect(Transliteration.replacement(of: "漢") == nil)
    }
}
