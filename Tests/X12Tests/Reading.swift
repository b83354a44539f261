import Diagnostics
import Foundation
import Syntax
import X12

/// What a reader made of a payload.
struct Reading {
    var headers: [InterchangeHeader] = []
    var groups: [MessageGroup] = []
    var messages: [Message] = []
    var ends: [DiagnosticList] = []
    /// Every event in order, in words, for comparing readings.
    var log: [String] = []

    /// Reads a payload in pieces of a size.
    init(_ bytes: [UInt8], piece: Int = .max, limits: X12Reader.Limits = .init(), charset: Charset? = nil) throws {
        var reader = X12Reader(charset: charset, limits: limits)
        var start = 0
        while start < bytes.count {
            let end = piece < bytes.count - start ? start + piece : bytes.count
            try reader.read(bytes[start..<end]) { take($0) }
            start = end
        }
        try reader.finish { take($0) }
    }

    init(_ text: String, piece: Int = .max, limits: X12Reader.Limits = .init()) throws {
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
        case .group(let group):
            groups.append(group)
            log.append("group \(group)")
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
        .appendingPathComponent("Corpus/x12")

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    static let names: [String] = {
        let walk = FileManager.default.enumerator(atPath: folder.path)
        let all = walk?.compactMap { $0 as? String } ?? []
        return all.filter {
            ["edi", "txt"].contains(($0 as NSString).pathExtension) && !["expected.txt", "directory.txt"].contains($0)
        }.sorted()
    }()
}

/// A small order that has nothing wrong, a segment a line.
let order = """
    ISA*00*          *00*          *ZZ*BUYERCO        *ZZ*SELLERCO       *260921*0930*U*00401*000000101*0*T*>~
    GS*PO*BUYERCO*SELLERCO*20260921*0930*101*X*004010~
    ST*850*0001~
    BEG*00*SA*PO-9**20260921~
    REF*CT*FRAME-77~
    N1*BY*BUYER STORES*UL*5412345000013~
    PO1*1*48*CA*1.19**UP*036000291452~
    PID*F****MINERAL WATER 1>1~
    CTT*1*48~
    SE*8*0001~
    GE*1*101~
    IEA*1*000000101~

    """

/// The same with version 00501 and a repetition separator.
let repeating = order.changing("*U*00401*", to: "*^*00501*").changing("004010", to: "005010")

extension String {
    /// The text with one part replaced, which must be there.
    func changing(_ part: String, to other: String) -> String {
        precondition(contains(part), "\(part) is not in the text")
        return replacingOccurrences(of: part, with: other)
    }

    /// The text without the lines that start with one of these tags.
    func without(_ tags: String...) -> String {
        split(separator: "\n").filter { line in !tags.contains { line.hasPrefix($0) } }.map { $0 + "\n" }.joined()
    }
}
