import Rollout
import Testing

@Suite struct DayOneTests {
    @Test("a change of an order never seen reaches legacy at once, with that reason")
    func unknownKey() throws {
        let route = try #require(Company.decide(Company.facts(.change), in: Company.with(stage: .live)).route)
        #expect(route.side == .legacy)
        #expect(route.makesKnown == .unknownKey)
        #expect(!route.isBirth)
        #expect(
            route.reason.words == "unknown order: goes to legacy, because the open orders of north are not all imported"
        )
    }

    @Test("after the import is signed it is parked with a deadline")
    func parked() throws {
        var snapshot = Company.snapshot
        snapshot.signedImports = ["north"]
        snapshot.parkingHours = 2
        let decision = Company.decide(Company.facts(.change), in: snapshot)
        guard case .park(_, let deadline) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(deadline == Company.noon.adding(seconds: 7_200))
    }

    @Test("a change waits while its order's birth waits for a person")
    func heldBirth() {
        var state = OrderState(key: OrderKey(buyer: "grocer", number: "4711"))
        state.hasHeldBirth = true
        guard case .park(.waitsForHeldBirth, _) = Company.decide(Company.facts(.change), order: state) else {
            Issue.record("not parked")
            return
        }
    }
}
