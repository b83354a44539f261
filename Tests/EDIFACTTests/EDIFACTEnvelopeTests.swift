import Diagnostics
import EDIFACT
import Syntax
import Testing

@Suite("One message as an interchange of its own")
struct EDIFACTEnvelopeTests {
    @Test("each message of an interchange is cut out with header and trailers that agree")
    func split() throws {
        let text =
            "UNA:+.? '\nUNB+UNOC:3+A+B+260921:0930+R?+1'\nUNG+ORDERS+A+B+260921:0930+5+UN+D:96A'\n"
            + "UNH+1+ORDERS:D:96A:UN'\nBGM+220+A'\nUNT+3+1'\nUNH+2+ORDERS:D:96A:UN'\nBGM+220+B'\nUNT+3+2'\nUNE+2+5'\n"
            + "UNZ+1+R?+1'\n"
        let bytes = Array(text.utf8)
        for message in try Reading(bytes).messages {
            let cut = try #require(EDIFACTEnvelope.split(message.range, of: bytes[...]))
            let reading = try Reading(cut)
            #expect(reading.codes.isEmpty)
            #expect(reading.headers.first?.reference == "R+1")
            #expect(reading.messages.count == 1)
            #expect(reading.messages.first?.tree.values == message.tree.values)
            #expect(String(decoding: cut, as: UTF8.self).hasSuffix("UNE+1+5'\nUNZ+1+R?+1'\n"))
        }
    }

    @Test("an interchange of one message comes out as it went in")
    func single() throws {
        let bytes = Array(order.utf8)
        let message = try #require(try Reading(bytes).messages.first)
        #expect(EDIFACTEnvelope.split(message.range, of: bytes[...]) == bytes)
    }

    @Test("a range that is no message has no envelope")
    func noMessage() {
        let bytes = Array(order.utf8)
        #expect(EDIFACTEnvelope.split(3..<20, of: bytes[...]) == nil)
        #expect(EDIFACTEnvelope.split(0..<100_000, of: bytes[...]) == nil)
    }

    @Test("messages of the samples are cut out with their bytes unchanged", arguments: Corpus.names)
    func samples(_ name: String) throws {
        let bytes = try Corpus.bytes(name)
        for message in try Reading(bytes).messages {
            let split = EDIFACTEnvelope.split(message.range, of: bytes[...])
            if message.diagnostics.items.contains(where: { $0.code == "edifact.unt-missing" }) {
                #expect(split == nil)
                continue
            }
            let cut = try #require(split)
            let reading = try Reading(cut)
            #expect(reading.messages.map(\.tree.values) == [message.tree.values])
            #expect(reading.messages.map(\.type) == [message.type])
            let kept = reading.ends.flatMap(\.items).map(\.code)
            #expect(!kept.contains("edifact.unz-count") && !kept.contains("edifact.unz-missing"))
        }
    }
}
