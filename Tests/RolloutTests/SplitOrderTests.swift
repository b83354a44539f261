import Diagnostics
import Rollout
import Testing

@Suite struct SplitOrderTests {
    static let north = ["deliveryParty.gln": ["5412345000037"]]
    static let south = ["deliveryParty.gln": ["5412345000044"]]

    static func facts(_ lines: [(String, [String: [String]])]) -> DocumentFacts {
        var facts = Company.facts(site: nil)
        facts.lines = lines.map { LineFacts(number: $0.0, siteFacts: $0.1) }
        return facts
    }

    static var splitting: RoutingSnapshot {
        var snapshot = Company.snapshot
        snapshot.split = .lines
        return snapshot
    }

    @Test("lines for several sites are held by default, naming them")
    func held() {
        let resolution = Company.snapshot.resolveSplit(Self.facts([("1", Self.north), ("2", Self.south)]))
        guard case .hold(let diagnostic) = resolution else {
            Issue.record("\(resolution)")
            return
        }
        #expect(diagnostic.facts["sites"] == "north, south")
    }

    @Test("split by lines, each site gets an order of its own under the common key")
    func parts() {
        let facts = Self.facts([("1", Self.north), ("2", Self.south), ("3", Self.north)])
        guard case .parts(let parts) = Self.splitting.resolveSplit(facts) else {
            Issue.record("not split")
            return
        }
        #expect(parts.map(\.order.key.text) == ["grocer/4711//north", "grocer/4711//south"])
        #expect(parts.map(\.lines) == [["1", "3"], ["2"]])
        #expect(parts.map(\.order.key.number) == ["4711", "4711"])
        #expect(OrderKey(buyer: "a", number: "1", supplier: "s").part(at: "x/y").text == "a/1/s/x%2Fy")
    }

    @Test("a change reaches the parts where its lines were placed; one without lines reaches all")
    func change() {
        let placed = ["1": "north", "2": "south"]
        func keys(_ facts: DocumentFacts) -> [String] {
            guard case .parts(let parts) = Self.splitting.resolveSplit(facts, placed: placed) else { return [] }
            return parts.map(\.order.key.text)
        }
        #expect(keys(Self.facts([("2", Self.north)])) == ["grocer/4711//south"], "a site is kept")
        #expect(keys(Self.facts([])) == ["grocer/4711//north", "grocer/4711//south"])
        #expect(keys(Self.facts([("9", Self.north)])) == ["grocer/4711//north"], "a line that is new")
    }

    @Test("lines for one site are one order, at that site")
    func whole() {
        guard case .whole(let order) = Self.splitting.resolveSplit(Self.facts([("1", Self.south)])) else {
            Issue.record("split")
            return
        }
        #expect(order.site == .site("south") && order.key.text == "grocer/4711")
    }
}
