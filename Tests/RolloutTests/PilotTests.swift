import Diagnostics
import Rollout
import Testing

@Suite struct PilotTests {
    static func pilot(_ audience: PilotAudience, stage: Stage = .pilot) -> RoutingSnapshot {
        var snapshot = Company.with(stage: stage)
        snapshot.milestones[0].pilot = audience
        return snapshot
    }

    static func facts(to party: String?) -> DocumentFacts {
        var facts = Company.facts()
        facts.deliveryParty = party.map { [PartyIdentifier(scheme: "GLN", value: $0)] } ?? []
        return facts
    }

    @Test("a pilot takes what its partners send or order, and says so")
    func partners() throws {
        for partner in ["grocer", "edi-one"] {
            let route = try #require(Company.decide(Company.facts(), in: Self.pilot(.partners([partner]))).route)
            #expect(route.side == .new)
            #expect(
                route.reason.words == "born at new: partner \(partner) is in the pilot of milestone north-intake")
        }
        let other = try #require(Company.decide(Company.facts(), in: Self.pilot(.partners(["baker"]))).route)
        #expect(other.side == .legacy)
        #expect(other.reason.words == "born at legacy: its partner is not in the pilot of milestone north-intake")
    }

    @Test("a larger percentage contains every smaller one, and takes about that share")
    func share() {
        let buckets = (0..<20_000).map { DeliveryBuckets.bucket(of: "GLN 54123450\(10_000 + $0)") }
        var before: Set<Int> = []
        for percent in [0, 1, 5, 10, 25, 50, 75, 99, 100] {
            let taken = Set(buckets.indices.filter { DeliveryBuckets.takes(buckets[$0], percent: percent) })
            #expect(before.isSubset(of: taken))
            #expect(abs(Double(taken.count) / 20_000 - Double(percent) / 100) < 0.02, "\(percent) %")
            before = taken
        }
        #expect(before.count == 20_000)
    }

    @Test("the hash of a delivery party never changes")
    func pinned() {
        #expect(DeliveryBuckets.bucket(of: "GLN 5412345000037") == 5_512)
        #expect(DeliveryBuckets.bucket(of: "") == 7_458)
    }

    @Test("a delivery party is in the pilot by what the register calls it, whatever it is called on paper")
    func registered() {
        let bucket = DeliveryBuckets.bucket(of: "grocer")
        let percent = bucket / 100 + 1
        let route = Company.decide(Self.facts(to: "5412345000013"), in: Self.pilot(.deliveryParties(percent: percent)))
        #expect(route.route?.side == .new && route.route?.traits?.bucket == bucket)
    }

    @Test("an order that names no delivery party is in no pilot of them")
    func unnamed() throws {
        let route = try #require(
            Company.decide(Self.facts(to: nil), in: Self.pilot(.deliveryParties(percent: 100))).route)
        #expect(route.side == .legacy)
        #expect(
            route.reason.words
                == "born at legacy: it names no delivery party, and the pilot of milestone north-intake takes 100 % of them"
        )
    }
}
