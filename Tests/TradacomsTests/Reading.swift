import Diagnostics
import Foundation
import Syntax
import Tradacoms

/// What a reader made of a payload.
struct Reading {
    var headers: [InterchangeHeader] = []
    var messages: [Message] = []
    var ends: [DiagnosticList] = []
    /// Every event in order, in words, for comparing readings.
    var log: [String] = []

    /// Reads a payload in pieces of a size.
    init(_ bytes: [UInt8], piece: Int = .max, limits: TradacomsReader.Limits = .init(), charset: Charset? = nil) throws
    {
        var reader = TradacomsReader(charset: charset, limits: limits)
        var start = 0
        while start < bytes.count {
            let end = piece < bytes.count - start ? start + piece : bytes.count
            try reader.read(bytes[start..<end]) { take($0) }
            start = end
        }
        try reader.finish { take($0) }
    }

    init(_ text: String, piece: Int = .max, limits: TradacomsReader.Limits = .init()) throws {
        try self.init(Array(text.utf8), piece: piece, limits: limits)
    }

    private mutating func take(_ event: ReaderEvent) {
        switch event {
        case .interchange(let header):
            headers.append(header)
            log.append("interchange \(header)")
        case .message(let message):
            messages.append(message)
            let nodes = message.tree.nodes.map { "\($0)" }.joined(separator: "\n")
            log.append("message \(message.type) \(message.range) \(message.segments) \(message.tree.origin)\n\(nodes)")
            log.append("\(String(describing: message.envelope)) " + Self.describe(message.diagnostics))
        case .group: break
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

/// The samples beside the tests.
enum Corpus {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus/tradacoms")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    static let names: [String] = {
        let walk = FileManager.default.enumerator(atPath: folder.path)
        let all = walk?.compactMap { $0 as? String } ?? []
        return all.filter { ["edi", "txt"].contains(($0 as NSString).pathExtension) && $0 != "expected.txt" }.sorted()
    }()
}

/// A small order file that has nothing wrong, a segment a line.
let orders = """
    STX=ANA:1+5000000000000:SOME STORES LTD+5010000000000:SUPPLIER UK LTD+260921:093000+000007+PASSW+ORDHDR+B'
    MHD=1+ORDHDR:9'
    TYP=0430+NEW-ORDERS'
    SDT=5010000000000:000030034'
    CDT=5000000000000'
    FIL=1630+1+260921'
    MTR=6'
    MHD=2+ORDERS:9'
    CLO=5000000000283:89828+EAST DEPOT'
    ORD=70970::260921'
    OLD=1+5010210000000++:00893592+12+60++++CRUSTY ROLLS?: 4?+1:4 PACK'
    OTR=1'
    MTR=6'
    MHD=3+ORDERS:9'
    CLO=5000000000283:89828+WEST DEPOT'
    ORD=70971::260921'
    OLD=1+5010210000000++:00893592+12+6'
    OTR=1'
    MTR=6'
    MHD=4+ORDTLR:9'
    OFT=2'
    MTR=3'
    END=4'

    """

extension String {
    /// The text with one part replaced, which must be there.
    func changing(_ part: String, to other: String) -> String {
        precondition(contains(part), "\(part) is not in the text")
        return replacingOccurrences(of: part, with: other)
    }

    /// The text without some of its lines, counted from 1.
    func without(_ lines: ClosedRange<Int>) -> String {
        split(separator: "\n").enumerated().filter { !lines.contains($0.offset + 1) }.map { $0.element + "\n" }.joined()
    }
}
