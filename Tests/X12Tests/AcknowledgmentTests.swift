import Diagnostics
import ReadingSupport
import Syntax
import Testing
import X12

@Suite struct AcknowledgmentTests {
    /// What was found in the one interchange of a text; `also` are errors that a directory would have found, by the set.
    private static func report(_ text: String, also: [String: [Diagnostic]] = [:]) throws -> InterchangeReport {
        var reader = X12Reader()
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
        return try #require(reports.count == 1 ? reports.first : nil)
    }

    private static let isa =
        "ISA*00*          *00*          *ZZ*BUYER          *ZZ*SELLER         *260921*0930*U*00401*000000905*0*P*>~"
    private static func interchange(_ content: String, groups: Int = 1, number: String = "000000905") -> String {
        isa + content + "IEA*\(groups)*\(number)~"
    }
    private static func group(_ content: String, number: String = "7", sets: Int) -> String {
        "GS*PO*BUYER*SELLER*20260921*0930*\(number)*X*004010~" + content + "GE*\(sets)*\(number)~"
    }
    private static func order(_ number: String, count: Int = 4) -> String {
        "ST*850*\(number)~BEG*00*SA*PO\(number)**20260921~PO1*1*5*EA~SE*\(count)*\(number)~"
    }

    private static func writer(version: String = "00401") throws -> X12Writer {
        try X12Writer(
            X12Envelope(
                sender: EnvelopeParty("SELLER", qualifier: "ZZ"), receiver: EnvelopeParty("BUYER", qualifier: "ZZ"),
                controlNumber: "000000001", date: "260921", time: "1015", version: version))
    }

    /// The segments of the sets of a group of acknowledgments.
    private static func written(
        _ all: [FunctionalAcknowledgment], form: X12Writer.AcknowledgmentForm = .functional
    ) throws -> [String] {
        var writer = try writer()
        try writer.openGroup(
            FunctionalGroup(
                identifier: "FA", sender: "SELLER", receiver: "BUYER", date: "20260921", time: "1015",
                controlNumber: "1"))
        for (index, one) in all.enumerated() { try writer.add(one, form: form, controlNumber: "000\(index + 1)") }
        let text = String(decoding: try writer.finish(), as: UTF8.self)
        let segments = text.split(separator: "~").map { String($0).trimmingPrefix("\n") }.map { String($0) }
        return segments.filter { $0.hasPrefix("AK") || $0.hasPrefix("IK") }
    }

    @Test("a group without errors is accepted, each set by name")
    func accepted() throws {
        let report = try Self.report(Self.interchange(Self.group(Self.order("0001") + Self.order("0002"), sets: 2)))
        #expect(
            try Self.written(FunctionalAcknowledgment.all(of: report)) == [
                "AK1*PO*7", "AK2*850*0001", "AK5*A", "AK2*850*0002", "AK5*A", "AK9*A*2*2*2",
            ])
        let receipt = InterchangeAcknowledgment(of: report, date: "260922", time: "1015")
        #expect(receipt.code == .accepted && receipt.note == "000" && receipt.controlNumber == "000000905")
    }

    @Test("a wrong count rejects the set, and the group partially")
    func partial() throws {
        let report = try Self.report(
            Self.interchange(Self.group(Self.order("0001") + Self.order("0002", count: 9), sets: 2)))
        #expect(
            try Self.written(FunctionalAcknowledgment.all(of: report)) == [
                "AK1*PO*7", "AK2*850*0001", "AK5*A", "AK2*850*0002", "AK5*R*4", "AK9*P*2*2*1",
            ])
        #expect(FunctionalAcknowledgment.all(of: report, rejectsGroups: true).map(\.code) == ["R"])
    }

    @Test("errors of segments and elements stand under their segment, with the value that was wrong")
    func notes() throws {
        let errors = [
            Diagnostic("directory.code-unknown", at: Position(segment: 2, tag: "BEG", element: "2"), value: "SA"),
            Diagnostic("directory.too-long", at: Position(segment: 3, tag: "PO1", element: "4.2"), value: "a*b"),
            Diagnostic("directory.segment-missing", at: Position(segment: 4, tag: "SE"), value: "CTT"),
        ]
        let report = try Self.report(
            Self.interchange(Self.group(Self.order("0001"), sets: 1)), also: ["0001": errors])
        let all = FunctionalAcknowledgment.all(of: report) { error in
            switch error.code {
            case "directory.code-unknown": .element("7")
            case "directory.too-long": .element("5")
            case "directory.segment-missing": .segment("3")
            default: nil
            }
        }
        let expected = [
            "AK1*PO*7", "AK2*850*0001", "AK3*BEG*2**8", "AK4*2**7*SA", "AK3*PO1*3**8", "AK4*4>2**5", "AK3*CTT*4**3",
            "AK5*R*5", "AK9*R*1*1*0",
        ]
        #expect(try Self.written(all) == expected)
        let implementation = try Self.written(all, form: .implementation)
        #expect(implementation[0] == "AK1*PO*7*004010" && implementation[2] == "IK3*BEG*2**8")
        #expect(implementation[implementation.count - 2] == "IK5*R*5")
    }

    @Test("a group whose trailer is wrong is rejected with its code and the sender's own count")
    func groupLevel() throws {
        let report = try Self.report(Self.interchange(Self.group(Self.order("0001"), sets: 3)))
        #expect(
            try Self.written(FunctionalAcknowledgment.all(of: report)) == [
                "AK1*PO*7", "AK2*850*0001", "AK5*R", "AK9*R*3*1*0*5",
            ])
    }

    @Test("a set that is rejected with its group is rejected by name")
    func withGroup() throws {
        let sets = Self.order("0001") + Self.order("0002", count: 9)
        let report = try Self.report(Self.interchange(Self.group(sets, sets: 2)))
        func said(_ all: [FunctionalAcknowledgment]) throws -> [String] {
            try Self.written(all).filter { !$0.hasPrefix("AK2") && !$0.hasPrefix("AK1") }
        }
        #expect(try said(FunctionalAcknowledgment.all(of: report)) == ["AK5*A", "AK5*R*4", "AK9*P*2*2*1"])
        let rejected = ["AK5*R", "AK5*R*4", "AK9*R*2*2*0"]
        #expect(try said(FunctionalAcknowledgment.all(of: report, rejectsGroups: true)) == rejected)
        #expect(try said(FunctionalAcknowledgment.all(of: report, rejectsAll: true)) == rejected)
    }

    @Test("TA1 says what is wrong with the envelope", arguments: [("000000906", 1, "001"), ("000000905", 4, "021")])
    func envelope(number: String, groups: Int, note: String) throws {
        let report = try Self.report(
            Self.interchange(Self.group(Self.order("0001"), sets: 1), groups: groups, number: number))
        let receipt = InterchangeAcknowledgment(of: report, date: "260922", time: "1015")
        #expect(receipt.code == .rejected && receipt.note == note)
        var writer = try Self.writer()
        try writer.add(receipt)
        let text = String(decoding: try writer.finish(), as: UTF8.self)
        #expect(text.contains("TA1*000000905*260921*0930*R*\(note)~"))
    }

    @Test("a 997 is not answered")
    func noAnswerToAnswers() throws {
        let answer = "GS*FA*BUYER*SELLER*20260921*0930*7*X*004010~ST*997*0001~AK1*PO*7~AK9*A*1*1*1~SE*4*0001~GE*1*7~"
        #expect(FunctionalAcknowledgment.all(of: try Self.report(Self.interchange(answer))).isEmpty)
    }

    @Test("what acknowledges is passed over in every group, and what does not is answered in every group")
    func byType() throws {
        let answer = "ST*997*0002~AK1*PO*7~AK9*A*1*1*1~SE*4*0002~"
        let alone = "GS*PO*BUYER*SELLER*20260921*0930*7*X*004010~" + answer + "GE*1*7~"
        #expect(FunctionalAcknowledgment.all(of: try Self.report(Self.interchange(alone))).isEmpty)
        let beside = try Self.report(Self.interchange(Self.group(Self.order("0001") + answer, sets: 2)))
        #expect(
            try Self.written(FunctionalAcknowledgment.all(of: beside)) == [
                "AK1*PO*7", "AK2*850*0001", "AK5*A", "AK9*A*2*2*2",
            ])
        let order = "GS*FA*BUYER*SELLER*20260921*0930*7*X*004010~" + Self.order("0001") + "GE*1*7~"
        let misplaced = FunctionalAcknowledgment.all(of: try Self.report(Self.interchange(order)))
        #expect(try Self.written(misplaced) == ["AK1*FA*7", "AK2*850*0001", "AK5*A", "AK9*A*1*1*1"])
    }

    @Test("a group in a version that there is not is answered in 004010", arguments: ["009999", "002001", "ABC"])
    func version(_ sent: String) throws {
        let group = MessageGroup(
            type: "PO", version: sent, sender: nil, receiver: nil, reference: "7", position: Position())
        let header = FunctionalGroup(
            answering: group, by: .functional, from: EnvelopeParty("A"), to: EnvelopeParty("B"), date: "20260921",
            time: "1015", controlNumber: "1")
        #expect(header.version == "004010")
    }

    @Test("what is written is read as the answer that it is", arguments: X12Writer.AcknowledgmentForm.allCases)
    func readBack(_ form: X12Writer.AcknowledgmentForm) throws {
        let errors = [
            Diagnostic("directory.code-unknown", at: Position(segment: 2, tag: "BEG", element: "2"), value: "SA"),
            Diagnostic("directory.too-long", at: Position(segment: 3, tag: "PO1", element: "4.2"), value: "long"),
            Diagnostic("directory.segment-missing", at: Position(segment: 4, tag: "SE"), value: "CTT"),
        ]
        let sets = Self.order("0001") + Self.order("0002") + Self.order("0003", count: 9)
        let report = try Self.report(Self.interchange(Self.group(sets, sets: 3)), also: ["0001": errors])
        let codes: [Code: AcknowledgmentCode] = [
            "directory.code-unknown": .element("7"), "directory.too-long": .element("5"),
            "directory.segment-missing": .segment("3"),
        ]
        let said = try #require(FunctionalAcknowledgment.all(of: report) { codes[$0.code] }.first)
        var writer = try Self.writer()
        try writer.openGroup(
            FunctionalGroup(
                identifier: "FA", sender: "SELLER", receiver: "BUYER", date: "20260921", time: "1015",
                controlNumber: "1"))
        try writer.add(said, form: form, controlNumber: "0001")
        let answer = try #require(try Reading(try writer.finish()).messages.first.flatMap { FunctionalAnswer($0.tree) })
        #expect(answer.type == said.header.type && answer.controlNumber == said.header.reference)
        #expect(answer.version == (form == .implementation ? said.header.version : nil))
        #expect(answer.verdict.rawValue == said.code && answer.codes == said.codes && answer.codes.isEmpty)
        #expect(answer.included == 3 && answer.received == 3 && answer.accepted == said.accepted)
        #expect(answer.transactionSets.map(\.controlNumber) == said.transactionSets.map(\.report.reference))
        #expect(answer.transactionSets.map(\.verdict) == [.rejected, .accepted, .rejected])
        #expect(answer.transactionSets.map(\.codes) == said.transactionSets.map(\.codes))
        let notes = said.transactionSets.flatMap(\.segments)
        let read = answer.transactionSets.flatMap(\.segments)
        #expect(read.map(\.tag) == notes.map(\.tag) && read.map(\.segment) == notes.map(\.segment))
        #expect(read.map(\.code) == notes.map(\.code))
        let wrong = notes.flatMap(\.elements)
        let readWrong = read.flatMap(\.elements)
        #expect(readWrong.map(\.element) == wrong.map(\.element) && readWrong.map(\.code) == wrong.map(\.code))
        #expect(readWrong.map(\.component) == wrong.map(\.component) && readWrong.map(\.value) == ["SA", "long"])
    }

    @Test("a TA1 that is written is read as it was", arguments: ["000000905", "000000906"])
    func readBack(_ number: String) throws {
        let report = try Self.report(Self.interchange(Self.group(Self.order("0001"), sets: 1), number: number))
        let said = InterchangeAcknowledgment(of: report, date: "260922", time: "1015")
        var writer = try Self.writer()
        try writer.add(said)
        let answer = try #require(
            try Reading(try writer.finish()).messages.first.flatMap { InterchangeAnswer($0.tree) })
        #expect(answer.controlNumber == said.controlNumber && answer.date == said.date && answer.time == said.time)
        #expect(answer.code == said.code && answer.note == said.note)
        #expect(answer.code == (number == "000000905" ? .accepted : .rejected))
    }
}
