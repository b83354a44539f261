import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Intake
import TestPeers
import Testing

@Suite(.serialized) struct UnreadableTests {
    private static let unreadable: SearchFilter = {
        var filter = SearchFilter()
        filter.status = "unreadable"
        return filter
    }()

    @Test(
        "what was too large to be read is found, read again under a wider limit, and delivered in its place",
        arguments: StoreKind.all)
    func reprocess(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.largestXML = 1_000
        try await TestGateway.with(kind, options) { test in
            let order = try Self.order()
            let refused = try await test.submit(order)
            #expect(refused.status == "unreadable")
            let listed = try await test.gateway.documents.interchanges(
                Self.unreadable, cursor: nil, limit: 9, caller: test.administrator)
            #expect(listed.items.map(\.id) == [refused.id])
            #expect(listed.items.first?.diagnostics.map(\.code) == ["xml.too-large"])
            #expect(try await test.balances().failed == 1)
            // Nothing has changed: it fails again, and stays.
            let again = try await test.gateway.interchanges.reprocess(
                refused.id, waiting: .seconds(240), caller: test.administrator)
            #expect(again.status == "unreadable" && again.diagnostics.map(\.code) == ["xml.too-large"])

            try await test.restart { $0.limits.largestXML = 20_000_000 }
            let answer = try await test.gateway.interchanges.reprocess(
                refused.id, reason: "the limit was too low", waiting: .seconds(240), caller: test.administrator)
            #expect(answer.status == "processed" && answer.diagnostics.isEmpty && answer.number == refused.number)
            #expect(answer.documents?.map(\.status) == ["delivered"])
            let second = try await test.submit(order)
            #expect(second.documents?.map(\.status) == ["duplicate"])
            #expect(test.legacy.effects.map(\.text) == [order], "once, as received")
            let row = try await test.balances()
            #expect(row.failed == 0 && row.delivered == 1 && row.duplicate == 1)
            await Self.expectRefusal("intake.interchange-readable") {
                try await test.gateway.interchanges.reprocess(refused.id, caller: test.administrator)
            }
        }
    }

    @Test("rubbish is discarded by a person with a reason, once, and counts as that", arguments: StoreKind.all)
    func discard(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let rubbish = try await test.submit("%PDF-1.7 not an order")
            let desk = test.gateway.interchanges
            await Self.expectRefusal("intake.reason-missing") {
                try await desk.discard(rubbish.id, reason: " ", caller: test.administrator)
            }
            await Self.expectRefusal("intake.forbidden") {
                try await desk.discard(
                    rubbish.id, reason: "mine", caller: Caller(name: "n", role: .partner, partner: "northwind"))
            }
            #expect(try await test.balances().failed == 1)
            let discarded = try await desk.discard(rubbish.id, reason: "a PDF", caller: test.administrator)
            #expect(discarded.status == "discarded")
            #expect(discarded.diagnostics.map(\.code) == ["intake.syntax-unknown"], "what was wrong stays on record")
            let row = try await test.balances()
            #expect(row.accepted == 1 && row.discarded == 1 && row.failed == 0)
            for action in ["discard", "reprocess"] {
                await Self.expectRefusal("intake.interchange-discarded") {
                    action == "discard"
                        ? try await desk.discard(rubbish.id, reason: "again", caller: test.administrator)
                        : try await desk.reprocess(rubbish.id, caller: test.administrator)
                }
            }
            await Self.expectRefusal("intake.interchange-unknown") {
                try await desk.reprocess("nothing", caller: test.administrator)
            }
            let listed = try await test.gateway.documents.interchanges(
                Self.unreadable, cursor: nil, limit: 9, caller: test.administrator)
            #expect(listed.items.isEmpty)
        }
    }

    @Test("what was read is never reprocessed as a whole", arguments: StoreKind.all)
    func readable(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let order = try await test.submit(EDI.order("R-1"))
            await Self.expectRefusal("intake.interchange-readable") {
                try await test.gateway.interchanges.reprocess(order.id, caller: test.administrator)
            }
            #expect(test.legacy.requests == 1)
        }
    }

    /// The example's UBL order, of this company's buyer.
    static func order(quantity: Int = 120) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appendingPathComponent("edi-samples/07-order-south.xml"), encoding: .utf8)
        return text.replacingOccurrences("7300070011115", "5412345000013")
            .replacingOccurrences("7300072311115", "5412345000013")
            .replacingOccurrences(">120</cbc:Quantity>", ">\(quantity)</cbc:Quantity>")
    }

    private static func expectRefusal(
        _ code: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ action: () async throws -> InterchangeView
    ) async {
        do {
            let view = try await action()
            Issue.record("it was done: \(view.status)", sourceLocation: sourceLocation)
        } catch let error as GatewayError {
            #expect(error.diagnostic.code.rawValue == code, sourceLocation: sourceLocation)
        } catch {
            Issue.record(error, sourceLocation: sourceLocation)
        }
    }
}
