import Diagnostics
import ReadingSupport
import Syntax
import Testing
import X12

@Suite("Reading interchanges")
struct X12ReaderTests {
    @Test("an order gives its header, its message and no fault")
    func plain() throws {
        let reading = try Reading(order)
        #expect(reading.codes.isEmpty)
        let header = try #require(reading.headers.first)
        #expect(header.syntax == .x12 && header.version == "00401" && header.reference == "000000101" && header.test)
        #expect(header.sender == EnvelopeParty("BUYERCO", qualifier: "ZZ"))
        #expect(header.receiver == EnvelopeParty("SELLERCO", qualifier: "ZZ"))
        #expect(header.created == "260921:0930" && !header.acknowledgementRequested)
        let message = try #require(reading.messages.first)
        #expect(message.type == "850" && message.version == "004010" && message.reference == "0001")
        #expect(message.segments == 8)
        #expect(Array(order.utf8)[message.range].starts(with: Array("ST*850".utf8)))
    }

    @Test("a tree has segments, elements, components and repeats at their places")
    func tree() throws {
        let text = repeating.changing("REF*CT*FRAME-77", to: "REF*CT*A^B**C>>D^E>F")
        let tree = try #require(try Reading(text).messages.first).tree
        let names = tree.children(of: 0).map { tree.name(of: $0) }
        #expect(names == ["ST", "BEG", "REF", "N1", "PO1", "PID", "CTT", "SE"])
        let reference = try #require(tree.children(of: 0).first { tree.name(of: $0) == "REF" })
        let values = (reference + 1..<Int(tree.nodes[reference].end)).map { index in
            let node = tree.nodes[index]
            return "\(node.kind) \(node.element).\(node.component) \(tree.text(of: index) ?? "-")"
        }
        #expect(
            values == [
                "element 1.0 CT", "element 2.0 A", "element 2.0 B", "composite 4.0 -", "element 4.1 C", "element 4.3 D",
                "composite 4.0 -", "element 4.1 E", "element 4.2 F",
            ])
        let position = tree.position(of: reference + 5)
        #expect(position.line == 5 && position.segment == 3 && position.tag == "REF" && position.element == "4.1")
    }

    @Test("several interchanges, each with separators of its own, are read from one payload")
    func several() throws {
        let other =
            "ISA|00|          |00|          |01|123456789      |01|987654321      |260921|0930|^|00501|000000007|1|P|:\n"
            + "GS|PO|AA|BB|20260921|0930|1|X|005010\nST|850|0001|X1\nBEG|00|NE|A~B\nSE|3|0001\nGE|1|1\nIEA|1|000000007\n"
        let reading = try Reading(order + other + order.changing("000000101", to: "000000102"))
        #expect(reading.codes.isEmpty)
        #expect(reading.headers.map(\.reference) == ["000000101", "000000007", "000000102"])
        #expect(reading.headers.map(\.acknowledgementRequested) == [false, true, false])
        #expect(reading.messages.map(\.segments) == [8, 3, 8])
        #expect(reading.messages[1].association == "X1")
        #expect(reading.ends.count == 3)
    }

    @Test("TA1 stands before the groups and is a message of its own")
    func acknowledgment() throws {
        let text = order.changing("GS*PO", to: "TA1*000000007*260921*0930*A*000~\nGS*PO")
        let reading = try Reading(text)
        #expect(reading.codes.isEmpty)
        #expect(reading.messages.map(\.type) == ["TA1", "850"])
        let first = try #require(reading.messages.first)
        #expect(first.segments == 1 && first.reference == "000000007")
        let values = first.tree.nodes.indices.compactMap { first.tree.text(of: $0) }
        #expect(values == ["000000007", "260921", "0930", "A", "000"])
        #expect(first.tree.position(of: 1).segment == 1)
    }

    @Test("a transaction set without a group has the version of ISA")
    func withoutGroup() throws {
        let reading = try Reading(order.without("GS", "GE").changing("IEA*1", to: "IEA*0"))
        #expect(reading.messages.map(\.version) == ["004010"])
    }

    @Test("tags of the envelope inside data are data")
    func serviceTagsInData() throws {
        let reading = try Reading(order.changing("PO-9", to: "ISA GS ST SE"))
        #expect(reading.codes.isEmpty && reading.messages.count == 1)
    }

    @Test("an interchange whose trailer is missing ends where the next begins")
    func trailerMissing() throws {
        let reading = try Reading(order.without("IEA") + order.changing("000000101", to: "000000102"))
        #expect(reading.codes == ["x12.iea-missing"])
        #expect(reading.messages.count == 2 && reading.headers.count == 2)
    }

    @Test("a message whose trailer is missing ends where the next begins")
    func transactionTrailerMissing() throws {
        let text = order.without("SE").changing("GE*1", to: "ST*850*0002~\nBEG*00~\nSE*3*0002~\nGE*2")
        let reading = try Reading(text)
        #expect(reading.codes == ["x12.se-missing"])
        #expect(reading.messages.map(\.segments) == [7, 3])
        #expect(reading.messages.first?.envelope == nil && reading.messages.last?.envelope != nil)
    }

    @Test(
        "an ISA of another length is read by its separators",
        arguments: [
            ("BUYERCO        ", "BUYERCO"), ("BUYERCO        ", "BUYERCO                "), ("          ", " "),
        ])
    func length(filled: String, sent: String) throws {
        let reading = try Reading(order.changing(filled, to: sent))
        #expect(reading.codes == ["x12.isa-length"])
        #expect(reading.headers.first?.sender?.identification == "BUYERCO")
        #expect(reading.messages.first?.segments == 8)
    }

    @Test("text that is not ASCII is read as UTF-8 or ISO 8859-1, and says so; a profile's charset holds for all")
    func charsets() throws {
        let text = order.changing("STORES", to: "MÜLLER")
        let unicode = try Reading(text)
        #expect(unicode.codes == ["x12.character-undeclared"])
        #expect(unicode.diagnostics.first?.facts["charset"] == "UTF-8")
        #expect(unicode.diagnostics.first?.position?.element == "2")
        let latin = try Reading(try #require(Charset.latin1.encode(text)))
        #expect(latin.codes == ["x12.character-undeclared"])
        let cyrillic = try Reading(
            try #require(Charset.windows1251.encode(order.changing("STORES", to: "ЖУК"))), charset: .windows1251)
        #expect(cyrillic.codes.isEmpty)
        let names = try [(unicode, "BUYER MÜLLER"), (latin, "BUYER MÜLLER"), (cyrillic, "BUYER ЖУК")].map {
            found, name in
            let tree = try #require(found.messages.first).tree
            return tree.nodes.indices.contains { tree.text(of: $0) == name }
        }
        #expect(names == [true, true, true])
    }
}
