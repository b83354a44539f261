import Rollout
import Testing

@Suite struct IntegrationTests {
    static func words(_ stages: [String: Stage], open: [OpenItineraries] = []) -> [String] {
        CopyTests.company(stages).integrations(open: open, now: Company.noon).map { integration in
            "\(integration.purpose.rawValue) \(integration.flow)"
        }
    }

    static let bornAtLegacy = OpenItineraries(
        site: "north", bound: ["order-intake": .legacy, "order-response": .legacy], count: 3)

    @Test("nothing runs while nothing differs")
    func none() { #expect(Self.words([:], open: [Self.bornAtLegacy]).isEmpty) }

    @Test("open orders keep an integration alive after their milestone is complete, and say how many they are")
    func open() throws {
        var snapshot = CopyTests.company([:])
        for function in snapshot.functions { snapshot.storedSides[Cell(function: function.name, site: "north")] = .new }
        let derived = snapshot.integrations(open: [Self.bornAtLegacy], now: Company.noon)
        #expect(derived.map(\.flow.description) == ["order-intake@north legacy to new"])
        #expect(derived[0].openOrders == 3)
        #expect(
            derived[0].needs[0].words
                == "3 open orders with order-intake at legacy, order-response at legacy: despatch of the order may still go to new and works from it"
        )
        #expect(snapshot.integrations(open: [], now: Company.noon).isEmpty)
    }

    @Test("births alone need it, and stages add standby and shadow")
    func births() {
        #expect(
            Self.words(["despatch": .live])
                == [
                    "standby despatch@north new to legacy", "standby receiving@north new to legacy",
                    "derived order-intake@north legacy to new",
                ].sorted { $0.split(separator: " ")[1] < $1.split(separator: " ")[1] })
        #expect(
            Self.words(["order-intake": .shadow]) == ["shadow order-intake@north legacy to new"])
    }

    @Test("a move says what it starts and what it stops")
    func change() throws {
        let before = CopyTests.company(["despatch": .planned])
        let move = try MilestoneMove.advance(before.milestones[0], to: .live, reason: "go")
        let after = move.applied(to: before, at: Company.noon)
        let there = before.integrationChange(to: after, open: [Self.bornAtLegacy], now: Company.noon)
        #expect(there.starts.count == 3 && there.stops.isEmpty)
        let back = after.integrationChange(to: before, open: [Self.bornAtLegacy], now: Company.noon)
        #expect(back.stops.map(\.flow) == there.starts.map(\.flow) && back.starts.isEmpty)
    }

    @Test("one that nothing needs ends once its queue is empty, and starts again when it is needed")
    func life() {
        #expect(IntegrationLife.next(nil, isNeeded: false, queued: 0) == nil)
        #expect(IntegrationLife.next(nil, isNeeded: true, queued: 0) == .running)
        #expect(IntegrationLife.next(.running, isNeeded: false, queued: 1) == .ending)
        #expect(IntegrationLife.next(.ending, isNeeded: false, queued: 0) == .retired)
        #expect(IntegrationLife.next(.retired, isNeeded: false, queued: 0) == .retired)
        for state in IntegrationLife.allCases {
            #expect(IntegrationLife.next(state, isNeeded: true, queued: 9) == .running)
        }
    }
}
