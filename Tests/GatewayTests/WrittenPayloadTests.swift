import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Synchronization
import Syntax
import Testing
import TestPeers

/// Back ends that take what mappings write, in place of JSON or the bytes as received.
@Suite(.serialized) struct WrittenPayloadTests {
    private static let ubl = Backend.Payload.mapping(
        .init(mappings: ["ubl-order", "ubl-order-change", "ubl-order-cancellation"]))
    private static let edifact = Backend.Payload.mapping(
        .init(
            mappings: ["edifact-orders", "edifact-ordchg", "edifact-ordchg-cancellation"],
            envelope: WrittenEnvelope(
                sender: .init("5400000000007", qualifier: "14"), recipient: .init("5400000000014", qualifier: "14"))))

    private static let x12 = Backend.Payload.mapping(
        .init(
            mappings: ["x12-850", "x12-860", "x12-860-cancellation"],
            envelope: WrittenEnvelope(
                sender: .init("GATEWAY", qualifier: "ZZ"), recipient: .init("LEGACY", qualifier: "ZZ"),
                version: "005010")))

    private func options(_ payload: Backend.Payload) -> TestGateway.Options {
        var options = TestGateway.Options()
        options.legacyPayload = payload
        return options
    }

    /// What a back end was sent, attempt by attempt.
    private final class Sent: Sendable {
        private let state = Mutex<[String]>([])
        var texts: [String] { state.withLock { $0 } }
        func note(_ text: String) { state.withLock { $0.append(text) } }
    }

    /// What our own reader says of a payload: the documents' formats, and every fault.
    private func inspected(_ bytes: [UInt8]) throws -> (formats: [String], faults: [Code]) {
        var reader = PayloadReader()
        var formats: [String] = []
        var faults: [Code] = []
        func take(_ event: ReaderEvent) {
            switch event {
            case .interchange: break
            case .message(let message):
                let syntax: SyntaxName = bytes.first == UInt8(ascii: "<") ? .xml : .edifact
                let nested = MessageShapes.standard.nest(message, syntax: syntax).message
                formats.append("\(message.type) \(message.version ?? "")")
                faults += nested.diagnostics.items.map(\.code)
            case .group: break
            case .end(let diagnostics): faults += diagnostics.items.map(\.code)
            }
        }
        try reader.read(bytes[...], take)
        try reader.finish(take)
        return (formats, faults)
    }

    @Test("an order is delivered as UBL that its schema finds right, a change of it too", arguments: StoreKind.all)
    func ubl(kind: StoreKind) async throws {
        try await TestGateway.with(kind, options(Self.ubl)) { test in
            let order = try await test.submit(EDI.order("W-1"))
            #expect(order.documents?.first?.status == "delivered")
            let change = try await test.submit(EDI.change("W-1"))
            #expect(change.documents?.first?.diagnostics.map(\.code) == [])
            #expect(change.documents?.first?.status == "delivered")
            let effects = test.legacy.effects
            let types = effects.map { $0.headers["content-type"] }
            #expect(types == ["application/xml", "application/xml"])
            #expect(effects.first?.headers["x-milepost-file-name"]?.hasSuffix(".xml") == true)
            let found = try effects.map { try inspected(Array($0.text.utf8)) }
            #expect(found.map(\.formats) == [["Order UBL 2.1"], ["OrderChange UBL 2.1"]])
            #expect(found.flatMap(\.faults) == [])
            #expect(effects.first?.text.contains("<cbc:ID>W-1</cbc:ID>") == true)
        }
    }

    @Test("what the back end's character set does not hold is said of the document", arguments: StoreKind.all)
    func transliterated(kind: StoreKind) async throws {
        try await TestGateway.with(kind, options(Self.edifact)) { test in
            let text = EDI.order("W-9").replacing("UNOA:3", with: "UNOW:3").replacing(
                "'QTY+21", with: "'IMD+F++:::Жук'QTY+21"
            ).replacing("UNT+14", with: "UNT+15")
            let order = try await test.submit(text)
            let document = try #require(order.documents?.first)
            #expect(document.status == "delivered")
            #expect(document.diagnostics.map(\.code) == ["edifact.character-transliterated"])
            #expect(test.legacy.effects.first?.text.contains("Zhuk") == true)
        }
    }

    @Test(
        "an order is delivered as EDIFACT in an envelope of the back end's, and a retry sends the very same bytes",
        arguments: StoreKind.all)
    func edifact(kind: StoreKind) async throws {
        try await TestGateway.with(kind, options(Self.edifact)) { test in
            let sent = Sent()
            test.legacy.behave {
                sent.note($0.text); return .answer(422)
            }
            let order = try await test.submit(EDI.order("W-2"))
            let id = try #require(order.documents?.first?.id)
            test.legacy.behave {
                sent.note($0.text); return .accept
            }
            _ = try await test.gateway.replay.retry(id, caller: test.administrator)
            let outcome = try await test.gateway.submissions.outcome(of: order.id, waiting: .seconds(20))
            #expect(outcome.documents?.first?.status == "delivered")
            let bodies = sent.texts
            #expect(bodies.count == 2)
            #expect(Set(bodies).count == 1)
            let text = try #require(bodies.first)
            #expect(text.contains("+5400000000007:14+5400000000014:14+"))
            let found = try inspected(Array(text.utf8))
            #expect(found.formats == ["ORDERS D.96A"])
            #expect(found.faults == [])
            #expect(test.legacy.effects.first?.headers["content-type"] == "application/EDIFACT")
        }
    }

    @Test(
        "orders are delivered as X12 of the back end's version, and their control numbers have no gap",
        arguments: StoreKind.all)
    func x12(kind: StoreKind) async throws {
        try await TestGateway.with(kind, options(Self.x12)) { test in
            for number in 1...3 {
                let order = try await test.submit(EDI.order("X-\(number)", reference: number))
                #expect(order.documents?.first?.status == "delivered")
            }
            let texts = test.legacy.effects.map(\.text)
            #expect(texts.count == 3)
            for (index, text) in texts.enumerated() {
                let parties = "ZZ*GATEWAY        *ZZ*LEGACY         "
                #expect(text.hasPrefix("ISA*00*          *00*          *\(parties)*"))
                #expect(text.contains("*^*00501*00000000\(index + 1)*0*P*>~GS*PO*GATEWAY*LEGACY*"))
                #expect(text.hasSuffix("~IEA*1*00000000\(index + 1)~"))
                #expect(text.contains("~BEG*00*SA*X-\(index + 1)**20260921~"))
                let found = try inspected(Array(text.utf8))
                #expect(found.formats == ["850 005010"])
                #expect(found.faults == [])
            }
            #expect(test.legacy.effects.first?.headers["content-type"] == "application/EDI-X12")
            #expect(test.legacy.effects.first?.headers["x-milepost-file-name"]?.hasSuffix(".x12") == true)
        }
    }

    @Test(
        "a document that cannot be written fails alone, with its faults; corrected, it takes its order's way",
        arguments: StoreKind.all)
    func unwritable(kind: StoreKind) async throws {
        try await TestGateway.with(kind, options(Self.edifact)) { test in
            // Level C holds no Hebrew, and no table says how to write it; the message came in UTF-8.
            let wrong = EDI.order("W-3").replacingOccurrences("UNOA:3", "UNOY:3")
                .replacingOccurrences("NAD+BY+5412345000013::9", "NAD+BY+5412345000013::9++\u{5D0}\u{5D1}")
            let order = try await test.submit(wrong)
            let document = try #require(order.documents?.first)
            #expect(document.status == "failed")
            #expect(document.stage == "write")
            #expect(document.diagnostics.map(\.code).contains("edifact.character-unwritable"))
            let other = try await test.submit(EDI.order("W-4", reference: 9))
            #expect(other.documents?.first?.status == "delivered")
            #expect(test.legacy.effects.count == 1)
            let row = try await test.balances()
            #expect(row.failed == 1)
            let change = try await test.submit(EDI.change("W-3"), wait: 0)
            #expect(try await test.routed(change.id).status == "delivering", "it waits behind its order")

            _ = try await test.gateway.replay.edit(
                document.id, bytes: Array(EDI.order("W-3").utf8), reason: "a name in other letters",
                caller: test.administrator)
            for id in [order.id, change.id] {
                let outcome = try await test.gateway.submissions.outcome(of: id, waiting: .seconds(20))
                #expect(outcome.documents?.first?.status == "delivered")
            }
            #expect(test.legacy.effects.count == 3)
        }
    }

    @Test("a back end whose mappings leave a type of document out is refused at the start")
    func uncovered() async throws {
        let payload = Backend.Payload.mapping(.init(mappings: ["ubl-order", "ubl-order-change"]))
        let fault = await #expect(throws: GatewayError.self) {
            try await TestGateway.with(.sqlite, options(payload)) { _ in }
        }
        #expect(fault?.diagnostic.code == "deliver.mapping-uncovered")
        #expect(fault?.diagnostic.value == "order-cancellation")
    }
}
