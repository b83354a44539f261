import Channels
import ConfigurationFiles
import Diagnostics
import Foundation
import Intake
import Orders
import Store
import TestPeers
import Testing

@testable import Gateway

/// Messages of AS2 to a partner, and the receipts that come of them, on both stores.
@Suite struct AS2SendingTests {
    static func channel(_ url: String, receipt: AS2Channel.ReceiptMode, within: Double = 3_600) -> AS2Channel {
        AS2Channel(
            http: HTTPBackend(url: Secret(url), shownURL: url), receipt: receipt, receiptWithin: within)
    }

    /// The receipt of a message that went out, as the partner sends it later.
    private static func receipt(
        for effect: RecordingBackend.Effect, _ peer: AS2Peer, _ disposition: AS2Disposition = .processed,
        mic: AS2MIC? = nil,
        isSigned: Bool = true
    ) throws -> AS2Request {
        let headers = MIMEHeaders(effect.headers.map { .init($0.key, $0.value) })
        let content = try AS2Opening(
            AS2Trust(certificates: [peer.gateway]), pairs: [peer.own], limit: 1 << 20,
            now: Int64(Date().timeIntervalSince1970)
        ).open(headers, effect.body)
        let receipt = AS2Receipt(
            originalMessageID: try #require(headers["Message-ID"]), recipient: "NORTHWIND", disposition: disposition,
            mic: disposition.isPositive ? mic ?? content.mic : nil, text: "")
        let message = try receipt.message(signedBy: isSigned ? peer.own : nil, .sha256, boundary: AS2Packing.boundary)
        let fields = [("AS2-From", "NORTHWIND"), ("AS2-To", "MILEPOST"), ("Message-ID", "<r@northwind>")]
        return AS2Request(
            fields: (fields + message.headers.fields.map { ($0.name, $0.value) }).map { (name: $0.0, value: $0.1) },
            body: message.body)
    }

    /// A response that is on its way to the partner, and the message that it went out in.
    private static func sent(
        _ test: TestGateway, _ partner: RecordingBackend
    ) async throws -> (DocumentView, RecordingBackend.Effect) {
        try await test.submit(EDI.order("A-1"))
        let document = try await OutboundTests.handOver(
            OutboundTests.response("A-1", key: "northwind/A-1"), key: "1", to: test)
        return (document, try await eventually(60) { partner.effects.first })
    }

    private static func status(_ document: DocumentView, _ test: TestGateway) async throws -> DocumentView {
        try await test.gateway.documents.document(document.id, caller: test.administrator)
    }

    private static func way(_ document: DocumentView, _ test: TestGateway) async throws -> WayView {
        try #require(try await status(document, test).deliveries?.last { $0.purpose == "outbound" }?.way)
    }

    @Test(
        "a receipt says of all documents of one message what became of them", arguments: StoreKind.all, [true, false])
    func batch(kind: StoreKind, isPositive: Bool) async throws {
        let partner = try RecordingBackend()
        defer { partner.stop() }
        let batch = Outbound.Batch(documents: 2, within: 300)
        try await AS2Peer.with(kind, outbound: Self.channel(partner.url, receipt: .async), batch: batch) { test, peer in
            var documents: [DocumentView] = []
            for (place, number) in ["A-1", "A-2"].enumerated() {
                try await test.submit(EDI.order(number, reference: place + 1))
                let receipt = try await test.gateway.submissions.submit(
                    Submission(
                        sender: BackendSender.name(of: "legacy"), channel: "test", idempotencyKey: number,
                        bytes: Array(OutboundTests.response(number, key: "northwind/\(number)").utf8)))
                documents.append(try await test.routed(receipt.id))
            }
            let effect = try await eventually(60) { partner.effects.first }
            #expect(partner.effects.count == 1)
            _ = try await test.gateway.as2.receive(
                try Self.receipt(for: effect, peer, isPositive ? .processed : .error("decryption-failed")))
            for document in documents {
                let settled = try await eventually(60) {
                    let now = try await Self.status(document, test)
                    return now.status == (isPositive ? "delivered" : "failed") ? now : nil
                }
                let way = try await Self.way(settled, test)
                #expect(way.stage == (isPositive ? "with-partner" : "refused"))
            }
        }
    }

    @Test(
        "what goes out is signed and encrypted, and the receipt that comes later settles it", arguments: StoreKind.all)
    func laterReceipt(kind: StoreKind) async throws {
        let partner = try RecordingBackend()
        defer { partner.stop() }
        try await AS2Peer.with(kind, outbound: Self.channel(partner.url, receipt: .async)) { test, peer in
            let (document, effect) = try await Self.sent(test, partner)
            #expect(effect.headers["receipt-delivery-option"] == "http://127.0.0.1:9/as2")
            let unsigned = try Self.receipt(for: effect, peer, isSigned: false)
            let refused = await AS2Peer.code { _ = try await test.gateway.as2.receive(unsigned) }
            #expect(refused == "as2.receipt-unsigned")
            let handed = try await Self.way(document, test)
            #expect(handed.stage == "handed-over")
            _ = try await test.gateway.as2.receive(try Self.receipt(for: effect, peer))
            #expect(try await Self.status(document, test).status == "delivered")
            let way = try await Self.way(document, test)
            #expect(way.stage == "with-partner" && way.closed && way.stages.last?.by == "MDN")
            // It has come: no later one changes anything, nor does time.
            _ = try await test.gateway.as2.receive(try Self.receipt(for: effect, peer, .error("decryption-failed")))
            let due = try await test.database.read { try $0.dueAS2Sent(at: .max, limit: 1) }
            #expect(due.isEmpty)
            #expect(try await Self.status(document, test).status == "delivered")
        }
    }

    @Test(
        "a receipt that says no, or that something else was received, fails the document visibly",
        arguments: StoreKind.all, [true, false])
    func negative(kind: StoreKind, isMIC: Bool) async throws {
        let partner = try RecordingBackend()
        defer { partner.stop() }
        try await AS2Peer.with(kind, outbound: Self.channel(partner.url, receipt: .async)) { test, peer in
            let (document, effect) = try await Self.sent(test, partner)
            let other = AS2MIC(over: [1], .sha256)
            let receipt = try Self.receipt(
                for: effect, peer, isMIC ? .processed : .error("decryption-failed"), mic: isMIC ? other : nil)
            _ = try await test.gateway.as2.receive(receipt)
            let failed = try await eventually(60) {
                let now = try await Self.status(document, test)
                return now.status == "failed" ? now : nil
            }
            #expect(failed.diagnostics.last?.code == (isMIC ? "as2.mic-differs" : "as2.refused"))
            let way = try await Self.way(document, test)
            #expect(way.stage == "refused" && way.stages.last?.errors.count == 1)
        }
    }

    @Test(
        "a receipt that does not come in time fails the document, and still settles it when it comes",
        arguments: StoreKind.all)
    func overdue(kind: StoreKind) async throws {
        let partner = try RecordingBackend()
        defer { partner.stop() }
        try await AS2Peer.with(kind, outbound: Self.channel(partner.url, receipt: .async, within: 600)) { test, peer in
            let (document, effect) = try await Self.sent(test, partner)
            #expect(document.status == "delivered")
            test.advance(seconds: 700)
            let failed = try await eventually(60) {
                let now = try await Self.status(document, test)
                return now.status == "failed" ? now : nil
            }
            #expect(failed.diagnostics.last?.code == "as2.overdue")
            _ = try await test.gateway.as2.receive(try Self.receipt(for: effect, peer))
            #expect(try await Self.status(document, test).status == "delivered")
        }
    }

    @Test("a message whose answer was lost goes out again under its Message-ID", arguments: StoreKind.all)
    func repeated(kind: StoreKind) async throws {
        let partner = try RecordingBackend(honoursKey: false)
        defer { partner.stop() }
        partner.behave { [weak partner] _ in partner?.requests == 1 ? .acceptAndClose : .accept }
        try await AS2Peer.with(kind, outbound: Self.channel(partner.url, receipt: .none)) { test, _ in
            let (document, _) = try await Self.sent(test, partner)
            #expect(document.status == "delivered")
            #expect(partner.effects.count == 2)
            #expect(Set(partner.effects.compactMap { $0.headers["message-id"] }).count == 1)
        }
    }
}
