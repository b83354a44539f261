import Diagnostics
import EDIFACT
import Foundation
import ReadingSupport
import Syntax
import Testing

@Suite("Reading interchanges")
struct EDIFACTReaderTests {
    @Test("the header of an interchange is what UNB says")
    func header() throws {
        let header = try #require(try Reading(order).headers.first)
        #expect(header.syntax == .edifact)
        #expect(header.version == "3")
        #expect(header.charset == .ascii)
        #expect(header.charsetName == "UNOA")
        #expect(header.sender == EnvelopeParty("5412345000013", qualifier: "14"))
        #expect(header.receiver == EnvelopeParty("4098765000010", qualifier: "14"))
        #expect(header.reference == "90001")
        #expect(header.created == "260921:0930")
        #expect(header.test)
        #expect(header.acknowledgementRequested)
        #expect(header.position.offset == 10)
        #expect(header.position.line == 2)
    }

    @Test("a message is what stands from UNH to UNT, with its own bytes")
    func message() throws {
        let reading = try Reading(order)
        let message = try #require(reading.messages.first)
        #expect(reading.codes.isEmpty)
        #expect(message.type == "ORDERS")
        #expect(message.version == "D.96A")
        #expect(message.association == "EAN008")
        #expect(message.reference == "9000101")
        #expect(message.segments == 10)
        let bytes = Array(order.utf8)[message.range]
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("UNH+9000101"))
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("UNT+10+9000101'"))
        #expect(message.tree.values == Array(bytes))
        #expect(message.tree.origin.line == 3)
    }

    @Test("segments, composites and elements are named by tag and number, and values are freed of release characters")
    func tree() throws {
        let tree = try #require(try Reading(order).messages.first).tree
        let segments = Array(tree.children(of: 0))
        #expect(
            segments.map { tree.name(of: $0) } == [
                "UNH", "BGM", "DTM", "NAD", "LIN", "IMD", "QTY", "UNS", "CNT", "UNT",
            ])
        let item = Array(tree.children(of: segments[5]))
        #expect(item.map { tree.name(of: $0) } == ["01", "03"])
        #expect(item.map { tree.nodes[$0].kind } == [.element, .composite])
        let parts = Array(tree.children(of: item[1]))
        #expect(parts.map { tree.name(of: $0) } == ["04"])
        #expect(tree.text(of: parts[0]) == "MINERAL WATER 1:1")
        let position = tree.position(of: parts[0])
        #expect(position.segment == 6)
        #expect(position.tag == "IMD")
        #expect(position.element == "3.4")
        #expect(position.line == 8)
        let offset = try #require(position.offset)
        #expect(Array(order.utf8)[offset...].starts(with: Array("MINERAL".utf8)))
    }

    @Test("a segment of a tag alone is read")
    func tagAlone() throws {
        let reading = try Reading(order.changing("UNS+S'", to: "ODI'"))
        #expect(reading.codes.isEmpty)
        #expect(reading.messages.first?.segments == 10)
    }

    @Test("several interchanges in one payload have their own headers and ends, whatever their service characters")
    func severalInterchanges() throws {
        let other = "UNA!^.\\ ~UNB^UNOB!3^A^B^260921!0930^7~UNH^1^ORDERS!D!96A!UN~BGM^220~UNT^3^1~UNZ^1^7~"
        let reading = try Reading(order + other + order.replacingOccurrences(of: "+90001", with: "+90002"))
        #expect(reading.codes.isEmpty)
        #expect(reading.headers.map(\.reference) == ["90001", "7", "90002"])
        #expect(reading.messages.map(\.segments) == [10, 3, 10])
        #expect(reading.ends.count == 3)
    }

    @Test("service segments inside data are data")
    func serviceTagsInData() throws {
        let reading = try Reading(order.changing("PO-9", to: "UNZ UNB UNA UNT"))
        #expect(reading.codes.isEmpty)
        #expect(reading.messages.count == 1)
    }

    @Test("groups are counted and their messages are read")
    func groups() throws {
        let text =
            "UNB+UNOC:3+A+B+260921:0930+1'UNG+ORDERS+A+B+260921:0930+5+UN+D:96A'UNH+1+ORDERS:D:96A:UN'BGM+220'UNT+3+1'"
            + "UNE+1+5'UNG+ORDERS+A+B+260921:0930+6+UN+D:96A'UNH+1+ORDERS:D:96A:UN'BGM+220'UNT+3+1'UNE+1+6'UNZ+2+1'"
        let reading = try Reading(text)
        #expect(reading.codes.isEmpty)
        #expect(reading.messages.count == 2)
    }

    @Test("a charset that a partner's profile sets holds whatever UNB says")
    func charsetOverride() throws {
        var bytes = Array(order.utf8)
        let at = try #require(order.utf8.firstRange(of: Array("WATER".utf8)))
        bytes[order.utf8.distance(from: order.utf8.startIndex, to: at.lowerBound)] = 0xC6
        let reading = try Reading(bytes, charset: .windows1251)
        #expect(reading.codes.isEmpty)
        let tree = try #require(reading.messages.first).tree
        #expect(tree.nodes.indices.contains { tree.text(of: $0)?.contains("ЖATER") == true })
    }
}
