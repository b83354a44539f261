import Diagnostics
import Rollout
import Testing

@Suite struct ClosingTests {
    static let rule = ClosingRule(whenInvoiced: true, whenDespatched: true, afterQuietDays: 2)

    @Test("each rule alone closes an order")
    func rules() {
        func reason(_ change: (inout OrderProgress) -> Void) -> ClosingReason? {
            var order = OrderProgress(lastMovement: Company.noon)
            change(&order)
            return Self.rule.reason(for: order, zone: nil, now: Company.noon)
        }
        #expect(reason { _ in } == nil)
        #expect(reason { $0.isInvoiced = true } == .invoiced)
        #expect(reason { $0.isDespatched = true } == .despatched)
        #expect(reason { $0.backendSaysClosed = true } == .backendSaysSo)
        #expect(
            ClosingRule().reason(
                for: OrderProgress(isInvoiced: true, lastMovement: Company.noon), zone: nil, now: Company.noon) == nil)
    }

    @Test("quiet days count from the end of the last requested day at the site, and from the last movement")
    func quiet() {
        func isClosed(_ now: String, moved: String, requested: String?) -> Bool {
            let order = OrderProgress(lastRequestedDay: requested, lastMovement: Zones.instant(moved))
            return Self.rule.reason(for: order, zone: Zones.warsaw, now: Zones.instant(now)) != nil
        }
        // The 1st of July ends at 22:00 UTC.
        #expect(!isClosed("2026-07-03T21:59", moved: "2026-06-01T00:00", requested: "2026-07-01"))
        #expect(isClosed("2026-07-03T22:00", moved: "2026-06-01T00:00", requested: "2026-07-01"))
        #expect(!isClosed("2026-07-03T22:00", moved: "2026-07-02T00:00", requested: "2026-07-01"))
        #expect(isClosed("2026-06-03T00:00", moved: "2026-06-01T00:00", requested: nil))
    }

    @Test("a document opens a closed order again, and is held where its back end is retired")
    func reopens() throws {
        var order = Company.known(.legacy)
        order.isClosed = true
        var snapshot = Company.snapshot
        #expect(try #require(Company.decide(Company.facts(.change), in: snapshot, order: order).route).reopens)
        snapshot.backends = ["sap-north", "sap-south"]
        #expect(Company.decide(Company.facts(.change), in: snapshot, order: order).code == "route.owner-retired")
    }
}
