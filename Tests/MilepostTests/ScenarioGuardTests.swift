import Foundation
import Testing

/// Guards and owners that change in a company's own scenarios: the core and a gateway say the same.
@Suite(.serialized) struct ScenarioGuardTests {
    /// The shipped example with another milestone, and a scenario about it.
    private static func with(
        _ steps: String, stage: String = "live", _ body: (String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scenarios-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let company = folder.appendingPathComponent("company")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: Program.root.appendingPathComponent("deploy/example"), to: company)
        let milestone = """
            milestone: north-intake
            author: operations
            cells: [order-intake@north]
            reverse: hand-back
            pilot: { deliveryParties: 100 }
            gates: { soak: 48 h }
            guards: { failure-rate: { above: 20, sample: 2 } }
            """
        try Data(milestone.utf8).write(to: company.appendingPathComponent("milestones/north-intake.yaml"))
        let stories = folder.appendingPathComponent("stories")
        try FileManager.default.createDirectory(at: stories, withIntermediateDirectories: true)
        let text = """
            scenario: Mine
            config: ../company/milepost.yaml
            clock: 2027-01-25T08:00:00Z
            stages: { north-intake: \(stage) }
            steps:
            \(steps)
            """
        try Data(text.utf8).write(to: stories.appendingPathComponent("mine.yaml"))
        try await body(stories.path)
    }

    private static func order(_ number: Int, _ documents: String) -> String {
        let sample = Program.root.appendingPathComponent("edi-samples/01-order-north.edi").path
        return """
              - send: \(sample)
                from: northwind
                replace: { PO-2026-0001: PO-\(number), "10001": "2000\(number)" }
                documents: [{ \(documents) }]

            """
    }

    @Test("a move runs at its own time, however long the wait is in which that falls", arguments: [false, true])
    func schedule(live: Bool) async throws {
        let steps = """
              - schedule: north-intake
                to: live
                at: 2027-01-26T02:00
                as: approver
                by: carla
                reason: at night
                override: { soak: short, failure-rate: few, reconciliation: none, open-failures: none, copy-lag: none, backend-health: up }
              - wait: 80 h
              - expect: { milestones: { north-intake: live }, gates: { north-intake: { soak: pass } } }
            """
        try await Self.with(steps, stage: "pilot") { folder in
            let result = try await Program.run(["milestones", "test", folder] + (live ? ["--live"] : []))
            #expect(result.status == 0, "\(result.output.prefix(2_000)) \(result.errors.prefix(2_000))")
        }
    }

    @Test(
        "a guard makes births wait until it is armed again; a reverse hands back what can be", arguments: [false, true])
    func guards(live: Bool) async throws {
        let steps =
            "  - answers: { new: refuse }\n" + Self.order(1, "owner: new, status: failed")
            + Self.order(2, "owner: new, status: failed") + """
                  - expect: { guards: { north-intake: { failure-rate: tripped } } }
                  - answers: { new: accept }

                """ + Self.order(3, "status: held, code: route.births-held") + """
                  - rearm: north-intake
                    guard: failure-rate
                    as: operator
                    reason: the item was added
                    expect:
                      guards: { north-intake: { failure-rate: armed } }
                      orders: { northwind/PO-3: { order-intake: new } }
                      received: { new: [primary order northwind/PO-3] }
                  - { retry: northwind/PO-1, as: support, expect: { received: { new: [primary order northwind/PO-1, primary order northwind/PO-3] } } }
                  - transfer: northwind/PO-2                # what was refused is settled first
                    to: legacy
                    as: operator
                    reason: try
                    expect: { orders: { northwind/PO-2: { order-intake: new } } }
                  - reverse: north-intake
                    as: operator
                    reason: new is slow
                    expect:
                      milestones: { north-intake: planned }
                      orders:
                        northwind/PO-1: { order-intake: legacy }
                        northwind/PO-2: { order-intake: new }
                        northwind/PO-3: { order-intake: legacy }
                """
        try await Self.with(steps) { folder in
            let result = try await Program.run(["milestones", "test", folder] + (live ? ["--live"] : []))
            #expect(result.status == 0, "\(result.output.prefix(2_000)) \(result.errors.prefix(2_000))")
        }
    }

    @Test("a step that lacks what it needs is told with its place")
    func faults() async throws {
        let steps = """
              - { transfer: northwind/PO-1, as: operator }
              - { rearm: north-intake, guard: noise, as: operator }
              - { schedule: north-intake, to: draining, as: operator }
            """
        try await Self.with(steps) { folder in
            let result = try await Program.run(["milestones", "test", folder])
            #expect(result.status == 2)
            for place in ["mine.yaml:6:", "mine.yaml:7:", "mine.yaml:8:"] { #expect(result.errors.contains(place)) }
        }
    }
}
