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
        #expect(parts.map { $0.lines?.map(\.number) } == [["1", "3"], ["2"]])
        #expect(parts.map(\.part.number) == [1, 2])
        #expect(parts.map(\.order.key.number) == ["4711", "4711"])
        #expect(OrderKey(buyer: "a", number: "1", supplier: "s").part(at: "x/y").text == "a/1/s/x%2Fy")
    }

    static let parts = [part("north", 1, ["1"]), part("south", 2, ["2"])]

    static func part(_ site: String, _ number: Int, _ lines: Set<String>) -> OrderPart {
        OrderPart(key: OrderKey(text: "grocer/4711").part(at: site), number: number, lines: lines)
    }

    @Test("a change reaches the parts where its lines were placed; one without lines reaches all")
    func change() {
        func keys(_ lines: [(String, [String: [String]])]) -> [String] {
            var facts = Self.facts(lines)
            facts.type = "order-change"
            guard case .parts(let parts) = Self.splitting.resolveSplit(facts, known: .split(Self.parts)) else {
                return []
            }
            return parts.map(\.order.key.text)
        }
        #expect(keys([("2", Self.north)]) == ["grocer/4711//south"], "a site is kept")
        #expect(keys([]) == ["grocer/4711//north", "grocer/4711//south"])
        #expect(keys([("9", Self.north)]) == ["grocer/4711//north"], "a line that is new")
    }

    @Test("what would cut a part, or add a site, is held")
    func refused() {
        func code(_ facts: DocumentFacts, _ known: KnownOrder) -> String? {
            guard case .hold(let diagnostic) = Self.splitting.resolveSplit(facts, known: known) else { return nil }
            return diagnostic.code.rawValue
        }
        let both = Self.facts([("1", Self.north), ("2", Self.south)])
        #expect(code(both, .whole) == "route.site-ambiguous", "it was born as one order")
        #expect(code(both, .split([Self.parts[0]])) == "route.split-site-new")
        #expect(code(Self.facts([("1", Self.north)]), .split(Self.parts)) == "route.split-part-missing")
        #expect(code(both, .split(Self.parts)) == nil)
    }

    @Test("parts that a waiting change named keep their numbers, and their lines are placed by the birth")
    func unborn() {
        let facts = Self.facts([("1", Self.south), ("2", Self.north)])
        let known = KnownOrder.unborn([Self.part("south", 1, ["2"])])
        guard case .parts(let parts) = Self.splitting.resolveSplit(facts, known: known) else {
            Issue.record("not split")
            return
        }
        #expect(parts.map(\.part) == [Self.part("south", 1, ["1"]), Self.part("north", 2, ["2"])])
    }

    @Test("a line that names its deliveries means those of them, not the document's site")
    func divided() {
        var facts = Company.facts()
        facts.lines = [
            LineFacts(number: "1", line: 0), LineFacts(number: "1", siteFacts: Self.north, line: 0, delivery: 0),
            LineFacts(number: "1", siteFacts: Self.south, line: 0, delivery: 1), LineFacts(number: "2", line: 1),
        ]
        guard case .parts(let parts) = Self.splitting.resolveSplit(facts) else {
            Issue.record("not split")
            return
        }
        #expect(parts.map { $0.lines?.map(\.number) } == [["1", "2"], ["1"]])
        #expect(parts[0].lines?.map(\.delivery) == [0, nil])
    }

    @Test("the place of a part tells it from the others, and stays behind what came before it")
    func places() {
        let first = DocumentPlace(number: 7, position: 2)
        let second = DocumentPlace(number: 7, position: 3)
        #expect(first.part(2) < second.part(2) && first.part(1) != first.part(2) && second < first.part(1))
        #expect(first.part(2).payloadPosition == 2 && first.part(2).part == 2 && first.part == nil)
        let part = Self.part("a/b", 3, ["1/2", "%", ""])
        #expect(OrderPart(key: part.key, number: 3, placedLines: part.placedLines) == part)
        #expect(part.site == "a/b" && part.key.whole.text == "grocer/4711")
        #expect(OrderKey(text: "a/1/s").part(at: "x").whole.text == "a/1/s")
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
