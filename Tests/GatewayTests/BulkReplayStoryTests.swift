import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Orders
import Rollout
import Store
import TestPeers
import Testing

/// Whole stories: what many failures of one cause come to, from the first to the last success.
@Suite(.serialized) struct BulkReplayStoryTests {
    private static let gtin = "4000862141404"

    /// An order as canonical JSON, which needs no mapping.
    private static func order(_ number: String) -> String {
        #"{"document":"order","number":"\#(number)","issued":"2026-09-21","buyer":{"gln":"5412345000013"},"#
            + #""deliveryParty":{"gln":"5412345000037"},"lines":[{"number":"1","item":{"gtin":"\#(gtin)"},"#
            + #""quantity":{"value":"5"}}]}"#
    }

    private static func problem(
        _ test: TestGateway, code: String, standing: Int, within seconds: Double = 60
    ) async throws -> ProblemView {
        try await eventually(seconds) {
            let all = try await test.gateway.problems.list(
                ProblemDesk.Filter(), before: nil, limit: 100, caller: test.administrator)
            let found = all.filter { $0.code == code }
            return found.count == 1 && found[0].standing == standing ? found[0] : nil
        }
    }

    private static func plan(_ action: ReplayAction, of problem: String, _ test: TestGateway) async throws
        -> ReplayReport
    {
        var filter = SearchFilter()
        filter.problem = problem
        return try await test.gateway.replays.plan(
            ReplayRequest(action: action, filter: filter, asked: ["problem": problem]),
            caller: Caller(name: "ann", role: .support))
    }

    private static func run(
        _ plan: ReplayView, canary: Int? = nil, _ test: TestGateway
    ) async throws -> ReplayView {
        let desk = test.gateway.replays
        _ = try await desk.start(
            plan.id, version: plan.version, reason: "mended", rate: nil, canary: canary,
            caller: Caller(name: "ann", role: .support))
        return try await eventually(120) {
            let view = try await desk.status(plan.id, caller: test.administrator)
            return ["done", "stopped"].contains(view.state) ? view : nil
        }
    }

    /// The kinds of what a back end got, by order number, in the order in which it came.
    private static func courses(_ effects: [RecordingBackend.Effect]) -> [String: [String]] {
        var courses: [String: [String]] = [:]
        for effect in effects {
            guard let order = effect.headers["x-milepost-order-key"] else { continue }
            let kind = effect.text.contains(#""document":"order-change""#) ? "change" : "order"
            courses[order, default: []].append(kind)
        }
        return courses
    }

    @Test(
        "many orders wait for one missing item: one problem; the code is added, all are reprocessed in order, the next passes",
        arguments: StoreKind.all)
    func missingItem(kind: StoreKind) async throws {
        let count = 60
        try await MasterTests.with(kind) { test in
            for number in 1...count {
                try await test.submit(EDI.order("M-\(number)", reference: number), wait: 0)
                if number.isMultiple(of: 3) {
                    try await test.submit(EDI.change("M-\(number)", reference: 1_000 + number), wait: 0)
                }
            }
            let problem = try await Self.problem(test, code: "master.code-unknown", standing: count + count / 3)
            #expect(test.legacy.effects.isEmpty)
            _ = try await test.gateway.master.add(
                CrossReferenceInput(fromSystem: "canonical", from: Self.gtin, toSystem: "legacy", to: "L-1"), .item,
                caller: test.administrator)
            let plan = try await Self.plan(.reprocess, of: problem.id, test)
            #expect(plan.replay.documents == count + count / 3 && plan.replay.ready == plan.replay.documents)
            let done = try await Self.run(plan.replay, canary: 3, test)
            #expect(done.state == "done" && done.done + done.already == count + count / 3 && done.refused == 0)
            let effects = try await eventually(60) {
                test.legacy.effects.count == count + count / 3 ? test.legacy.effects : nil
            }
            let courses = Self.courses(effects)
            #expect(courses.count == count)
            let wrong = (1...count).filter { number in
                let expected = number.isMultiple(of: 3) ? ["order", "change"] : ["order"]
                return courses["northwind/M-\(number)"] != expected
            }
            #expect(wrong.isEmpty)
            let next = try await test.submit(EDI.order("M-999", reference: 999))
            #expect(next.documents?.first?.status == "delivered")
            _ = try await Self.problem(test, code: "master.code-unknown", standing: 0)
        }
    }

    @Test(
        "4,000 documents fail on one missing item: one problem; the code is added, all arrive in the order of their keys, the next passes",
        arguments: StoreKind.all)
    func missingItemOfMany(kind: StoreKind) async throws {
        let (orders, perInterchange) = (3_200, 200)
        let changed = Set(stride(from: 4, through: orders, by: 4))
        let count = orders + changed.count
        try await MasterTests.with(kind) { test in
            // The changes come behind all orders, so that each order has what comes after it far away.
            for start in stride(from: 1, through: orders, by: perInterchange) {
                let some = (start..<start + perInterchange).map { Self.order("M-\($0)") }
                try await test.submit("[\(some.joined(separator: ",\n"))]", wait: 0)
            }
            let changes = changed.sorted().map { EDI.changeMessage("M-\($0)") }
            for start in stride(from: 0, to: changes.count, by: perInterchange) {
                let some = Array(changes[start..<start + perInterchange])
                try await test.submit(EDI.interchange(some, 1 + start / perInterchange), wait: 0)
            }
            let problem = try await Self.problem(test, code: "master.code-unknown", standing: count, within: 240)
            #expect(problem.failures == count && test.legacy.effects.isEmpty)
            _ = try await test.gateway.master.add(
                CrossReferenceInput(fromSystem: "canonical", from: Self.gtin, toSystem: "legacy", to: "L-1"), .item,
                caller: test.administrator)
            let plan = try await Self.plan(.reprocess, of: problem.id, test)
            #expect(plan.replay.documents == count && plan.replay.ready == count)
            let done = try await Self.run(plan.replay, canary: 10, test)
            #expect(done.state == "done" && done.done + done.already == count && done.refused == 0)
            let effects = try await eventually(120) {
                test.legacy.effects.count == count ? test.legacy.effects : nil
            }
            let courses = Self.courses(effects)
            let wrong = (1...orders).filter { number in
                courses["northwind/M-\(number)"] != (changed.contains(number) ? ["order", "change"] : ["order"])
            }
            #expect(wrong.isEmpty && courses.count == orders)
            let next = try await test.submit(EDI.order("M-9999", reference: 999))
            #expect(next.documents?.first?.status == "delivered")
            let told = try await Self.problem(test, code: "master.code-unknown", standing: 0, within: 240)
            #expect(told.id == problem.id)
        }
    }

    @Test(
        "a back end dies under load, comes back refusing a field, the mapping is corrected: a canary, then the whole; each order once, in order",
        arguments: StoreKind.all)
    func deadAndWrong(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.legacyPayload = .canonical
        try await TestGateway.with(kind, options) { test in
            for number in 1...4 { try await test.submit(EDI.order("S-\(number)", reference: number)) }
            test.legacy.behave { _ in .answer(503) }
            for number in 5...24 {
                try await test.submit(EDI.order("S-\(number)", reference: number), wait: 0)
                if number.isMultiple(of: 4) {
                    try await test.submit(EDI.change("S-\(number)", reference: 1_000 + number), wait: 0)
                }
            }
            // It comes back, and takes no order that names a currency.
            test.legacy.behave { request in
                request.text.contains(#""currency":"#) ? .answer(422) : .accept
            }
            let problem = try await Self.problem(test, code: "deliver.refused", standing: 20)
            #expect(problem.failures == 20 && test.legacy.effects.count == 4)

            // Without a correction the canary finds out, and nothing else moves.
            let requests = test.legacy.requests
            let early = try await Self.plan(.retry, of: problem.id, test)
            #expect(early.replay.ready == 20)
            let stopped = try await Self.run(early.replay, canary: 2, test)
            #expect(stopped.state == "stopped" && stopped.done == 2 && test.legacy.requests == requests + 2)

            var files = try TestGateway.shippedMappings()
            let text = String(decoding: files["edifact-orders.yaml"] ?? [], as: UTF8.self)
            let rules = text.split(separator: "\n", omittingEmptySubsequences: false)
            files["edifact-orders.yaml"] = Array(
                rules.filter { !$0.hasPrefix("  currency:") }.joined(separator: "\n").utf8)
            let corrected = files
            try await test.restart { $0.mappings = corrected }
            let plan = try await Self.plan(.reprocess, of: problem.id, test)
            #expect(plan.replay.ready == 20 && plan.sample?.lookedAt == 20 && plan.sample?.changed == 20)
            let done = try await Self.run(plan.replay, canary: 3, test)
            #expect(done.state == "done" && done.done == 20 && done.refused == 0)
            let effects = try await eventually(60) {
                test.legacy.effects.count == 29 ? test.legacy.effects : nil
            }
            let courses = Self.courses(effects)
            let wrong = (1...24).filter { number in
                let expected = number >= 5 && number.isMultiple(of: 4) ? ["order", "change"] : ["order"]
                return courses["northwind/S-\(number)"] != expected
            }
            #expect(wrong.isEmpty && courses.count == 24)
            let told = try await Self.problem(test, code: "deliver.refused", standing: 0)
            #expect(told.id == problem.id)
            // One problem tells it all, from the first failure to the last success.
            let course = try await test.gateway.problems.show(problem.id, caller: test.administrator)
            #expect(course.documents.map(\.status) == ["delivered"] && course.documents.first?.documents == 20)
            #expect(course.hours.reduce(0) { $0 + $1.settled } == 20 && course.hours.reduce(0) { $0 + $1.failed } >= 20)
            #expect(course.standing.isEmpty && course.events.first?.what == "opened")
        }
    }

    @Test(
        "a gateway that stops in the middle of a replay goes on with it; each document once", arguments: StoreKind.all)
    func restart(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.honoursKey = false
        try await TestGateway.with(kind, options) { test in
            test.legacy.behave { _ in .answer(422) }
            for number in 1...30 { try await test.submit(EDI.order("W-\(number)", reference: number)) }
            let problem = try await Self.problem(test, code: "deliver.refused", standing: 30)
            test.legacy.behave { _ in .accept }
            let plan = try await Self.plan(.retry, of: problem.id, test).replay
            _ = try await test.gateway.replays.start(
                plan.id, version: plan.version, reason: "mended", rate: 20, canary: nil, caller: test.administrator)
            _ = try await eventually(60) { test.legacy.effects.count >= 5 ? true : nil }
            try await test.restart { _ in }
            let done = try await eventually(120) {
                let view = try await test.gateway.replays.status(plan.id, caller: test.administrator)
                return view.state == "done" ? view : nil
            }
            #expect(done.done == 30 && done.already == 0 && done.refused == 0)
            let effects = try await eventually(60) { test.legacy.effects.count >= 30 ? test.legacy.effects : nil }
            #expect(effects.count == 30 && Set(effects.map(\.key)).count == 30)
        }
    }
}
