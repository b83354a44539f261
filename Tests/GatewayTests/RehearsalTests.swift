import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Rollout
import Store
import Syntax
import TestPeers
import Testing

/// Stored traffic, decided again on trial by a stage that the milestone is not at.
@Suite(.serialized) struct RehearsalTests {
    private static func rehearse(
        _ test: TestGateway, _ request: RehearsalRequest = RehearsalRequest()
    ) async throws -> RehearsalView {
        let run = try await test.gateway.rehearsals.begin("north-intake", request, caller: test.administrator)
        while true { if case .result(let view) = try await run.next() { return view } }
    }

    /// What came while north was planned: births of both sites, a change, the birth again, a change of an order that was
    /// never seen, a site that no rule knows (the sender has none), and something that is no message of ours.
    private static func submitTraffic(_ test: TestGateway) async throws {
        let before = [
            EDI.order("R-1"), EDI.order("R-2", site: "5412345000044", reference: 2), EDI.change("R-1", reference: 3),
            EDI.order("R-1", reference: 4), EDI.change("OLD", reference: 5),
        ]
        for text in before { try await test.submit(text) }
        let nowhere = EDI.order("R-3", site: "5412345000099", reference: 6)
        try await test.submit(nowhere, sender: "other")
        try await test.submit(EDI.order("R-4", reference: 7).replacing("ORDERS:D:96A", with: "PARTIN:D:96A"))
    }

    private static func figures(_ outcomes: RehearsalView.Outcomes) -> [Int] {
        [
            outcomes.delivered, outcomes.duplicates, outcomes.parked, outcomes.held, outcomes.failed, outcomes.unread,
            outcomes.acknowledgements,
        ]
    }

    private static func births(_ view: RehearsalView, _ side: String, _ site: String) -> Int {
        view.days.filter { $0.side == side && $0.site == site }.reduce(0) { $0 + $1.births }
    }

    @Test(
        "at its present stage it finds what happened, at live what would have; nothing is written but who asked",
        arguments: StoreKind.all)
    func planned(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await Self.submitTraffic(test)
            let rows = try await Self.rows(in: test.database)
            let present = try await Self.rehearse(test, RehearsalRequest(RehearsedStage(stage: .planned)))
            let outcomes = [4, 1, 0, 1, 0, 1, 0]
            #expect(Self.figures(present.outcomes) == outcomes && present.documents == 7)
            #expect(present.births == 2 && present.movedBirths == 0 && present.unknownOrders == 1)
            #expect(present.elsewhere.isEmpty && present.readAgain == 0 && present.written == nil)
            let live = try await Self.rehearse(test)
            #expect(live.stage == "live" && live.from == "planned" && Self.figures(live.outcomes) == outcomes)
            #expect(live.births == 2 && live.movedBirths == 1)
            #expect(Self.births(live, "new", "north") == 1 && Self.births(live, "legacy", "south") == 1)
            let rates = Dictionary(uniqueKeysWithValues: live.rates.map { ($0.backend, $0.deliveries) })
            #expect(rates["new"] == 2 && rates["legacy"] == 2)
            #expect(live.troubles.map(\.documents) == [1, 1])
            let unresolved = try #require(live.troubles.first { $0.code == "route.site-unknown" })
            #expect(unresolved.facts == "deliveryParty.gln 5412345000099; partner other" && unresolved.order == "R-3")
            #expect(try await Self.rows(in: test.database) == rows)
            let audit = try await test.database.read {
                try $0.auditTrail(subject: "north-intake", before: .max, limit: 10).filter {
                    $0.entry.action == "milestone.rehearse"
                }.map(\.entry.actor)
            }
            #expect(audit == ["tester", "tester"])
        }
    }

    /// How many rows the tables of traffic have.
    private static func rows(in database: any Database) async throws -> [Int64] {
        try await database.read { transaction in
            try [
                "interchanges", "documents", "deliveries", "events", "orders", "itineraries", "itinerary_history",
                "payloads", "attempts", "routing_history",
            ].map { table in
                var columns = try transaction.query("select count(*) from \(table)")[0].columns
                return try columns.integer()
            }
        }
    }

    @Test(
        "orders from before the window stay with their owners, and what follows them is told",
        arguments: StoreKind.all)
    func priorOrders(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await Self.submitTraffic(test)
            try await test.goLive()
            let moved = Clock.system.now()
            try await test.submit(EDI.change("R-1", quantity: 5, reference: 10))
            try await test.submit(EDI.order("R-1", reference: 11))
            try await test.submit(EDI.order("R-5", reference: 12))
            try await test.submit(EDI.change("R-5", reference: 13))
            try await test.submit(EDI.change("OLD", quantity: 5, reference: 14))
            let present = try await Self.rehearse(
                test, RehearsalRequest(RehearsedStage(stage: .live), from: moved))
            #expect(present.documents == 5 && present.outcomes.delivered == 4 && present.outcomes.duplicates == 1)
            #expect(present.births == 1 && present.movedBirths == 0 && present.unknownOrders == 0)
            #expect(present.elsewhere.map(\.documents) == [2])
            #expect(present.elsewhere.first?.backend == "legacy" && present.elsewhere.first?.type == "order-change")
            // Back at planned, the birth of the window would be legacy's, and its change with it.
            let back = try await Self.rehearse(
                test, RehearsalRequest(RehearsedStage(stage: .planned), from: moved))
            #expect(back.births == 1 && back.movedBirths == 1 && back.elsewhere.isEmpty)
            #expect(back.rates.map(\.backend) == ["legacy"] && back.rates.map(\.deliveries) == [4])
            // Over the whole of the time all births are born again.
            let whole = try await Self.rehearse(test, RehearsalRequest(RehearsedStage(stage: .live)))
            #expect(whole.births == 3 && whole.movedBirths == 1 && whole.unknownOrders == 1)
            // The order that was first seen by a change stays where such orders are.
            #expect(whole.elsewhere.map(\.documents) == [1])
        }
    }

    @Test(
        "documents from before facts were kept, or for which today's rules ask more, are read from their canonical form",
        arguments: StoreKind.all)
    func readAgain(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await Self.submitTraffic(test)
            let kept = try await Self.rehearse(test)
            try await test.database.write {
                _ = try $0.execute("update documents set facts = null where type = 'order'")
            }
            var read = try await Self.rehearse(test)
            #expect(read.readAgain == 4)
            read.readAgain = 0
            read.seconds = kept.seconds
            read.receivedTo = kept.receivedTo
            read.receivedFrom = kept.receivedFrom
            #expect(read == kept)
            try await test.restart { installation in
                installation.routing.siteRules.insert(
                    SiteRule(fact: "buyer.gln", sites: ["5412345000013": ["south"]]), at: 0)
            }
            let other = try await Self.rehearse(test)
            #expect(other.readAgain == 6 && other.outcomes.held == 0)
            #expect(Self.births(other, "legacy", "south") == 3 && other.movedBirths == 0)
        }
    }

    @Test("what cannot be written for the new side is found by writing on trial alone", arguments: StoreKind.all)
    func writing(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let wrong = EDI.order("W-1").replacing("UNOA:3", with: "UNOY:3")
                .replacing("NAD+BY+5412345000013::9", with: "NAD+BY+5412345000013::9++\u{5D0}\u{5D1}")
            try await test.submit(wrong)
            try await test.submit(EDI.order("W-2", reference: 2))
            try await test.submit(EDI.order("W-3", site: "5412345000044", reference: 3))
            try await test.restart { installation in
                installation.backends[1].payload = .mapping(
                    .init(
                        mappings: ["edifact-orders", "edifact-ordchg", "edifact-ordchg-cancellation"],
                        envelope: WrittenEnvelope(
                            sender: .init("5400000000007", qualifier: "14"),
                            recipient: .init("5400000000014", qualifier: "14"))))
                installation.backends[1].ratePerSecond = 0.01
            }
            let plain = try await Self.rehearse(test)
            #expect(plain.written == nil && plain.unwritten.isEmpty)
            let rate = try #require(plain.rates.first { $0.backend == "new" })
            #expect(rate.limitPerMinute == 0.6 && rate.minutesAboveLimit ?? 0 >= 1)
            let written = try await Self.rehearse(test, RehearsalRequest(writes: true))
            #expect(written.written == 2)
            #expect(written.unwritten.map(\.code) == ["edifact.character-unwritable"])
            #expect(written.unwritten.map(\.documents) == [1] && written.unwritten.first?.backend == "new")
        }
    }

    @Test("one rehearsal runs at a time, until it is over or nobody asks for its next step")
    func alone() async throws {
        try await TestGateway.with(.sqlite) { test in
            try await test.submit(EDI.order("A-1"))
            func code(_ request: RehearsalRequest = RehearsalRequest(), of name: String = "north-intake") async
                -> String?
            {
                await faultCode {
                    _ = try await test.gateway.rehearsals.begin(name, request, caller: test.administrator)
                }
            }
            do {
                let run = try await test.gateway.rehearsals.begin(
                    "north-intake", RehearsalRequest(), caller: test.administrator)
                #expect(await code() == "route.rehearsal-running")
                _ = try await run.next()
            }
            #expect(await code() == nil)
            let now = Clock.system.now()
            #expect(await code(of: "nowhere") == "route.milestone-unknown")
            #expect(await code(RehearsalRequest(.init(stage: .complete))) == "route.rehearsal-stage")
            #expect(await code(RehearsalRequest(from: now.adding(seconds: 3_600))) == "route.rehearsal-future")
            #expect(
                await code(RehearsalRequest(from: now, to: now.adding(seconds: -60))) == "route.rehearsal-window")
            let old = now.adding(seconds: -9e6)
            #expect(await code(RehearsalRequest(to: old)) == "route.rehearsal-empty")
            // A refusal holds no place.
            #expect(await code() == nil)
        }
    }

    @Test("what came of a buyer whom the register did not know is rehearsed by today's", arguments: StoreKind.all)
    func lateOrders(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let gln = "5412345000099"
            for (number, text) in [EDI.order("L-1"), EDI.change("L-1", reference: 2)].enumerated() {
                let sent = try await test.submit(
                    text.replacing("NAD+BY+5412345000013", with: "NAD+BY+\(gln)"), sender: "other")
                #expect(sent.documents?.first?.status == "held", "\(number)")
            }
            let before = try await Self.rehearse(test)
            #expect(before.outcomes.held == 2 && before.troubles.map(\.code) == ["route.buyer-unknown"])
            try await test.restart { installation in
                let party = RegisteredParty(
                    id: "late", aliases: [.init(PartyIdentifier(scheme: "GLN", value: gln))])
                installation.routing.parties.append(party)
            }
            let after = try await Self.rehearse(test)
            #expect(after.births == 1 && after.outcomes.delivered == 2 && after.unknownOrders == 0)
            #expect(after.rates.map(\.backend) == ["new"] && after.troubles.isEmpty)
        }
    }

    @Test("what comes while a rehearsal runs is taken in at once, and is no part of it", arguments: StoreKind.all)
    func besideIntake(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await Self.submitTraffic(test)
            let run = try await test.gateway.rehearsals.begin(
                "north-intake", RehearsalRequest(), caller: test.administrator)
            let later = try await test.submit(EDI.change("R-1", quantity: 9, reference: 20))
            #expect(later.documents?.first?.status == "delivered")
            var result: RehearsalView?
            while result == nil { if case .result(let view) = try await run.next() { result = view } }
            #expect(result?.documents == 7 && result?.outcomes.delivered == 4)
        }
    }

    @Test("a window of many pages is gone through order by order, each document once", arguments: StoreKind.all)
    func pages(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            // The changes come in a later interchange, pages behind their births; one order has more than a page of them.
            let numbers = (0..<600).map { "M-\($0)" }
            try await test.submit(EDI.interchange(numbers.map { EDI.message($0) }))
            let changes = (0..<550).map { EDI.changeMessage($0 < 520 ? "M-0" : "M-\($0)", quantity: $0 + 1) }
            try await test.submit(EDI.interchange(changes, 2))
            let view = try await Self.rehearse(test)
            #expect(view.documents == 1_150 && view.outcomes.delivered == 1_150 && view.births == 600)
            #expect(view.days.reduce(0) { $0 + $1.changes } == 550)
            #expect(view.rates.map(\.backend) == ["new"] && view.movedBirths == 600)
        }
    }
}
