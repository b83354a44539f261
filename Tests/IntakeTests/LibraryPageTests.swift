import Diagnostics
import EDIFACT
import Foundation
import Syntax
import Testing
import Tradacoms
import X12

/// The pages of the syntaxes show code that is compiled and run here.
@Suite struct LibraryPageTests {
    private func edifact(_ bytes: [UInt8]) throws -> [String] {
        var report: InterchangeReport?
        var lines: [String] = []
        var reader = EDIFACTReader()
        let take: (ReaderEvent) -> Void = { event in
            switch event {
            case .interchange(let header): report = InterchangeReport(header: header)
            case .message(let message):
                lines.append("\(message.type) \(message.reference ?? ""), \(message.segments) segments")
            case .group, .end: break
            }
            report?.take(event)
        }
        try reader.read(bytes[...], take)
        try reader.finish(take)

        if let report, let sender = report.header.sender, let receiver = report.header.receiver {
            var writer = try EDIFACTWriter(
                InterchangeEnvelope(
                    sender: receiver, recipient: sender, reference: "7", date: "260921", time: "1015", syntax: "UNOA"),
                advice: false)
            try writer.add(Contrl(of: report), reference: "1")
            lines.append(String(decoding: try writer.finish(), as: UTF8.self))
        }
        return lines
    }

    private func message(in bytes: [UInt8]) throws -> Message? {
        var found: Message?
        var reader = EDIFACTReader()
        let take: (ReaderEvent) -> Void = { event in if case .message(let message) = event { found = message } }
        try reader.read(bytes[...], take)
        try reader.finish(take)
        return found
    }

    private func x12(_ bytes: [UInt8]) throws -> [String] {
        var report: InterchangeReport?
        var lines: [String] = []
        var reader = X12Reader()
        let take: (ReaderEvent) -> Void = { event in
            switch event {
            case .interchange(let header): report = InterchangeReport(header: header)
            case .message(let set): lines.append("\(set.type) \(set.reference ?? ""), \(set.segments) segments")
            case .group, .end: break
            }
            report?.take(event)
        }
        try reader.read(bytes[...], take)
        try reader.finish(take)

        if let report, let sender = report.header.sender, let receiver = report.header.receiver {
            var writer = try X12Writer(
                X12Envelope(
                    sender: receiver, receiver: sender, controlNumber: "000000007", date: "260921", time: "1015"))
            try writer.add(InterchangeAcknowledgment(of: report))
            for (index, answer) in FunctionalAcknowledgment.all(of: report).enumerated() {
                try writer.openGroup(
                    FunctionalGroup(
                        identifier: "FA", sender: "SELLERCO", receiver: "BUYERCO", date: "20260921", time: "1015",
                        controlNumber: "\(index + 1)"))
                try writer.add(answer, controlNumber: "0001")
                try writer.closeGroup()
            }
            lines.append(String(decoding: try writer.finish(), as: UTF8.self))
        }
        return lines
    }

    private func tradacoms(_ bytes: [UInt8]) throws -> [String] {
        var lines: [String] = []
        var reader = TradacomsReader()
        let take: (ReaderEvent) -> Void = { event in
            switch event {
            case .interchange(let header): lines.append("from \(header.sender?.identification ?? "nobody")")
            case .message(let message):
                let faults = message.diagnostics.items.map(\.code.rawValue)
                lines.append("\(message.type) \(message.reference ?? ""): \(faults)")
            case .group: break
            case .end(let faults): lines += faults.items.map { "\($0.code) at byte \($0.position?.offset ?? 0)" }
            }
        }
        try reader.read(bytes[...], take)
        try reader.finish(take)
        return lines
    }

    @Test("EDIFACT: a wrong count is answered with CONTRL, and the message written again is the same")
    func edifactRuns() throws {
        let order = "UNB+UNOA:3+A+B+260921:0930+90001'UNH+1+ORDERS:D:96A:UN'BGM+220+PO-1+9'UNT+9+1'UNZ+1+90001'"
        #expect(
            try edifact(Array(order.utf8)) == [
                "ORDERS 1, 3 segments",
                "UNB+UNOA:3+B+A+260921:1015+7'UNH+1+CONTRL:D:3:UN'UCI+90001+A+B+7'UCM+1+ORDERS:D:96A:UN+4+29+UNT+2'"
                    + "UNT+4+1'UNZ+1+7'",
            ])
        func written(_ message: Message, to recipient: EnvelopeParty) throws -> [UInt8] {
            let envelope = InterchangeEnvelope(
                sender: EnvelopeParty("SENDER"), recipient: recipient, reference: "8", date: "260921", time: "1015")
            var writer = try EDIFACTWriter(envelope)
            let header = MessageHeader(reference: "1", type: message.type, version: message.version ?? "D.96A")
            try writer.add(message.tree, as: header)
            return try writer.finish()
        }
        let message = try #require(try message(in: Array(order.utf8)))
        let again = String(decoding: try written(message, to: EnvelopeParty("B")), as: UTF8.self)
        #expect(again.contains("'UNH+1+ORDERS:D:96A:UN'BGM+220+PO-1+9'UNT+3+1'UNZ+1+8'"))
    }

    @Test("X12: a wrong count is answered with TA1 and 997")
    func x12Runs() throws {
        let order =
            "ISA*00*          *00*          *ZZ*BUYERCO        *ZZ*SELLERCO       *260921*0930*U*00401*000000101*0*T*>~"
            + "GS*PO*BUYERCO*SELLERCO*20260921*0930*101*X*004010~ST*850*0001~BEG*00*SA*PO1**20260921~SE*9*0001~"
            + "GE*1*101~IEA*1*000000101~"
        let lines = try x12(Array(order.utf8))
        #expect(lines.count == 2 && lines[0] == "850 0001, 3 segments")
        #expect(lines[1].contains("TA1*000000101*260921*0930*A*000~GS*FA*"))
        #expect(lines[1].contains("AK1*PO*101~AK2*850*0001~AK5*R*4~AK9*R*1*1*0~"))
    }

    @Test("TRADACOMS: the messages of a file and their faults")
    func tradacomsRuns() throws {
        let file = "STX=ANA:1+1:A+2:B+260921+1'MHD=1+ORDHDR:9'TYP=0430'MTR=9'END=1'"
        let lines = try tradacoms(Array(file.utf8))
        #expect(lines[0] == "from 1" && lines[1].hasPrefix("ORDHDR 1: [\"tradacoms.mtr-count\""))
    }

    @Test("the pages show the very code that is compiled here", arguments: ["EDIFACT", "X12", "Tradacoms"])
    func same(module: String) throws {
        let here = URL(fileURLWithPath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appendingPathComponent("Sources/\(module)/\(module).docc/\(module).md"), encoding: .utf8)
        let source = Self.trimmed(try String(contentsOf: here, encoding: .utf8))
        let blocks = page.components(separatedBy: "```swift\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
        #expect(!blocks.isEmpty)
        for block in blocks { #expect(source.contains(Self.trimmed(block))) }
    }

    /// Lines without their indentation.
    private static func trimmed(_ text: String) -> String {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
    }
}
