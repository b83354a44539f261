import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Rollout
import Syntax
import TestPeers
import Testing

/// Answers to what Milepost sent: they move what they answer, and are never answered themselves.
@Suite(.serialized) struct ReceivedAcknowledgementTests {
    /// Legacy takes EDIFACT between identities of which the partner answers for the second.
    private static let options: TestGateway.Options = {
        var options = TestGateway.Options()
        options.legacyPayload = .mapping(
            .init(
                mappings: ["edifact-orders", "edifact-ordchg", "edifact-ordchg-cancellation"],
                envelope: WrittenEnvelope(
                    sender: .init("5400000000007", qualifier: "14"),
                    recipient: .init("5412345000013", qualifier: "14"))))
        options.acknowledgements = AcknowledgementProfile(when: .always, duplicates: .accept)
        return options
    }()

    private static func contrl(_ reference: Int, _ action: String, own: Int, sender: String = "5412345000013") -> String
    {
        "UNB+UNOA:3+\(sender):14+5400000000007:14+260922:0930+\(own)'UNH+1+CONTRL:D:3:UN'"
            + "UCI+\(reference)+5400000000007:14+\(sender):14+\(action)'UNT+3+1'UNZ+1+\(own)'"
    }

    private static func sent(_ view: InterchangeView, _ test: TestGateway) async throws -> SentView? {
        let id = try #require(view.documents?.first?.id)
        return try await test.gateway.documents.document(id, caller: test.administrator).deliveries?.first?.sent
    }

    @Test("what is written for a back end counts from 1 without a gap, and is noted as sent", arguments: StoreKind.all)
    func numbers(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            var numbers: [String?] = []
            for index in 1...3 {
                let order = try await test.submit(EDI.order("R-\(index)", reference: index))
                numbers.append(try await Self.sent(order, test)?.controlNumber)
                let text = try #require(test.legacy.effects.last?.text)
                #expect(text.contains("+5400000000007:14+5412345000013:14+") && text.hasSuffix("UNZ+1+\(index)'"))
            }
            #expect(numbers == ["1", "2", "3"])
        }
    }

    @Test(
        "a CONTRL moves what it answers; a mere receipt behind a verdict does not; none is answered",
        arguments: StoreKind.all)
    func contrl(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            let order = try await test.submit(EDI.order("C-1", reference: 1))
            let fresh = try await Self.sent(order, test)
            #expect(fresh?.status == "sent")
            let steps = [("8", "received"), ("7", "accepted"), ("8", "accepted"), ("4+12", "refused")]
            for (index, (action, status)) in steps.enumerated() {
                let answer = try await test.submit(Self.contrl(1, action, own: 50 + index))
                #expect(answer.documents?.map(\.status) == ["delivered"] && answer.acknowledgements == [])
                #expect(answer.documents?.first?.diagnostics.isEmpty == true)
                let sent = try await Self.sent(order, test)
                #expect(sent?.status == status)
            }
            let refused = try await Self.sent(order, test)
            #expect(refused?.errors == ["UCI: 0085 12"] && refused?.answeredBy != nil)
        }
    }

    @Test("an answer that refuses the only message refuses what was sent", arguments: StoreKind.all)
    func onlyMessage(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            let order = try await test.submit(EDI.order("C-1", reference: 1))
            let answer = Self.contrl(1, "7", own: 50).replacing("UNT+3+1'", with: "UCM+1+ORDERS:D:96A:UN+4+12'UNT+4+1'")
            let taken = try await test.submit(answer)
            #expect(taken.documents?.first?.diagnostics.isEmpty == true)
            let sent = try await Self.sent(order, test)
            #expect(sent?.status == "refused" && sent?.errors == ["UCM 1: 0085 12"])
            let id = try #require(order.documents?.first?.id)
            for (status, count) in [("refused", 1), ("accepted", 0)] {
                var filter = SearchFilter()
                filter.answer = status
                let documents = try await test.gateway.documents.documents(
                    filter, cursor: nil, limit: 10, caller: test.administrator)
                #expect(documents.items.map(\.id) == (count == 1 ? [id] : []))
                let interchanges = try await test.gateway.documents.interchanges(
                    filter, cursor: nil, limit: 10, caller: test.administrator)
                #expect(interchanges.items.map(\.id) == (count == 1 ? [order.id] : []))
            }
            let events = try await test.gateway.documents.timeline(id, caller: test.administrator)
            let event = try #require(events.first { $0.kind == "answered.refused" })
            #expect(event.words.hasSuffix("answered 1: refused, UCM 1: 0085 12 (document \(sent?.answeredBy ?? ""))"))
        }
    }

    @Test(
        "one that answers nothing is reported, and so is one for another's identity; neither fails",
        arguments: StoreKind.all)
    func unmatched(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            let order = try await test.submit(EDI.order("C-1", reference: 1))
            let unmatched = try await test.submit(Self.contrl(77, "7", own: 60))
            #expect(unmatched.documents?.map(\.status) == ["delivered"])
            #expect(unmatched.documents?.first?.diagnostics.map(\.code) == ["intake.acknowledgement-unmatched"])
            let functional =
                "ISA*00*          *00*          *14*5412345000013  *14*5400000000007  *260921*0930*U*00401*000000001*0*P*>~"
                + "GS*FA*A*B*20260921*0930*1*X*004010~ST*997*0001~AK1*PO*9~AK9*A*1*1*1~SE*4*0001~GE*1*1~IEA*1*000000001~"
            let group = try await test.submit(functional)
            #expect(group.documents?.first?.diagnostics.map(\.code) == ["intake.acknowledgement-unmatched"])
            #expect(group.acknowledgements == [])
            try await test.restart { installation in
                for index in installation.partners.indices { installation.partners[index].identifiers = [] }
                installation.routing.parties = installation.partners.map(\.registered)
            }
            let foreign = try await test.submit(Self.contrl(1, "4", own: 61))
            #expect(foreign.documents?.first?.diagnostics.map(\.code) == ["intake.acknowledgement-foreign"])
            let sent = try await Self.sent(order, test)
            #expect(sent?.status == "sent")
        }
    }

    @Test("an answer that is cut off moves nothing, and fails", arguments: StoreKind.all)
    func cutOff(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            let order = try await test.submit(EDI.order("C-1", reference: 1))
            let text = Self.contrl(1, "7", own: 60).replacing("UNT+3+1'", with: "UNT+5+1'")
            let answer = try await test.submit(text)
            #expect(answer.documents?.map(\.status) == ["failed"] && answer.acknowledgements == [])
            let sent = try await Self.sent(order, test)
            #expect(sent?.status == "sent")
        }
    }

    // Its text is in small letters, which UNOA does not have.
    @Test(
        "an APERAK that names the interchange says what the receiver's application finds wrong",
        arguments: StoreKind.all)
    func aperak(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            let order = try await test.submit(EDI.order("A-1", reference: 1))
            let text =
                "UNB+UNOA:3+5412345000013:14+5400000000007:14+260922:0930+70'UNH+1+APERAK:D:96A:UN'BGM+313+AP-1+27'"
                + "DTM+137:20260922:102'RFF+ACW:1'ERC+12::ZZZ'FTX+AAO+++unknown item'UNT+7+1'UNZ+1+70'"
            let answer = try await test.submit(text)
            #expect(answer.documents?.map(\.status) == ["delivered"])
            let codes = answer.documents?.first?.diagnostics.map(\.code) ?? []
            #expect(codes.contains("edifact.character-invalid"))
            // It was processed, so it is not refused for its characters.
            #expect(answer.documents?.first?.diagnostics.contains { $0.severity == "error" } == false)
            #expect(answer.acknowledgements?.map(\.verdict) == ["accepted"])
            let sent = try await Self.sent(order, test)
            #expect(sent?.status == "refused" && sent?.errors == ["ERC 12: unknown item"])
        }
    }

    // MARK: What answers acknowledgements of ours, and X12

    private static func answer(_ view: InterchangeView, _ kind: String, _ test: TestGateway) async throws -> SentView? {
        let list = try await test.gateway.documents.acknowledgements(view.id, caller: test.administrator)
        return list.items.first { $0.kind == kind }?.sent
    }

    @Test("a CONTRL that answers an APERAK of ours moves it, and is never answered", arguments: StoreKind.all)
    func aperakAnswered(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.acknowledgements = AcknowledgementProfile(
            when: .always, duplicates: .accept, aperak: AperakProfile(when: .always))
        try await TestGateway.with(kind, options) { test in
            let order = try await test.submit(EDI.order("C-1", reference: 1))
            let fresh = try await Self.answer(order, "APERAK", test)
            #expect(fresh?.controlNumber == "2" && fresh?.status == "sent" && fresh?.answeredBy == nil)
            let steps = [("7", "accepted"), ("8", "accepted"), ("4+12", "refused")]
            for (index, (action, status)) in steps.enumerated() {
                let text = Self.contrl(2, action, own: 50 + index).replacing("5400000000007", with: "4098765000010")
                let answer = try await test.submit(text)
                #expect(answer.documents?.map(\.status) == ["delivered"] && answer.acknowledgements == [])
                #expect(answer.documents?.first?.diagnostics.isEmpty == true)
                let sent = try await Self.answer(order, "APERAK", test)
                #expect(sent?.status == status)
            }
            let refused = try await Self.answer(order, "APERAK", test)
            #expect(refused?.errors == ["UCI: 0085 12"] && refused?.answeredBy != nil)
            let contrl = try await Self.answer(order, "CONTRL", test)
            #expect(contrl?.controlNumber == "1" && contrl?.status == "sent")
            let other = try await test.submit(
                Self.contrl(3, "7", own: 60).replacing("5400000000007", with: "4098765000010"))
            #expect(other.documents?.first?.diagnostics.map(\.code) == ["intake.acknowledgement-unmatched"])
            #expect(other.acknowledgements == [])
        }
    }

    private static func x12(_ content: String, own: String, number: Int) -> String {
        let digits = String(String(1_000_000_000 + number).dropFirst())
        let own = own.padding(to: 15)
        return "ISA*00*          *00*          *14*5412345000013  *14*\(own)*260921*0930*U*00401*\(digits)*0*P*>~"
            + content + "IEA*\(content.contains("GS*") ? 1 : 0)*\(digits)~"
    }

    private static func functional(_ group: Int, _ set: String, _ verdict: String) -> String {
        "GS*FA*A*B*20260921*0930*1*X*004010~ST*997*0001~AK1*\(set)*\(group)~AK9*\(verdict)*1*1*1~SE*4*0001~GE*1*1~"
    }

    @Test("a TA1 or 997 that answers a 997 of ours moves it, zeros in front or not", arguments: StoreKind.all)
    func functionalAnswered(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.acknowledgements = AcknowledgementProfile(when: .always, duplicates: .accept)
        try await TestGateway.with(kind, options) { test in
            let first = try await test.submit(X12Text.order(1))
            let second = try await test.submit(X12Text.order(2))
            let answers = [
                ("TA1*000000002*260921*0930*E*002~", "accepted-with-errors"), ("TA1*2*260921*0930*R*002~", "refused"),
                (Self.functional(2, "FA", "A"), "accepted"),
            ]
            for (index, (content, status)) in answers.enumerated() {
                let answer = try await test.submit(Self.x12(content, own: "4098765000010", number: 70 + index))
                #expect(answer.documents?.map(\.status) == ["delivered"] && answer.acknowledgements == [])
                let unmatched = answer.documents?.first?.diagnostics.map(\.code).filter { $0.hasPrefix("intake.") }
                #expect(unmatched == [])
                let sent = try await Self.answer(second, "997", test)
                #expect(sent?.status == status)
            }
            let untouched = try await Self.answer(first, "997", test)
            #expect(untouched?.status == "sent")
            let beyond = try await test.submit(
                Self.x12(Self.functional(3, "FA", "A"), own: "4098765000010", number: 80))
            #expect(beyond.documents?.first?.diagnostics.map(\.code) == ["intake.acknowledgement-unmatched"])
        }
    }

    @Test("a TA1 and a 997 move what a mapping wrote as X12", arguments: StoreKind.all)
    func written(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.legacyPayload = .mapping(
            .init(
                mappings: ["x12-850", "x12-860", "x12-860-cancellation"],
                envelope: WrittenEnvelope(
                    sender: .init("5400000000007", qualifier: "14"),
                    recipient: .init("5412345000013", qualifier: "14"), version: "004010")))
        try await TestGateway.with(kind, options) { test in
            _ = try await test.submit(EDI.order("X-1", reference: 1))
            let order = try await test.submit(EDI.order("X-2", reference: 2))
            let answers = [
                ("TA1*000000002*260921*0930*A*000~", "received"), (Self.functional(2, "PO", "A"), "accepted"),
                (Self.functional(2, "PO", "P"), "refused"),
            ]
            for (index, (content, status)) in answers.enumerated() {
                let answer = try await test.submit(Self.x12(content, own: "5400000000007", number: 70 + index))
                #expect(answer.documents?.first?.diagnostics.isEmpty == true)
                let sent = try await Self.sent(order, test)
                #expect(sent?.status == status)
            }
        }
    }
}

extension String {
    /// The text with blanks behind it.
    fileprivate func padding(to length: Int) -> String { self + String(repeating: " ", count: length - count) }
}
