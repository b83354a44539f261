import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

extension Reading {
    /// Reads a payload in pieces of a size.
    init(
        _ bytes: [UInt8], piece: Int = .max, limits: EDIFACTReader.Limits = .init(), charset: Charset? = nil
    ) throws {
        try self.init(bytes, piece: piece, by: EDIFACTReader(charset: charset, limits: limits))
    }

    init(_ text: String, piece: Int = .max, limits: EDIFACTReader.Limits = .init()) throws {
        try self.init(Array(text.utf8), piece: piece, limits: limits)
    }
}

/// The messages of a payload of one interchange, written again under its own envelope with its own characters.
func rewritten(_ bytes: [UInt8]) throws -> [UInt8] {
    let reading = try Reading(bytes)
    let header = try #require(reading.headers.first)
    let created = try #require(header.created).split(separator: ":").map(String.init)
    let envelope = InterchangeEnvelope(
        sender: try #require(header.sender), recipient: try #require(header.receiver),
        reference: header.reference ?? "", date: created[0], time: created[1], syntax: header.charsetName ?? "UNOC",
        isTest: header.test, requestsAcknowledgement: header.acknowledgementRequested,
        version: header.version.flatMap { Int($0) } ?? 3)
    let hasAdvice = bytes.starts(with: Array("UNA".utf8))
    var service = ServiceCharacters.standard
    if hasAdvice {
        let six = bytes[3..<9]
        (service.component, service.element, service.decimalMark) = (six[3], six[4], six[5])
        (service.release, service.terminator) = (six[6], six[8])
        if header.version == "4" { service.repetition = six[7] }
    }
    var writer = try EDIFACTWriter(envelope, service: service, advice: hasAdvice)
    for message in reading.messages {
        try writer.add(
            message.tree,
            as: MessageHeader(
                reference: message.reference ?? "", type: message.type, version: message.version ?? "",
                association: message.association))
    }
    return try writer.finish()
}

/// A small order that has nothing wrong, a segment a line.
let order = """
    UNA:+.? '
    UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+90001++ORDERS++1++1'
    UNH+9000101+ORDERS:D:96A:UN:EAN008'
    BGM+220+PO-9+9'
    DTM+137:20260921:102'
    NAD+BY+5412345000013::9'
    LIN+1++4000862141404:EN'
    IMD+F++:::MINERAL WATER 1?:1'
    QTY+21:5'
    UNS+S'
    CNT+2:1'
    UNT+10+9000101'
    UNZ+1+90001'

    """
