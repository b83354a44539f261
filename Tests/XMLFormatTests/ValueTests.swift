import Diagnostics
import Syntax
import Testing
import XMLFormat

@Suite("Values")
struct ValueTests {
    @Test("entities, character numbers and CDATA sections are resolved, blanks at both ends left out")
    func unescaped() throws {
        let reading = try read("<r><a> x &lt;&amp; &#233;\n y </a><b><![CDATA[<c>&amp;]]> z</b><d>  </d><e/></r>")
        #expect(reading.text("/r/a") == "x <& é\n y")
        #expect(reading.text("/r/b") == "<c>&amp; z")
        #expect(reading.text("/r/d") == nil)
        #expect(reading.text("/r/e") == nil)
    }

    @Test("comments and processing instructions do not cut a value")
    func comments() throws {
        #expect(try read("<r><a>12<!-- x -->34<?pi?>5</a></r>").text("/r/a") == "12345")
    }

    @Test("text between elements is reported once for an element, with its place, and not kept")
    func mixed() throws {
        let reading = try read("<r><p>one<b>two</b>three<b>four</b></p></r>")
        let found = reading.diagnostics.filter { $0.code == "xml.mixed-content" }
        #expect(found.map(\.value) == ["one"])
        #expect(found.first?.position?.path == "/r/p")
        #expect(found.first?.severity == .warning)
        #expect(reading.text("/r/p/b[2]") == "four")
        #expect(reading.text("/r/p") == nil)
    }

    @Test("attribute values are unescaped too")
    func attributes() throws {
        #expect(try read("<r a='1 &lt; 2 &quot;'/>").text("/r/@a") == "1 < 2 \"")
    }

    @Test("a value of 12 MB is read whole, and a position behind it is right")
    func long() throws {
        let long = String(repeating: "0123456789 ", count: 1_100_000) + "x"
        let reading = try read("<r><a>\(long)</a>\n<b>1</b></r>")
        let tree = try #require(reading.message?.tree)
        #expect(tree.rawValue(of: 1).count == long.utf8.count)
        let position = tree.xmlPosition(of: 2)
        #expect(position.offset == 3 + 3 + long.utf8.count + 4 + 1)
        #expect(position.line == 2)
    }
}
