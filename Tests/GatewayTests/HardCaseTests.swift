import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Rollout
import Store
import TestPeers
import Testing

/// The switch's hard cases that have no suite of their own, by their numbers in the design: 4, 6 and 10.
@Suite(.serialized) struct HardCaseTests {
    private static let name = "north-intake"

    /// A gateway that is live at the north, with back ends that take calls.
    private static func with(_ kind: StoreKind, _ body: @escaping (TestGateway) async throws -> Void) async throws {
        try await TestGateway.with(kind) { test in
            try await restart(test)
            try await test.goLive()
            try await body(test)
        }
    }

    private static func restart(_ test: TestGateway) async throws {
        try await test.restart { installation in
            for index in installation.backends.indices { installation.backends[index].abilities.takes = [.transfers] }
        }
    }

    private static func transfer(_ number: String, in test: TestGateway) async throws -> String {
        try await test.gateway.transfers.start(
            "northwind/\(number)", to: .legacy, reason: "new cannot ship it", caller: test.administrator
        ).id
    }

    private static func ended(_ id: String, in test: TestGateway) async throws -> TransferView {
        try await eventually(120) {
            let view = try await test.gateway.transfers.show(id, caller: test.administrator)
            return ["done", "kept"].contains(view.state) ? view : nil
        }
    }

    private static func owner(_ number: String, in test: TestGateway) async throws -> Set<String> {
        let order = try await test.gateway.orders.show("northwind/\(number)", caller: test.administrator)
        return Set(order.itinerary.map(\.backend))
    }

    /// What a back end got of an order: `primary order-change`, in its order.
    private static func got(_ backend: RecordingBackend, of number: String) -> [String] {
        backend.effects.filter { $0.headers["x-milepost-order-key"] == "northwind/\(number)" }.map { effect in
            [effect.headers["x-milepost-purpose"], effect.headers["x-milepost-type"]].compactMap(\.self)
                .joined(separator: " ")
        }
    }

    @Test(
        "4: changes race with transfers of their orders; each takes effect once, at its owner and behind its order",
        arguments: StoreKind.all)
    func race(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let numbers = (1...8).map { "C-\($0)" }
            for (place, number) in numbers.enumerated() {
                try await test.submit(EDI.order(number, reference: place + 1))
            }
            let ids = try await withThrowingTaskGroup(of: (String, String?).self) { tasks in
                for (place, number) in numbers.enumerated() {
                    tasks.addTask { (number, try await Self.transfer(number, in: test)) }
                    tasks.addTask {
                        try await test.submit(EDI.change(number, reference: 100 + place))
                        return (number, nil)
                    }
                }
                return try await tasks.reduce(into: [String: String]()) { $0[$1.0] = $1.1 ?? $0[$1.0] }
            }
            for number in numbers {
                let transfer = try await Self.ended(try #require(ids[number]), in: test)
                // One that found the change on its way keeps the order where it is.
                let isDone = transfer.state == "done"
                #expect(try await Self.owner(number, in: test) == [isDone ? "legacy" : "new"])
                let changed = try await eventually(60) {
                    let view = try await test.gateway.orders.show("northwind/\(number)", caller: test.administrator)
                    let change = view.documents.first { $0.type == "order-change" }
                    return change?.status == "delivered" ? change : nil
                }
                let (legacy, new) = (Self.got(test.legacy, of: number), Self.got(test.new, of: number))
                #expect((legacy + new).count { $0 == "primary order-change" } == 1, "\(number): \(legacy), \(new)")
                #expect(new.first == "primary order" && new.count { $0 == "primary order" } == 1)
                if changed.backend == "legacy" {
                    #expect(legacy == ["copy order", "activate", "primary order-change"], "\(number)")
                } else if isDone {
                    #expect(legacy == ["copy order", "copy order-change", "activate"], "\(number)")
                    #expect(new == ["primary order", "primary order-change", "release"], "\(number)")
                }
            }
        }
    }

    @Test(
        "4: a node that falls behind any step of a transfer leaves it to the next one, which ends it with one effect each",
        arguments: StoreKind.all)
    func fallen(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            for step in 1...7 {
                let number = "F-\(step)"
                try await test.submit(EDI.order(number, reference: step))
                test.database.fall(behind: step, running: "update transfers set state = $2")
                let id = try await Self.transfer(number, in: test)
                _ = try await eventually(60) { test.database.hasFallen ? true : nil }
                test.beginStop()
                test.database.rise()
                try await Self.restart(test)
                // What the node had in hand is taken up once its lease has passed.
                test.advance(seconds: 200)
                let ended = try await Self.ended(id, in: test)
                #expect(ended.state == "done", "behind step \(step)")
                #expect(try await Self.owner(number, in: test) == ["legacy"])
                #expect(Self.got(test.new, of: number) == ["primary order", "release"], "behind step \(step)")
                #expect(Self.got(test.legacy, of: number) == ["copy order", "activate"], "behind step \(step)")
                let change = try await test.submit(EDI.change(number, reference: 100 + step))
                #expect(change.documents?.first?.backend == "legacy")
            }
        }
    }

    @Test(
        "4: when the answer to the COMMIT of a move or a recall is lost it was made, once, and both may be asked again",
        arguments: StoreKind.all)
    func lostMove(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let milestones = test.gateway.milestones
            _ = try await milestones.approve(Self.name, seen: nil, caller: test.administrator)
            let form = MoveForm(
                .advance(to: .live), reason: "test",
                overrides: Dictionary(uniqueKeysWithValues: GateKind.allCases.map { ($0, "test") }))
            test.database.loseCommit(running: "insert into milestone_moves")
            let lost = await faultCode { _ = try await milestones.move(Self.name, form, caller: test.administrator) }
            #expect(lost == "store.commit-unknown" && test.database.isDone)
            let again = await faultCode { _ = try await milestones.move(Self.name, form, caller: test.administrator) }
            #expect(again == "route.stage-reached")
            let view = try await milestones.show(Self.name, caller: test.administrator)
            #expect(view.stage == "live" && view.history.count == 1)
            // The node that never heard of its move decides by it all the same.
            test.new.behave { _ in .answer(422) }
            let born = try await test.submit(EDI.order("L-1"))
            #expect(born.documents?.first?.backend == "new" && born.documents?.first?.status == "failed")
            try await test.goBack()
            test.database.loseCommit(running: "insert into itinerary_history")
            let recall = await faultCode {
                try await test.gateway.recalls.recall("northwind/L-1", reason: "r", caller: test.administrator)
            }
            #expect(recall == "store.commit-unknown" && test.database.isDone)
            _ = try await eventually(60) { Self.got(test.legacy, of: "L-1") == ["primary order"] ? true : nil }
            let repeated = await faultCode {
                try await test.gateway.recalls.recall("northwind/L-1", reason: "r", caller: test.administrator)
            }
            #expect(repeated == "route.recall-open")
            #expect(try await Self.owner("L-1", in: test) == ["legacy"] && test.new.effects.isEmpty)
        }
    }

    @Test(
        "6: blanket orders that never close are named, and transferred or signed off; they cannot block silently",
        arguments: StoreKind.all)
    func blanket(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await Self.restart(test)
            for place in 1...2 { try await test.submit(EDI.order("B-\(place)", reference: place)) }
            try await test.goLive()
            try await test.advance(to: .draining)
            // Call-offs keep them open, at legacy.
            for place in 1...2 {
                let change = try await test.submit(EDI.change("B-\(place)", reference: 10 + place))
                #expect(change.documents?.first?.backend == "legacy")
            }
            let milestones = test.gateway.milestones
            let plan = try await milestones.plan(Self.name, .advance(to: .complete), caller: test.administrator)
            #expect(plan.refusal?.code == "route.complete-with-leftovers")
            #expect(plan.openOrders.first { $0.side == "legacy" }?.orders == 2)
            let left = try await milestones.leftovers(Self.name, limit: 10, caller: test.administrator)
            #expect(left == ["northwind/B-1", "northwind/B-2"])
            let blocked = await faultCode { try await test.advance(to: .complete) }
            #expect(blocked == "route.complete-with-leftovers")
            let id = try await test.gateway.transfers.start(
                "northwind/B-1", to: .new, reason: "legacy ends", caller: test.administrator
            ).id
            #expect(try await Self.ended(id, in: test).state == "done")
            _ = try await milestones.signOff(
                Self.name, orders: ["northwind/B-2"], reason: "its last call-off is due", caller: test.administrator)
            try await test.advance(to: .complete)
            // What was signed off stays where it is; what was transferred has a new owner.
            let first = try await test.submit(EDI.change("B-1", quantity: 5, reference: 20))
            let second = try await test.submit(EDI.change("B-2", quantity: 5, reference: 21))
            #expect(first.documents?.first?.backend == "new" && second.documents?.first?.backend == "legacy")
        }
    }

    @Test(
        "10: what was accepted before the switch is replayed to its owner after it, whether it was refused or is unknown; what arrived is not",
        arguments: StoreKind.all)
    func replayed(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            let arrived = try #require(try await test.submit(EDI.order("R-1")).documents?.first)
            test.legacy.behave { _ in .answer(422) }
            let refused = try #require(try await test.submit(EDI.order("R-2", reference: 2)).documents?.first)
            test.legacy.behave { _ in .acceptAndClose }
            let unknown = try #require(try await test.submit(EDI.order("R-3", reference: 3)).documents?.first)
            let broken = EDI.order("R-4", reference: 4).replacingOccurrences("QTY+21:48", "QTY+21:x")
            let unread = try #require(try await test.submit(broken).documents?.first)
            #expect([arrived, refused, unknown, unread].map(\.status) == ["delivered", "failed", "unknown", "failed"])
            test.legacy.behave { _ in .accept }
            try await test.goLive()
            let replay = test.gateway.replay
            let caller = test.administrator
            #expect(
                await faultCode { _ = try await replay.retry(arrived.id, caller: caller) } == "intake.replay-illegal")
            #expect(await faultCode { _ = try await replay.retry(unknown.id, caller: caller) } == "intake.replay-open")
            #expect(
                await faultCode { _ = try await replay.reprocess(unknown.id, caller: caller) } == "intake.replay-open")
            _ = try await replay.retry(refused.id, caller: caller)
            try await Self.delivered(refused.id, to: "legacy", in: test)
            // Found at legacy: it was delivered there, and never goes to new.
            _ = try await test.gateway.backends.clear("legacy", numbers: ["R-3"], preview: false, caller: caller)
            try await Self.delivered(unknown.id, to: "legacy", in: test)
            // Of what could not be read nothing was born: it is born where births go now.
            let mended = EDI.order("R-4", reference: 4)
            _ = try await replay.edit(
                unread.id, bytes: Array(mended.utf8), reason: "x is 48, says the buyer", caller: caller)
            try await Self.delivered(unread.id, to: "new", in: test)
            for number in ["R-1", "R-2", "R-3"] {
                let change = try await test.submit(EDI.change(number, reference: 50 + (Int(number.suffix(1)) ?? 0)))
                #expect(change.documents?.first?.backend == "legacy", "\(number)")
            }
            #expect(test.new.effects.count == 1)
            #expect(test.legacy.effects.count { $0.headers["x-milepost-type"] == "order" } == 3)
        }
    }

    private static func delivered(_ document: String, to backend: String, in test: TestGateway) async throws {
        _ = try await eventually(60) {
            let view = try await test.gateway.documents.document(document, caller: test.administrator)
            return view.status == "delivered" && view.backend == backend ? true : nil
        }
    }
}
