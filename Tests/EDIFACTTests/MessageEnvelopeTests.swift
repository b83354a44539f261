import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

@Suite("One message as an interchange of its own")
struct MessageEnvelopeTests {
    @Test("each message of an interchange is cut out with header and trailers that agree")
    func split() throws {
        let text =
            "UNA:+.? '\nUNB+UNOC:3+A+B+260921:0930+R?+1'\nUNG+ORDERS+A+B+260921:0930+5+UN+D:96A'\n"
            + "UNH+1+ORDERS:D:96A:UN'\nBGM+220+A'\nUNT+3+1'\nUNH+2+ORDERS:D:96A:UN'\nBGM+220+B'\nUNT+3+2'\nUNE+2+5'\n"
            + "UNZ+1+R?+1'\n"
        let bytes = Array(text.utf8)
        for message in try Reading(bytes).messages {
            let cut = try #require(message.envelope).interchange(of: bytes[message.range])
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
        #expect(message.envelope?.interchange(of: bytes[message.range]) == bytes)
    }

    @Test("the envelope is the same in whatever pieces the bytes come", arguments: [1, 2, 3, 7, 64])
    func pieces(_ piece: Int) throws {
        let text =
            "UNB+UNOC:3+A+B+260921:0930+R1'\r\nUNH+1+ORDERS:D:96A:UN'\r\nBGM+220+A'\r\nUNT+3+1'\r\n"
            + "UNH+2+ORDERS:D:96A:UN'\r\nBGM+220+B'\r\nUNT+3+2'\r\nUNZ+2+R1'\r\n"
        let bytes = Array(text.utf8)
        let whole = try Reading(bytes).messages.map(\.envelope)
        #expect(whole.first??.behind == Array("\r\nUNZ+1+R1'\r\n".utf8))
        #expect(try Reading(bytes, piece: piece).messages.map(\.envelope) == whole)
    }

    @Test("messages of the samples are cut out with their bytes unchanged", arguments: Corpus.edifact.names)
    func samples(_ name: String) throws {
        let bytes = try Corpus.edifact.bytes(name)
        for message in try Reading(bytes).messages {
            let split = message.envelope?.interchange(of: bytes[message.range])
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
