import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Orders
import Rollout
import TestPeers
import Testing

/// Documents that go to a partner in one interchange.
@Suite struct BatchTests {
    private static func with(
        _ kind: StoreKind, documents: Int = 3, within: Double = 300,
        forms: [CanonicalDocument.DocumentType: Outbound.Form] = [.orderResponse: .asSent],
        _ body: (TestGateway, RecordingBackend) async throws -> Void
    ) async throws {
        try await OutboundTests.with(kind) { test, partner in
            try await test.restart { Self.configure(&$0, partner, documents, within, forms) }
            try await body(test, partner)
        }
    }

    private static func configure(
        _ installation: inout Installation, _ partner: RecordingBackend, _ documents: Int = 3, _ within: Double = 300,
        _ forms: [CanonicalDocument.DocumentType: Outbound.Form] = [.orderResponse: .asSent]
    ) {
        installation.send(to: partner.url, forms)
        installation.partners[0].outbound?.batch = Outbound.Batch(documents: documents, within: within)
    }

    /// Orders, and what legacy answers to each: the ids of the answers.
    private static func answered(_ numbers: [String], _ test: TestGateway) async throws -> [String] {
        var ids: [String] = []
        for number in numbers {
            try await test.submit(EDI.order(number, reference: Int(number.dropFirst(2)) ?? 1))
            ids.append(try await hand(OutboundTests.response(number), key: number, to: test))
        }
        return ids
    }

    /// Hands a document over, which waits for its batch: its id.
    private static func hand(_ text: String, key: String, to test: TestGateway) async throws -> String {
        let receipt = try await test.gateway.submissions.submit(
            Submission(
                sender: BackendSender.name(of: "legacy"), channel: "test", idempotencyKey: key, bytes: Array(text.utf8))
        )
        return try await test.routed(receipt.id).id
    }

    private static func document(_ id: String, _ test: TestGateway) async throws -> DocumentView {
        try await test.gateway.documents.document(id, caller: test.administrator)
    }

    private static func outbound(_ id: String, _ test: TestGateway) async throws -> DeliveryView {
        try #require(try await document(id, test).deliveries?.last { $0.purpose == "outbound" })
    }

    private static func settled(_ ids: [String], as status: String = "delivered", _ test: TestGateway) async throws {
        for id in ids {
            _ = try await eventually(60) { try await document(id, test).status == status ? true : nil }
        }
    }

    private static func contrl(_ reference: String, refusing message: String, own: Int) -> String {
        "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0931+\(own)'UNH+1+CONTRL:D:3:UN'"
            + "UCI+\(reference)+4098765000010:14+5412345000013:14+7'UCM+\(message)+ORDRSP:D:96A:UN+4+12'"
            + "UNT+4+1'UNZ+1+\(own)'"
    }

    @Test(
        "so many go in one interchange, each with its reference; an answer to one message moves that document alone",
        arguments: StoreKind.all)
    func count(kind: StoreKind) async throws {
        try await Self.with(kind) { test, partner in
            let ids = try await Self.answered(["A-1", "A-2"], test)
            let open = try await Self.outbound(ids[0], test)
            #expect(open.state == "waiting" && open.sent == nil && partner.effects.isEmpty, "\(open)")
            // What was gathered before a restart goes with what comes behind it.
            try await test.restart { Self.configure(&$0, partner) }
            let third = try await Self.answered(["A-3"], test)
            try await Self.settled(ids + third, test)
            let sent = try #require(partner.effects.first)
            #expect(partner.effects.count == 1)
            #expect(sent.text.contains("UNZ+3+1'"), "\(sent.text)")
            for (index, number) in ["A-1", "A-2", "A-3"].enumerated() {
                #expect(sent.text.contains("UNH+\(index + 1)+ORDRSP") && sent.text.contains("RFF+ON:\(number)'"))
            }
            let second = try await Self.outbound(ids[1], test)
            #expect(second.way?.message == "2" && second.sent?.controlNumber == "1", "\(second)")
            try await test.submit(Self.contrl("1", refusing: "2", own: 77))
            let states = [try await Self.document(ids[0], test).status, try await Self.document(ids[1], test).status]
            #expect(states == ["delivered", "failed"])
            let moved = try await Self.outbound(ids[0], test)
            #expect(moved.way?.stage == "with-partner" && moved.sent?.status == "accepted-in-part", "\(moved)")
            // It is sent again as it was, whole; the others stay where they are.
            _ = try await test.gateway.replay.resend(ids[1], reason: "their mistake", caller: test.administrator)
            try await Self.settled([ids[1]], test)
            #expect(partner.effects.count == 2 && partner.effects[0].body == partner.effects[1].body)
            let again = try await Self.outbound(ids[1], test)
            #expect(again.way?.stage == "handed-over" && again.way?.message == "2", "\(again)")
            let other = try await Self.outbound(ids[0], test)
            #expect(other.way?.stage == "with-partner" && other.attempts.count == 1, "\(other)")
        }
    }

    @Test(
        "what waits long enough goes; what was recalled or decided anew before leaves its batch",
        arguments: StoreKind.all)
    func time(kind: StoreKind) async throws {
        try await Self.with(kind, documents: 100) { test, partner in
            let ids = try await Self.answered(["A-1", "A-2", "A-3"], test)
            _ = try await test.gateway.replay.discard(ids[1], reason: "a mistake", caller: test.administrator)
            #expect(partner.effects.isEmpty)
            test.advance(seconds: 301)
            try await Self.settled([ids[0], ids[2]], test)
            let sent = try #require(partner.effects.first)
            #expect(partner.effects.count == 1 && sent.text.contains("UNZ+2+1'"), "\(sent.text)")
            #expect(!sent.text.contains("A-2"))
            // The next batch counts on.
            let next = try await Self.answered(["A-4"], test)
            test.advance(seconds: 301)
            try await Self.settled(next, test)
            #expect(partner.effects.count == 2 && partner.effects[1].text.contains("UNZ+1+2'"))
        }
    }

    @Test(
        "a partner that is down gets it later as it was; one document retried brings all, one taken out goes without",
        arguments: StoreKind.all)
    func refused(kind: StoreKind) async throws {
        try await Self.with(kind, documents: 2) { test, partner in
            partner.behave { _ in .answer(503) }
            let ids = try await Self.answered(["A-1", "A-2"], test)
            _ = try await eventually(60) { partner.requests > 1 ? true : nil }
            partner.behave { _ in .answer(422) }
            try await Self.settled(ids, as: "failed", test)
            partner.behave { _ in .accept }
            _ = try await test.gateway.replay.retry(ids[0], caller: test.administrator)
            try await Self.settled(ids, test)
            #expect(partner.effects.count == 1 && partner.effects[0].text.contains("UNZ+2+1'"))

            partner.behave { _ in .answer(422) }
            let more = try await Self.answered(["A-3", "A-4"], test)
            try await Self.settled(more, as: "failed", test)
            partner.behave { _ in .accept }
            _ = try await test.gateway.replay.discard(more[0], reason: "withdrawn", caller: test.administrator)
            _ = try await test.gateway.replay.retry(more[1], caller: test.administrator)
            try await Self.settled([more[1]], test)
            let sent = try #require(partner.effects.last)
            #expect(partner.effects.count == 2 && sent.text.contains("UNZ+1+3'"), "\(sent.text)")
            #expect(sent.text.contains("RFF+ON:A-4'") && !sent.text.contains("A-3"))
        }
    }

    @Test("a 997 speaks of the sets of a group one by one", arguments: StoreKind.all)
    func sets(kind: StoreKind) async throws {
        let form = Outbound.Form.mapping(Backend.MappedPayload(mappings: ["x12-855"]))
        try await Self.with(kind, documents: 2, forms: [.orderResponse: form]) { test, partner in
            let ids = try await Self.answered(["A-1", "A-2"], test)
            try await Self.settled(ids, test)
            let sent = try #require(partner.effects.first)
            #expect(partner.effects.count == 1 && sent.text.contains("GE*2*1~IEA*1*000000001~"), "\(sent.text)")
            // Back to who sent it, as ISA names both.
            let sides = sent.text.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
            let functional =
                "ISA*00*          *00*          *\(sides[7])*\(sides[8])*\(sides[5])*\(sides[6])*260921*0930*U*00401*000000009*0*P*>~"
                + "GS*FA*THEM*US*20260921*0930*9*X*004010~ST*997*0001~AK1*PR*1~AK2*855*0001~AK5*A~AK2*855*0002~AK5*R*5~"
                + "AK9*P*2*2*1~SE*8*0001~GE*1*9~IEA*1*000000009~"
            let answer = try await test.submit(functional)
            #expect(answer.documents?.first?.diagnostics.isEmpty == true, "\(answer)")
            let states = [try await Self.document(ids[0], test).status, try await Self.document(ids[1], test).status]
            #expect(states == ["delivered", "failed"])
            let first = try await Self.outbound(ids[0], test)
            #expect(first.way?.stage == "with-partner" && first.way?.message == "0001", "\(first)")
        }
    }

    @Test("nothing is lost or sent twice when the answers to COMMITs are lost", arguments: StoreKind.all)
    func lost(kind: StoreKind) async throws {
        try await Self.with(kind, documents: 2) { test, partner in
            for fragment in ["insert into batches", "insert into sent_interchanges"] {
                test.database.loseCommit(running: fragment)
            }
            let ids = try await Self.answered(["A-1", "A-2"], test)
            // What was claimed and never heard of is given back once its lease has passed.
            _ = try await eventually(60) { try await Self.outbound(ids[0], test).state == "sending" ? true : nil }
            #expect(partner.effects.isEmpty)
            test.advance(seconds: 70)
            try await Self.settled(ids, test)
            #expect(partner.effects.count == 1 && partner.effects[0].text.contains("UNZ+2+1'"))
        }
    }

    @Test(
        "what waits for a partner whose way is gone is told, and goes on when it is back, wherever",
        arguments: StoreKind.all)
    func gone(kind: StoreKind) async throws {
        try await Self.with(kind, documents: 2) { test, partner in
            partner.behave { _ in .answer(503) }
            let ids = try await Self.answered(["A-1", "A-2"], test)
            let waiting = try await Self.answered(["A-3"], test)
            _ = try await eventually(60) { partner.requests > 0 ? true : nil }
            try await test.restart { _ in }
            let list = try await test.gateway.backends.list(caller: test.administrator)
            let lost = try #require(list.first { $0.name == "partner:northwind" })
            #expect(lost.kind == "gone" && lost.waiting == 3, "\(lost)")
            let elsewhere = try RecordingBackend()
            defer { elsewhere.stop() }
            try await test.restart { Self.configure(&$0, elsewhere) }
            test.advance(seconds: 301)
            try await Self.settled(ids + waiting, test)
            #expect(elsewhere.effects.count == 2 && partner.effects.isEmpty)
        }
    }

    @Test("what an order says later goes behind its batch, alone if that has gone already", arguments: StoreKind.all)
    func order(kind: StoreKind) async throws {
        try await Self.with(kind, documents: 2) { test, partner in
            partner.behave { _ in .answer(503) }
            let ids = try await Self.answered(["A-1", "A-2"], test)
            _ = try await eventually(60) { partner.requests > 0 ? true : nil }
            let later = try await Self.hand(OutboundTests.response("A-1", status: .changed), key: "later", to: test)
            let alone = try await Self.outbound(later, test)
            #expect(alone.state == "waiting" && alone.way?.batch == nil && alone.sent == nil, "\(alone)")
            partner.behave { _ in .accept }
            try await Self.settled(ids + [later], test)
            #expect(partner.effects.count == 2 && partner.effects[0].text.contains("UNZ+2+"))
            #expect(partner.effects[1].text.contains("UNZ+1+"))
        }
    }
}
