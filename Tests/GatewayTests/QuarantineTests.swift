import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Intake
import Rollout
import Store
import Synchronization
import TestPeers
import Testing

/// New is dead: what it owns is entered at legacy by hand, behind a fence. Hard case 5.
@Suite(.serialized) struct QuarantineTests {
    static let name = "north-intake"

    /// A gateway that is live at the north, with back ends that take calls, or none.
    static func with(
        _ kind: StoreKind, taking: Set<BackendAbilities.TakenCopy> = [.transfers], honoursKey: Bool = true,
        _ body: @escaping (TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.with(kind, .init(honoursKey: honoursKey)) { test in
            try await restart(test, taking: taking)
            try await test.goLive()
            try await body(test)
        }
    }

    static func restart(_ test: TestGateway, taking: Set<BackendAbilities.TakenCopy> = [.transfers]) async throws {
        try await test.restart { installation in
            for index in installation.backends.indices { installation.backends[index].abilities.takes = taking }
        }
    }

    @discardableResult
    static func reverse(_ test: TestGateway, caller: Caller? = nil) async throws -> FenceView {
        _ = try await test.gateway.milestones.move(
            name, MoveForm(.reverse(to: .planned, policy: .quarantine), reason: "new is dead"),
            caller: caller ?? test.administrator)
        return try #require(try await test.gateway.fences.list(caller: test.administrator).first)
    }

    static func enter(_ number: String, as ids: String, in test: TestGateway) async throws -> FencedOrderView {
        try await test.gateway.fences.enter("northwind/\(number)", as: ids, reason: nil, caller: test.administrator)
    }

    static func owners(_ number: String, in test: TestGateway) async throws -> Set<String> {
        let order = try await test.gateway.orders.show("northwind/\(number)", caller: test.administrator)
        return Set(order.itinerary.map(\.backend))
    }

    static func got(_ backend: RecordingBackend, of number: String) -> [String] {
        backend.effects.filter { $0.headers["x-milepost-order-key"] == "northwind/\(number)" }.map { effect in
            [effect.headers["x-milepost-purpose"], effect.headers["x-milepost-type"]].compactMap(\.self)
                .joined(separator: " ")
        }
    }

    static func lifted(_ fence: FenceView, in test: TestGateway) async throws {
        var pause = ContinuousClock.now + .seconds(15)
        _ = try await eventually(120) {
            if pause < .now {
                // A release whose last attempt failed just before the back end came back is due after a pause.
                test.advance(seconds: 4_000)
                pause = .now + .seconds(15)
            }
            return try await test.gateway.fences.show(fence.id, caller: test.administrator).stands ? nil : true
        }
    }

    static func order(_ number: String, of fence: FenceView, in test: TestGateway) async throws -> FencedOrderView? {
        try await test.gateway.fences.orders(of: fence.id, limit: 500, caller: test.administrator).first {
            $0.order == "northwind/\(number)"
        }
    }

    static func until(
        _ step: String, _ number: String, of fence: FenceView, in test: TestGateway
    ) async throws -> FencedOrderView {
        try await eventually(60) {
            let order = try await order(number, of: fence, in: test)
            return order?.step == step ? order : nil
        }
    }

    @Test(
        "5: new is dead at live with births waiting behind its breaker: reverse, recall, fence; new comes back and nothing is doubled",
        arguments: StoreKind.all)
    func deadBackend(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.submit(EDI.order("D-0"))
            test.new.behave { _ in .closeUnread }
            for place in 1...20 {
                let id = try await test.submit(EDI.order("D-\(place)", reference: place + 1), wait: 0).id
                _ = try await test.routed(id)
            }
            _ = try await test.routed(try await test.submit(EDI.change("D-0", reference: 90), wait: 0).id)
            let fence = try await Self.reverse(test)
            #expect(fence.backend == "new" && fence.stands && fence.quarantined == 21)
            let recall = try await test.gateway.recalls.recall(
                milestone: Self.name, after: "", reason: "new is dead", caller: test.administrator)
            // Those that found out that it is dead may have arrived.
            let kept = recall.kept.map(\.order)
            #expect(recall.recalled.count + kept.count == 21 && kept.contains("northwind/D-0"))
            #expect(recall.kept.allSatisfy { $0.because.code == "route.recall-open" })
            // Births meanwhile go to legacy, and what comes for a quarantined order waits.
            let born = try await test.submit(EDI.order("D-30", reference: 50))
            #expect(born.documents?.first?.backend == "legacy" && born.documents?.first?.status == "delivered")
            let late = try #require(
                try await test.submit(EDI.change("D-0", quantity: 7, reference: 91)).documents?.first)
            let taken = try #require(try await Self.order("D-0", of: fence, in: test))
            #expect(taken.documents.count == 2 && !taken.documents.contains(late.id))
            #expect(late.status == "parked" && late.reason?.contains("quarantine \(fence.id)") == true)
            for (place, key) in kept.enumerated() {
                let entered = try await Self.enter(String(key.dropFirst(10)), as: "47\(place)", in: test)
                #expect(entered.step == "release-due" && entered.enteredAs == "47\(place)")
            }
            _ = try await eventually(60) {
                try await test.gateway.documents.document(late.id, caller: test.administrator).status == "delivered"
                    ? true : nil
            }
            #expect(Self.got(test.legacy, of: "D-0") == ["primary order-change"])
            #expect(test.new.effects.count == 1)
            // New comes back: it is asked for releases only, and once it let go of all the fence is lifted.
            test.new.behave { _ in .accept }
            test.advance(seconds: 4_000)
            try await Self.lifted(fence, in: test)
            #expect(Set(test.new.effects.dropFirst().compactMap { $0.headers["x-milepost-purpose"] }) == ["release"])
            #expect(test.new.effects.count == 1 + kept.count)
            for place in 0...20 {
                #expect(try await Self.owners("D-\(place)", in: test) == ["legacy"])
                let here = Self.got(test.legacy, of: "D-\(place)").count { $0 == "primary order" }
                #expect(here == (kept.contains("northwind/D-\(place)") ? 0 : 1), "D-\(place)")
            }
        }
    }

    @Test(
        "behind the fence nothing goes out, not even what other milestones send there; it goes when the fence is lifted",
        arguments: StoreKind.all)
    func others(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.submit(EDI.order("A-1"))
            try await test.submit(EDI.order("A-2", reference: 2))
            _ = try await test.gateway.milestones.move(
                Self.name, MoveForm(.reverse(to: .planned, policy: nil), reason: "new is slow"),
                caller: test.administrator)
            let one = MoveForm(.quarantine(orders: ["northwind/A-1"]), reason: "new is dead")
            _ = try await test.gateway.milestones.move(Self.name, one, caller: test.administrator)
            let fence = try #require(try await test.gateway.fences.list(caller: test.administrator).first)
            #expect(fence.quarantined == 1)
            // A-2 was left with new: its change waits for the fence, although new answers.
            let change = try await test.routed(try await test.submit(EDI.change("A-2", reference: 3), wait: 0).id)
            #expect(change.backend == "new")
            try await Task.sleep(for: .seconds(2))
            #expect(Self.got(test.new, of: "A-2") == ["primary order"])
            let backends = try await test.gateway.backends.list(caller: test.administrator)
            #expect(backends.first { $0.name == "new" }?.fence == fence.id)
            #expect(backends.first { $0.name == "legacy" }?.fence == nil)
            let shown = try await test.gateway.milestones.show(Self.name, caller: test.administrator)
            #expect(shown.fences?.map(\.backend) == ["new"] && shown.history.last?.quarantined == 1)
            #expect(await faultCode { try await test.goLive() } == "route.backend-fenced")
            let started = await faultCode {
                _ = try await test.gateway.transfers.start(
                    "northwind/A-1", to: .new, reason: "r", caller: test.administrator)
            }
            #expect(started == "route.transfer-needless")
            let plan = try await test.gateway.milestones.plan(
                Self.name, .advance(to: .live), caller: test.administrator)
            #expect(plan.refusal?.code == "route.backend-fenced")
            // Nobody entered A-1: it stays with new, and that lifts the fence.
            _ = try await test.gateway.fences.giveBack(
                "northwind/A-1", reason: "new was only slow", caller: test.administrator)
            try await Self.lifted(fence, in: test)
            _ = try await eventually(60) { Self.got(test.new, of: "A-2").count == 2 ? true : nil }
            let after = try await test.submit(EDI.change("A-1", reference: 4))
            #expect(after.documents?.first?.backend == "new" && after.documents?.first?.status == "delivered")
        }
    }

    @Test(
        "births on two nodes race with the reverse and its fence: what new owns is taken, and nothing goes there behind the fence",
        arguments: StoreKind.all)
    func underLoad(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.withSecondNode { second in
                let numbers = (1...40).map { "B-\($0)" }
                let fence = try await withThrowingTaskGroup(of: FenceView?.self) { tasks in
                    for (place, number) in numbers.enumerated() {
                        let node = place.isMultiple(of: 2) ? test.gateway : second
                        tasks.addTask {
                            let bytes = Array(EDI.order(number, reference: place + 1).utf8)
                            let sent = try await node.submissions.submit(
                                Submission(sender: "northwind", channel: "test", bytes: bytes))
                            _ = try await test.routed(sent.id)
                            return nil
                        }
                    }
                    tasks.addTask {
                        _ = try await eventually(60) { test.new.effects.count > 5 ? true : nil }
                        return try await Self.reverse(test)
                    }
                    return try await tasks.reduce(nil) { $0 ?? $1 }
                }
                let stands = try #require(fence)
                // What was begun before the fence ends, and what was born at legacy arrives there.
                _ = try await eventually(60) {
                    let new = try await test.gateway.backends.list(caller: test.administrator).first {
                        $0.name == "new"
                    }
                    let isThere = test.legacy.effects.count >= numbers.count - stands.quarantined
                    return new?.sending == 0 && isThere ? true : nil
                }
                let before = test.new.effects.count
                let late = try await test.routed(try await test.submit(EDI.change("B-1", reference: 90), wait: 0).id)
                try await Task.sleep(for: .seconds(2))
                #expect(test.new.effects.count == before)
                var taken = 0
                for number in numbers {
                    let isTaken = try await Self.order(number, of: stands, in: test) != nil
                    taken += isTaken ? 1 : 0
                    #expect(try await Self.owners(number, in: test) == [isTaken ? "new" : "legacy"], "\(number)")
                    #expect(Self.got(test.new, of: number).count <= (isTaken ? 1 : 0), "\(number)")
                    let here = Self.got(test.legacy, of: number).count { $0 == "primary order" }
                    #expect(here == (isTaken ? 0 : 1), "\(number)")
                }
                #expect(taken == stands.quarantined && taken > 5)
                let first = try await Self.order("B-1", of: stands, in: test)
                #expect((late.status == "parked") == (first != nil))
            }
        }
    }

    @Test(
        "a back end that does not let go keeps the order: what was entered is cancelled, what came since goes there",
        arguments: StoreKind.all)
    func refused(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.submit(EDI.order("R-1"))
            let fence = try await Self.reverse(test)
            test.new.behave { $0.headers["x-milepost-purpose"] == "release" ? .answer(422) : .accept }
            _ = try await Self.enter("R-1", as: "4711", in: test)
            let since = try await test.submit(EDI.change("R-1", reference: 2))
            #expect(since.documents?.first?.backend == "legacy" && since.documents?.first?.status == "delivered")
            let refused = try await Self.until("refused", "R-1", of: fence, in: test)
            #expect(refused.note?.contains("cancel 4711 at legacy") == true)
            let bare = await faultCode {
                _ = try await test.gateway.fences.giveBack("northwind/R-1", reason: " ", caller: test.administrator)
            }
            #expect(bare == "intake.reason-missing")
            let returned = try await test.gateway.fences.giveBack(
                "northwind/R-1", reason: "new had shipped it; 4711 is cancelled", caller: test.administrator)
            #expect(returned.step == "returned")
            #expect(try await Self.owners("R-1", in: test) == ["new"])
            try await Self.lifted(fence, in: test)
            _ = try await eventually(60) { Self.got(test.new, of: "R-1").count == 2 ? true : nil }
            #expect(Self.got(test.new, of: "R-1") == ["primary order", "primary order-change"])
            let later = try await test.submit(EDI.change("R-1", quantity: 3, reference: 3))
            #expect(later.documents?.first?.backend == "new")
        }
    }

    @Test(
        "a release waits until nothing can arrive behind it; what arrived after all stays superseded and is noted",
        arguments: StoreKind.all)
    func lateArrival(kind: StoreKind) async throws {
        try await Self.with(kind, honoursKey: false) { test in
            let gate = Gate()
            // What it is asked arrives there and is taken when the gate opens.
            test.new.behave { _ in gate.pass() }
            let id = try await test.submit(EDI.order("L-1"), wait: 0).id
            let document = try await test.routed(id)
            _ = try await eventually(60) { test.new.requests == 1 ? true : nil }
            let fence = try await Self.reverse(test)
            let retry = await faultCode {
                _ = try await test.gateway.replay.retry(document.id, caller: test.administrator)
            }
            #expect(retry == "route.order-quarantined")
            _ = try await Self.enter("L-1", as: "1", in: test)
            let waiting = try await eventually(60) {
                let order = try await Self.order("L-1", of: fence, in: test)
                return order?.note?.contains("may still arrive") == true ? order : nil
            }
            #expect(waiting.step == "release-due")
            let early = await faultCode {
                _ = try await test.gateway.fences.confirm(
                    "northwind/L-1", .done, reason: "looked", caller: test.administrator)
            }
            #expect(early == "route.release-early")
            #expect(test.new.effects.isEmpty)
            gate.open()
            test.advance(seconds: 10)
            try await Self.lifted(fence, in: test)
            let released = try #require(try await Self.order("L-1", of: fence, in: test))
            #expect(released.step == "released" && released.arrivedAt != nil)
            let shown = try await test.gateway.documents.document(document.id, caller: test.administrator)
            #expect(shown.backend == "legacy" && shown.status == "delivered")
            let atNew = shown.deliveries?.first { $0.backend == "new" }
            #expect(atNew?.state == "superseded")
        }
    }
}

/// Holds requests up, each on its own thread, until it is opened.
private final class Gate: Sendable {
    private let isOpen = Mutex(false)

    func open() { isOpen.withLock { $0 = true } }

    func pass() -> RecordingBackend.Behaviour {
        while !isOpen.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.01) }
        return .accept
    }
}
