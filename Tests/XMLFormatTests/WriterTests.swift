import Diagnostics
import Syntax
import Testing
import XMLFormat

@Suite("Writing XML")
struct XMLFormatWriterTests {
    private let order = XMLDialects.shipped.dialect(type: "Order")

    /// Names, kinds, depths and values of a tree, for comparing two.
    private func outline(_ tree: Tree) -> [String] {
        tree.nodes.indices.map {
            "\(tree.name(of: $0)) \(tree.nodes[$0].kind) \(tree.nodes[$0].end) \(tree.text(of: $0) ?? "")"
        }
    }

    @Test(
        "a document that is read, written and read again is the same tree",
        arguments: [
            "ubl/ph-ubl__UBL-Order-2.1-Example.xml", "ubl/ph-ubl__CENBII-Order-maximal.xml",
            "ubl/phive-rules__Order_Example.xml", "ubl/ph-ubl__UBL-OrderChange-2.1-Example.xml",
            "ubl/ph-ubl__UBL-OrderCancellation-2.1-Example.xml",
        ])
    func tree(name: String) throws {
        let first = try #require(try read(try corpus(name)).message)
        let dialect = try #require(XMLDialects.shipped.dialect(type: first.type))
        let bytes = try XMLFormatWriter.write(first.tree, as: dialect)
        let again = try read(bytes)
        #expect(again.errors == [])
        let second = try #require(again.message)
        #expect(outline(second.tree) == outline(first.tree))
        #expect(try XMLFormatWriter.write(second.tree, as: dialect) == bytes)
    }

    private func tree(_ name: String, _ text: String, attribute: String? = nil) -> Tree {
        var names = NameTable()
        let element = names.intern(name)
        let own = names.intern(attribute ?? "@x")
        let values = Array(text.utf8)
        var builder = TreeBuilder(names: names, root: Name(number: 1))
        builder.open(element, .element, offset: 0, ordinal: 1)
        builder.setValue(0..<values.count, of: 1)
        if attribute != nil { builder.leaf(own, .attribute, value: 0..<values.count, offset: 0, ordinal: 1) }
        builder.close()
        return builder.finish(values: values, decoding: ValueDecoding(charset: .utf8), origin: Position(offset: 0))
    }

    @Test("what means something to XML is escaped, in values and in attributes")
    func escaped() throws {
        let bytes = try XMLFormatWriter.write(
            tree("cbc:ID", "<&>\"\r\n\tü", attribute: "@schemeID"), as: try #require(order))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(
            text.contains("<cbc:ID schemeID=\"&lt;&amp;&gt;&quot;&#13;&#10;&#9;ü\">&lt;&amp;&gt;\"&#13;\n\tü</cbc:ID>"))
        #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Order xmlns=\"urn:oasis"))
        #expect(!text.contains("xmlns:cac"))
    }

    @Test("a DOCTYPE line names the root and the DTD, before both")
    func doctype() throws {
        let uri = "http://xml.cxml.org/schemas/cXML/1.2.063/Fulfill.dtd"
        let bytes = try XMLFormatWriter.write(tree("cbc:ID", "a"), as: try #require(order), doctype: uri)
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE Order SYSTEM \"\(uri)\">\n<Order "
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(head))
    }

    @Test("control characters and undeclared prefixes are refused")
    func refused() throws {
        let dialect = try #require(order)
        let control = #expect(throws: Diagnostic.self) {
            try XMLFormatWriter.write(tree("cbc:ID", "a\u{1}"), as: dialect)
        }
        #expect(control?.code == "xml.character-unwritable")
        let prefix = #expect(throws: Diagnostic.self) { try XMLFormatWriter.write(tree("x:ID", "a"), as: dialect) }
        #expect(prefix?.code == "xml.prefix-unwritable")
    }
}
