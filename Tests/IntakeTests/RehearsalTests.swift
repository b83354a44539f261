import Rollout
import Testing

@testable import Intake

@Suite struct RehearsalTests {
    /// One delivery as both sides of a comparison tell it.
    private struct Way: Hashable {
        var document: String
        var backend: String
        var copy: CopyPurpose?
    }

    private static func ways(_ decisions: [String: (Decision, Instant)]) -> Set<Way> {
        Set(
            decisions.flatMap { document, decided in
                guard case .deliver(let route) = decided.0 else { return [Way]() }
                return [Way(document: document, backend: route.backend)]
                    + route.copies.map { Way(document: document, backend: $0.backend, copy: $0.purpose) }
            })
    }

    @Test("by the snapshot in force a rehearsal finds what really happened, whatever the history")
    func equalsLife() {
        var births = 0
        for seed in 0..<400 as Range<UInt64> {
            let traffic = RandomTraffic(seed: seed)
            for count in [0, traffic.documents.count / 2] {
                let (decisions, before) = traffic.lived(behind: count)
                let (figures, deliveries) = traffic.rehearsed(behind: count, before: before)
                let rehearsed = Set(
                    deliveries.map { Way(document: $0.document, backend: $0.backend, copy: $0.copy) })
                #expect(rehearsed == Self.ways(decisions), "seed \(seed), behind \(count)")
                #expect(rehearsed.count == deliveries.count, "seed \(seed)")
                births += Self.compare(figures, decisions, "seed \(seed), behind \(count)")
            }
        }
        #expect(births > 2_000)
    }

    /// Holds outcomes, births and rates against decisions; gives the births.
    private static func compare(
        _ figures: RehearsalFigures, _ decisions: [String: (Decision, Instant)], _ what: Comment
    ) -> Int {
        var expected: [String: Int] = [:]
        var days: [RehearsalFigures.Day: Int] = [:]
        var minutes: [String: [Int64: Int]] = [:]
        for (decision, at) in decisions.values {
            switch decision {
            case .deliver(let route):
                expected["delivered", default: 0] += 1
                for backend in [route.backend] + route.copies.map(\.backend) {
                    minutes[backend, default: [:]][at.microseconds / 60_000_000, default: 0] += 1
                }
                if route.isBirth, let site = route.site, let side = route.side {
                    // Births are decided when they come, by the site's calendar an hour east of Greenwich.
                    let day = RehearsalFigures.Day(
                        day: at.adding(seconds: 3_600).day, site: site, side: side, backend: route.backend)
                    days[day, default: 0] += 1
                }
            case .duplicate: expected["duplicates", default: 0] += 1
            case .park: expected["parked", default: 0] += 1
            case .hold: expected["held", default: 0] += 1
            case .fail: expected["failed", default: 0] += 1
            }
        }
        let found = [
            "delivered": figures.delivered, "duplicates": figures.duplicates, "parked": figures.parked,
            "held": figures.held, "failed": figures.failed,
        ].filter { $0.value > 0 }
        #expect(found == expected, what)
        #expect(figures.days.compactMapValues { $0.births == 0 ? nil : $0.births } == days, what)
        #expect(figures.rates.mapValues(\.minutes) == minutes, what)
        return figures.births
    }

    @Test("every document has one outcome, every delivered one that is no test stands under one day")
    func sums() {
        for seed in 400..<600 as Range<UInt64> {
            let traffic = RandomTraffic(seed: seed)
            let figures = traffic.rehearsed(behind: 0).figures
            let outcomes =
                figures.delivered + figures.duplicates + figures.parked + figures.held + figures.failed
                + figures.superseded + figures.unread + figures.acknowledgements
            #expect(figures.documents == traffic.documents.count && outcomes == figures.documents)
            let onDays = figures.days.values.reduce(0) {
                $0 + $1.births + $1.changes + $1.cancellations + $1.others
            }
            #expect(onDays == figures.delivered - figures.tests)
            let troubles = figures.troubles.values.reduce(figures.furtherTroubles) { $0 + $1.count }
            #expect(troubles == figures.held + figures.superseded + figures.failed + figures.unread)
            let copies = figures.copies.values.reduce(0, +)
            #expect(figures.rates.values.reduce(0) { $0 + $1.total } == figures.delivered + copies)
        }
    }

    @Test("a larger share of the pilot never has fewer births at new, and live has the most")
    func shares() throws {
        var grown = 0
        for seed in 600..<700 as Range<UInt64> {
            var traffic = RandomTraffic(seed: seed)
            traffic.snapshot.milestones[0].stage = .planned
            traffic.snapshot.milestones[0].cut = nil
            var last = 0
            for asked in [
                RehearsedStage(percent: 0), .init(percent: 20), .init(percent: 60), .init(percent: 100), .init(),
            ] {
                let supposed = try traffic.snapshot.supposing(
                    asked, of: traffic.snapshot.milestones[0], at: RandomTraffic.start)
                let figures = traffic.rehearsed(behind: 0, by: supposed.snapshot).figures
                let new = figures.days.filter { $0.key.side == .new }.values.reduce(0) { $0 + $1.births }
                #expect(new >= last, "seed \(seed)")
                if new > last { grown += 1 }
                last = new
            }
        }
        #expect(grown > 100)
    }

    // MARK: By hand

    private static func document(
        _ id: String, _ action: DocumentFacts.Action, number: String = "1", hours: Double, side: Side? = nil,
        site: String = "n", content: String = "a"
    ) -> RehearsedDocument {
        let facts = DocumentFacts(
            document: id, sender: "grocer", action: action, type: action == .change ? "order-change" : "order",
            orderNumber: number, buyer: [PartyIdentifier(scheme: "GLN", value: "g")], day: "2026-09-21",
            siteFacts: ["site": [site]], contentHash: content)
        return RehearsedDocument(
            id: id, content: .facts(facts), acceptedAt: RandomTraffic.start.adding(seconds: hours * 3_600), side: side)
    }

    /// A rehearsal at live of a company whose milestone is planned.
    private static func live() throws -> Rehearsal {
        var snapshot = RandomTraffic(seed: 1).snapshot
        snapshot.milestones[0].stage = .planned
        snapshot.milestones[0].cut = nil
        return Rehearsal(
            try snapshot.supposing(RehearsedStage(), of: snapshot.milestones[0], at: RandomTraffic.start).snapshot)
    }

    @Test("births that go elsewhere than they went are told, and changes of orders from before stay with their owner")
    func moves() throws {
        var rehearsal = try Self.live()
        rehearsal.begin()
        _ = rehearsal.take(Self.document("one", .original, hours: 0, side: .legacy))
        _ = rehearsal.take(Self.document("two", .change, hours: 1, side: .legacy, content: "b"))
        rehearsal.end()
        var old = OrderState(key: OrderKey(text: "grocer/2"))
        old.site = "north"
        old.origin = .imported
        old.since = RandomTraffic.start
        old.itinerary = [ItineraryEntry(function: "order-intake", side: .legacy, backend: "as400", epoch: 1)]
        rehearsal.begin(old)
        _ = rehearsal.take(Self.document("three", .change, number: "2", hours: 2, side: .legacy))
        rehearsal.end()
        let figures = rehearsal.figures
        #expect(figures.births == 1 && figures.movedBirths == 1 && figures.delivered == 3)
        #expect(
            figures.elsewhere == [
                .init(function: "order-intake", site: "north", type: "order-change", side: .legacy, backend: "as400"): 1
            ])
        #expect(figures.rates["as400"]?.total == 3 && figures.rates["sap-north"]?.total == 2)
        #expect(figures.copies.values.reduce(0, +) == 2)
    }

    @Test("what was a duplicate by the mapping of its day is one in a rehearsal, whatever reads it today")
    func duplicates() throws {
        var rehearsal = try Self.live()
        rehearsal.begin()
        _ = rehearsal.take(Self.document("one", .original, hours: 0))
        var again = Self.document("two", .original, hours: 1, content: "read otherwise")
        _ = rehearsal.take(again)
        again.wasDuplicate = true
        _ = rehearsal.take(again)
        rehearsal.end()
        #expect(rehearsal.figures.held == 1 && rehearsal.figures.duplicates == 1)
    }

    @Test(
        "values that no site rule knows are counted with an example each, and no more of them than memory has room for")
    func troubles() throws {
        var rehearsal = try Self.live()
        for number in 0..<RehearsalFigures.mostTroubles + 5 {
            for copy in 0..<2 {
                rehearsal.begin()
                let id = "\(number)-\(copy)"
                _ = rehearsal.take(Self.document(id, .original, number: id, hours: 0, site: "x\(number)"))
                rehearsal.end()
            }
        }
        let figures = rehearsal.figures
        #expect(figures.troubles.count == RehearsalFigures.mostTroubles && figures.furtherTroubles == 10)
        let first = figures.troubles[.init(code: "route.site-unknown", facts: "site x0")]
        #expect(first == .init(count: 2, document: "0-0", order: "0-0"))
    }

    @Test("a peak is the most of any minute, and of any sixty minutes on end")
    func peaks() throws {
        var rehearsal = try Self.live()
        // Five in one minute, then three that share an hour with them, then four an hour later.
        let hours = [0, 0, 0, 0, 0, 0.5, 0.6, 0.98, 1.2, 1.2, 1.2, 1.2]
        for (number, hour) in hours.enumerated() {
            rehearsal.begin()
            let id = "\(number)"
            _ = rehearsal.take(Self.document(id, .original, number: id, hours: hour))
            rehearsal.end()
        }
        let rate = try #require(rehearsal.figures.rates["sap-north"])
        #expect(rate.peakMinute?.count == 5)
        #expect(rate.peakHour?.count == 8)
        #expect(rate.minutes(above: 3.5) == 2 && rate.minutes(above: 5) == 0)
    }
}
