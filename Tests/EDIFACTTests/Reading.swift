import Diagnostics
import EDIFACT
import Foundation
import Syntax
import Testing

/// What a reader made of a payload.
struct Reading {
    var headers: [InterchangeHeader] = []
    var groups: [MessageGroup] = []
    var messages: [Message] = []
    var ends: [DiagnosticList] = []
    /// Every event in order, in words, for comparing readings.
    var log: [String] = []

    /// Reads a payload in pieces of a size.
    init(_ bytes: [UInt8], piece: Int = .max, limits: EDIFACTReader.Limits = .init(), charset: Charset? = nil) throws {
        var reader = EDIFACTReader(charset: charset, limits: limits)
        var start = 0
        while start < bytes.count {
            let end = piece < bytes.count - start ? start + piece : bytes.count
            try reader.read(bytes[start..<end]) { take($0) }
            start = end
        }
        try reader.finish { take($0) }
    }

    init(_ text: String, piece: Int = .max, limits: EDIFACTReader.Limits = .init()) throws {
        try self.init(Array(text.utf8), piece: piece, limits: limits)
    }

    private mutating func take(_ event: ReaderEvent) {
        switch event {
        case .interchange(let header):
            headers.append(header)
            log.append("interchange \(header)")
        case .group(let group):
            groups.append(group)
            log.append("group \(group)")
        case .message(let message):
            messages.append(message)
            let nodes = message.tree.nodes.map { "\($0)" }.joined(separator: "\n")
            log.append("message \(message.type) \(message.range) \(message.segments) \(message.tree.origin)\n\(nodes)")
            log.append(Self.describe(message.diagnostics))
        case .end(let diagnostics):
            ends.append(diagnostics)
            log.append("end " + Self.describe(diagnostics))
        }
    }

    private static func describe(_ list: DiagnosticList) -> String {
        list.items.map { item in
            "\(item.severity) \(item.code) \(String(describing: item.position)) \(item.value ?? "") "
                + item.facts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        }.joined(separator: "\n") + " +\(list.omitted)"
    }

    /// All faults, those of the messages first.
    var diagnostics: [Diagnostic] { messages.flatMap(\.diagnostics.items) + ends.flatMap(\.items) }
    var codes: [String] { diagnostics.map(\.code.rawValue) }
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

/// The samples beside the tests.
enum Corpus {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus/edifact")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    static let names: [String] = {
        let walk = FileManager.default.enumerator(atPath: folder.path)
        let all = walk?.compactMap { $0 as? String } ?? []
        return all.filter { ["edi", "EDI", "txt"].contains(($0 as NSString).pathExtension) && $0 != "expected.txt" }
            .sorted()
    }()
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

extension String {
    /// The text with one part replaced, which must be there.
    func changing(_ part: String, to other: String) -> String {
        precondition(contains(part), "\(part) is not in the text")
        return replacingOccurrences(of: part, with: other)
    }
}
