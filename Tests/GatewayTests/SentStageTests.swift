import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Orders
import Rollout
import TestPeers
import Testing

/// How far what is sent to a partner has come, and what says so.
@Suite struct SentStageTests {
    /// A gateway whose partner northwind takes responses, which a stage closes within an hour.
    private static func with(
        _ kind: StoreKind, closes: SentStage?, within: Double? = 3_600,
        documents: [CanonicalDocument.DocumentType: Outbound.Form] = [.orderResponse: .asSent],
        _ body: (TestGateway, RecordingBackend) async throws -> Void
    ) async throws {
        try await OutboundTests.with(kind) { test, partner in
            try await test.restart { installation in
                installation.send(to: partner.url, documents)
                installation.partners[0].outbound?.closes = closes
                installation.partners[0].outbound?.acknowledgedWithin = within
                for partner in [Partner(id: "relay", kind: .provider), Partner(id: "southwind")] {
                    installation.partners.append(partner)
                    installation.routing.parties.append(partner.registered)
                }
            }
            try await body(test, partner)
        }
    }

    private static func document(_ id: String, _ test: TestGateway) async throws -> DocumentView {
        try await test.gateway.documents.document(id, caller: test.administrator)
    }

    private static func way(_ id: String, _ test: TestGateway) async throws -> WayView {
        let deliveries = try await document(id, test).deliveries ?? []
        return try #require(deliveries.last { $0.purpose == "outbound" }?.way)
    }

    /// An APERAK of northwind that names a document by its number.
    private static func aperak(_ number: String, _ verdict: String, own: Int) -> String {
        "UNB+UNOC:3+5412345000013:14+4098765000010:14+260922:0930+\(own)'UNH+1+APERAK:D:96A:UN'BGM+313+AP-1+\(verdict)'"
            + "DTM+137:20260922:102'RFF+ACW:\(number)'ERC+12::ZZZ'FTX+AAO+++price too high'UNT+7+1'UNZ+1+\(own)'"
    }

    private static func statusReport(_ number: String, _ stage: String, _ state: String, error: String = "") -> String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <statusReport reportDateTime="2026-09-21T10:02:24.223Z" reportRecipient="4098765000010"><reportItem>\
        <messageId>m-1</messageId><documentId>m-1</documentId><messageSender>4098765000010</messageSender>\
        <messageRecepient>5412345000013</messageRecepient><documentType>ORDRSP</documentType>\
        <documentNumber>\(number)</documentNumber><documentDate>2026-09-21</documentDate>\
        <statusItem><dateTime>2026-09-21T10:02:24.223Z</dateTime><stage>\(stage)</stage><state>\(state)</state>\(error)\
        </statusItem></reportItem></statusReport>
        """
    }

    @Test(
        "each stage is told once with when and by what; none goes back, and the one that is agreed closes the document",
        arguments: StoreKind.all)
    func chain(kind: StoreKind) async throws {
        try await Self.with(kind, closes: .read) { test, _ in
            try await test.submit(EDI.order("A-1"))
            let sent = try await OutboundTests.handOver(OutboundTests.response("A-1"), key: "1", to: test)
            let first = try await Self.way(sent.id, test)
            #expect(first.stage == "handed-over" && first.closes == "read" && !first.closed, "\(first)")
            #expect(first.stages.map(\.by) == ["channel"] && first.dueAt != nil)

            let contrl = try await test.submit(OutboundTests.contrl("1", action: 7, of: "77"))
            let there = try await Self.way(sent.id, test)
            #expect(there.stage == "with-partner" && !there.closed && there.dueAt == first.dueAt, "\(there)")
            #expect(there.stages.map(\.by) == ["channel", "CONTRL"])
            #expect(there.stages.last?.document == contrl.documents?.first?.id)

            test.advance(seconds: 3_700)
            let failed = try await eventually(60) {
                let document = try await Self.document(sent.id, test)
                return document.status == "failed" ? document : nil
            }
            #expect(failed.diagnostics.map(\.code).last == "acknowledge.overdue", "\(failed)")
            #expect(failed.diagnostics.last?.message.contains("come to with-partner") == true, "\(failed)")

            // The same again, and what is said of an earlier stage, changes nothing.
            try await test.submit(OutboundTests.contrl("1", action: 7, of: "78"))
            try await test.submit(OutboundTests.contrl("1", action: 8, of: "79"))
            let same = try await Self.way(sent.id, test)
            #expect(same.stages == there.stages && same.stage == "with-partner", "\(same)")
            let waiting = try await Self.document(sent.id, test)
            #expect(waiting.status == "failed")

            let aperak = try await test.submit(Self.aperak("R-A-1", "29", own: 80))
            #expect(aperak.documents?.first?.reason?.contains("accepted") == true, "\(aperak)")
            let settled = try await Self.document(sent.id, test)
            #expect(settled.status == "delivered", "\(settled)")
            let closed = try await Self.way(sent.id, test)
            #expect(closed.stage == "accepted" && closed.closed && closed.dueAt == nil, "\(closed)")
            for (stage, ids) in [("accepted", [sent.id]), ("with-partner", [])] {
                var filter = SearchFilter()
                filter.reached = stage
                let found = try await test.gateway.documents.documents(
                    filter, cursor: nil, limit: 10, caller: test.administrator)
                #expect(found.items.map(\.id) == ids)
            }
            let order = try await test.gateway.orders.show("northwind/A-1", caller: test.administrator)
            let reached = order.timeline.filter { $0.kind.hasPrefix("reached.") }.map(\.kind)
            #expect(reached == ["reached.with-partner", "reached.accepted"])
        }
    }

    @Test(
        "an application's refusal by the document's number fails it, and nothing moves it back; it is sent anew",
        arguments: StoreKind.all)
    func refused(kind: StoreKind) async throws {
        try await Self.with(kind, closes: nil, within: nil) { test, partner in
            try await test.submit(EDI.order("A-1"))
            let sent = try await OutboundTests.handOver(OutboundTests.response("A-1"), key: "1", to: test)
            let open = try await Self.way(sent.id, test)
            #expect(open.closed && open.closes == "handed-over" && open.dueAt == nil, "\(open)")
            try await test.submit(Self.aperak("R-A-1", "27", own: 80))
            let refused = try await Self.document(sent.id, test)
            #expect(refused.status == "failed" && refused.stage == "acknowledge", "\(refused)")
            #expect(refused.diagnostics.last?.message.contains("price too high") == true, "\(refused)")
            try await test.submit(OutboundTests.contrl("1", action: 7, of: "81"))
            let still = try await Self.way(sent.id, test)
            #expect(still.stage == "refused" && still.stages.map(\.stage).contains("with-partner"), "\(still)")
            let failed = try await Self.document(sent.id, test)
            #expect(failed.status == "failed")
            _ = try await test.gateway.replay.resend(sent.id, reason: "agreed", caller: test.administrator)
            _ = try await eventually(60) {
                try await Self.document(sent.id, test).status == "delivered" ? true : nil
            }
            let again = try await Self.way(sent.id, test)
            #expect(again.stage == "handed-over" && again.stages.count == 1, "\(again)")
            #expect(partner.effects.count == 2 && partner.effects[0].body == partner.effects[1].body)
            // What comes now is about what was sent now.
            try await test.submit(Self.aperak("R-A-1", "29", own: 82))
            let accepted = try await Self.way(sent.id, test)
            #expect(accepted.stage == "accepted", "\(accepted)")
        }
    }

    @Test(
        "a provider's report moves a document without a control number; what matches nothing is kept and moves nothing",
        arguments: StoreKind.all)
    func report(kind: StoreKind) async throws {
        let form = Outbound.Form.mapping(Backend.MappedPayload(mappings: ["kontur-order-response"]))
        try await Self.with(kind, closes: .checked, documents: [.orderResponse: form]) { test, partner in
            try await test.submit(EDI.order("A-1"))
            let sent = try await OutboundTests.handOver(OutboundTests.response("A-1"), key: "1", to: test)
            #expect(sent.status == "delivered", "\(sent)")
            #expect(partner.effects.first?.text.contains("<eDIMessage") == true)
            let unknown = try await test.submit(Self.statusReport("R-B-9", "Checking", "Ok"), sender: "relay")
            let stray = try #require(unknown.documents?.first)
            #expect(
                stray.status == "delivered" && stray.code(of: "intake.acknowledgement-unmatched"),
                "\(stray)")
            let canonical = try await test.gateway.documents.canonical(stray.id, caller: test.administrator)
            #expect(String(decoding: canonical, as: UTF8.self).contains("R-B-9"))
            // Another partner says nothing of it.
            let foreign = try await test.submit(Self.statusReport("R-A-1", "Checking", "Ok"), sender: "southwind")
            #expect(
                foreign.documents?.first?.code(of: "intake.acknowledgement-unmatched") == true, "\(foreign)")

            // A word that is not known says that the provider has it.
            let sorting = try await test.submit(Self.statusReport("R-A-1", "Sorting", "Ok"), sender: "relay")
            let taken = try await Self.way(sent.id, test)
            #expect(taken.stage == "taken" && !taken.closed, "\(taken), \(sorting)")
            try await test.submit(Self.statusReport("R-A-1", "Checking", "Ok"), sender: "relay")
            let checked = try await Self.way(sent.id, test)
            #expect(checked.stage == "checked" && checked.closed && checked.dueAt == nil, "\(checked)")
            let fail = Self.statusReport("R-A-1", "Checking", "Fail", error: "<error>no such order</error>")
            try await test.submit(fail, sender: "relay")
            let refused = try await Self.document(sent.id, test)
            #expect(refused.status == "failed" && refused.code(of: "acknowledge.refused"), "\(refused)")
            #expect(refused.diagnostics.last?.message.contains("no such order") == true, "\(refused)")
        }
    }

    @Test(
        "a receiving advice accepts the despatch advice that it names, and goes its own way", arguments: StoreKind.all)
    func receiving(kind: StoreKind) async throws {
        let form = Outbound.Form.mapping(Backend.MappedPayload(mappings: ["edifact-desadv"]))
        try await Self.with(kind, closes: .accepted, documents: [.despatchAdvice: form]) { test, partner in
            try await test.submit(EDI.order("A-1"))
            let sent = try await OutboundTests.handOver(Self.despatch("A-1"), key: "1", to: test)
            #expect(sent.status == "delivered", "\(sent)")
            var advice = ReceivingAdvice()
            advice.number = "W-1"
            advice.despatchNumber = "D-A-1"
            advice.buyer.gln = GLN(canonicalText: "5412345000013")
            advice.supplier.gln = GLN(canonicalText: "4098765000010")
            advice.order = OrderReference()
            advice.order?.number = "A-1"
            let text = String(decoding: CanonicalDocument.receivingAdvice(advice).jsonBytes, as: UTF8.self)
            let received = try #require(try await test.submit(text).documents?.first)
            #expect(received.type == "receiving-advice" && received.backend == "legacy", "\(received)")
            let way = try await Self.way(sent.id, test)
            #expect(way.stage == "accepted" && way.closed, "\(way)")
            #expect(way.stages.last?.by == "receiving-advice" && way.stages.last?.document == received.id)
        }
    }

    /// A despatch advice for an order, as a back end says it.
    static func despatch(_ order: String) -> String {
        var advice = DespatchAdvice()
        advice.number = "D-\(order)"
        advice.order = OrderReference()
        advice.order?.number = order
        advice.buyer.gln = GLN(canonicalText: "5412345000013")
        advice.supplier.gln = GLN(canonicalText: "4098765000010")
        var line = DespatchLine()
        line.number = "1"
        advice.lines = [line]
        return String(decoding: CanonicalDocument.despatchAdvice(advice).jsonBytes, as: UTF8.self)
    }
}

extension DocumentView {
    /// Whether a diagnostic of a code is the last that was said.
    fileprivate func code(of code: String) -> Bool { diagnostics.last?.code == code }
}
