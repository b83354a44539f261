import Syntax
import Testing

@Suite("Character sets")
struct CharsetTests {
    @Test(
        "bytes become the characters that the set's table has",
        arguments: [
            (Charset.latin1, [0xE4, 0xDF, 0xA0], "äß\u{A0}"), (.latin2, [0xB3, 0xF3, 0xBF], "łóż"),
            (.latin3, [0xB6, 0xFE], "ĥŝ"), (.latin4, [0xB9, 0xF9], "šų"), (.cyrillic, [0xB7, 0xD0, 0xF1], "Заё"),
            (.arabic, [0xC7, 0xE4], "ال"), (.greek, [0xC1, 0xE1], "Αα"), (.hebrew, [0xE0, 0xFA], "את"),
            (.latin5, [0xFD, 0xFE], "ış"), (.windows1250, [0xB3, 0x9C], "łś"),
            (.windows1251, [0xC7, 0xE0, 0xB8], "Заё"),
            (.windows1252, [0x80, 0x84], "€„"), (.utf8, [0xC5, 0x82], "ł"), (.ascii, [0x41], "A"),
        ] as [(Charset, [UInt8], String)])
    func decode(_ charset: Charset, _ bytes: [UInt8], _ text: String) {
        #expect(charset.decode(bytes[...]) == text)
        #expect(charset.encode(text) == bytes)
        #expect(charset.firstInvalid(in: bytes[...]) == nil)
    }

    @Test(
        "every byte that a set holds comes back from its character",
        arguments: Charset.allCases.filter { $0 != .iso2022 })
    func roundTrip(_ charset: Charset) {
        for byte in UInt8.min...UInt8.max {
            let text = charset.decode([byte])
            if charset.firstInvalid(in: [byte]) == nil {
                #expect(charset.encode(text) == [byte])
            } else {
                #expect(text == "\u{FFFD}")
            }
        }
    }

    @Test("a byte outside of the set is found by its index")
    func invalid() {
        #expect(Charset.ascii.firstInvalid(in: [0x41, 0x42, 0xE4]) == 2)
        #expect(Charset.latin1.firstInvalid(in: [0xE4, 0x84]) == 1)
        #expect(Charset.latin3.firstInvalid(in: [0xA4, 0xA5]) == 1)
        let slice: ArraySlice<UInt8> = [0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0xFF][3...]
        #expect(Charset.utf8.firstInvalid(in: slice) == 9)
    }

    @Test("what is valid UTF-8 is what the standard library says")
    func utf8() {
        var state: UInt64 = 7
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<6 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let interesting: [UInt8] = [
                    0x41, 0x80, 0xBF, 0xC1, 0xC2, 0xE0, 0xA0, 0x9F, 0xED, 0xF0, 0x90, 0x8F, 0xF4, 0xF5,
                ]
                bytes.append(interesting[Int(state >> 33) % interesting.count])
            }
            #expect(
                (Charset.utf8.firstInvalid(in: bytes[...]) == nil) == (String(validating: bytes, as: UTF8.self) != nil))
        }
    }

    @Test("a character that the set does not hold cannot be encoded")
    func unencodable() {
        #expect(Charset.latin1.encode("Łódź") == nil)
        #expect(Charset.ascii.encode("ä") == nil)
        #expect(Charset.windows1251.byte(for: "ł") == nil)
    }

    @Test("names and aliases are known in any letter case")
    func names() {
        #expect(Charset(name: "utf8") == .utf8)
        #expect(Charset(name: "WINDOWS-1251") == .windows1251)
        #expect(Charset(name: "cp1252") == .windows1252)
        #expect(Charset(name: "iso_8859-5") == .cyrillic)
        #expect(Charset(name: "Latin1") == .latin1)
        #expect(Charset(name: "EBCDIC") == nil)
    }
}
