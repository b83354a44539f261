import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Rollout
import Store
import TestPeers
import Testing

/// Both sides of a site list what they hold; a run compares them order by order, and what it names is sent again.
@Suite(.serialized) struct VerificationTests {
    /// A gateway whose north is live at new, with legacy as its standby, and what both hold.
    struct Company {
        let test: TestGateway
        let legacy: OrderBook
        let new: OrderBook

        func verify(_ site: String = "north") async throws -> VerificationView {
            try await ended(begin(site).id)
        }

        func begin(_ site: String = "north") async throws -> VerificationView {
            try await test.gateway.verifications.start(site, from: nil, to: nil, caller: test.administrator)
        }

        func ended(_ id: String) async throws -> VerificationView {
            try await eventually(60) {
                let view = try await show(id)
                return view.state == "running" ? nil : view
            }
        }

        func show(_ id: String) async throws -> VerificationView {
            try await test.gateway.verifications.show(id, caller: test.administrator)
        }

        func findings(_ id: String, _ kind: FindingKind? = nil) async throws -> [FindingView] {
            try await test.gateway.verifications.findings(
                id, kind: kind, after: nil, limit: 100, caller: test.administrator
            ).items
        }

        func repair(_ id: String, isPreview: Bool = false, _ kinds: Set<FindingKind> = [.missing, .different])
            async throws -> RepairView
        {
            try await test.gateway.verifications.repair(
                id, kinds, isPreview: isPreview, after: nil, caller: test.administrator)
        }

        /// Brings orders that both sides hold once this returns.
        func bring(_ numbers: ClosedRange<Int>) async throws {
            for number in numbers { try await test.submit(EDI.order("V-\(number)", reference: number)) }
            try await holding(numbers.count)
        }

        func holding(_ count: Int) async throws {
            _ = try await eventually(60) {
                legacy.entries.count >= count && new.entries.count >= count ? true : nil
            }
            // A result is written behind the answer.
            _ = try await eventually(60) {
                let open = try await test.database.read { try $0.openDeliveryCounts() }
                return open.isEmpty ? true : nil
            }
        }

        func gate() async throws -> MilestonePlanView.Gate? {
            let plan = try await test.gateway.milestones.plan(
                "north-intake", .advance(to: .draining), caller: test.administrator)
            return plan.gates.first { $0.gate == "reconciliation" }
        }
    }

    static func with(
        _ kind: StoreKind, page: Int = 500, rules: ShadowRules? = nil, stage: Stage = .live,
        _ body: @escaping (Company) async throws -> Void
    ) async throws {
        var options = TestGateway.Options()
        options.legacyPayload = .canonical
        try await TestGateway.with(kind, options) { test in
            try await test.restart { change(&$0, test, page: page, rules: rules) }
            let company = Company(
                test: test, legacy: OrderBook("L", of: test.legacy), new: OrderBook("N", of: test.new))
            if stage != .planned { try await test.advance(to: stage) }
            try await body(company)
        }
    }

    static func change(
        _ installation: inout Installation, _ test: TestGateway, page: Int = 500, rules: ShadowRules? = nil
    ) {
        for (place, url) in [test.legacy.url, test.new.url].enumerated() {
            installation.backends[place].listing = PagedResource(
                url: Secret(url + "/list"), shownURL: url, page: page, connectSeconds: 2, timeoutSeconds: 20)
            installation.backends[place].abilities.takes = [.standby]
        }
        installation.verifying["north"] = rules
    }

    @Test("what both sides hold alike passes the gate; what nobody looked at does not", arguments: StoreKind.all)
    func alike(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            let never = try await company.gate()
            #expect(never?.verdict == "inconclusive")
            #expect(never?.remedies?.first?.contains("milepost integrations verify --site north") == true)
            let empty = try await company.verify()
            #expect(empty.state == "done" && empty.compared == 0)
            let nothing = try await company.gate()
            #expect(nothing?.verdict == "inconclusive" && nothing?.explanation.contains("saw no order") == true)
            try await company.bring(1...3)
            let view = try await company.verify()
            #expect(view.state == "done" && view.compared == 3 && view.alike == 3 && view.fault == nil)
            #expect(view.listings.map(\.orders) == [3, 3] && view.listings.map(\.backend) == ["legacy", "new"])
            let gate = try await company.gate()
            #expect(
                gate?.verdict == "pass" && gate?.explanation.hasPrefix("0 differences in 3 orders of north") == true)
            company.test.advance(seconds: 25 * 3_600)
            let old = try await company.gate()
            #expect(old?.verdict == "inconclusive" && old?.explanation.contains("25") == true)
        }
    }

    @Test(
        "what is missing, different or too many is named, sent again once, and gone behind it", arguments: StoreKind.all
    )
    func repaired(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            try await company.bring(1...5)
            company.legacy.change { entries in
                entries.removeAll { $0.key == "northwind/V-1" }
                for place in entries.indices where entries[place].key == "northwind/V-2" {
                    entries[place].order.replace("\"48\"", with: "\"47\"")
                }
                guard var other = entries.first(where: { $0.key == "northwind/V-5" }) else { return }
                (other.key, other.id) = ("northwind/V-9", "L-9")
                entries.append(other)
                (other.key, other.id) = (nil, "L-10")
                other.order.replace("V-5", with: "V-77")
                entries.append(other)
            }
            company.new.change { $0.removeAll { $0.key == "northwind/V-4" } }
            let view = try await company.verify()
            #expect(view.state == "done" && view.compared == 5 && view.alike == 2)
            #expect(view.missing == 2 && view.different == 1 && view.extra == 2)
            let found = try await company.findings(view.id)
            let named = found.map { "\($0.kind) \($0.order) \($0.side ?? "")" }
            #expect(
                named == [
                    "different northwind/V-2 legacy", "extra northwind/V-77 legacy", "extra northwind/V-9 legacy",
                    "missing northwind/V-1 legacy", "missing northwind/V-4 new",
                ])
            #expect(found[0].owner == "new" && found[0].differing == 1)
            let difference = try #require(found[0].differences.first)
            #expect(difference.owner?.contains("48") == true && difference.other?.contains("47") == true)
            #expect(view.fields.map(\.field) == [difference.field])
            let gate = try await company.gate()
            #expect(gate?.verdict == "fail" && gate?.figure == 5)

            let before = company.test.legacy.effects.count
            let preview = try await company.repair(view.id, isPreview: true)
            #expect(preview.orders == 2 && preview.documents == 2 && preview.skippedCount == 1)
            #expect(preview.skipped.first?.order == "northwind/V-4")
            let told = try await company.repair(view.id, [.extra])
            #expect(told.orders == 0 && told.skippedCount == 2)
            #expect(company.test.legacy.effects.count == before)

            let sent = try await company.repair(view.id)
            #expect(sent.orders == 2)
            let twice = try await company.repair(view.id)
            #expect(twice.orders == 0 && twice.before == 2)
            try await company.holding(4)
            let effects = company.test.legacy.effects.dropFirst(before)
            #expect(effects.count == 2 && effects.allSatisfy { $0.headers["x-milepost-repair"] == view.id })
            #expect(effects.allSatisfy { $0.headers["x-milepost-purpose"] == "standby" })
            let again = try await company.verify()
            #expect(again.missing == 1 && again.different == 0 && again.extra == 2 && again.alike == 4)
            let series = try await company.test.gateway.verifications.overTime(
                "north", limit: 10, caller: company.test.administrator)
            #expect(series.runs.map(\.different) == [1, 0] && series.fields.map(\.orders) == [[1, 0]])
        }
    }

    @Test("what may differ does not count, and a line keeps its number wherever it stands", arguments: StoreKind.all)
    func ignored(kind: StoreKind) async throws {
        let rules = ShadowRules(ignore: [.init(field: "currency", reason: "legacy has one for all")])
        try await Self.with(kind, rules: rules) { company in
            try await company.bring(1...2)
            company.legacy.change { entries in
                for place in entries.indices { entries[place].order.replace("\"EUR\"", with: "\"XXX\"") }
            }
            let view = try await company.verify()
            #expect(view.alike == 2 && view.ignore.map(\.reason) == ["legacy has one for all"])
        }
    }

    @Test("a side that does not list, a site without two, a window that is none are refused", arguments: StoreKind.all)
    func refused(kind: StoreKind) async throws {
        try await Self.with(kind, stage: .planned) { company in
            let (test, desk) = (company.test, company.test.gateway.verifications)
            let unknown = await faultCode { _ = try await company.begin("nowhere") }
            #expect(unknown == "verify.site-unknown")
            let viewer = Caller(name: "screen", role: .viewer)
            let forbidden = await faultCode {
                _ = try await desk.start("north", from: nil, to: nil, caller: viewer)
            }
            #expect(forbidden == "intake.forbidden")
            let window = await faultCode {
                let now = Clock.system.now()
                _ = try await desk.start("north", from: now, to: now.adding(seconds: -1), caller: test.administrator)
            }
            #expect(window == "verify.window")
            try await test.restart { installation in
                Self.change(&installation, test)
                installation.backends[0].listing = nil
            }
            let undeclared = await faultCode { _ = try await company.begin() }
            #expect(undeclared == "verify.listing-undeclared")
        }
    }

    @Test("two at once is one too many; a cancelled one leaves nothing behind", arguments: StoreKind.all)
    func twice(kind: StoreKind) async throws {
        try await Self.with(kind, page: 10) { company in
            company.legacy.fill(40)
            company.legacy.answer { $0["after"] == ["20"] ? .tell(503, "{}") : nil }
            let first = try await company.begin()
            let second = await faultCode { _ = try await company.begin() }
            #expect(second == "verify.running")
            _ = try await eventually(60) { try await company.show(first.id).listings[0].orders == 20 ? true : nil }
            _ = try await company.test.gateway.verifications.cancel(first.id, caller: company.test.administrator)
            let ended = await faultCode {
                _ = try await company.test.gateway.verifications.cancel(
                    first.id, caller: company.test.administrator)
            }
            #expect(ended == "verify.run-ended")
            let unrepaired = await faultCode { _ = try await company.repair(first.id) }
            #expect(unrepaired == "verify.run-not-done")
            _ = try await eventually(60) {
                try await company.test.database.read { try $0.hasUnsweptVerification() } ? nil : true
            }
            company.legacy.answer(nil)
            company.legacy.change { $0 = [] }
            #expect(try await company.verify().state == "done")
        }
    }
}
