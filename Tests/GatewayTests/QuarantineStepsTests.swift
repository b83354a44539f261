import Diagnostics
import Gateway
import Rollout
import TestPeers
import Testing

/// The steps of a quarantined order, one by one: who may, what is refused, nodes that fall between them.
@Suite(.serialized) struct QuarantineStepsTests {
    private typealias Story = QuarantineTests

    /// Births go back; orders that new owns stay there until they are taken one by one.
    private static func goBack(_ test: TestGateway) async throws { try await test.goBack() }

    private static func quarantine(_ number: String, in test: TestGateway) async throws -> FenceView {
        _ = try await test.gateway.milestones.move(
            Story.name, MoveForm(.quarantine(orders: ["northwind/\(number)"]), reason: "new is dead"),
            caller: test.administrator)
        let fences = try await test.gateway.fences.list(caller: test.administrator)
        return try #require(fences.first { $0.stands })
    }

    @Test(
        "a node that falls behind any step of an entry leaves it to the next one, which ends it with one release",
        arguments: StoreKind.all)
    func fallen(kind: StoreKind) async throws {
        try await Story.with(kind) { test in
            for step in 1...4 { try await test.submit(EDI.order("F-\(step)", reference: step)) }
            try await Self.goBack(test)
            for step in 1...4 {
                let number = "F-\(step)"
                let fence = try await Self.quarantine(number, in: test)
                // The entry, the beginning of the release, its end; and the lifting of the fence.
                let fragment = step < 4 ? "update fenced_orders set step" : "update fences set lifted_at"
                test.database.fall(behind: step < 4 ? step : 1, running: fragment)
                let fault = await faultCode { _ = try await Story.enter(number, as: "47\(step)", in: test) }
                #expect(step > 1 || fault == "store.commit-unknown")
                _ = try await eventually(60) { test.database.hasFallen ? true : nil }
                test.beginStop()
                test.database.rise()
                try await Story.restart(test)
                // What the node had in hand is taken up once its lease has passed.
                test.advance(seconds: 200)
                try await Story.lifted(fence, in: test)
                #expect(try await Story.owners(number, in: test) == ["legacy"])
                #expect(Story.got(test.new, of: number) == ["primary order", "release"], "behind step \(step)")
                let change = try await test.submit(EDI.change(number, reference: 100 + step))
                #expect(change.documents?.first?.backend == "legacy")
                #expect(Story.got(test.legacy, of: number) == ["primary order-change"])
            }
        }
    }

    @Test("when the answer to the COMMIT of a quarantine is lost it was made, once", arguments: StoreKind.all)
    func lost(kind: StoreKind) async throws {
        try await Story.with(kind) { test in
            try await test.submit(EDI.order("L-1"))
            test.database.loseCommit(running: "insert into fences")
            let fault = await faultCode { try await Story.reverse(test) }
            #expect(fault == "store.commit-unknown" && test.database.isDone)
            let form = MoveForm(.quarantine(orders: []), reason: "new is dead")
            let again = await faultCode {
                _ = try await test.gateway.milestones.move(Story.name, form, caller: test.administrator)
            }
            #expect(again == "route.quarantine-nothing")
            let fences = try await test.gateway.fences.list(caller: test.administrator)
            #expect(fences.map(\.quarantined) == [1])
        }
    }

    @Test(
        "who may not, what is unknown and what has no sense is refused, and changes nothing", arguments: StoreKind.all)
    func refusals(kind: StoreKind) async throws {
        try await Story.with(kind) { test in
            try await test.submit(EDI.order("W-1"))
            let (desk, fences) = (test.gateway.milestones, test.gateway.fences)
            func move(_ wish: MoveWish, _ role: Role = .administrator) async -> String? {
                await faultCode {
                    _ = try await desk.move(
                        Story.name, MoveForm(wish, reason: "r"), caller: Caller(name: "dana", role: role))
                }
            }
            #expect(await move(.quarantine(orders: [])) == "route.quarantine-births")
            #expect(await move(.reverse(to: .planned, policy: .quarantine), .support) == "route.policy-role")
            #expect(await move(.reverse(to: .planned, policy: .quarantine), .viewer) == "intake.forbidden")
            try await Self.goBack(test)
            try await test.submit(EDI.order("W-2", reference: 2))
            #expect(await move(.quarantine(orders: []), .operations) == "route.policy-role")
            #expect(await move(.quarantine(orders: ["northwind/NONE"])) == "intake.order-unknown")
            #expect(await move(.quarantine(orders: ["northwind/W-2"])) == "route.not-quarantinable")
            let untouched = try await fences.list(caller: test.administrator)
            #expect(untouched.isEmpty)
            let fence = try await Self.quarantine("W-1", in: test)
            #expect(await move(.quarantine(orders: [])) == "route.quarantine-nothing")
            #expect(
                await faultCode { _ = try await fences.show("x", caller: test.administrator) } == "route.fence-unknown")
            func enter(_ number: String, _ ids: String, _ role: Role = .support) async -> String? {
                await faultCode {
                    _ = try await fences.enter(
                        "northwind/\(number)", as: ids, reason: nil, caller: Caller(name: "kim", role: role))
                }
            }
            #expect(await enter("W-1", "1", .viewer) == "intake.forbidden")
            #expect(await enter("NONE", "1") == "intake.order-unknown")
            #expect(await enter("W-2", "1") == "route.order-not-fenced")
            for ids in ["", " ", "4\u{7}", String(repeating: "4", count: 201)] {
                #expect(await enter("W-1", ids) == "route.entered-as-form")
            }
            let early = await faultCode {
                _ = try await fences.confirm("northwind/W-1", .done, reason: "r", caller: test.administrator)
            }
            #expect(early == "route.release-not-asked")
            let support = await faultCode {
                _ = try await fences.giveBack(
                    "northwind/W-1", reason: "r", caller: Caller(name: "kim", role: .support))
            }
            #expect(support == "intake.forbidden")
            // Two people enter it at once: one of them did.
            test.new.behave { _ in .answer(503) }
            async let first = enter("W-1", "first")
            async let second = enter("W-1", "second")
            let faults = await [first, second]
            #expect(faults.count { $0 == nil } == 1 && faults.contains("route.not-quarantined"))
            let entered = try #require(try await Story.order("W-1", of: fence, in: test))
            #expect(entered.enteredBy == "kim" && entered.enteredAs == (faults[0] == nil ? "first" : "second"))
            let late = await faultCode {
                _ = try await fences.giveBack("northwind/W-1", reason: "r", caller: test.administrator)
            }
            #expect(late == "route.not-to-return")
        }
    }

    @Test(
        "a back end that takes no calls is asked by people, who say what became of each release",
        arguments: StoreKind.all)
    func byHand(kind: StoreKind) async throws {
        try await Story.with(kind, taking: []) { test in
            for place in 1...2 { try await test.submit(EDI.order("H-\(place)", reference: place)) }
            let fence = try await Story.reverse(test)
            let fences = test.gateway.fences
            for place in 1...2 {
                _ = try await Story.enter("H-\(place)", as: "47\(place)", in: test)
                _ = try await eventually(60) {
                    try await Story.order("H-\(place)", of: fence, in: test)?.asks == true ? true : nil
                }
            }
            let absent = await faultCode {
                _ = try await fences.confirm("northwind/H-1", .absent, reason: "r", caller: test.administrator)
            }
            #expect(absent == "route.release-not-asked")
            let done = try await fences.confirm(
                "northwind/H-1", .done, reason: "deleted there", caller: test.administrator)
            #expect(done.step == "released")
            let refused = try await fences.confirm(
                "northwind/H-2", .refused, reason: "shipped there", caller: test.administrator)
            #expect(refused.step == "refused" && refused.note == "cancel 472 at legacy, then return the order")
            #expect(try await fences.show(fence.id, caller: test.administrator).stands)
            _ = try await fences.giveBack("northwind/H-2", reason: "472 is cancelled", caller: test.administrator)
            try await Story.lifted(fence, in: test)
            #expect(try await Story.owners("H-1", in: test) == ["legacy"])
            #expect(try await Story.owners("H-2", in: test) == ["new"])
            #expect(test.new.effects.count == 2 && test.legacy.effects.isEmpty)
        }
    }

    @Test(
        "what a dead back end refused is not sent again while it is quarantined; recalled, it is confirmed without a release",
        arguments: StoreKind.all)
    func recalled(kind: StoreKind) async throws {
        try await Story.with(kind) { test in
            test.new.behave { _ in .answer(422) }
            let outcome = try await test.submit(EDI.order("C-1"))
            let document = try #require(outcome.documents?.first)
            #expect(document.status == "failed")
            let fence = try await Story.reverse(test)
            let (replay, caller) = (test.gateway.replay, test.administrator)
            let retried = await faultCode { _ = try await replay.retry(document.id, caller: caller) }
            let reprocessed = await faultCode { _ = try await replay.reprocess(document.id, caller: caller) }
            #expect(retried == "route.order-quarantined" && reprocessed == "route.order-quarantined")
            let change = try #require(try await test.submit(EDI.change("C-1", reference: 2)).documents?.first)
            #expect(change.status == "parked")
            try await test.gateway.recalls.recall(
                "northwind/C-1", reason: "new refused it", caller: test.administrator)
            try await Story.lifted(fence, in: test)
            #expect(try await Story.order("C-1", of: fence, in: test)?.step == "recalled")
            _ = try await eventually(60) {
                Story.got(test.legacy, of: "C-1") == ["primary order", "primary order-change"] ? true : nil
            }
            #expect(test.new.effects.isEmpty)
            let again = try await test.submit(EDI.order("C-1", reference: 3))
            #expect(again.documents?.first?.status == "duplicate")
        }
    }

    @Test("a transfer that waits for the dead back end ends, and its order is taken", arguments: StoreKind.all)
    func transferred(kind: StoreKind) async throws {
        try await Story.with(kind) { test in
            try await test.submit(EDI.order("T-1"))
            test.new.behave { _ in .answer(503) }
            let transfers = test.gateway.transfers
            let id = try await transfers.start(
                "northwind/T-1", to: .legacy, reason: "new cannot ship it", caller: test.administrator
            ).id
            _ = try await eventually(60) {
                let view = try await transfers.show(id, caller: test.administrator)
                return view.step == "releasing" && view.note == "HTTP 503" ? true : nil
            }
            let fence = try await Story.reverse(test)
            #expect(fence.quarantined == 1)
            let kept = try await transfers.show(id, caller: test.administrator)
            #expect(kept.state == "kept" && kept.note == "its owner is fenced, and it is entered elsewhere by hand")
            _ = try await Story.enter("T-1", as: "4711", in: test)
            test.new.behave { _ in .accept }
            test.advance(seconds: 400)
            try await Story.lifted(fence, in: test)
            #expect(try await Story.owners("T-1", in: test) == ["legacy"])
            #expect(Story.got(test.new, of: "T-1") == ["primary order", "release"])
            #expect(Story.got(test.legacy, of: "T-1").isEmpty)
        }
    }
}
