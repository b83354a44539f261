import ConfigurationFiles
import Gateway
import Intake
import Rollout
import Store
import TestPeers
import Testing

/// What is on record of temporary integrations.
@Suite(.serialized) struct IntegrationLifeTests {
    @Test("an integration's life is on record: its begin, what went its way, its end", arguments: StoreKind.all)
    func life(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                installation.backends[0].abilities.takes = [.standby]
                installation.milestones[0].pilot = .partners(["northwind"])
                installation.routing.milestones = [
                    StagedMilestone(installation.milestones[0], stage: .planned, since: nil)
                ]
            }
            let desk = test.gateway.integrations
            #expect(try await desk.lives(before: nil, limit: 10, caller: test.administrator).isEmpty)
            // What was made before anything was counted is not counted: the first look comes before the pilot.
            test.advance(seconds: 70)
            try await test.advance(to: .pilot)
            let began = try await eventually(60) {
                try await desk.lives(before: nil, limit: 10, caller: test.administrator).first {
                    $0.purpose == "standby" && $0.state == "running" && $0.cell == "order-intake@north"
                        && $0.fromSide == "new"
                }
            }
            #expect(began.toBackend == "legacy" && began.fromBackend == "new")
            #expect(began.retired == nil && !began.because.isEmpty && began.documents == 0)
            for number in 1...3 { try await test.submit(EDI.order("L-\(number)", reference: number)) }
            _ = try await eventually(60) { test.legacy.effects.count == 3 ? true : nil }
            test.advance(seconds: 70)
            let counted = try await eventually(60) {
                try await desk.list(caller: test.administrator).first { $0.life?.documents == 3 }?.life
            }
            #expect(counted.id == began.id && counted.withinMinute == 3 && counted.waiting == 0 && counted.failed == 0)

            // A copy that cannot go keeps it alive when nothing needs it any more.
            test.legacy.behave { _ in .tell(422, "no") }
            let last = try #require(try await test.submit(EDI.order("L-4", reference: 4)).documents?.first)
            let failing = try await eventually(60) {
                try await desk.lives(before: nil, limit: 10, caller: test.administrator).first { $0.failed == 1 }
            }
            #expect(failing.id == began.id && failing.oldest != nil)
            try await test.advance(to: .live)
            try await test.advance(to: .draining)
            _ = try await eventually(60) {
                try await desk.lives(before: nil, limit: 10, caller: test.administrator).first {
                    $0.id == began.id && $0.state == "ending"
                }
            }
            _ = try await test.gateway.replay.discard(last.id, reason: "not needed", caller: test.administrator)
            let ended = try await eventually(60) {
                try await desk.lives(before: nil, limit: 10, caller: test.administrator).first {
                    $0.id == began.id && $0.state == "retired"
                }
            }
            #expect(ended.retired != nil && ended.failed == 0)
            #expect(try await !desk.list(caller: test.administrator).contains { $0.purpose == "standby" })
            let fault = await faultCode {
                _ = try await desk.lives(before: "x", limit: 10, caller: test.administrator)
            }
            #expect(fault == "api.cursor-invalid")
        }
    }
}
