import Diagnostics
import ReadingSupport
import Syntax
import Testing
import Tradacoms

@Suite("Reading transmissions")
struct TradacomsReaderTests {
    @Test("an order file gives its header, its messages and no fault")
    func plain() throws {
        let reading = try Reading(orders)
        #expect(reading.codes.isEmpty)
        let header = try #require(reading.headers.first)
        #expect(header.syntax == .tradacoms && header.version == "ANA:1" && header.reference == "000007")
        #expect(header.sender == EnvelopeParty("5000000000000") && header.receiver == EnvelopeParty("5010000000000"))
        #expect(header.created == "260921:093000")
        #expect(reading.messages.map(\.type) == ["ORDHDR", "ORDERS", "ORDERS", "ORDTLR"])
        #expect(reading.messages.map(\.reference) == ["1", "2", "3", "4"])
        #expect(reading.messages.map(\.segments) == [6, 6, 6, 3])
        #expect(Set(reading.messages.map(\.version)) == ["9"])
    }

    @Test("a tree has segments, elements and components at their places; release characters are taken away")
    func tree() throws {
        let tree = try Reading(orders).messages[1].tree
        let names = tree.children(of: 0).map { tree.name(of: $0) }
        #expect(names == ["MHD", "CLO", "ORD", "OLD", "OTR", "MTR"])
        let line = try #require(tree.children(of: 0).first { tree.name(of: $0) == "OLD" })
        let values = (line + 1..<Int(tree.nodes[line].end)).map { index in
            let node = tree.nodes[index]
            return "\(node.kind) \(node.element).\(node.component) \(tree.text(of: index) ?? "-")"
        }
        #expect(
            values == [
                "element 1.0 1", "element 2.0 5010210000000", "composite 4.0 -", "element 4.2 00893592",
                "element 5.0 12", "element 6.0 60", "composite 10.0 -", "element 10.1 CRUSTY ROLLS: 4+1",
                "element 10.2 4 PACK",
            ])
        let position = tree.position(of: line + 4)
        #expect(position.line == 11 && position.segment == 4 && position.tag == "OLD" && position.element == "4.2")
    }

    @Test("several transmissions are read from one payload")
    func several() throws {
        let reading = try Reading(orders + orders.changing("+000007+", to: "+000008+"))
        #expect(reading.codes.isEmpty && reading.headers.map(\.reference) == ["000007", "000008"])
        #expect(reading.messages.count == 8)
    }

    @Test("a batch and a reconciliation message are read without a fault")
    func batch() throws {
        let text = orders.changing("MHD=1+", to: "BAT=1'\nMHD=1+").changing(
            "END=4", to: "EOB=4'\nMHD=5+RSGRSG:2'\nRSG=7+X'\nMTR=3'\nEND=5")
        let reading = try Reading(text.changing("ANA:1", to: "ANAA:1"))
        #expect(reading.codes.isEmpty && reading.messages.count == 5)
    }

    @Test("an order is sent alone as a file of one order, with the header it came under")
    func alone() throws {
        let bytes = Array(orders.utf8)
        for message in try Reading(bytes).messages where message.type == "ORDERS" {
            let cut = try #require(message.envelope).interchange(of: bytes[message.range])
            let reading = try Reading(cut)
            #expect(reading.codes.isEmpty)
            #expect(reading.messages.map(\.type) == ["ORDHDR", "ORDERS", "ORDTLR"])
            #expect(reading.messages[1].tree.values == message.tree.values)
            #expect(reading.messages[0].tree.values == Array(bytes[try Reading(bytes).messages[0].range]))
        }
    }

    @Test("byte by byte gives the same events as all at once", arguments: Corpus.tradacoms.names)
    func byteByByte(_ name: String) throws {
        let bytes = try Corpus.tradacoms.bytes(name)
        let whole = try Reading(bytes)
        #expect(try Reading(bytes, piece: 1).log == whole.log)
        #expect(try Reading(bytes, piece: 17).log == whole.log)
    }

    @Test("whatever place the bytes are cut at, the events are the same")
    func everyCut() throws {
        let bytes = Array("\u{FEFF}junk \(orders.without(22...23))\(orders.changing("WEST", to: "WÈST"))x STX".utf8)
        let whole = try Reading(bytes)
        for piece in 1...48 { #expect(try Reading(bytes, piece: piece).log == whole.log) }
    }

    @Test(
        "a message that is too large is handed out as its header, and the next one is read", arguments: [1, 7, 4096])
    func tooLarge(_ piece: Int) throws {
        let text = orders.changing(
            "OTR=1'\nMTR=6'\nMHD=3", to: String(repeating: "DNB=1+2:3'\n", count: 2_000) + "MTR=2005'\nMHD=3")
        let limits = TradacomsReader.Limits(messageBytes: 10_000)
        let reading = try Reading(text, piece: piece, limits: limits)
        #expect(reading.codes == ["tradacoms.message-too-large"])
        #expect(reading.messages.map(\.segments) == [6, 2_005, 6, 3])
        let tree = reading.messages[1].tree
        let kept = tree.children(of: 0).map { tree.name(of: $0) }
        #expect(kept == ["MHD"])
        let few = try Reading(text, limits: TradacomsReader.Limits(messageNodes: 1_500))
        #expect(few.codes == ["tradacoms.message-too-large"])
    }

    @Test("a segment without an end does not fill the memory")
    func endless() throws {
        let head = String(try #require(orders.split(separator: "\n").first))
        let reading = try Reading(head + String(repeating: "A+", count: 2_000_000), piece: 100_000)
        #expect(reading.messages.isEmpty && reading.codes.contains("tradacoms.end-missing"))
    }
}
