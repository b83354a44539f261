import ConfigurationFiles
import Diagnostics
import EDIFACT
import Gateway
import Intake
import Syntax
import TestPeers
import Testing

/// What partners hear: every payload is submitted as they would, the profile decides.
@Suite(.serialized) struct AcknowledgementTests {
    private static func with(
        _ kind: StoreKind, _ profile: AcknowledgementProfile, _ body: (TestGateway) async throws -> Void
    ) async throws {
        var options = TestGateway.Options()
        options.acknowledgements = profile
        try await TestGateway.with(kind, options, body)
    }

    /// An order interchange whose second message lacks its count of lines' segment end: UNT counts wrongly.
    private static func mixed(_ reference: Int, asks: Bool = false) -> String {
        let good = EDI.message("A-\(reference)")
        let bad = EDI.message("B-\(reference)")
        let text = EDI.interchange([good, bad], reference)
        let wrong = text.replacing("UNT+14+2'", with: "UNT+99+2'")
        return asks ? wrong.replacing("0930+\(reference)'", with: "0930+\(reference)++++1'") : wrong
    }

    @Test(
        "nothing is answered unless the profile says so, and only what asks for it where it says `requested`",
        arguments: StoreKind.all)
    func occasions(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile()) { test in
            let asking = EDI.order("N-1", reference: 1).replacing("0930+1'", with: "0930+1++++1'")
            let found1 = try await test.submit(asking).acknowledgements
            #expect(found1 == [])
        }
        try await Self.with(kind, AcknowledgementProfile(when: .requested)) { test in
            let found2 = try await test.submit(EDI.order("N-1", reference: 1)).acknowledgements
            #expect(found2 == [])
            let asking = EDI.order("N-2", reference: 2).replacing("0930+2'", with: "0930+2++++1'")
            let answered = try await test.submit(asking)
            let acknowledgement = try #require(answered.acknowledgements?.first)
            #expect(answered.acknowledgements?.count == 1)
            #expect(acknowledgement.kind == "CONTRL" && acknowledgement.verdict == "accepted")
            #expect(acknowledgement.controlNumber == "1" && acknowledgement.answers == "2")
            #expect(acknowledgement.mediaType == "application/EDIFACT")
            let content = try #require(acknowledgement.content)
            #expect(content.hasPrefix("UNA:+.? 'UNB+UNOA:3+4098765000010:14+5412345000013:14+"))
            #expect(
                content.hasSuffix("+1'UNH+1+CONTRL:D:3:UN'UCI+2+5412345000013:14+4098765000010:14+7'UNT+3+1'UNZ+1+1'"))
            #expect(acknowledgement.size == content.utf8.count)
        }
    }

    @Test(
        "a receipt and a verdict are two, with numbers of their own, from the identity that the profile names",
        arguments: StoreKind.all)
    func both(kind: StoreKind) async throws {
        var profile = AcknowledgementProfile(when: .always, contrl: .both)
        profile.identity = .init("4000000000006", qualifier: "14")
        try await Self.with(kind, profile) { test in
            let answered = try #require(try await test.submit(Self.mixed(5)).acknowledgements)
            #expect(answered.map(\.number) == [1, 2] && answered.map(\.controlNumber) == ["1", "2"])
            #expect(answered.map(\.verdict) == ["received", "accepted-in-part"])
            #expect(answered[0].content?.contains("UNB+UNOA:3+4000000000006:14+5412345000013:14+") == true)
            #expect(answered[0].content?.contains("+8'UNT+3+1'UNZ+1+1'") == true)
            #expect(answered[1].content?.contains("+7'UCM+2+ORDERS:D:96A:UN:EAN008+4+29+UNT+2'") == true)
            let read = try await test.gateway.documents.interchange(
                #require(
                    try await test.gateway.documents.interchanges(
                        SearchFilter(), cursor: nil, limit: 1, caller: test.administrator
                    ).items.first?.id),
                caller: test.administrator)
            #expect(read.acknowledgements?.map(\.controlNumber) == ["1", "2"])
        }
    }

    @Test("each message for itself: the good one is delivered, the bad one is refused", arguments: StoreKind.all)
    func byMessage(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            let answered = try await test.submit(Self.mixed(1))
            #expect(answered.documents?.map(\.status) == ["delivered", "failed"])
            #expect(answered.acknowledgements?.map(\.verdict) == ["accepted-in-part"])
        }
    }

    @Test(
        "the whole interchange: one bad message refuses all, each with a diagnostic of its own, asked or not",
        arguments: StoreKind.all)
    func byInterchange(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .requested, acceptance: .interchange)) { test in
            let answered = try await test.submit(Self.mixed(7, asks: true))
            #expect(answered.documents?.map(\.status) == ["failed", "failed"])
            let refused = try #require(answered.documents?[0].diagnostics.first)
            #expect(refused.code == "intake.refused-with-interchange" && refused.message.contains("edifact.unt-count"))
            #expect(answered.documents?[1].diagnostics.first?.code == "edifact.unt-count")
            #expect(answered.acknowledgements?.map(\.verdict) == ["refused"])
            #expect(answered.acknowledgements?.first?.content?.contains("4098765000010:14+4+18'UCM+2+") == true)
            #expect(test.legacy.effects.isEmpty)
            let silent = try await test.submit(Self.mixed(8))
            #expect(silent.documents?.map(\.status) == ["failed", "failed"] && silent.acknowledgements == [])
            // The next one is sound, and goes.
            let found3 = try await test.submit(EDI.order("G-1", reference: 9)).documents?.map(\.status)
            #expect(found3 == ["delivered"])
        }
    }

    /// Two groups, the first with a good and a bad message.
    private static let grouped: String = {
        func group(_ number: Int, _ messages: [(String, Int)]) -> String {
            var text = "UNG+ORDERS+5412345000013:14+4098765000010:14+260921:0930+\(number)+UN+D:96A'"
            for (index, (order, count)) in messages.enumerated() {
                let reference = number * 10 + index
                let body = EDI.message(order)
                text += "UNH+\(reference)+" + body.map { $0 + "'" }.joined() + "UNT+\(count)+\(reference)'"
            }
            return text + "UNE+\(messages.count)+\(number)'"
        }
        return "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+3'" + group(1, [("C-1", 14), ("C-2", 98)])
            + group(2, [("C-3", 14)]) + "UNZ+2+3'"
    }()

    @Test("by group: the group of a bad message is refused, the other one goes", arguments: StoreKind.all)
    func byGroup(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .always, acceptance: .group)) { test in
            let answered = try await test.submit(Self.grouped)
            #expect(answered.documents?.map(\.status) == ["failed", "failed", "delivered"])
            #expect(answered.documents?[0].diagnostics.first?.code == "intake.refused-with-group")
            let content = try #require(answered.acknowledgements?.first?.content)
            #expect(content.contains("UCF+1+5412345000013:14+4098765000010:14+4+18'UCM+11+"))
            #expect(!content.contains("UCF+2") && answered.acknowledgements?.first?.verdict == "accepted-in-part")
        }
    }

    @Test("a faulty envelope that is answered with a refusal delivers nothing", arguments: StoreKind.all)
    func envelope(kind: StoreKind) async throws {
        let wrong = EDI.order("E-1", reference: 4).replacing("UNZ+1+4'", with: "UNZ+3+4'")
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            let answered = try await test.submit(wrong)
            #expect(answered.acknowledgements?.map(\.verdict) == ["refused"])
            #expect(answered.acknowledgements?.first?.content?.contains("+4+29+UNZ+2'") == true)
            #expect(answered.documents?.map(\.status) == ["failed"])
            #expect(answered.documents?[0].diagnostics.first?.code == "intake.refused-with-interchange")
        }
        try await Self.with(kind, AcknowledgementProfile()) { test in
            let found4 = try await test.submit(wrong).documents?.map(\.status)
            #expect(found4 == ["delivered"], "unanswered it goes on")
        }
    }

    @Test("what is for another receiver is refused, and reported where nothing is answered", arguments: StoreKind.all)
    func misdirected(kind: StoreKind) async throws {
        var profile = AcknowledgementProfile(when: .always)
        profile.recipients = [.init("5400000000007", qualifier: "14"), .init("ACME")]
        try await Self.with(kind, profile) { test in
            let order = EDI.order("M-1", reference: 1)
            let foreign = try await test.submit(order)
            #expect(foreign.documents?.map(\.status) == ["failed"])
            #expect(foreign.documents?.first?.diagnostics.first?.code == "intake.refused-with-interchange")
            let fault = try #require(foreign.diagnostics.first { $0.code == "intake.interchange-misdirected" })
            #expect(fault.value == "4098765000010")
            #expect(foreign.acknowledgements?.first?.content?.contains("14+4+7+UNB+4'") == true)
            let own = try await test.submit(order.replacing("4098765000010:14", with: "5400000000007:14"))
            #expect(own.acknowledgements?.map(\.verdict) == ["accepted"])
            let x12 = try await test.submit(X12Text.order(1))
            #expect(x12.acknowledgements?.first?.content?.contains("*R*009~") == true)
            #expect(x12.acknowledgements?.map(\.kind) == ["TA1"])
        }
        profile.when = .never
        try await Self.with(kind, profile) { test in
            let foreign = try await test.submit(EDI.order("M-2"))
            #expect(foreign.documents?.map(\.status) == ["delivered"])
            #expect(foreign.diagnostics.map(\.severity) == ["warning"])
        }
    }

    @Test("what comes twice is refused as a duplicate once, unless the profile accepts it", arguments: StoreKind.all)
    func duplicates(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            let first = try await test.submit(EDI.order("D-1", reference: 6))
            let second = try await test.submit(EDI.order("D-2", reference: 6))
            #expect(first.acknowledgements?.map(\.verdict) == ["accepted"])
            #expect(second.acknowledgements?.map(\.verdict) == ["refused"])
            #expect(second.acknowledgements?.first?.controlNumber == "2")
            #expect(
                second.acknowledgements?.first?.content?.contains("UCI+6+5412345000013:14+4098765000010:14+4+26+UNB+6'")
                    == true)
            #expect(second.documents?.map(\.status) == ["failed"])
            let fault = try #require(second.documents?.first?.diagnostics.first)
            #expect(fault.code == "intake.interchange-duplicate" && fault.message.contains(first.id))
            #expect(second.diagnostics.map(\.code) == ["intake.interchange-duplicate"])
            // Another partner's reference, or a test's, is another.
            #expect(
                try await test.submit(EDI.order("D-3", reference: 6, test: true)).acknowledgements?.map(\.verdict) == [
                    "accepted"
                ])
        }
        try await Self.with(kind, AcknowledgementProfile(when: .always, duplicates: .accept)) { test in
            _ = try await test.submit(EDI.order("D-1", reference: 6))
            let second = try await test.submit(EDI.order("D-2", reference: 6))
            #expect(
                second.documents?.map(\.status) == ["delivered"]
                    && second.acknowledgements?.map(\.verdict) == ["accepted"])
        }
    }

    @Test(
        "what was refused as a whole is corrected under the same reference; what was accepted then comes twice no more",
        arguments: StoreKind.all)
    func correctedUnderItsReference(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            let sound = EDI.order("D-1", reference: 6)
            for wrong in [
                sound.replacing("UNZ+1+6'", with: "UNZ+3+6'"), sound.replacing("UNT+14+1'", with: "UNT+99+1'"),
            ] {
                let refused = try await test.submit(wrong)
                #expect(refused.acknowledgements?.map(\.verdict) == ["refused"])
                #expect(!refused.diagnostics.map(\.code).contains("intake.interchange-duplicate"))
            }
            let accepted = try await test.submit(sound)
            #expect(accepted.acknowledgements?.map(\.verdict) == ["accepted"])
            #expect(accepted.documents?.map(\.status) == ["delivered"])
            let second = try await test.submit(sound)
            #expect(second.diagnostics.map(\.code) == ["intake.interchange-duplicate"])
            #expect(test.legacy.effects.count == 1)
        }
    }

    @Test(
        "an interchange without a message is refused once; what names no sender is not answered, and it is said",
        arguments: StoreKind.all)
    func unreadable(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            let empty = try await test.submit("UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+1'UNZ+0+1'")
            #expect(empty.status == "unreadable" && empty.acknowledgements?.map(\.verdict) == ["refused"])
            let again = try await test.gateway.interchanges.reprocess(
                empty.id, waiting: .seconds(240), caller: test.administrator)
            #expect(again.acknowledgements?.map(\.controlNumber) == ["1"], "one, however often it is read")
            let nameless = try await test.submit("UNB+UNOA:3++4098765000010:14+260921:0930+2'UNZ+0+2'")
            #expect(nameless.acknowledgements == [])
            #expect(nameless.diagnostics.contains { $0.code == "intake.acknowledgement-impossible" })
            let found5 = try await test.submit("%PDF-1.7").acknowledgements
            #expect(found5 == [])
            let found6 = try await test.submit(EDI.order("U-1", reference: 3)).acknowledgements?.first?.controlNumber
            #expect(found6 == "2")
        }
    }

    private static func x12(_ number: Int, asks: Bool = false, wrong: Bool = false) -> String {
        let digits = String(repeating: "0", count: 9 - String(number).count) + String(number)
        return "ISA*00*          *00*          *14*5412345000013  *14*4098765000010  *260921*0930*U*00401*\(digits)*"
            + "\(asks ? 1 : 0)*P*>~GS*PO*BUYERCO*SELLERCO*20260921*0930*\(number)*X*004010~ST*850*0001~BEG*00*SA*PO\(number)**20260921~"
            + "PO1*1*\(wrong ? "ten" : "10")*EA~CTT*1~SE*5*0001~GE*1*\(number)~IEA*1*\(digits)~"
    }

    @Test(
        "X12: TA1 and 997 by profile, their groups numbered by themselves; the control number counts nine digits",
        arguments: StoreKind.all)
    func x12(kind: StoreKind) async throws {
        var profile = AcknowledgementProfile(when: .always)
        profile.confirmsEnvelopes = true
        try await Self.with(kind, profile) { test in
            let good = try #require(try await test.submit(Self.x12(1)).acknowledgements?.first)
            #expect(good.kind == "TA1+997" && good.verdict == "accepted" && good.mediaType == "application/EDI-X12")
            #expect(good.controlNumber == "000000001" && good.answers == "000000001")
            let bad = try #require(try await test.submit(Self.x12(2, wrong: true)).acknowledgements?.first)
            #expect(bad.verdict == "refused" && bad.controlNumber == "000000002")
            let text = try #require(bad.content)
            #expect(text.contains("*14*4098765000010  *14*5412345000013  *") && text.contains("*000000002*0*P*"))
            #expect(text.contains("TA1*000000002*260921*0930*A*000~GS*FA*SELLERCO*BUYERCO*"))
            #expect(text.contains("*2*X*004010~ST*997*0001~AK1*PO*2~") && text.hasSuffix("GE*1*2~IEA*1*000000002~"))
            let again = try #require(try await test.submit(Self.x12(1)).acknowledgements?.first)
            #expect(again.kind == "TA1" && again.verdict == "refused")
            #expect(again.content?.contains("TA1*000000001*260921*0930*R*025~IEA*0*000000003~") == true)
            // A 997 is never answered.
            let found7 = try await test.submit(text).acknowledgements
            #expect(found7 == [])
        }
    }

    @Test("two nodes that acknowledge at once draw each number once, and none is left out", arguments: StoreKind.all)
    func twoNodes(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            try await test.withSecondNode { second in
                let numbers = try await withThrowingTaskGroup(of: Int?.self) { group in
                    for index in 1...60 {
                        let submissions = index.isMultiple(of: 2) ? second.submissions : test.gateway.submissions
                        group.addTask {
                            let bytes = Array(EDI.order("T-\(index)", reference: index).utf8)
                            let receipt = try await submissions.submit(
                                Submission(sender: "northwind", channel: "test", bytes: bytes))
                            let outcome = try await submissions.outcome(of: receipt.id, waiting: .seconds(240))
                            return outcome.acknowledgements?.first.flatMap { Int($0.controlNumber) }
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(numbers.compactMap(\.self).sorted() == Array(1...60))
            }
        }
    }

    @Test(
        "of an interchange too large to be held, what stands at its end refuses what stands at its beginning",
        arguments: StoreKind.all)
    func large(kind: StoreKind) async throws {
        let messages = (1...4_300).map { EDI.message("L-\($0)") }
        let text = EDI.interchange(messages, 11)
        #expect(text.utf8.count > 1 << 20)
        let wrong = text.replacing("UNT+14+4300'", with: "UNT+15+4300'")
        try await Self.with(kind, AcknowledgementProfile(when: .always, acceptance: .interchange)) { test in
            let answered = try await test.submit(wrong)
            #expect(answered.documentCount == 4_300)
            let isRefused = answered.documents?.allSatisfy { $0.status == "failed" }
            #expect(isRefused == true && test.legacy.effects.isEmpty)
            #expect(answered.documents?.first?.diagnostics.first?.code == "intake.refused-with-interchange")
            let content = try #require(answered.acknowledgements?.first?.content)
            #expect(answered.acknowledgements?.count == 1 && content.contains("+4+18'UCM+4300+"))
        }
    }

    @Test("a CONTRL is never answered", arguments: StoreKind.all)
    func contrl(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            let text = try #require(try await test.submit(EDI.order("C-9")).acknowledgements?.first?.content)
            let found8 = try await test.submit(text).acknowledgements
            #expect(found8 == [])
        }
    }

    @Test("a partner hears of its own interchanges, a viewer of none", arguments: StoreKind.all)
    func access(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            let id = try await test.submit(EDI.order("W-1")).id
            let desk = test.gateway.documents
            let own = Caller(name: "n", role: .partner, partner: "northwind")
            let found9 = try await desk.acknowledgements(id, caller: own).items.count
            #expect(found9 == 1)
            let found10 = try await desk.acknowledgement("1", of: id, caller: own).contentType
            #expect(found10 == "application/EDIFACT")
            for role in [Role.support, .operations, .administrator] {
                let found11 = try await desk.acknowledgements(id, caller: Caller(name: "s", role: role)).items.count
                #expect(found11 == 1)
            }
            let other = Caller(name: "o", role: .partner, partner: "other")
            await Self.expectRefusal("intake.interchange-unknown") {
                _ = try await desk.acknowledgements(id, caller: other)
            }
            await Self.expectRefusal("intake.interchange-unknown") {
                _ = try await desk.acknowledgement("1", of: id, caller: other)
            }
            let viewer = Caller(name: "v", role: .viewer)
            await Self.expectRefusal("intake.forbidden") { _ = try await desk.acknowledgements(id, caller: viewer) }
            await Self.expectRefusal("intake.forbidden") {
                _ = try await desk.acknowledgement("1", of: id, caller: viewer)
            }
            let seen = try await desk.interchange(id, caller: viewer)
            #expect(seen.acknowledgements == nil)
            await Self.expectRefusal("intake.acknowledgement-unknown") {
                _ = try await desk.acknowledgement("2", of: id, caller: own)
            }
        }
    }

    @Test("whoever gets the text of an acknowledgement may see payloads", arguments: Role.allCases)
    func rights(role: Role) {
        let caller = Caller(name: "c", role: role)
        // An outcome is for those who submit, reprocess or replay.
        let getsOutcome = caller.may(.submit) || caller.may(.replay)
        #expect(!getsOutcome || caller.may(.viewPayload))
        #expect(caller.may(.viewPayload) == (role != .viewer))
    }

    private static func expectRefusal(_ code: String, _ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("not refused: \(code)")
        } catch let error as GatewayError {
            #expect(error.diagnostic.code.rawValue == code)
        } catch {
            Issue.record(error)
        }
    }
}
