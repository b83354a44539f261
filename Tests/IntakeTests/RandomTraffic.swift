import Intake
import ReadingSupport
import Rollout

/// Random traffic of a small company: orders with changes that may come first, sendings again, wrong sites, unknown buyers,
/// tests. Its milestone may be anywhere.
struct RandomTraffic {
    static let start = Instant(microseconds: 1_790_000_000_000_000)
    var snapshot: RoutingSnapshot
    /// In accept order.
    var documents: [RehearsedDocument] = []

    init(seed: UInt64) {
        var dice = SeededGenerator(state: seed)
        snapshot = Self.snapshot(&dice)
        for number in 0..<Int.random(in: 5...40, using: &dice) { addOrder(number, &dice) }
        documents.shuffle(using: &dice)
        for place in documents.indices {
            documents[place].acceptedAt = Self.start.adding(seconds: Double(place) * 7_001)
        }
    }

    private static func snapshot(_ dice: inout SeededGenerator) -> RoutingSnapshot {
        func identifier(_ value: String) -> RegisteredParty.Alias {
            .init(PartyIdentifier(scheme: "GLN", value: value))
        }
        var snapshot = RoutingSnapshot(
            sites: ["north", "south"].map { name in
                Site(
                    name: name, timeZone: "Europe/Warsaw", backends: [.legacy: "as400", .new: "sap-\(name)"],
                    observers: name == "south" ? [Observer(backend: "wms")] : nil)
            },
            siteRules: [SiteRule(fact: "site", sites: ["n": ["north"], "s": ["south"], "both": ["north", "south"]])],
            parties: [
                RegisteredParty(id: "grocer", aliases: [identifier("g")], testBackend: "sandbox"),
                RegisteredParty(id: "baker", aliases: [identifier("b")], sameKeyPolicy: .replace),
            ], signedImports: Bool.random(using: &dice) ? ["north"] : [])
        snapshot.zones = ["Europe/Warsaw": ZoneOffsets(initial: 3_600)]
        var milestone = StagedMilestone(
            name: "north", cells: [Cell(function: "order-intake", site: "north")],
            stage: [.planned, .shadow, .pilot, .live, .draining].randomElement(using: &dice) ?? .planned, since: nil)
        milestone.pilot =
            Bool.random(using: &dice)
            ? .partners(["baker"]) : .deliveryParties(percent: Int.random(in: 0...100, using: &dice))
        if Bool.random(using: &dice) { milestone.cut = .requestedDelivery(from: "2026-10-15") }
        snapshot.milestones = [milestone]
        return snapshot.indexed()
    }

    private mutating func addOrder(_ number: Int, _ dice: inout SeededGenerator) {
        let buyer = number.isMultiple(of: 2) ? ("grocer", "g") : ("baker", "b")
        let site = ["n", "n", "n", "s", "s", "both", "nowhere"].randomElement(using: &dice) ?? "n"
        let party = Int.random(in: 0..<50, using: &dice)
        for copy in 0..<Int.random(in: 1...4, using: &dice) {
            let id = "d\(number)-\(copy)"
            if Int.random(in: 0..<30, using: &dice) == 0 {
                documents.append(.init(id: id, content: .unread(code: "mapping.x"), acceptedAt: Self.start))
                continue
            }
            let actions: [DocumentFacts.Action] = [.original, .change, .change, .cancellation, .duplicate]
            let action = copy == 0 ? .original : actions.randomElement(using: &dice) ?? .change
            var facts = DocumentFacts(
                document: id, sender: buyer.0, action: action,
                type: action == .change ? "order-change" : action == .cancellation ? "order-cancellation" : "order",
                orderNumber: "\(number)",
                buyer: [
                    PartyIdentifier(scheme: "GLN", value: Int.random(in: 0..<20, using: &dice) == 0 ? "x" : buyer.1)
                ],
                day: "2026-09-21", siteFacts: ["site": [site]], test: Int.random(in: 0..<20, using: &dice) == 0,
                contentHash: ["a", "b"].randomElement(using: &dice) ?? "a")
            facts.deliveryParty = [PartyIdentifier(scheme: "GLN", value: "p\(party)")]
            facts.requested = [RequestedDelivery(day: "2026-10-\(10 + party % 10)")]
            documents.append(.init(id: id, content: .facts(facts), acceptedAt: Self.start))
        }
    }

    /// What happens to the documents behind the first `count`, where all come one after the other as live traffic does: the
    /// last decision on each with the moment it was made at, and the orders as they stood before those.
    func lived(
        behind count: Int
    ) -> (decisions: [String: (Decision, Instant)], before: [OrderKey: OrderState]) {
        var routing = Routing(snapshot: snapshot, epoch: 0, orders: [:], parked: [:])
        var decisions: [String: (Decision, Instant)] = [:]
        var before: [OrderKey: OrderState] = [:]
        for (place, document) in documents.enumerated() {
            if place == count { before = routing.orders }
            guard case .facts(let facts) = document.content else { continue }
            switch snapshot.resolve(facts) {
            case .decided(let decision): decisions[document.id] = (decision, document.acceptedAt)
            case .order(let order):
                let routable = RoutableDocument(facts: facts, order: order, acceptedAt: document.acceptedAt)
                for routed in routing.route(routable) {
                    decisions[routed.document] = routed.decision.map { ($0, document.acceptedAt) }
                }
            }
        }
        let own = Set(documents.dropFirst(count).map(\.id))
        return (decisions.filter { own.contains($0.key) }, before)
    }

    /// The documents behind the first `count`, those of one order together, as the store hands them out.
    func orders(behind count: Int) -> [(key: OrderKey?, documents: [RehearsedDocument])] {
        var orders: [(key: OrderKey?, documents: [RehearsedDocument])] = []
        var places: [OrderKey: Int] = [:]
        for document in documents.dropFirst(count) {
            guard case .facts(let facts) = document.content, case .order(let order) = snapshot.resolve(facts) else {
                orders.append((nil, [document]))
                continue
            }
            if let place = places[order.key] {
                orders[place].documents.append(document)
            } else {
                places[order.key] = orders.count
                orders.append((order.key, [document]))
            }
        }
        return orders
    }

    /// Rehearses what is behind the first `count`, by its own snapshot or another one.
    func rehearsed(
        behind count: Int, before: [OrderKey: OrderState] = [:], by other: RoutingSnapshot? = nil
    ) -> (figures: RehearsalFigures, deliveries: [RehearsedDelivery]) {
        var rehearsal = Rehearsal(other ?? snapshot)
        var deliveries: [RehearsedDelivery] = []
        for order in orders(behind: count) {
            rehearsal.begin(order.key.flatMap { before[$0] })
            for document in order.documents { deliveries += rehearsal.take(document) }
            rehearsal.end()
        }
        return (rehearsal.figures, deliveries)
    }
}
