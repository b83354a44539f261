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

/// Messages of AS2 at the gateway's door, on both stores.
@Suite struct AS2Tests {
    private static func interchanges(_ test: TestGateway) async throws -> [InterchangeView] {
        try await test.gateway.documents.interchanges(
            SearchFilter(), cursor: nil, limit: 100, caller: test.administrator
        )
        .items
    }

    @Test(
        "a payload is kept with its message, and its receipt says so, the same whenever it comes again",
        arguments: StoreKind.all)
    func receive(kind: StoreKind) async throws {
        try await AS2Peer.with(kind) { test, peer in
            let (request, mic) = try peer.request(EDI.order("A-1"), id: "<1@northwind>")
            let first = try await test.gateway.as2.receive(request)
            let (receipt, isSigned) = try peer.receipt(first.fields, first.body)
            #expect(isSigned && receipt.disposition == .processed && receipt.mic == mic)
            #expect(receipt.originalMessageID == "<1@northwind>")
            let id = try #require(first.accepted?.receipt.id)
            let view = try await test.gateway.submissions.outcome(of: id, waiting: .seconds(240))
            #expect(view.documents?.first?.status == "delivered")
            #expect(test.legacy.effects.count == 1)
            #expect(test.legacy.effects.first?.text == EDI.order("A-1"))

            // The same content, packed anew: other bytes, one message.
            let again = try await test.gateway.as2.receive(
                try peer.request(EDI.order("A-1"), id: "<1@northwind>").request)
            #expect(again.body == first.body && again.accepted?.receipt.repeated == true)
            #expect(again.fields.map(\.value) == first.fields.map(\.value))
            // Other content under its name is no repetition of it.
            let other = try await test.gateway.as2.receive(
                try peer.request(EDI.order("A-2"), id: "<1@northwind>").request)
            let refused = try peer.receipt(other.fields, other.body).0
            #expect(refused.disposition == .error("unexpected-processing-error"))
            #expect(try await Self.interchanges(test).count == 1)

            let kept = try await test.gateway.documents.as2Message(id, caller: test.administrator)
            let bytes = try #require(try await kept.piece(0))
            #expect(bytes.suffix(request.body.count).elementsEqual(request.body))
            let fields = String(decoding: bytes.dropLast(request.body.count), as: UTF8.self)
            #expect(fields.contains("AS2-From: NORTHWIND\r\n") && fields.contains("Authorization: (not kept)\r\n"))
            let given = try await test.gateway.documents.as2Receipt(id, caller: test.administrator)
            let text = try #require(try await given.piece(0))
            #expect(text.suffix(first.body.count).elementsEqual(first.body))
        }
    }

    @Test("of many copies of a message at once one is kept, and all get one receipt", arguments: StoreKind.all)
    func atOnce(kind: StoreKind) async throws {
        try await AS2Peer.with(kind) { test, peer in
            let requests = try (0..<16).map { _ in try peer.request(EDI.order("A-1"), id: "<1@northwind>").request }
            let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for request in requests { group.addTask { try await test.gateway.as2.receive(request).body } }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
            #expect(bodies.count == 1)
            #expect(try await Self.interchanges(test).count == 1)
        }
    }

    @Test(
        "a message that failed is taken when it comes again rightly; what was refused left nothing",
        arguments: StoreKind.all)
    func afterFailure(kind: StoreKind) async throws {
        try await AS2Peer.with(kind) { test, peer in
            var (request, _) = try peer.request(EDI.order("A-1"), id: "<1@northwind>", by: peer.packing(encrypt: false))
            let place = try #require(request.body.firstIndex(of: UInt8(ascii: "U")))
            request.body[place] = UInt8(ascii: "V")
            let first = try await test.gateway.as2.receive(request)
            #expect(try peer.receipt(first.fields, first.body).0.disposition == .error("integrity-check-failed"))
            #expect(try await Self.interchanges(test).isEmpty)
            let plain = try peer.request(EDI.order("A-1"), id: "<1@northwind>", by: AS2Packing()).request
            let unsigned = try await test.gateway.as2.receive(plain)
            #expect(
                try peer.receipt(unsigned.fields, unsigned.body).0.disposition
                    == .error("insufficient-message-security"))
            let good = try await test.gateway.as2.receive(
                try peer.request(EDI.order("A-1"), id: "<1@northwind>").request)
            #expect(try peer.receipt(good.fields, good.body).0.disposition == .processed)
            #expect(try await Self.interchanges(test).count == 1)
        }
    }

    @Test(
        "while the store cannot be written nobody hears yes, and the message that comes again is taken",
        arguments: StoreKind.all)
    func storeDown(kind: StoreKind) async throws {
        try await AS2Peer.with(kind) { test, peer in
            let request = try peer.request(EDI.order("A-1"), id: "<1@northwind>").request
            test.database.loseCommit(running: "insert into interchanges")
            let lost = try? await test.gateway.as2.receive(request)
            if let lost { #expect(try peer.receipt(lost.fields, lost.body).0.disposition == .processed) }
            let again = try await test.gateway.as2.receive(request)
            #expect(try peer.receipt(again.fields, again.body).0.disposition == .processed)
            #expect(try await Self.interchanges(test).count == 1)
        }
    }

    @Test(
        "a receipt that is asked for elsewhere is sent there until it is taken, also by the next start",
        arguments: StoreKind.all)
    func later(kind: StoreKind) async throws {
        let receiver = try RecordingBackend()
        defer { receiver.stop() }
        receiver.behave { _ in .answer(503) }
        try await AS2Peer.with(kind) { test, peer in
            let (request, mic) = try peer.request(EDI.order("A-1"), id: "<1@northwind>", url: receiver.url)
            let answer = try await test.gateway.as2.receive(request)
            #expect(answer.body.isEmpty && answer.fields.isEmpty)
            _ = try await eventually(60) { receiver.requests > 0 ? true : nil }
            receiver.behave { _ in .accept }
            test.advance(seconds: 10)
            let sent = try await eventually(60) { receiver.effects.first }
            let fields = sent.headers.map { (name: $0.key, value: $0.value) }
            let (receipt, isSigned) = try peer.receipt(fields, sent.body)
            #expect(isSigned && receipt.disposition == .processed && receipt.mic == mic)
            let elsewhere = try peer.request(EDI.order("A-1"), id: "<2@northwind>", url: "http://192.0.2.1/").request
            await #expect(throws: GatewayError.self) { _ = try await test.gateway.as2.receive(elsewhere) }
        }
    }

    @Test("nobody is answered who is not known, and no receipt without being asked for", arguments: StoreKind.all)
    func strangers(kind: StoreKind) async throws {
        try await AS2Peer.with(kind) { test, peer in
            var stranger = try peer.request(EDI.order("A-1"), id: "<1@northwind>").request
            stranger.fields[0].value = "NOBODY"
            let refused = await AS2Peer.code { _ = try await test.gateway.as2.receive(stranger) }
            #expect(refused == "as2.relation-unknown")
            var nameless = try peer.request(EDI.order("A-1"), id: "<1@northwind>").request
            nameless.fields.remove(at: 2)
            let missing = await AS2Peer.code { _ = try await test.gateway.as2.receive(nameless) }
            #expect(missing == "as2.field-missing")
            let silent = try peer.request(EDI.order("A-1"), id: "<1@northwind>", receipt: false).request
            let answer = try await test.gateway.as2.receive(silent)
            #expect(answer.body.isEmpty && answer.accepted != nil)
        }
    }
}
