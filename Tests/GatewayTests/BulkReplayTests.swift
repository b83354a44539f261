import Diagnostics
import Gateway
import Intake
import Rollout
import Store
import TestPeers
import Testing

/// Replays of many documents: plan, start, canary, pace, pause, cancel, report.
@Suite(.serialized) struct BulkReplayTests {
    /// Orders that their back end refuses.
    private static func refused(_ test: TestGateway, _ count: Int) async throws -> [String] {
        test.legacy.behave { _ in .answer(422) }
        var documents: [String] = []
        for number in 1...count {
            let answer = try await test.submit(EDI.order("B-\(number)", reference: number))
            documents += answer.documents?.map(\.id) ?? []
        }
        return documents
    }

    private static func request(
        _ action: ReplayAction, _ filter: [String: String] = ["status": "failed"], documents: [String]? = nil
    ) -> ReplayRequest {
        var search = SearchFilter()
        for (name, value) in filter { _ = search.set(name, to: value) }
        return ReplayRequest(
            action: action, filter: search, asked: documents == nil ? filter : [:], documents: documents)
    }

    private static func ended(_ test: TestGateway, _ id: String) async throws -> ReplayView {
        try await eventually(120) {
            let view = try await test.gateway.replays.status(id, caller: test.administrator)
            return ["done", "stopped", "cancelled"].contains(view.state) ? view : nil
        }
    }

    @Test("a plan does nothing; started by its version, it sets all going, and says so", arguments: StoreKind.all)
    func planAndRun(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let documents = try await Self.refused(test, 6)
            test.legacy.behave { _ in .accept }
            try await test.submit(EDI.order("G-1", reference: 90))
            let desk = test.gateway.replays
            let ann = Caller(name: "ann", role: .support)
            let plan = try await desk.plan(Self.request(.retry, ["sender": "northwind"]), caller: ann)
            #expect(plan.replay.state == "planned" && plan.replay.documents == 7 && plan.replay.ready == 6)
            #expect(plan.replay.impossible == 1 && plan.replay.blocked == 0)
            let done = plan.groups.first { $0.state == "impossible" }
            #expect(done?.code == "intake.replay-illegal" && done?.was == "delivered")
            #expect(plan.backends.map(\.name) == ["legacy"] && plan.partners.map(\.name) == ["northwind"])
            #expect(test.legacy.effects.count == 1)

            let id = plan.replay.id
            let wrong = await faultCode {
                _ = try await desk.start(id, version: "0", reason: "x", rate: nil, canary: nil, caller: ann)
            }
            #expect(wrong == "replay.version")
            let silent = await faultCode {
                _ = try await desk.start(
                    id, version: plan.replay.version, reason: " ", rate: nil, canary: nil, caller: ann)
            }
            #expect(silent == "intake.reason-missing")
            _ = try await desk.start(
                id, version: plan.replay.version, reason: "mended", rate: nil, canary: nil, caller: ann)
            let view = try await Self.ended(test, id)
            #expect(view.state == "done" && view.done == 6 && view.left == 0 && view.refused == 0)
            #expect(view.startedBy == "ann" && view.reason == "mended")
            let report = try await eventually(60) {
                let report = try await desk.show(id, caller: ann)
                return report.ends.map(\.status) == ["delivered"] ? report : nil
            }
            #expect(report.ends.first?.documents == 6)
            #expect(test.legacy.effects.count == 7)
            let again = await faultCode {
                _ = try await desk.start(
                    id, version: plan.replay.version, reason: "x", rate: nil, canary: nil, caller: ann)
            }
            #expect(again == "replay.state")
            let items = try await desk.items(id, state: "applied", code: nil, after: nil, limit: 50, caller: ann)
            #expect(items.map(\.document) == documents)
        }
    }

    @Test("a canary that fails stops the replay, and nothing else has moved", arguments: StoreKind.all)
    func canary(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let documents = try await Self.refused(test, 5)
            let desk = test.gateway.replays
            let before = test.legacy.requests
            let plan = try await desk.plan(Self.request(.retry), caller: test.administrator).replay
            _ = try await desk.start(
                plan.id, version: plan.version, reason: "try", rate: nil, canary: 2, caller: test.administrator)
            let stopped = try await Self.ended(test, plan.id)
            #expect(stopped.state == "stopped" && stopped.done == 2 && stopped.left == 3)
            // Whichever of the canary is heard of first.
            #expect(stopped.fault?.code == "replay.canary-failed")
            #expect(documents.prefix(2).contains { $0 == stopped.fault?.value })
            #expect(test.legacy.requests == before + 2)

            test.legacy.behave { _ in .accept }
            let second = try await desk.plan(Self.request(.retry), caller: test.administrator).replay
            _ = try await desk.start(
                second.id, version: second.version, reason: "mended", rate: nil, canary: 2,
                caller: test.administrator)
            let done = try await Self.ended(test, second.id)
            #expect(done.state == "done" && done.done == 5)
            let all = try await eventually(60) { test.legacy.effects.count == 5 ? true : nil }
            #expect(all)
        }
    }

    @Test("what left its state meanwhile counts as already, and is not doubled", arguments: StoreKind.all)
    func already(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let documents = try await Self.refused(test, 3)
            test.legacy.behave { _ in .accept }
            let desk = test.gateway.replays
            let plan = try await desk.plan(
                Self.request(.reprocess, documents: documents), caller: test.administrator
            ).replay
            #expect(plan.named == 3 && plan.ready == 3)
            _ = try await test.gateway.replay.retry(documents[1], caller: test.administrator)
            _ = try await eventually(60) { test.legacy.effects.count == 1 ? true : nil }
            _ = try await desk.start(
                plan.id, version: plan.version, reason: "x", rate: nil, canary: nil, caller: test.administrator)
            let view = try await Self.ended(test, plan.id)
            #expect(view.done == 2 && view.already == 1)
            let all = try await eventually(60) { test.legacy.effects.count == 3 ? true : nil }
            #expect(all)
        }
    }

    @Test(
        "a replay is paused, goes on at another pace, and is cancelled; what is done stays done",
        arguments: StoreKind.all)
    func pauseAndCancel(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            _ = try await Self.refused(test, 8)
            test.legacy.behave { _ in .accept }
            let desk = test.gateway.replays
            let plan = try await desk.plan(Self.request(.retry), caller: test.administrator).replay
            _ = try await desk.start(
                plan.id, version: plan.version, reason: "slowly", rate: 2, canary: nil, caller: test.administrator)
            _ = try await eventually(60) { test.legacy.effects.isEmpty ? nil : true }
            let paused = try await desk.pause(plan.id, reason: "lunch", caller: test.administrator)
            #expect(paused.state == "paused" && paused.left > 0)
            let resumed = try await desk.resume(plan.id, rate: 1, reason: nil, caller: test.administrator)
            #expect(resumed.state == "running" && resumed.rate == 1)
            let cancelled = try await desk.cancel(plan.id, reason: "enough", caller: test.administrator)
            #expect(cancelled.state == "cancelled" && cancelled.endedBy == "tester")
            let rest = try await desk.items(
                plan.id, state: "ready", code: nil, after: nil, limit: 50, caller: test.administrator)
            #expect(rest.count == cancelled.left && cancelled.left > 0)
            let arrived = try await eventually(60) { test.legacy.effects.count == cancelled.done ? true : nil }
            #expect(arrived)
        }
    }

    @Test("documents of one order go in their order; what waits behind a stuck one is told", arguments: StoreKind.all)
    func orderAndBlocked(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let stuck = try await Self.refused(test, 1)
            let change = try await test.submit(EDI.change("B-1"), wait: 0)
            let waiting = try await test.routed(change.id).id
            let desk = test.gateway.replays
            let plan = try await desk.plan(
                Self.request(.reprocess, documents: [waiting]), caller: test.administrator)
            #expect(plan.replay.blocked == 1 && plan.replay.ready == 0)
            #expect(plan.blockers.map(\.document) == stuck && plan.blockers.first?.code == "replay.behind")
            let none = await faultCode {
                _ = try await desk.start(
                    plan.replay.id, version: plan.replay.version, reason: "x", rate: nil, canary: 1,
                    caller: test.administrator)
            }
            #expect(none == "replay.canary-none")
            test.legacy.behave { _ in .accept }
            let both = try await desk.plan(
                Self.request(.reprocess, documents: [waiting] + stuck), caller: test.administrator)
            #expect(both.replay.ready == 2 && both.sample?.lookedAt == 2 && both.sample?.same == 2)
            _ = try await desk.start(
                both.replay.id, version: both.replay.version, reason: "x", rate: nil, canary: nil,
                caller: test.administrator)
            _ = try await Self.ended(test, both.replay.id)
            let texts = try await eventually(60) {
                test.legacy.effects.count == 2 ? test.legacy.effects.map(\.text) : nil
            }
            #expect(texts[0].contains("ORDERS") && texts[1].contains("ORDCHG"))
        }
    }
}
