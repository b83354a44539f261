import Syntax
import Testing

@Suite("ISO 2022")
struct ISO2022Tests {
    @Test(
        "escape sequences switch to the sets of the register",
        arguments: [
            ("\u{1B}$B8r49\u{1B}(BA", "交換A"), ("\u{1B}$@8r\u{1B}(J\\", "交¥"), ("\u{1B}(I16", "ｱｶ"),
            ("\u{1B}$A;;\u{1B}(B;", "换;"), ("\u{1B}$)C\u{E}0!\u{F}0!", "가0!"), ("\u{1B}-F\u{E}ab\u{F}ab", "αβab"),
        ])
    func decode(_ bytes: String, _ text: String) {
        let bytes = Array(bytes.utf8)
        #expect(Charset.iso2022.decode(bytes[...]) == text)
        #expect(Charset.iso2022.firstInvalid(in: bytes[...]) == nil)
    }

    @Test("what no set holds is found by its index and becomes U+FFFD")
    func invalid() {
        let bytes: [UInt8] = [0x41, 0x1B, 0x24, 0x42, 0x7D, 0x7D, 0x1B, 0x28, 0x42, 0x41]
        #expect(Charset.iso2022.firstInvalid(in: bytes[...]) == 4)
        #expect(Charset.iso2022.decode(bytes[...]).hasSuffix("A"))
        #expect(Charset.iso2022.decode([0x1B, 0x24]) == "\u{FFFD}$")
        #expect(Charset.iso2022.encode("é") == nil)
    }

    @Test("a release character counts outside of multibyte text only")
    func release() {
        let decoding = ValueDecoding(charset: .iso2022, release: 0x3F)
        let bytes: [UInt8] = [0x3F, 0x27, 0x1B, 0x24, 0x42, 0x3F, 0x65, 0x1B, 0x28, 0x42, 0x3F, 0x3F]
        #expect(decoding.text(bytes[...]) == "'水?")
    }
}
