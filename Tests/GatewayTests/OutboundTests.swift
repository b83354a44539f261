import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Orders
import Rollout
import TestPeers
import Testing

/// What back ends make, on its way to the partner.
@Suite struct OutboundTests {
    /// A gateway whose partner northwind takes responses as it sent its orders, and despatch advices by a mapping.
    static func with(
        _ kind: StoreKind, documents: [CanonicalDocument.DocumentType: Outbound.Form] = [.orderResponse: .asSent],
        _ body: (TestGateway, RecordingBackend) async throws -> Void
    ) async throws {
        let partner = try RecordingBackend()
        defer { partner.stop() }
        try await TestGateway.with(kind) { test in
            try await test.restart { $0.send(to: partner.url, documents) }
            try await body(test, partner)
        }
    }

    /// An answer to an order, as a back end says it: by the key that it was given, or by buyer and number.
    static func response(
        _ number: String, key: String? = nil, status: ResponseStatus = .accepted, origin: String? = nil,
        test: Bool = false
    ) -> String {
        var response = OrderResponse()
        response.number = number
        response.documentNumber = "R-\(number)"
        response.status = status
        response.test = test
        response.buyer.gln = GLN(canonicalText: "5412345000013")
        response.supplier.gln = GLN(canonicalText: "4098765000010")
        var line = ResponseLine()
        line.number = "1"
        line.orderLine = "1"
        response.lines = [line]
        for (name, value) in [("orderKey", key), ("origin", origin)] {
            guard let value else { continue }
            var own = Extension()
            (own.name, own.value) = (name, value)
            response.extensions.append(own)
        }
        return String(decoding: CanonicalDocument.orderResponse(response).jsonBytes, as: UTF8.self)
    }

    static func handOver(
        _ text: String, by backend: String = "legacy", key: String, to test: TestGateway
    ) async throws -> DocumentView {
        let view = try await test.submit(text, sender: BackendSender.name(of: backend), key: key)
        return try #require(view.documents?.first, "\(view.diagnostics.map(\.message))")
    }

    @Test(
        "what the owner answers goes to the partner in the form of its order, and the partner's CONTRL finds it",
        arguments: StoreKind.all, [true, false])
    func answer(kind: StoreKind, byKey: Bool) async throws {
        try await Self.with(kind) { test, partner in
            try await test.submit(EDI.order("A-1"))
            let document = try await Self.handOver(
                Self.response("A-1", key: byKey ? "northwind/A-1" : nil), key: "doc-1", to: test)
            #expect(document.status == "delivered" && document.backend == "legacy", "\(document)")
            #expect(document.orderKey == "northwind/A-1" && document.function == "order-response")
            let sent = try #require(partner.effects.first)
            #expect(partner.effects.count == 1)
            #expect(sent.text.contains("'UNB+UNOA:3+4098765000010:14+5412345000013:14+"), "\(sent.text)")
            #expect(sent.text.contains("ORDRSP:D:96A:UN") && sent.text.contains("RFF+ON:A-1'"), "\(sent.text)")
            #expect(sent.headers["content-type"] == "application/EDIFACT")
            #expect(test.legacy.effects.count == 1 && test.new.effects.isEmpty)
            // The same under the same id again is the same document.
            let again = try await Self.handOver(
                Self.response("A-1", key: byKey ? "northwind/A-1" : nil), key: "doc-1", to: test)
            #expect(again.id == document.id && partner.effects.count == 1)
            // The same under another id is another document.
            let other = try await Self.handOver(Self.response("A-1", key: "northwind/A-1"), key: "doc-2", to: test)
            #expect(other.status == "delivered" && partner.effects.count == 2)
            let contrl =
                "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0931+77'UNH+1+CONTRL:D:3:UN'"
                + "UCI+1+4098765000010:14+5412345000013:14+7'UNT+3+1'UNZ+1+77'"
            let acknowledgement = try #require(try await test.submit(contrl).documents?.first)
            #expect(acknowledgement.reason?.contains("accepted") == true, "\(acknowledgement)")
        }
    }

    @Test("what another back end says of an order is kept and goes nowhere", arguments: StoreKind.all)
    func rogue(kind: StoreKind) async throws {
        try await Self.with(kind) { test, partner in
            try await test.submit(EDI.order("A-1"))
            let rogue = try await Self.handOver(Self.response("A-1"), by: "new", key: "1", to: test)
            #expect(rogue.status == "superseded" && rogue.diagnostics.map(\.code) == ["route.rogue-write"], "\(rogue)")
            #expect(partner.effects.isEmpty && test.legacy.effects.count == 1 && test.new.effects.isEmpty)
        }
    }

    @Test("an answer that comes before its order waits for it", arguments: StoreKind.all)
    func early(kind: StoreKind) async throws {
        try await Self.with(kind) { test, partner in
            let early = try await Self.handOver(Self.response("A-1"), key: "1", to: test)
            #expect(early.status == "parked", "\(early)")
            #expect(partner.effects.isEmpty)
            try await test.submit(EDI.order("A-1"))
            _ = try await eventually(60) {
                try await test.gateway.documents.document(early.id, caller: test.administrator).status == "parked"
                    ? nil : true
            }
            let sent = try await eventually(60) { partner.effects.first }
            #expect(sent.text.contains("RFF+ON:A-1'"))
            let document = try await test.gateway.documents.document(early.id, caller: test.administrator)
            #expect(document.side == "legacy" && document.site == "north", "\(document)")
        }
    }

    @Test("a copy that comes back is known by the document that it is of", arguments: StoreKind.all)
    func echo(kind: StoreKind) async throws {
        try await Self.with(kind) { test, partner in
            let order = try #require(try await test.submit(EDI.order("A-1")).documents?.first)
            let echo = try await Self.handOver(Self.response("A-1", origin: order.id), key: "1", to: test)
            #expect(echo.status == "duplicate", "\(echo)")
            let stranger = try await Self.handOver(
                Self.response("A-1", origin: order.id), by: "new", key: "2", to: test)
            #expect(stranger.status == "held" && stranger.diagnostics.map(\.code) == ["route.origin-unknown"])
            #expect(partner.effects.isEmpty)
        }
    }

    @Test(
        "an order that people typed into a back end is born there; what its partner sends follows",
        arguments: StoreKind.all)
    func typed(kind: StoreKind) async throws {
        try await Self.with(kind) { test, partner in
            let read = try await test.submit(EDI.order("A-0"))
            let id = try #require(read.documents?.first?.id)
            let canonical = try await test.gateway.documents.canonical(id, caller: test.administrator)
            let text = String(decoding: canonical, as: UTF8.self).replacing("A-0", with: "T-1")
            let typed = try await Self.handOver(text, by: "new", key: "typed", to: test)
            #expect(typed.status == "delivered" && typed.side == "new", "\(typed)")
            #expect(test.new.effects.isEmpty, "it has the order")
            let change = try #require(try await test.submit(EDI.change("T-1", reference: 5)).documents?.first)
            #expect(change.backend == "new" && change.status == "delivered", "\(change)")
            // It has no message to follow: its answer goes as the file says, which says nothing.
            let answer = try await Self.handOver(Self.response("T-1"), by: "new", key: "r", to: test)
            #expect(
                answer.status == "delivered" || answer.diagnostics.map(\.code) == ["answer.mapping-missing"],
                "\(answer)")
            #expect(partner.effects.isEmpty)
        }
    }

    @Test(
        "a partner that is down gets it later; one that refuses it leaves it failed, to be sent again",
        arguments: StoreKind.all)
    func down(kind: StoreKind) async throws {
        try await Self.with(kind) { test, partner in
            try await test.submit(EDI.order("A-1"))
            partner.behave { _ in .answer(503) }
            let receipt = try await test.gateway.submissions.submit(
                Submission(
                    sender: BackendSender.name(of: "legacy"), channel: "test", idempotencyKey: "1",
                    bytes: Array(Self.response("A-1").utf8)))
            _ = try await eventually(60) { partner.requests > 1 ? true : nil }
            partner.behave { _ in .accept }
            let view = try await test.gateway.submissions.outcome(of: receipt.id, waiting: .seconds(120))
            #expect(view.documents?.first?.status == "delivered" && partner.effects.count == 1)
            partner.behave { _ in .answer(422) }
            let refused = try await Self.handOver(Self.response("A-1"), key: "2", to: test)
            #expect(refused.status == "failed" && refused.stage == "deliver", "\(refused)")
            partner.behave { _ in .accept }
            _ = try await test.gateway.replay.retry(refused.id, caller: test.administrator)
            _ = try await eventually(60) { partner.effects.count == 2 ? true : nil }
        }
    }

    @Test("what cannot be written fails alone, and goes once it can", arguments: StoreKind.all)
    func unwritten(kind: StoreKind) async throws {
        let form = Outbound.Form.mapping(Backend.MappedPayload(mappings: ["x12-855"]))
        try await Self.with(kind, documents: [.orderResponse: form]) { test, partner in
            try await test.submit(EDI.order("A-1"))
            var number = OrderResponse()
            number.number = "A-1"
            number.buyer.gln = GLN(canonicalText: "5412345000013")
            let bare = String(decoding: CanonicalDocument.orderResponse(number).jsonBytes, as: UTF8.self)
            let failed = try await Self.handOver(bare, key: "1", to: test)
            #expect(failed.status == "failed" && failed.stage == "write", "\(failed)")
            #expect(partner.effects.isEmpty)
            let next = try await test.gateway.submissions.submit(
                Submission(
                    sender: BackendSender.name(of: "legacy"), channel: "test", idempotencyKey: "2",
                    bytes: Array(Self.response("A-1").utf8)))
            _ = try await test.routed(next.id)
            try await test.restart { $0.send(to: partner.url, [.orderResponse: .asSent]) }
            #expect(partner.effects.isEmpty, "it stands behind the one that failed")
            _ = try await test.gateway.replay.reprocess(failed.id, caller: test.administrator)
            let view = try await test.gateway.submissions.outcome(of: next.id, waiting: .seconds(120))
            #expect(view.documents?.first?.status == "delivered", "\(view)")
            #expect(partner.effects.map { $0.text.contains("R-A-1") } == [false, true])
        }
    }

    @Test("a test is answered by the test back end alone, and has no order", arguments: StoreKind.all)
    func tests(kind: StoreKind) async throws {
        try await Self.with(kind) { test, partner in
            try await test.restart { installation in
                installation.send(to: partner.url, [.orderResponse: .asSent])
                installation.routing.parties[0].testBackend = "new"
            }
            let text = Self.response("A-1", test: true)
            let stranger = try await Self.handOver(text, by: "legacy", key: "1", to: test)
            #expect(
                stranger.status == "held" && stranger.diagnostics.map(\.code) == ["route.test-answer-foreign"],
                "\(stranger)")
        }
    }

    static func contrl(_ reference: String, action: Int, of number: String) -> String {
        "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0931+\(number)'UNH+1+CONTRL:D:3:UN'"
            + "UCI+\(reference)+4098765000010:14+5412345000013:14+\(action)\(action == 4 ? "+23" : "")'UNT+3+1'UNZ+1+\(number)'"
    }

    @Test("what its partner refuses fails, and is sent again as it was", arguments: StoreKind.all)
    func refused(kind: StoreKind) async throws {
        try await Self.with(kind) { test, partner in
            try await test.submit(EDI.order("A-1"))
            let sent = try await Self.handOver(Self.response("A-1"), key: "1", to: test)
            let early = await faultCode {
                _ = try await test.gateway.replay.resend(sent.id, reason: " ", caller: test.administrator)
            }
            #expect(early == "intake.reason-missing")
            try await test.submit(Self.contrl("1", action: 4, of: "77"))
            let refused = try await test.gateway.documents.document(sent.id, caller: test.administrator)
            #expect(refused.status == "failed" && refused.stage == "acknowledge", "\(refused)")
            #expect(refused.diagnostics.map(\.code).last == "acknowledge.refused")
            _ = try await test.gateway.replay.resend(
                sent.id, reason: "their mistake", caller: test.administrator)
            _ = try await eventually(60) {
                try await test.gateway.documents.document(sent.id, caller: test.administrator).status == "delivered"
                    ? true : nil
            }
            #expect(partner.effects.count == 2 && partner.effects[0].body == partner.effects[1].body)
            try await test.submit(Self.contrl("1", action: 7, of: "78"))
            let accepted = try await test.gateway.documents.document(sent.id, caller: test.administrator)
            #expect(accepted.status == "delivered", "\(accepted)")
        }
    }

    @Test("what its partner does not acknowledge in time fails, and is settled when it does", arguments: StoreKind.all)
    func overdue(kind: StoreKind) async throws {
        try await Self.with(kind) { test, partner in
            try await test.restart { installation in
                installation.send(to: partner.url, [.orderResponse: .asSent])
                installation.partners[0].outbound?.acknowledgedWithin = 3_600
                // The numbers of the system before went on to 4999.
                installation.partners[0].acknowledgements.numbersFrom = 5_000
            }
            try await test.submit(EDI.order("A-1"))
            let sent = try await Self.handOver(Self.response("A-1"), key: "1", to: test)
            let other = try await Self.handOver(Self.response("A-1"), key: "2", to: test)
            try await test.submit(Self.contrl("5001", action: 8, of: "76"))
            test.advance(seconds: 3_700)
            let failed = try await eventually(60) {
                let document = try await test.gateway.documents.document(sent.id, caller: test.administrator)
                return document.status == "failed" ? document : nil
            }
            #expect(failed.diagnostics.map(\.code).last == "acknowledge.overdue", "\(failed)")
            let received = try await test.gateway.documents.document(other.id, caller: test.administrator)
            #expect(received.status == "delivered", "\(received)")
            try await test.submit(Self.contrl("5000", action: 7, of: "77"))
            let settled = try await test.gateway.documents.document(sent.id, caller: test.administrator)
            #expect(settled.status == "delivered", "\(settled)")
            let again = try await test.gateway.replay.resend(sent.id, reason: "asked for", caller: test.administrator)
            #expect(again.status == "delivering" || again.status == "delivered")
            _ = try await eventually(60) { partner.effects.count == 3 ? true : nil }
            let order = try #require(
                try await test.gateway.orders.show("northwind/A-1", caller: test.administrator).documents.first)
            let code = await faultCode {
                _ = try await test.gateway.replay.resend(order.id, reason: "x", caller: test.administrator)
            }
            #expect(code == "intake.resend-nothing")
        }
    }
}

extension Installation {
    /// Sends documents of some types to northwind.
    mutating func send(to url: String, _ documents: [CanonicalDocument.DocumentType: Outbound.Form]) {
        partners[0].outbound = Outbound(
            channel: Backend(
                name: Outbound.channelName(of: "northwind"),
                kind: .http(HTTPBackend(url: Secret(url), shownURL: url, connectSeconds: 2, timeoutSeconds: 60)),
                payload: .written, abilities: BackendAbilities(honoursKey: true),
                retry: RetrySchedule(first: 0.05, factor: 2, longest: 0.2, deadlineHours: 1),
                breaker: CircuitBreaker.Limits(failures: 5, pause: 0.2, longestPause: 0.5)),
            documents: documents)
    }
}
