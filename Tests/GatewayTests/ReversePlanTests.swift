import ConfigurationFiles
import Diagnostics
import Gateway
import Rollout
import TestPeers
import Testing

/// What a plan says of a reverse before it is made.
@Suite struct ReversePlanTests {
    private static let operations = Caller(name: "olga", role: .operations)

    private static func plan(_ test: TestGateway, _ policy: ReversePolicy?) async throws -> MilestonePlanView {
        try await test.gateway.milestones.plan(
            "north-intake", .reverse(to: .planned, policy: policy), caller: operations)
    }

    @Test("a plan says what each policy makes of the orders that new owns", arguments: StoreKind.all)
    func policies(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                let until = Instant(microseconds: 4_000_000_000_000_000)
                installation.milestones[0].legacyReadyUntil = until
                installation.routing.milestones[0].legacyReadyUntil = until
            }
            try await test.goLive()
            for number in 1...3 { _ = try await test.submit(EDI.order("R-\(number)", reference: number)) }
            let stay = try await Self.plan(test, nil)
            let kept = try #require(stay.reverse)
            #expect(kept.policy == "stay" && kept.approved == "stay" && kept.orders == 3)
            #expect(kept.first.map { String($0.suffix(3)) } == ["R-1", "R-2", "R-3"] && kept.transfers == nil)
            #expect(kept.legacyReadyUntil?.hasPrefix("2096-10-02") == true)
            #expect(stay.quarantine == nil && stay.refusal == nil)
            let back = try await Self.plan(test, .handBack)
            #expect(back.reverse?.transfers == 3 && back.reverse?.perMinute == 60 && back.reverse?.minutes == 1)
            #expect(back.refusal?.code == "route.policy-role")
            let dead = try await Self.plan(test, .quarantine)
            #expect(dead.reverse?.policy == "quarantine" && dead.reverse?.transfers == nil)
            #expect(dead.quarantine?.fences == ["new"] && dead.quarantine?.orders == 3)
            #expect(dead.quarantine?.sites.contains("north") == true)
        }
    }
}
