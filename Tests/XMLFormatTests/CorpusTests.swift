import Diagnostics
import Foundation
import Syntax
import Testing
import XMLFormat

@Suite("Documents as partners send them")
struct CorpusTests {
    static let ubl: [String] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Corpus/ubl")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".xml") }.sorted()
    }()

    @Test("every UBL sample is there")
    func samplesAreThere() {
        #expect(Self.ubl.count == 24)
    }

    @Test("every UBL sample is read, known and valid", arguments: ubl)
    func sampleIsRead(name: String) throws {
        let reading = try read(try corpus("ubl/" + name))
        let message = try #require(reading.message)
        #expect(reading.errors == [])
        #expect(message.version == "UBL 2.1")
        #expect(message.type == reading.message.map { $0.tree.name(of: $0.tree.root) })
        #expect(message.reference != nil || name == "ph-ubl__CENBII-Order-minimal.xml", "its cbc:ID is empty")
        #expect(reading.header.created?.wholeMatch(of: /\d{4}-\d\d-\d\d(T.+)?/) != nil)
    }

    @Test("every UBL sample is read the same byte by byte", arguments: ubl.prefix(3))
    func pieces(name: String) throws {
        let bytes = try corpus("ubl/" + name)
        let whole = try #require(try read(bytes).message)
        let pieces = try #require(try read(bytes, piece: 1).message)
        #expect(whole.tree.values == pieces.tree.values)
        #expect(whole.tree.nodes.count == pieces.tree.nodes.count)
    }

    @Test("a Peppol order says who sent it, to whom, and which customization it follows")
    func peppolOrder() throws {
        let reading = try read(try corpus("ubl/phive-rules__Order_Example.xml"))
        let message = try #require(reading.message)
        #expect(message.type == "Order")
        #expect(message.association == "urn:fdc:peppol.eu:poacc:trns:order:3")
        #expect(reading.header.syntax == .xml)
        #expect(reading.header.charsetName == "UTF-8")
        #expect(reading.header.reference == message.reference)
        #expect(reading.header.sender?.qualifier != nil)
        #expect(reading.header.receiver != nil)
    }

    @Test("a party without an electronic address is known by its identification, one without either not at all")
    func parties() throws {
        let plain = try read(try corpus("ubl/ph-ubl__CENBII-Order-minimal.xml"))
        #expect(plain.header.sender == EnvelopeParty("BuyerID"))
        #expect(plain.header.receiver == EnvelopeParty("SellerID"))
        #expect(plain.header.version == "2.0")
        let nameless = try read(try corpus("ubl/ph-ubl__UBL-Order-2.0-Example-International.xml"))
        #expect(nameless.header.sender == nil)
    }

    @Test("an offset points at the element's own tag, for every element of a document")
    func offsets() throws {
        let bytes = try corpus("ubl/ph-ubl__UBL-Order-2.1-Example.xml")
        let message = try #require(try read(bytes).message)
        var elements = 0
        for node in message.tree.nodes.indices where message.tree.nodes[node].kind == .element {
            let position = message.tree.position(of: node)
            let offset = try #require(position.offset)
            let tag = "<" + message.tree.name(of: node)
            #expect(String(decoding: bytes[offset..<offset + tag.utf8.count], as: UTF8.self) == tag)
            #expect(position.line == 1 + bytes[..<offset].count { $0 == 0x0A })
            elements += 1
        }
        #expect(elements == message.segments - 1)
    }

    @Test("a cXML order's DOCTYPE line is skipped unread where its dialect says so, and refused elsewhere")
    func doctype() throws {
        let bytes = try corpus("cxml/cxml-php__order_request.xml")
        #expect(try read(bytes).errors == ["xml.dtd-refused"])
        let dialect = XMLDialect(type: "cXML", root: "cXML", toleratesDoctype: true)
        let reading = try read(bytes, dialects: XMLDialects([dialect]))
        #expect(reading.codes == ["xml.dtd-skipped"])
        #expect(reading.message?.type == "cXML")
    }
}
