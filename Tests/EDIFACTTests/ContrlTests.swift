import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

@Suite struct ContrlTests {
    /// What was found in each interchange of a text; `also` are errors that a directory would have found, by the message.
    private static func reports(_ text: String, also: [String: [Diagnostic]] = [:]) throws -> [InterchangeReport] {
        var reader = EDIFACTReader()
        var reports: [InterchangeReport] = []
        func take(_ event: ReaderEvent) {
            switch event {
            case .interchange(let header):
                reports.append(InterchangeReport(header: header))
            case .message(var message):
                for found in also[message.reference ?? ""] ?? [] { message.diagnostics.append(found) }
                reports[reports.count - 1].take(.message(message))
            case .group, .end: reports[reports.count - 1].take(event)
            }
        }
        try reader.read(Array(text.utf8)[...]) { take($0) }
        try reader.finish { take($0) }
        return reports
    }

    private static func report(_ text: String, also: [String: [Diagnostic]] = [:]) throws -> InterchangeReport {
        let all = try reports(text, also: also)
        return try #require(all.count == 1 ? all.first : nil)
    }

    /// The segments between UNH and UNT, as they are sent.
    private static func written(_ contrl: Contrl, syntaxVersion: Int = 3) throws -> [String] {
        var writer = try EDIFACTWriter(
            InterchangeEnvelope(
                sender: EnvelopeParty("4098765000010", qualifier: "14"),
                recipient: EnvelopeParty("5412345000013", qualifier: "14"), reference: "7",
                date: syntaxVersion == 4 ? "20260921" : "260921", time: "1015", syntax: "UNOA",
                version: syntaxVersion), advice: false)
        try writer.add(contrl, reference: "1")
        let bytes = try writer.finish()
        let all = String(decoding: bytes, as: UTF8.self).split(separator: "'").map(String.init)
        #expect(all.first?.hasPrefix("UNB+") == true && all.last == "UNZ+1+7")
        #expect(all[1] == (syntaxVersion == 4 ? "UNH+1+CONTRL:4:1:UN" : "UNH+1+CONTRL:D:3:UN"))
        #expect(all[all.count - 2] == "UNT+\(all.count - 2)+1")
        return Array(all[2..<all.count - 2])
    }

    private static let head = "UNB+UNOA:3+5412345000013:14:DEPT+4098765000010:14+260921:0930+90001'"
    private static func message(_ reference: String, count: Int = 3, type: String = "ORDERS") -> String {
        "UNH+\(reference)+\(type):D:96A:UN:EAN008'BGM+220+PO-\(reference)+9'UNT+\(count)+\(reference)'"
    }
    private static let uci = "UCI+90001+5412345000013:14:DEPT+4098765000010:14"

    @Test("a receipt names the interchange and says nothing of its content")
    func receipt() throws {
        let report = try Self.report(Self.head + Self.message("1", count: 9) + "UNZ+1+90001'")
        #expect(try Self.written(Contrl(receiptOf: report.header)) == [Self.uci + "+8"])
    }

    @Test("an interchange without errors is acknowledged in one segment")
    func acknowledged() throws {
        let report = try Self.report(Self.head + Self.message("1") + Self.message("2") + "UNZ+2+90001'")
        #expect(try Self.written(Contrl(of: report)) == [Self.uci + "+7"])
    }

    @Test("a message with a wrong count is rejected alone, at its trailer's element")
    func messageLevel() throws {
        let report = try Self.report(Self.head + Self.message("1") + Self.message("2", count: 9) + "UNZ+2+90001'")
        #expect(
            try Self.written(Contrl(of: report)) == [
                Self.uci + "+7", "UCM+2+ORDERS:D:96A:UN:EAN008+4+29+UNT+2",
            ])
    }

    @Test("what a directory found stands at its segment and element, the tag counting as the first place")
    func segmentLevel() throws {
        let errors = [
            Diagnostic("directory.too-long", at: Position(segment: 2, tag: "BGM", element: "2"), value: "x"),
            Diagnostic("directory.too-long", at: Position(segment: 2, tag: "BGM", element: "2"), value: "again"),
            Diagnostic("directory.code-unknown", at: Position(segment: 2, tag: "BGM", element: "1.1"), value: "x"),
            Diagnostic("directory.segment-missing", at: Position(segment: 3, tag: "UNT"), value: "DTM"),
        ]
        let report = try Self.report(Self.head + Self.message("1") + "UNZ+1+90001'", also: ["1": errors])
        let values: [Code: Int] = [
            "directory.too-long": 39, "directory.code-unknown": 12, "directory.segment-missing": 13,
        ]
        let contrl = Contrl(of: report) { found in
            let level: SyntaxError.Level = found.position?.element == nil ? .segment : .element
            return values[found.code].map { SyntaxError(value: $0, level: level, at: found.position) }
        }
        #expect(
            try Self.written(contrl) == [
                Self.uci + "+7", "UCM+1+ORDERS:D:96A:UN:EAN008+4", "UCS+2", "UCD+39+3", "UCD+12+2:1", "UCS+2+13",
            ])
    }

    @Test("an error that 0085 has no word for rejects as unspecified")
    func unspecified() throws {
        let report = try Self.report(
            Self.head + Self.message("1") + "UNZ+1+90001'", also: ["1": [Diagnostic("mapping.required-field")]])
        #expect(try Self.written(Contrl(of: report)) == [Self.uci + "+7", "UCM+1+ORDERS:D:96A:UN:EAN008+4+18"])
    }

    @Test("a wrong trailer of the interchange rejects all of it, once")
    func interchangeLevel() throws {
        let report = try Self.report(Self.head + Self.message("1") + "UNZ+5+90002'")
        #expect(try Self.written(Contrl(of: report)) == [Self.uci + "+4+29+UNZ+2"])
    }

    @Test("groups: the faulty message in its group, a faulty group as a whole, the good one not at all")
    func groups() throws {
        func group(_ reference: String, _ content: String, count: Int) -> String {
            "UNG+ORDERS+A:14+B:14+260921:0930+\(reference)+UN+D:96A:EAN008'\(content)UNE+\(count)+\(reference)'"
        }
        let report = try Self.report(
            Self.head + group("G1", Self.message("1"), count: 1)
                + group("G2", Self.message("2", count: 4) + Self.message("3"), count: 2)
                + group("G3", Self.message("4"), count: 6) + "UNZ+3+90001'")
        #expect(report.groups.map(\.accepted) == [1, 1, 1])
        #expect(
            try Self.written(Contrl(of: report)) == [
                Self.uci + "+7", "UCF+G2+A:14+B:14+7", "UCM+2+ORDERS:D:96A:UN:EAN008+4+29+UNT+2",
                "UCF+G3+A:14+B:14+4+29+UNE+2",
            ])
        #expect(
            try Self.written(Contrl(of: report, acceptance: .group)) == [
                Self.uci + "+7", "UCF+G2+A:14+B:14+4+18", "UCM+2+ORDERS:D:96A:UN:EAN008+4+29+UNT+2",
                "UCF+G3+A:14+B:14+4+29+UNE+2",
            ])
    }

    @Test("all or nothing: one wrong message rejects the interchange and is named")
    func wholeInterchange() throws {
        let report = try Self.report(Self.head + Self.message("1") + Self.message("2", count: 9) + "UNZ+2+90001'")
        #expect(
            try Self.written(Contrl(of: report, acceptance: .interchange)) == [
                Self.uci + "+4+18", "UCM+2+ORDERS:D:96A:UN:EAN008+4+29+UNT+2",
            ])
    }

    @Test("a payload of two interchanges gives two reports")
    func several() throws {
        let two =
            Self.head + Self.message("1") + "UNZ+1+90001'" + Self.head.replacing("90001", with: "90002")
            + Self.message("1", count: 8) + "UNZ+1+90002'"
        let contrls = try Self.reports(two).map { Contrl(of: $0) }
        #expect(contrls.map(\.interchange.reference) == ["90001", "90002"] && contrls.map(\.messages.count) == [0, 1])
    }

    @Test("in version 4 a message is CONTRL 4:1")
    func version4() throws {
        let report = try Self.report(
            "UNB+UNOA:4+5412345000013:14:DEPT+4098765000010:14+20260921:0930+90001'" + Self.message("1", count: 9)
                + "UNZ+1+90001'")
        #expect(
            try Self.written(Contrl(of: report), syntaxVersion: 4) == [
                Self.uci + "+7", "UCM+1+ORDERS:D:96A:UN:EAN008+4+29+UNT+2",
            ])
    }

    @Test("a CONTRL that was written is read as the answer that it is")
    func answer() throws {
        let report = try Self.report(Self.head + Self.message("1") + Self.message("2", count: 9) + "UNZ+2+90001'")
        var writer = try EDIFACTWriter(
            InterchangeEnvelope(
                sender: EnvelopeParty("B"), recipient: EnvelopeParty("A"), reference: "7", date: "260921", time: "1015")
        )
        try writer.add(Contrl(of: report), reference: "1")
        let reading = try Reading(try writer.finish())
        #expect(reading.diagnostics.isEmpty)
        let answer = try #require(reading.messages.first.flatMap { ContrlAnswer($0.tree) })
        #expect(answer.reference == "90001" && answer.action == .acknowledged && answer.code == nil)
        #expect(answer.sender == EnvelopeParty("5412345000013", qualifier: "14", address: "DEPT"))
        let part = try #require(answer.parts.count == 1 ? answer.parts.first : nil)
        #expect(part.reference == "2" && !part.isGroup && part.action == .rejected && part.code == 29)
        #expect(ContrlAnswer(report: "UNH+1+CONTRL:D:3:UN'UNT+2+1'") == nil)
    }
}

extension ContrlAnswer {
    /// The answer in a message of its own; nil when there is none.
    fileprivate init?(report text: String) {
        guard let message = try? Reading(text).messages.first, let answer = ContrlAnswer(message.tree) else {
            return nil
        }
        self = answer
    }
}
