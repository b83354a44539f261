import Diagnostics
import Rollout
import Testing

@Suite struct BirthTests {
    @Test("without a milestone that moves it, a birth goes to legacy and says so")
    func legacyByDefault() throws {
        let route = try #require(Company.decide(Company.facts()).route)
        #expect(route.backend == "as400")
        #expect(route.side == .legacy)
        #expect(route.isBirth)
        #expect(route.reason.words == "born at legacy: milestone north-intake is planned")
        #expect(route.binds.map(\.function) == ["order-intake", "order-response"])
        #expect(route.binds.allSatisfy { $0.epoch == 7 })
    }

    @Test("a live milestone sends births of its cells to new, and of no other")
    func live() throws {
        let north = try #require(Company.decide(Company.facts(), in: Company.with(stage: .live)).route)
        #expect(north.backend == "sap-north")
        let south = try #require(
            Company.decide(Company.facts(site: "5412345000044"), in: Company.with(stage: .live)).route)
        #expect(south.backend == "as400")
        #expect(south.reason.words == "born at legacy: no milestone moves order-intake@south")
    }

    @Test("a completed cell stays new when its milestone's file is gone")
    func complete() throws {
        var snapshot = Company.snapshot
        snapshot.milestones = []
        snapshot.storedSides = [Cell(function: "order-intake", site: "north"): .new]
        let route = try #require(Company.decide(Company.facts(), in: snapshot).route)
        #expect(route.backend == "sap-north")
        #expect(route.reason.words == "born at new: the milestone of order-intake@north is complete")
    }

    @Test("a birth whose site no rule knows is held with the facts that were tried")
    func siteUnknown() throws {
        let decision = Company.decide(Company.facts(site: "9999999999999"))
        guard case .hold(let diagnostic, let route) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(route == nil)
        #expect(diagnostic.code == "route.site-unknown")
        #expect(diagnostic.facts["tried"] == "deliveryParty.gln 9999999999999; partner edi-one")
    }

    @Test("a value that means two sites is held")
    func siteAmbiguous() {
        let decision = Company.decide(
            Company.facts(site: nil, sender: "shared"))
        #expect(decision.code == "route.site-ambiguous")
    }

    @Test("a buyer who is not in the register is held, naming the identifier")
    func buyerUnknown() {
        let decision = Company.decide(Company.facts(buyer: "4000000000000"))
        #expect(decision.code == "route.buyer-unknown")
    }

    @Test("a buyer orders for itself alone; only a provider passes on what others ordered")
    func buyerForeign() {
        let foreign = Company.decide(Company.facts(.cancellation, sender: "baker"))
        #expect(foreign.code == "route.buyer-foreign")
        let foreignTest = Company.decide(Company.facts(sender: "baker", test: true))
        #expect(foreignTest.code == "route.buyer-foreign")
        #expect(Company.decide(Company.facts(sender: "grocer")).route?.backend == "as400")
    }

    @Test("a site without a back end on the side is held")
    func backendMissing() {
        var snapshot = Company.with(stage: .live)
        snapshot.sites[0].backends[.new] = nil
        #expect(Company.decide(Company.facts(), in: snapshot).code == "route.backend-missing")
    }

    @Test("a test document goes to the partner's test back end and binds nothing")
    func testDocument() throws {
        var facts = Company.facts(sender: "edi-two", test: true)
        facts.buyer = [PartyIdentifier(scheme: "BUYER", value: "1")]
        let route = try #require(Company.decide(facts).route)
        #expect(route.backend == "sandbox")
        #expect(route.key == nil && route.side == nil && route.binds.isEmpty)
        #expect(Company.decide(Company.facts(test: true)).code == "route.test-backend-missing")
    }
}
