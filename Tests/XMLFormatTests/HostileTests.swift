import Diagnostics
import Syntax
import Testing
import XMLFormat

@Suite("Hostile documents")
struct HostileTests {
    @Test(
        "a document type declaration is refused unread, whatever it holds",
        arguments: [
            #"<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>"#,
            #"<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>"#,
            #"<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]><r/>"#,
            #"<!DOCTYPE r PUBLIC "-//A//B" "http://127.0.0.1:1/x.dtd"><r/>"#,
            #"<?xml version="1.0"?><!-- c --><!DOCTYPE r><r/>"#,
        ])
    func doctype(text: String) throws {
        let reading = try read(text)
        #expect(reading.errors == ["xml.dtd-refused"])
        #expect(reading.message == nil)
        #expect(reading.diagnostics.first?.value == "r")
    }

    @Test("a billion laughs cost nothing")
    func billionLaughs() throws {
        var text = "<!DOCTYPE r [<!ENTITY a0 \"ha\">"
        for level in 1...30 {
            text += "<!ENTITY a\(level) \"" + String(repeating: "&a\(level - 1);", count: 10) + "\">"
        }
        #expect(try read(text + "]><r>&a30;</r>").errors == ["xml.dtd-refused"])
    }

    @Test("quadratic blow-up costs nothing")
    func quadratic() throws {
        let text =
            "<!DOCTYPE r [<!ENTITY a \"\(String(repeating: "a", count: 100_000))\">]><r>"
            + String(repeating: "&a;", count: 100_000) + "</r>"
        #expect(try read(text).errors == ["xml.dtd-refused"])
    }

    @Test("a DOCTYPE with an internal subset is refused even where a DOCTYPE line is tolerated")
    func toleratedDoctype() throws {
        let dialects = XMLDialects([XMLDialect(type: "r", root: "r", toleratesDoctype: true)])
        let subset = try read(#"<!DOCTYPE r SYSTEM "x" [<!ENTITY x "y">]><r>&x;</r>"#, dialects: dialects)
        #expect(subset.errors == ["xml.dtd-refused"])
        let entity = try read(#"<!DOCTYPE r SYSTEM "x"><r>&x;</r>"#, dialects: dialects)
        #expect(entity.errors == ["xml.entity-undeclared"])
        let attribute = try read(#"<!DOCTYPE r SYSTEM "x"><r a="&x;"/>"#, dialects: dialects)
        #expect(attribute.errors == ["xml.entity-undeclared"])
    }

    @Test("an entity that nothing declares is an error with its name")
    func entity() throws {
        let reading = try read("<r><a>1</a><b>&nbsp;</b></r>")
        #expect(reading.errors == ["xml.entity-undeclared", "xml.root-unknown"])
        #expect(reading.diagnostics.first?.value == "nbsp")
    }

    @Test("100,000 nested elements are refused at the limit")
    func deep() throws {
        let text = String(repeating: "<a>", count: 100_000)
        let reading = try read(text + String(repeating: "</a>", count: 100_000))
        #expect(reading.errors.first == "xml.too-deep")
        #expect(reading.message?.segments == 100)
        let fits = String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100)
        #expect(try read(fits).errors == ["xml.root-unknown"])
    }

    @Test(
        "an element with 300,000 attributes is refused before the parser compares them",
        arguments: ["<r ", "<!-- <r> --><r ", "<r><!-- ' --><a ", "<r x='>' ", "<r><b></c><a ", "<r><![CDATA[ ]]><a "])
    func attributes(start: String) throws {
        let text = "\n" + start + (0..<300_000).map { "a\($0)='' " }.joined() + "/>"
        let reading = try read(text)
        #expect(reading.errors == ["xml.too-many-attributes"])
        #expect(reading.diagnostics.first { $0.severity == .error }?.position?.line == 2)
    }

    @Test("256 attributes are allowed, and quotes in texts, comments and sections are not attributes")
    func allowedAttributes() throws {
        let attributes = (0..<256).map { "a\($0)='' " }.joined()
        let quotes = String(repeating: "'x' ", count: 1_000)
        let reading = try read("<r \(attributes)>\(quotes)<!-- \(quotes) --><![CDATA[\(quotes)]]><?p \(quotes)?></r>")
        #expect(reading.errors == ["xml.root-unknown"])
    }

    @Test("namespaces in scope are limited")
    func namespaces() throws {
        var text = ""
        for level in 0..<5 {
            text += "<a" + (0..<100).map { " xmlns:p\(level)-\($0)='u\(level)-\($0)'" }.joined() + ">"
        }
        #expect(try read(text).errors.first == "xml.too-many-namespaces")
    }

    @Test(
        "different names are limited, whatever they name",
        arguments: ["<n#/>", "<r a#='1'/>", "<p#:r xmlns:p#='u'/>", "<r xmlns='u#'/>", "<?p#?>"])
    func distinctNames(part: String) throws {
        let text = "<r>" + (0..<30_000).map { part.replacing("#", with: String($0)) }.joined() + "<r/></r>"
        #expect(try read(text).errors.first == "xml.too-many-names")
    }

    @Test("elements are limited in number")
    func nodes() throws {
        let text = "<r>" + String(repeating: "<a/>", count: 2_000) + "</r>"
        let reading = try read(text, limits: XMLLimits(nodes: 1_000))
        #expect(reading.errors.first == "xml.too-many-nodes")
        #expect(reading.message?.tree.nodes.count == 1_000)
    }

    @Test("names are limited in length", arguments: ["<r><NAME/></r>", "<NAME/>", "<r NAME='1'/>"])
    func names(text: String) throws {
        let name = String(repeating: "n", count: 300)
        #expect(try read(text.replacing("NAME", with: name)).errors.first == "xml.name-too-long")
        let fits = String(repeating: "n", count: 256)
        #expect(try read(text.replacing("NAME", with: fits)).errors == ["xml.root-unknown"])
    }

    @Test("a payload over the limit is refused unread and not kept")
    func size() throws {
        let bytes = Array("<r>".utf8) + [UInt8](repeating: 0x20, count: 2_000) + Array("</r>".utf8)
        let reading = try read(bytes, limits: XMLLimits(bytes: 1_000), piece: 100)
        #expect(reading.errors == ["xml.too-large"])
        #expect(reading.diagnostics.first?.value == "2007")
        #expect(try read(bytes, limits: XMLLimits(bytes: 2_007)).errors == ["xml.root-unknown"])
    }

    @Test("a NUL character is an error with its place")
    func nul() throws {
        let reading = try read("<r>\n\u{0}</r>")
        #expect(reading.errors == ["xml.nul-byte"])
        #expect(reading.diagnostics.first?.position?.offset == 4)
        #expect(reading.diagnostics.first?.position?.line == 2)
    }

    @Test("a document cut off anywhere is truncated, never something else and never accepted")
    func truncated() throws {
        let bytes = Array(order("<b:Note>A &amp; B</b:Note><!-- c -->", declaration: "<?xml version='1.0'?>").utf8)
        var codes: [Code: Int] = [:]
        for count in 1..<bytes.count {
            let reading = try read(Array(bytes[..<count]), schema: false)
            #expect(!reading.errors.isEmpty)
            codes[reading.errors.first ?? "", default: 0] += 1
        }
        #expect(codes.keys.sorted() == ["xml.truncated"])
    }

    @Test("nothing and blanks alone are no document", arguments: ["", "  \n", "<?xml version='1.0'?>"])
    func empty(text: String) throws {
        #expect(["xml.empty", "xml.truncated"].contains(try read(text).errors.first))
    }

    @Test(
        "what is not well-formed has the code that says so",
        arguments: [
            ("<r><a></b></r>", "xml.tag-mismatch" as Code), ("<r><x:a/></r>", "xml.prefix-undeclared"),
            ("<r a='1' a='2'/>", "xml.malformed"), ("<r>a < b</r>", "xml.malformed"), ("<r/><r/>", "xml.malformed"),
            ("<r><a></a</r>", "xml.malformed"), ("no xml", "xml.empty"),
        ])
    func malformed(text: String, code: Code) throws {
        let fault = try #require(try read(text).diagnostics.first)
        #expect(fault.code == code)
        #expect(fault.position?.offset != nil)
        #expect(fault.position?.line == 1)
    }

    @Test("every fault has sentences whose facts are all filled in")
    func wording() throws {
        let texts = [
            "<r><a></b></r>", "<r><x:a/></r>", "<!DOCTYPE r><r/>", "<r>&x;</r>", "<r>", "<r>\u{0}</r>", "<q/>", "",
            "<?xml version='1.0' encoding='UTF-7'?><r/>", String(repeating: "<a>", count: 101), " <r>x<a/></r>",
            "<?xml version='1.0' encoding='utf-16'?><r/>",
        ]
        for text in texts {
            for diagnostic in try read(text).diagnostics {
                let entry = Catalogue.english.wording(of: diagnostic)
                #expect(entry.message != diagnostic.code.rawValue)
                for sentence in [entry.message, entry.rule, entry.fix] {
                    #expect(!sentence.isEmpty && !sentence.contains("{"))
                }
            }
        }
    }
}
