import Rollout
import Testing

@Suite struct RecallTests {
    @Test("an order is minted again only if every delivery was superseded or definitely refused")
    func outcome() {
        func outcome(_ standings: RecallDelivery.Standing...) -> Recall.Outcome {
            Recall.outcome(standings.enumerated().map { RecallDelivery(id: "\($0.offset)", standing: $0.element) })
        }
        #expect(outcome(.neverBegun, .refused) == .mint(superseding: ["0", "1"]))
        #expect(outcome(.superseded, .neverBegun) == .mint(superseding: ["1"]))
        #expect(outcome(.neverBegun, .open) == .stays(because: ["1"]))
        #expect(outcome(.delivered, .neverBegun) == .stays(because: ["0"]))
        #expect(outcome() == .mint(superseding: []))
    }

    @Test("it is bound by present routing, unless that still names the back end it is recalled from")
    func itinerary() throws {
        let order = Company.known(.new)
        let back = try #require(
            Recall.itinerary(of: order, from: "sap-north", in: Company.snapshot, epoch: 9, now: Company.noon))
        #expect(back.map(\.backend) == ["as400", "as400"])
        #expect(back.map(\.epoch) == [9, 9])
        let live = Company.with(stage: .live)
        #expect(Recall.itinerary(of: order, from: "sap-north", in: live, epoch: 9, now: Company.noon) == nil)
    }
}
