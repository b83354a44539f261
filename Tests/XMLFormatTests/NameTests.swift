import Diagnostics
import Syntax
import Testing
import XMLFormat

@Suite("Names")
struct NameTests {
    @Test("names do not depend on the sender's prefixes")
    func prefixes() throws {
        let reading = try read(order())
        #expect(reading.errors == [])
        #expect(reading.text("/Order/cbc:ID") == "PO-1")
        #expect(reading.text("/Order/cac:OrderLine/cac:LineItem/cbc:ID") == "1")
    }

    @Test("an unknown namespace gets a prefix from its URI, the same whatever the sender calls it")
    func unknownNamespace() throws {
        let first = try read(#"<r xmlns:x="http://a.example/ns/Ext-1"><x:a x:b="1"/></r>"#)
        let second = try read(#"<r xmlns:y="http://a.example/ns/Ext-1"><y:a y:b="1"/></r>"#)
        let other = try read(#"<r xmlns:y="http://b.example/ns/Ext-1"><y:a y:b="1"/></r>"#)
        let names = [first, second, other].map { $0.message?.tree.name(of: 1) ?? "" }
        #expect(names[0] == names[1])
        #expect(names[0] != names[2])
        #expect(names[0].hasPrefix("Ext-1.") && names[0].hasSuffix(":a"))
    }

    @Test("attributes have an @, short and long names alike, with and without a namespace")
    func attributes() throws {
        let reading = try read(
            #"<r a="1" abc="2" longer="3" xml:lang="de" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="t" xsi:schemaLocation="u v"/>"#
        )
        let tree = try #require(reading.message?.tree)
        let names = tree.children(of: tree.root).map { tree.name(of: $0) }
        #expect(names == ["@a", "@abc", "@longer", "@xml:lang", "@xsi:type"])
        #expect(tree.nodes.dropFirst().allSatisfy { $0.kind == .attribute })
        #expect(reading.text("/r/@longer") == "3")
    }

    @Test("a name of the dialect's shared names compares as the same number")
    func sharedNames() throws {
        let base = NameTable.Base(["cac:OrderLine", "cbc:ID"])
        let dialects = XMLDialects.shipped.sharing { $0.type == "Order" ? base : nil }
        let tree = try #require(try read(order(), dialects: dialects).message?.tree)
        let name = try #require(NameTable(base: base)["cac:OrderLine"])
        #expect(tree.children(of: tree.root).contains { tree.nodes[$0].name == name })
    }

    @Test("several thousand different names are all kept apart")
    func manyNames() throws {
        let reading = try read("<r>" + (0..<5_000).map { "<name\($0)>\($0)</name\($0)>" }.joined() + "</r>")
        let tree = try #require(reading.message?.tree)
        for (number, node) in tree.children(of: tree.root).enumerated() {
            #expect(tree.name(of: node) == "name\(number)")
            #expect(tree.text(of: node) == String(number))
        }
    }
}
