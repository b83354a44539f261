import Diagnostics
import ReadingSupport
import Syntax
import Testing
import X12

@Suite("One transaction set as an interchange of its own")
struct MessageEnvelopeTests {
    @Test("each transaction set is cut out with header and trailers that agree")
    func split() throws {
        let text = order.changing("GE*1", to: "ST*850*0002~\nBEG*00*SA*PO-10~\nSE*3*0002~\nGE*2")
        let bytes = Array(text.utf8)
        for message in try Reading(bytes).messages {
            let cut = try #require(message.envelope).interchange(of: bytes[message.range])
            let reading = try Reading(cut)
            #expect(reading.codes.isEmpty)
            #expect(reading.messages.map(\.tree.values) == [message.tree.values])
            #expect(String(decoding: cut, as: UTF8.self).hasSuffix("GE*1*101~\nIEA*1*000000101~\n"))
        }
    }

    @Test("an interchange of one transaction set comes out as it went in")
    func single() throws {
        let bytes = Array(order.utf8)
        let message = try #require(try Reading(bytes).messages.first)
        #expect(message.envelope?.interchange(of: bytes[message.range]) == bytes)
    }

    @Test("transaction sets of the samples are cut out with their bytes unchanged", arguments: Corpus.x12.names)
    func samples(_ name: String) throws {
        let bytes = try Corpus.x12.bytes(name)
        for message in try Reading(bytes).messages {
            let split = message.envelope?.interchange(of: bytes[message.range])
            if message.diagnostics.items.contains(where: { $0.code == "x12.se-missing" }) {
                #expect(split == nil)
                continue
            }
            let reading = try Reading(try #require(split))
            #expect(reading.messages.map(\.tree.values) == [message.tree.values])
            #expect(reading.messages.map(\.type) == [message.type])
            let codes = reading.ends.flatMap(\.items).map(\.code.rawValue)
            let trailers = codes.filter { $0.hasPrefix("x12.iea-") || $0.hasPrefix("x12.ge-") }
            #expect(trailers == [])
        }
    }
}
