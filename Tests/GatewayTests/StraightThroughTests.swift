import Gateway
import TestPeers
import Testing

/// How much goes through without a person.
@Suite(.serialized) struct StraightThroughTests {
    @Test("what a person helped is told from what went through, and from what is stuck", arguments: StoreKind.all)
    func figures(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            for number in ["A-1", "A-2", "A-3"] { try await test.submit(EDI.order(number)) }
            try await test.submit(EDI.order("T-1", test: true))
            test.legacy.behave { $0.text.contains("BAD") ? .answer(422) : .accept }
            let helped = try #require(try await test.submit(EDI.order("BAD-1")).documents?.first)
            #expect(helped.status == "failed")
            test.legacy.behave { _ in .accept }
            _ = try await test.gateway.replay.retry(helped.id, caller: test.administrator)
            _ = try await test.gateway.submissions.outcome(of: helped.interchange, waiting: .seconds(240))
            test.legacy.behave { $0.text.contains("BAD") ? .answer(422) : .accept }
            try await test.submit(EDI.order("BAD-2"))
            try await test.submit(EDI.order("A-1", reference: 7))

            let figures = try await test.gateway.reports.straightThrough(caller: test.administrator)
            let row = try #require(figures.rows.first { $0.function == "order-intake" })
            #expect(row.site == "north" && row.sender == "northwind")
            #expect(row.through == 3 && row.helped == 1 && row.stuck == 1, "\(figures)")
            #expect(row.percent == 60)
            #expect(figures.total.documents == figures.rows.map(\.documents).reduce(0, +))
            let stranger = Caller(name: "other", role: .partner, partner: "other")
            #expect(try await test.gateway.reports.straightThrough(caller: stranger).rows.isEmpty)
        }
    }
}
