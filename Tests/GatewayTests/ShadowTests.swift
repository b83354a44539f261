import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Rollout
import Store
import TestPeers
import Testing

/// A milestone in shadow: new gets every document, answers it and does not act on it; the answers are compared.
@Suite(.serialized) struct ShadowTests {
    private static let name = "north-intake"

    /// North in shadow, with back ends that answer in JSON.
    private static func with(
        _ kind: StoreKind, rules: ShadowRules? = nil, cells: [Cell]? = nil, before: [String] = [],
        taking: Set<BackendAbilities.TakenCopy> = [.shadow, .copies],
        _ body: @escaping (TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.with(kind) { test in
            try await restart(test, rules: rules, cells: cells, taking: taking)
            answer(test.legacy, quantity: 48)
            answer(test.new, quantity: 48)
            for (place, number) in before.enumerated() {
                try await test.submit(EDI.order(number, reference: 100 + place))
            }
            try await test.advance(to: .shadow)
            try await body(test)
        }
    }

    private static func restart(
        _ test: TestGateway, rules: ShadowRules? = nil, cells: [Cell]? = nil,
        taking: Set<BackendAbilities.TakenCopy> = [.shadow, .copies]
    ) async throws {
        try await test.restart { installation in
            installation.backends[1].abilities.takes = taking
            installation.milestones[0].shadow = rules
            installation.milestones[0].gates = GateLimits(minimumSample: 2)
            installation.milestones[0].pilot = .deliveryParties(percent: 100)
            if let cells { installation.milestones[0].cells = cells }
            // South has its new back end in use.
            installation.milestones.append(
                Milestone(name: "south-intake", cells: [Cell(function: "order-intake", site: "south")], author: "ann"))
            installation.routing.milestones = installation.milestones.map {
                StagedMilestone($0, stage: .planned, since: nil)
            }
        }
    }

    /// Lets a back end say in JSON what it made of an order.
    private static func answer(_ backend: RecordingBackend, quantity: Int, name: String = "N") {
        backend.behave { request in
            let order = request.headers["x-milepost-order-key"] ?? ""
            return .reply(
                """
                {"order":"\(order)","reference":"\(name)-\(order)","lines":[{"number":1,"quantity":\(quantity)}]}
                """)
        }
    }

    private static func shown(
        _ test: TestGateway, _ purpose: ShadowDesk.Purpose = .shadow, documents: Int
    ) async throws -> ShadowView {
        try await eventually(60) {
            let view = try await test.gateway.shadow.show(name, purpose, caller: test.administrator)
            return view.documents == documents ? view : nil
        }
    }

    private static func gates(_ test: TestGateway) async throws -> [String: MilestonePlanView.Gate] {
        let plan = try await test.gateway.milestones.plan(name, .advance(to: .pilot), caller: test.administrator)
        return Dictionary(uniqueKeysWithValues: plan.gates.map { ($0.gate, $0) })
    }

    private static func orders(_ effects: [RecordingBackend.Effect]) -> [String] {
        effects.map { "\($0.headers["x-milepost-type"] ?? "") \($0.headers["x-milepost-order-key"] ?? "")" }
    }

    @Test(
        "both sides answer, new without an effect; equal answers pass the gate, once there are enough",
        arguments: StoreKind.all)
    func equal(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let born = try await test.submit(EDI.order("S-1"))
            #expect(born.documents?.first?.backend == "legacy")
            _ = try await Self.shown(test, documents: 1)
            let few = try await Self.gates(test)["shadow-mismatch"]
            #expect(few?.verdict == "inconclusive")
            try await test.submit(EDI.change("S-1"))
            let view = try await Self.shown(test, documents: 2)
            #expect(view.matching == 2 && view.differing == 0 && view.matchRate == 100 && view.fields == 10)
            #expect(view.owner == "legacy" && view.other == "new" && view.waiting == 0)
            #expect(Self.orders(test.new.shadows) == ["order northwind/S-1", "order-change northwind/S-1"])
            #expect(test.new.effects.isEmpty && test.legacy.effects.count == 2)
            let gate = try await Self.gates(test)["shadow-mismatch"]
            #expect(gate?.verdict == "pass" && gate?.explanation.hasPrefix("0 % of 10 fields of 2 documents") == true)
        }
    }

    @Test(
        "what differs is kept by field with both values, and closes the gate; what may differ does not count",
        arguments: StoreKind.all)
    func different(kind: StoreKind) async throws {
        let rules = ShadowRules(
            ignore: [.init(field: "reference", reason: "each side draws its own")],
            keys: [.init(list: "lines", member: "number")])
        try await Self.with(kind, rules: rules) { test in
            Self.answer(test.legacy, quantity: 48, name: "L")
            Self.answer(test.new, quantity: 47)
            for place in 1...3 { try await test.submit(EDI.order("D-\(place)", reference: place)) }
            let view = try await Self.shown(test, documents: 3)
            #expect(view.matching == 0 && view.fields == 12 && view.differing == 3 && view.ignored == 3)
            #expect(view.differences.map(\.field) == ["lines[].quantity"])
            let example = try #require(view.differences.first?.example)
            #expect(example.place == "lines[number=1].quantity" && example.owner == "48" && example.other == "47")
            #expect(view.ignore.map(\.reason) == ["each side draws its own"])
            let gate = try await Self.gates(test)["shadow-mismatch"]
            #expect(gate?.verdict == "fail" && gate?.figure == 25)
            let viewer = Caller(name: "screen", role: .viewer)
            let plain = try await test.gateway.shadow.show(Self.name, .shadow, caller: viewer)
            #expect(plain.differences.first?.example?.owner == nil)
            let page = try await test.gateway.shadow.documents(
                Self.name, .shadow, onlyDiffering: true, after: nil, limit: 2, caller: test.administrator)
            let rest = try await test.gateway.shadow.documents(
                Self.name, .shadow, onlyDiffering: true, after: page.next, limit: 2, caller: test.administrator)
            #expect(page.items.count == 2 && rest.items.count == 1 && rest.next == nil)
            #expect(Set((page.items + rest.items).map(\.order)).count == 3)
            // Other rules judge what was compared before, too.
            try await Self.restart(
                test, rules: ShadowRules(ignore: rules.ignore + [.init(field: "lines", reason: "not yet priced")]))
            let again = try await eventually(60) {
                let view = try await test.gateway.shadow.show(Self.name, .shadow, caller: test.administrator)
                return view.differing == 0 && view.documents == 3 ? view : nil
            }
            #expect(again.ignored == 6 && again.matching == 3)
        }
    }

    @Test(
        "a shadow that fails, is refused or never answered is in nobody's way; a refusal counts as all that it lacks",
        arguments: StoreKind.all)
    func failing(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let south = MoveForm(
                .advance(to: .live), reason: "test",
                overrides: [.backendHealth: "test", .otherMilestones: "test", .numberRanges: "test"])
            _ = try await test.gateway.milestones.approve("south-intake", seen: nil, caller: test.administrator)
            _ = try await test.gateway.milestones.move("south-intake", south, caller: test.administrator)
            // Its own orders go well there, whatever becomes of the shadows.
            test.new.behave { request in
                request.headers["x-milepost-purpose"] == "shadow" ? .answer(503) : .accept
            }
            for place in 1...8 { try await test.submit(EDI.order("F-\(place)", reference: place)) }
            let owned = try await test.submit(EDI.order("O-1", site: "5412345000044", reference: 20))
            #expect(owned.documents?.first?.backend == "new" && owned.documents?.first?.status == "delivered")
            #expect(test.legacy.effects.count == 8)
            let breaker = try await test.gateway.backends.list(caller: test.administrator).first { $0.name == "new" }
            #expect(breaker?.breaker == "closed")
            // The order behind a shadow that was never answered is edited, changed and replayed as ever.
            let changed = try await test.submit(EDI.change("F-1", reference: 21))
            #expect(changed.documents?.first?.status == "delivered")
            let lag = try await Self.gates(test)["copy-lag"]
            #expect(lag?.explanation.hasPrefix("the oldest copy waits for") == true)
            Self.answer(test.new, quantity: 48)
            let all = try await Self.shown(test, documents: 9)
            #expect(all.differing == 0 && all.waiting == 0)
            test.new.behave { request in
                request.headers["x-milepost-purpose"] == "shadow" ? .answer(422) : .accept
            }
            let refused = try await test.submit(EDI.order("F-9", reference: 22))
            let document = try #require(refused.documents?.first)
            #expect(document.status == "delivered")
            let view = try await Self.shown(test, documents: 10)
            #expect(view.differing == 5 && view.differences.contains { $0.field == "$outcome" })
            // What comes behind it in its key goes on in the shadow.
            Self.answer(test.new, quantity: 48)
            try await test.submit(EDI.change("F-9", reference: 23))
            _ = try await Self.shown(test, documents: 11)
        }
    }

    @Test(
        "orders that were open before are back-filled in their order, ahead of what comes for them",
        arguments: StoreKind.all)
    func backfilled(kind: StoreKind) async throws {
        try await Self.with(kind, before: ["B-1", "B-2", "B-3"]) { test in
            try await test.submit(EDI.change("B-2"))
            let gate = try await eventually(60) {
                let gate = try await Self.gates(test)["backfill"]
                return gate?.verdict == "pass" ? gate : nil
            }
            #expect(gate.explanation.hasPrefix("none of 3 are open orders that new lacks"))
            #expect(test.new.effects.isEmpty && test.new.shadows.count == 4)
            let second = Self.orders(test.new.shadows).filter { $0.hasSuffix("B-2") }
            #expect(second == ["order northwind/B-2", "order-change northwind/B-2"])
            let view = try await Self.shown(test, documents: 1)
            // The change took its order along, or came behind it.
            #expect([2, 3].contains(view.backfill?.sent) && view.backfill?.lacking == 0 && view.matching == 1)
        }
    }

    @Test(
        "of imported orders no document is here: the back-fill does not say that new has them", arguments: StoreKind.all
    )
    func imported(kind: StoreKind) async throws {
        try await Self.with(kind, before: ["B-1"]) { test in
            let list = "buyer,number,site\nnorthwind,I-1,north\nnorthwind,I-2,north\n"
            _ = try await test.gateway.orders.importOpenOrders(
                Array(list.utf8), side: .legacy, site: nil, sign: false, caller: test.administrator)
            try await Self.advance(test, to: .planned)
            try await test.advance(to: .shadow)
            let gate = try await eventually(60) {
                let gate = try await Self.gates(test)["backfill"]
                return gate?.explanation.hasPrefix("none of 3") == true ? gate : nil
            }
            #expect(gate.verdict == "inconclusive")
            #expect(gate.explanation.contains("of 2 imported ones no document is here"))
            let view = try await test.gateway.shadow.show(Self.name, .shadow, caller: test.administrator)
            #expect(view.backfill?.unknown == 2 && view.backfill?.lacking == 0)
        }
    }

    /// Back to planned, which shadow may go at any time.
    private static func advance(_ test: TestGateway, to stage: Stage) async throws {
        let back = MoveForm(.reverse(to: stage, policy: nil), reason: "the list comes first")
        let after = try await test.gateway.milestones.move(name, back, caller: test.administrator)
        #expect(after.stage == stage.rawValue)
    }

    @Test(
        "a function that is not bound yet may go to new: new gets copies of the open orders that it would work from",
        arguments: StoreKind.all)
    func unbound(kind: StoreKind) async throws {
        let cells = [Cell(function: "despatch", site: "north")]
        try await Self.with(kind, cells: cells, before: ["U-1"]) { test in
            _ = try await eventually(60) { test.new.effects.count == 1 ? true : nil }
            #expect(test.new.effects.first?.headers["x-milepost-purpose"] == "copy")
            #expect(test.new.shadows.isEmpty)
            try await test.submit(EDI.order("U-2", reference: 2))
            _ = try await eventually(60) { test.new.effects.count == 2 ? true : nil }
            let compared = try await Self.gates(test)["shadow-mismatch"]
            #expect(compared?.verdict == "inconclusive")
        }
    }

    @Test("a back end that takes no shadow keeps its milestone out of it", arguments: StoreKind.all)
    func notTaken(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await Self.restart(test, taking: [.copies])
            let code = await faultCode { try await test.advance(to: .shadow) }
            #expect(code == "route.shadow-not-taken")
            let next = try await test.gateway.milestones.show(Self.name, caller: test.administrator).next
            #expect(next == ["shadow", "pilot", "live"])
        }
    }

    @Test(
        "what new answered in the shadow it does not have: a transfer brings it the order's documents",
        arguments: StoreKind.all)
    func transferred(kind: StoreKind) async throws {
        try await Self.with(kind, taking: [.shadow, .transfers]) { test in
            try await test.submit(EDI.order("T-1"))
            _ = try await Self.shown(test, documents: 1)
            test.new.behave { _ in .answer(503) }
            try await test.submit(EDI.change("T-1"))
            let id = try await test.gateway.transfers.start(
                "northwind/T-1", to: .new, reason: "test", caller: test.administrator
            ).id
            Self.answer(test.new, quantity: 48)
            // Legacy takes no calls: a person lets go there.
            _ = try await eventually(60) {
                let view = try await test.gateway.transfers.show(id, caller: test.administrator)
                return view.state == "person" ? true : nil
            }
            _ = try await test.gateway.transfers.confirm(
                id, .done, cursor: nil, reason: "closed by hand", caller: test.administrator)
            _ = try await eventually(60) {
                let view = try await test.gateway.transfers.show(id, caller: test.administrator)
                return view.state == "done" ? true : nil
            }
            let purposes = test.new.effects.map { $0.headers["x-milepost-purpose"] }
            #expect(purposes == ["copy", "copy", "activate"])
        }
    }

    @Test(
        "in pilot and live a guard watches how legacy, as the standby, answers otherwise than new",
        arguments: StoreKind.all)
    func standby(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                installation.backends[0].abilities.takes = [.standby]
                installation.milestones[0].guards = [
                    GuardRule(kind: .mismatch, limit: 10, minimumSample: 2, consequence: .notify)
                ]
                installation.routing.milestones = [
                    StagedMilestone(installation.milestones[0], stage: .planned, since: nil)
                ]
            }
            try await test.goLive()
            Self.answer(test.legacy, quantity: 48)
            Self.answer(test.new, quantity: 47)
            for place in 1...2 { try await test.submit(EDI.order("G-\(place)", reference: place)) }
            let view = try await Self.shown(test, .standby, documents: 2)
            #expect(view.owner == "new" && view.differing == 2)
            let tripped = try await eventually(60) {
                let view = try await test.gateway.milestones.show(Self.name, caller: test.administrator)
                return view.guards?.first { $0.tripped != nil }
            }
            #expect(tripped.tripped == "mismatch 20 %, 10 % allowed, 2 observations")
        }
    }
}
