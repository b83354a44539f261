import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Rollout
import Store
import TestPeers
import Testing

/// What goes on only when a person acts is found, named and set going again.
@Suite(.serialized) struct StuckDeliveriesTests {
    /// A gateway that is live at the north; both back ends take copies and calls.
    private static func with(_ kind: StoreKind, _ body: @escaping (TestGateway) async throws -> Void) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                for index in installation.backends.indices {
                    installation.backends[index].abilities.takes = [.standby, .copies, .transfers]
                }
            }
            try await test.goLive()
            try await body(test)
        }
    }

    /// Refuses one purpose, and takes everything else.
    private static func refuse(_ purpose: String, at backend: RecordingBackend) {
        backend.behave { $0.headers["x-milepost-purpose"] == purpose ? .answer(422) : .accept }
    }

    @Test(
        "a document whose copy is refused is delivered, and what is stuck is listed with its order and told there",
        arguments: StoreKind.all)
    func refusedCopy(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            test.legacy.behave { _ in .answer(422) }
            let born = try await test.submit(EDI.order("C-1"))
            let document = try #require(born.documents?.first)
            #expect(document.status == "delivered" && document.backend == "new")
            let backends = test.gateway.backends
            let stuck = try await eventually(60) {
                try await backends.stuck(at: "legacy", after: nil, limit: 10, caller: test.administrator).first
            }
            #expect(stuck.document == document.id && stuck.order == "northwind/C-1")
            #expect(["standby", "copy"].contains(stuck.purpose) && stuck.state == "failed" && stuck.attempts == 1)
            #expect(stuck.detail?.hasPrefix("HTTP 422") == true)
            let standing = try await test.gateway.orders.show("northwind/C-1", caller: test.administrator).standing
            #expect(standing?.contains("the \(stuck.purpose) of \(document.id) is failed at legacy") == true)
            #expect(standing?.contains("all done") == false)
            let none = try await backends.stuck(at: "new", after: nil, limit: 10, caller: test.administrator)
            #expect(none.isEmpty)
            let behind = try await backends.stuck(at: "legacy", after: stuck.id, limit: 10, caller: test.administrator)
            #expect(behind.isEmpty)

            test.legacy.behave { _ in .accept }
            _ = try await test.gateway.replay.retry(document.id, reason: "mended", caller: test.administrator)
            _ = try await eventually(60) {
                try await backends.stuck(at: "legacy", after: nil, limit: 10, caller: test.administrator).isEmpty
                    ? true : nil
            }
            let settled = try await test.gateway.orders.show("northwind/C-1", caller: test.administrator).standing
            #expect(settled?.contains("failed") == false)
        }
    }

    @Test(
        "transfers whose new owner refused are found by what they ask, and go on at one word, alone or all at once",
        arguments: StoreKind.all)
    func refusedActivation(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            for (place, number) in ["A-1", "A-2", "A-3"].enumerated() {
                try await test.submit(EDI.order(number, reference: 10 + place))
            }
            Self.refuse("activate", at: test.legacy)
            let desk = test.gateway.transfers
            for number in ["A-1", "A-2", "A-3"] {
                _ = try await desk.start(
                    "northwind/\(number)", to: .legacy, reason: "new cannot ship it", caller: test.administrator)
            }
            let asking = try await eventually(60) {
                let found = try await desk.list(in: "person", before: nil, limit: 10, caller: test.administrator)
                return found.count == 3 ? found : nil
            }
            #expect(Set(asking.map(\.order)) == ["northwind/A-1", "northwind/A-2", "northwind/A-3"])
            #expect(asking.allSatisfy { $0.note?.contains("milepost transfers retry") == true })
            let page = try await desk.list(in: "person", before: asking[0].id, limit: 1, caller: test.administrator)
            #expect(page.map(\.id) == [asking[1].id])
            let wrong = await faultCode {
                _ = try await desk.list(in: "asks", before: nil, limit: 1, caller: test.administrator)
            }
            #expect(wrong == "api.parameter-invalid")

            test.legacy.behave { _ in .accept }
            let one = try await desk.retry(
                [asking[0].id], bulk: nil, reason: "loaded", caller: test.administrator)
            #expect(one.retried == 1 && one.left == 0)
            let rest = try await desk.retry([], bulk: nil, reason: "loaded", caller: test.administrator)
            #expect(rest.retried == 2 && rest.left == 0)
            let again = try await desk.retry(
                [asking[1].id], bulk: nil, reason: "twice", caller: test.administrator)
            #expect(again.retried == 0 && again.left == 1)
            _ = try await eventually(60) {
                let done = try await desk.list(in: "done", before: nil, limit: 10, caller: test.administrator)
                return done.count == 3 ? true : nil
            }
            let activated = test.legacy.effects.count { $0.headers["x-milepost-purpose"] == "activate" }
            #expect(activated == 3)
        }
    }

    @Test("a scheduled move is taken back under its own milestone's name only", arguments: StoreKind.all)
    func foreignSchedule(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let fault = await faultCode {
                _ = try await test.gateway.milestones.withdraw(
                    "north-intake", scheduled: "0199f0c2-0000-7000-8000-000000000000", caller: test.administrator)
            }
            #expect(fault == "route.schedule-unknown")
        }
    }

    @Test(
        "a key's name holds no signs that nobody sees",
        arguments: ["ann\u{200B}", " ann", "ann ", "\u{202E}ann", "a\u{7}nn"])
    func keyName(name: String) async throws {
        try await TestGateway.with(.sqlite) { test in
            let fault = await faultCode {
                _ = try await test.gateway.keys.create(
                    name: name, role: .operations, partner: nil, expiresAt: nil, caller: test.administrator)
            }
            #expect(fault == "api.key-name-form")
        }
    }

    @Test(
        "what keeps a gateway from starting is known before it stops: a live milestone without its file",
        arguments: StoreKind.all)
    func obstacle(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let none = try await test.obstacle()
            #expect(none == nil)
            let gone = try await test.obstacle { installation in
                installation.milestones.removeAll()
                installation.routing.milestones.removeAll()
            }
            #expect(gone?.code == "route.milestone-removed")
        }
    }
}
