import Diagnostics
import Foundation
import Syntax
import Testing
import XMLFormat

@Suite("Charsets")
struct EncodingTests {
    @Test(
        "a declared charset is read, and offsets count the payload's bytes",
        arguments: [
            ("windows-1251", [0xCF, 0xF0, 0xE8] as [UInt8], "При"), ("KOI8-R", [0xF0, 0xD2, 0xC9], "При"),
            ("iso-8859-2", [0xA3, 0xF3, 0x64, 0xBC], "Łódź"), ("Windows-1252", [0x80, 0x31], "€1"),
            ("cp866", [0x8F, 0xE0, 0xA8], "При"), ("GBK", [0xC4, 0xE3], "你"),
        ])
    func declared(name: String, bytes: [UInt8], text: String) throws {
        let head = Array("<?xml version='1.0' encoding='\(name)'?><r><a>".utf8)
        let reading = try read(head + bytes + Array("</a><b>1</b></r>".utf8))
        #expect(reading.errors == ["xml.root-unknown"])
        #expect(reading.text("/r/a") == text)
        #expect(reading.header.charsetName == name)
        let tree = try #require(reading.message?.tree)
        #expect(tree.xmlPosition(of: 2).offset == head.count + bytes.count + 4)
    }

    @Test("UTF-16 is read in both byte orders, with and without mark", arguments: [true, false], [true, false])
    func utf16(isBig: Bool, hasMark: Bool) throws {
        let text = "<?xml version='1.0' encoding='UTF-16'?><r><a>Łódź 😀</a><b/></r>"
        var bytes: [UInt8] = hasMark ? (isBig ? [0xFE, 0xFF] : [0xFF, 0xFE]) : []
        for unit in text.utf16 {
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            bytes += isBig ? pair : pair.reversed()
        }
        let reading = try read(bytes)
        #expect(reading.errors == ["xml.root-unknown"])
        #expect(reading.text("/r/a") == "Łódź 😀")
        let tree = try #require(reading.message?.tree)
        let before = try #require(text.firstRange(of: "<b/>"))
        let units = text.utf16.distance(from: text.startIndex, to: before.lowerBound)
        #expect(tree.xmlPosition(of: 2).offset == (hasMark ? 2 : 0) + units * 2)
    }

    @Test("a byte order mark and leading blanks are tolerated; blanks are reported")
    func leading() throws {
        #expect(try read([0xEF, 0xBB, 0xBF] + Array("<?xml version='1.0'?><r/>".utf8)).codes == ["xml.root-unknown"])
        let reading = try read(" \r\n\n<?xml version='1.0'?><r>\n<a/></r>")
        #expect(reading.codes == ["xml.root-unknown", "xml.leading-blanks"])
        let tree = try #require(reading.message?.tree)
        #expect(tree.xmlPosition(of: 1).line == 4)
        #expect(tree.xmlPosition(of: 1).offset == 4 + 21 + 4)
    }

    @Test("UTF-8 that calls itself UTF-16 is read as what it is, and reported")
    func contradicted() throws {
        let reading = try read("<?xml version='1.0' encoding='utf-16'?><r><a>é</a></r>")
        #expect(reading.codes.contains("xml.encoding-contradicted"))
        #expect(reading.text("/r/a") == "é")
    }

    @Test("a byte outside the charset is an error with its place; what was read before stays")
    func invalidByte() throws {
        let utf8 = Array("<r><a>1</a><b>".utf8) + [0xE9] + Array("</b></r>".utf8)
        let reading = try read(utf8)
        let fault = try #require(reading.diagnostics.first)
        #expect(fault.code == "xml.invalid-byte")
        #expect(fault.value == "0xE9")
        #expect(fault.position?.offset == 14)
        #expect(reading.text("/r/a") == "1")

        let head = Array("<?xml version='1.0' encoding='windows-1253'?><r><a>1</a>".utf8)
        let single = try read(head + [0xD2] + Array("</r>".utf8))
        #expect(single.diagnostics.first?.code == "xml.invalid-byte")
        #expect(single.diagnostics.first?.position?.offset == head.count)
        #expect(single.diagnostics.first?.value == "0xD2")
    }

    @Test(
        "a charset that is not on the list is refused by its name",
        arguments: ["UTF-7", "UTF-32", "ISO-2022-CN-EXT", "EBCDIC-CP-US", "UTF-8//IGNORE"])
    func unknown(name: String) throws {
        let reading = try read("<?xml version='1.0' encoding='\(name)'?><r/>")
        #expect(reading.codes == ["xml.encoding-unknown"])
        #expect(reading.diagnostics.first?.value == name)
        #expect(reading.diagnostics.first?.position?.line == 1)
        #expect(reading.diagnostics.first?.position?.offset == 30)
        #expect(reading.message == nil)
    }
}
