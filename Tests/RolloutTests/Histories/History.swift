import Diagnostics
import Rollout

/// One random history: a company, a few orders, a few events; after each, what must always hold. A fault is a sentence.
struct History {
    enum Event: String, CaseIterable {
        case order, change, cancellation, despatch, answer, invoice, typed, move, transfer, close
    }

    var dice: Dice
    var snapshot: RoutingSnapshot
    var epoch: Int64 = 1
    var orders: [OrderKey: OrderState] = [:]
    var documents = 0
    var faults: [String] = []
    /// What happened, for the message of a fault.
    var log: [String] = []
    /// Whether what costs more is checked as well.
    let isDeep: Bool
    let now = Company.noon

    init(seed: Int, isDeep: Bool) {
        self.isDeep = isDeep
        dice = Dice(seed: seed)
        snapshot = HistoryCompany.snapshot(&dice)
    }

    /// Plays a history and gives back its faults.
    static func faults(seed: Int, events: Int, deeply: Bool) -> [String] {
        var history = History(seed: seed, isDeep: deeply)
        for _ in 0..<events {
            let before = history.orders
            let event = history.dice.pick(Event.allCases)
            history.log.append(event.rawValue)
            history.play(event)
            history.checkOwners(before: before, after: event)
            if !history.faults.isEmpty { break }
        }
        if deeply, history.faults.isEmpty { history.checkIntegrations() }
        history.checkReverse()
        return history.faults.map { "seed \(seed), \(history.log.joined(separator: " ")): \($0)" }
    }

    private mutating func play(_ event: Event) {
        switch event {
        case .order: document(.original)
        case .change: document(.change)
        case .cancellation: document(.cancellation)
        case .despatch: answer("despatch-advice")
        case .answer: answer("order-response")
        case .invoice: answer("invoice")
        case .typed: answer("order")
        case .move: move()
        case .transfer: transfer()
        case .close: if let key = anyOrder() { orders[key]?.isClosed = true }
        }
    }

    private mutating func anyOrder() -> OrderKey? {
        let keys = orders.keys.filter { orders[$0]?.itinerary.isEmpty == false }.sorted()
        return keys.isEmpty ? nil : dice.pick(keys)
    }

    // MARK: Documents

    private mutating func document(_ action: DocumentFacts.Action) {
        documents += 1
        let facts = HistoryCompany.facts(action, number: dice.roll(3), document: documents, in: snapshot, &dice)
        guard case .order(let resolved) = snapshot.resolve(facts) else { return faults.append("not resolved") }
        let order = orders[resolved.key] ?? OrderState(key: resolved.key)
        let decision = snapshot.decide(facts, resolved, order: order, epoch: epoch, now: now)
        checkWords(decision)
        if case .deliver(let route) = decision {
            checkRoute(route, order: order)
            apply(route, document: facts.document)
        }
    }

    private mutating func answer(_ type: String) {
        documents += 1
        let number = dice.roll(3)
        let site = snapshot.sites[number % snapshot.sites.count]
        let key = OrderKey(buyer: HistoryCompany.partners[number % 2], number: "\(number)")
        let order = orders[key] ?? OrderState(key: key)
        var accepted: [Route] = []
        for backend in Set(site.backends.values).sorted() {
            let document = BackendDocument(
                document: "d\(documents)", backend: backend, type: type, site: .site(site.name))
            switch snapshot.decide(document, orders: [order], epoch: epoch, now: now) {
            case .accept(let routes): accepted += routes
            case .suppress(let diagnostic), .hold(let diagnostic), .fail(let diagnostic): checkSentence(diagnostic)
            case .park, .echo: break
            }
        }
        // A typed order is born wherever it is typed; all else has one emitter.
        if type != "order" || !order.itinerary.isEmpty, accepted.count > 1 { faults.append("two emitters of \(type)") }
        guard let route = accepted.first else { return }
        checkRoute(route, order: order)
        apply(route, document: "d\(documents)")
    }

    private mutating func apply(_ route: Route, document: String) {
        guard let key = route.key else { return }
        var order = orders[key] ?? OrderState(key: key)
        if let origin = route.makesKnown {
            order.origin = origin
            order.since = now
        }
        order.site = order.site ?? route.site
        order.itinerary += route.binds
        order.traits = order.traits ?? route.traits
        if route.reopens { order.isClosed = false }
        if route.isBirth { order.birth = .init(document: document, contentHash: document) }
        orders[key] = order
    }

    // MARK: Moves and transfers

    private mutating func move() {
        guard !snapshot.milestones.isEmpty else { return }
        let milestone = dice.pick(snapshot.milestones)
        let moves = Self.wishes(of: milestone, &dice)
        guard let wish = moves.isEmpty ? nil : dice.pick(moves) else { return }
        guard
            let move = try? MilestoneMove.check(
                Self.request(wish), of: milestone, in: Self.situation(milestone, snapshot))
        else { return }
        log.append("\(milestone.name) \(milestone.stage.rawValue) \(wish.name) \(move.to.rawValue)")
        epoch += 1
        let states = orders.values.filter { !$0.isClosed }.sorted { $0.key < $1.key }
        for binding in move.cutBindings(states, in: snapshot, epoch: epoch) {
            orders[binding.order]?.itinerary += binding.entries
        }
        snapshot = move.applied(to: snapshot, at: now).indexed()
        if move.to == .complete {
            for cell in milestone.cells where snapshot.side(of: cell, for: nil, at: now).side != .new {
                faults.append("\(cell) completed and is not new")
            }
        }
    }

    private static func wishes(of milestone: StagedMilestone, _ dice: inout Dice) -> [MoveWish] {
        let forward = milestone.nextStages.map { MoveWish.advance(to: $0) }
        let back = Stage.forward.filter { $0 < milestone.stage }.map { MoveWish.reverse(to: $0, policy: nil) }
        return forward + back + [
            .widen(toPercent: dice.roll(120)), .admit(partners: HistoryCompany.partners), .rearm(.silence), .pause,
            .resume,
            .cancel,
        ]
    }

    static func request(_ wish: MoveWish) -> MoveRequest {
        MoveRequest(
            wish, by: MoveActor(name: "a", roles: [.approver, .mover]), reason: "why", typedName: wish.name)
    }

    static func situation(_ milestone: StagedMilestone, _ snapshot: RoutingSnapshot) -> MoveSituation {
        let definition = Milestone(name: milestone.name, cells: milestone.cells, author: "b")
        return MoveSituation(
            definition: definition, definitionHash: "h",
            approval: Approval(by: "a", at: Company.noon, definitionHash: "h"), plan: "p", now: Company.noon)
    }

    /// What a transfer writes in the end: all entries of an order on the other side.
    private mutating func transfer() {
        guard let key = anyOrder(), let order = orders[key], let site = order.site else { return }
        orders[key]?.itinerary = order.itinerary.map { entry in
            var moved = entry
            moved.side = entry.side.other
            moved.backend = snapshot.backend(site: site, side: moved.side) ?? entry.backend
            return moved
        }
    }
}
