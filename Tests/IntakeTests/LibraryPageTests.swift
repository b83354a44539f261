import Diagnostics
import Directories
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

    private func message(in bytes: [UInt8], by fresh: some InterchangeReader = EDIFACTReader()) throws -> Message? {
        var found: Message?
        var reader = fresh
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
            try writer.add(InterchangeAcknowledgment(of: report, date: "260921", time: "1015"))
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

    @Test("EDIFACT: what a directory finds is answered with CONTRL")
    func directoryRuns() throws {
        func answer(to report: InterchangeReport) -> Contrl {
            Contrl(of: report) { fault in
                guard let known = ContrlFault.of(fault.code) else { return nil }
                let level: SyntaxError.Level =
                    switch known.level {
                    case .message: .message
                    case .segment: .segment
                    case .element: .element
                    }
                return SyntaxError(value: known.code, level: level, at: fault.position)
            }
        }
        let order =
            "UNB+UNOA:3+A+B+260921:0930+90001'UNH+1+ORDERS:D:96A:UN'BGM+220+PO-1+9'DTM+137:20260921:102'"
            + "LIN+1'QTY+21:FIVE'UNS+S'UNT+7+1'UNZ+1+90001'"
        var report: InterchangeReport?
        var reader = EDIFACTReader()
        let take: (ReaderEvent) -> Void = { event in
            switch event {
            case .interchange(let header): report = InterchangeReport(header: header)
            case .message(let message): report?.take(.message(DirectoryLibrary.standard.nest(message)))
            case .group, .end: report?.take(event)
            }
        }
        try reader.read(Array(order.utf8)[...], take)
        try reader.finish(take)
        let found = answer(to: try #require(report))
        let errors = found.messages.flatMap(\.segments).flatMap(\.elements).map(\.code)
        #expect(errors == [37])
    }

    @Test("X12 and TRADACOMS: what was read is written again")
    func writingRuns() throws {
        func written(_ set: Message, group: String) throws -> [UInt8] {
            let (sender, receiver) = (
                EnvelopeParty("SELLERCO", qualifier: "ZZ"), EnvelopeParty("BUYERCO", qualifier: "ZZ")
            )
            var writer = try X12Writer(
                X12Envelope(
                    sender: sender, receiver: receiver, controlNumber: "000000008", date: "260921", time: "1015"))
            try writer.openGroup(
                FunctionalGroup(
                    identifier: group, sender: "SELLERCO", receiver: "BUYERCO", date: "20260921", time: "1015",
                    controlNumber: "8", version: set.version ?? "004010"))
            try writer.add(set.tree, as: TransactionHeader(identifier: set.type, controlNumber: "0001"))
            try writer.closeGroup()
            return try writer.finish()
        }
        let set = try #require(try message(in: Array(Self.x12Order.utf8), by: X12Reader()))
        let interchange = String(decoding: try written(set, group: "PO"), as: UTF8.self)
        #expect(
            interchange.contains(
                "~GS*PO*SELLERCO*BUYERCO*20260921*1015*8*X*004010~ST*850*0001~BEG*00*SA*PO1**20260921~"))
        try tradacomsWritingRuns()
    }

    private func tradacomsWritingRuns() throws {
        func written(_ orders: [Message]) throws -> [UInt8] {
            var writer = try TradacomsWriter(
                TransmissionEnvelope(
                    sender: .init(code: "5000000000000", name: "SOME STORES LTD"),
                    receiver: .init(code: "5011111111111", name: "SOME MANUFACTURING PLC"), date: "260921",
                    time: "101500",
                    reference: "8", application: "ORDHDR", priority: "B"))
            let header = [
                TradacomsSegment("TYP", [["0430"], ["NEW-ORDERS"]]), TradacomsSegment("SDT", [["5011111111111"]]),
                TradacomsSegment("CDT", [["5000000000000"]]), TradacomsSegment("FIL", [["1"], ["1"], ["260921"]]),
            ]
            try writer.add(header, type: "ORDHDR", version: "9")
            for order in orders { try writer.add(order.tree, type: order.type, version: order.version ?? "9") }
            try writer.add([TradacomsSegment("OFT", [[String(orders.count)]])], type: "ORDTLR", version: "9")
            return try writer.finish()
        }
        let file = "STX=ANA:1+1:A+2:B+260921+1'MHD=1+ORDERS:9'CLO=5000600003240'ORD=981::940321'MTR=4'END=1'"
        let order = try #require(try message(in: Array(file.utf8), by: TradacomsReader()))
        let text = String(decoding: try written([order]), as: UTF8.self)
        #expect(
            text.contains("MHD=2+ORDERS:9'CLO=5000600003240'ORD=981::940321'MTR=4'MHD=3+ORDTLR:9'OFT=1'MTR=3'END=3'"))
        #expect(try Self.codes(of: Array(text.utf8)) == [])
    }

    private static func codes(of bytes: [UInt8]) throws -> [Code] {
        var codes: [Code] = []
        var reader = TradacomsReader()
        let take: (ReaderEvent) -> Void = { event in
            if case .message(let message) = event { codes += message.diagnostics.items.map(\.code) }
            if case .end(let faults) = event { codes += faults.items.map(\.code) }
        }
        try reader.read(bytes[...], take)
        try reader.finish(take)
        return codes
    }

    private static let x12Order =
        "ISA*00*          *00*          *ZZ*BUYERCO        *ZZ*SELLERCO       *260921*0930*U*00401*000000101*0*T*>~"
        + "GS*PO*BUYERCO*SELLERCO*20260921*0930*101*X*004010~ST*850*0001~BEG*00*SA*PO1**20260921~SE*9*0001~"
        + "GE*1*101~IEA*1*000000101~"

    @Test("X12: a wrong count is answered with TA1 and 997")
    func x12Runs() throws {
        let lines = try x12(Array(Self.x12Order.utf8))
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
        for block in blocks {
            let lines = block.split(separator: "\n").map(String.init)
            let imports = lines.filter { $0.hasPrefix("import ") }
            #expect(!imports.isEmpty)
            for line in imports { #expect(source.contains(Self.trimmed(line))) }
            #expect(source.contains(Self.trimmed(lines.dropFirst(imports.count).joined(separator: "\n"))))
        }
    }

    /// The code of a text without breaks and indentation, as a line may be broken otherwise where it stands deeper.
    private static func trimmed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined()
    }
}
