import Rollout

/// A small random company: two sites at most, up to three milestones that share no cell, every kind of pilot and cut.
enum HistoryCompany {
    static let sites = ["north", "south"]
    static let partners = ["grocer", "baker"]
    static let days = ["2026-11-30", "2026-12-01", "2026-12-02"]

    static func snapshot(_ dice: inout Dice) -> RoutingSnapshot {
        var snapshot = RoutingSnapshot(
            functions: functions(&dice), sites: (0...dice.roll(2)).map { site(sites[$0], &dice) },
            siteRules: [SiteRule(fact: "site", sites: ["north": ["north"], "south": ["south"]])],
            parties: partners.map { id in
                RegisteredParty(id: id, aliases: [.init(PartyIdentifier(scheme: "GLN", value: id))])
            })
        snapshot.milestones = milestones(snapshot, &dice)
        if dice.once(in: 3) { snapshot.signedImports = ["north"] }
        return snapshot.indexed()
    }

    /// Mostly the usual functions; at times despatch binds at birth, or answers follow nobody.
    private static func functions(_ dice: inout Dice) -> [FunctionDefinition] {
        var functions = FunctionDefinition.defaults
        if dice.once(in: 4) { functions[2].binds = .birth }
        if dice.once(in: 4) { functions[1].binds = .firstDocument }
        if dice.once(in: 4) { functions[4].informs = [] }
        if dice.once(in: 6) { functions.removeLast() }
        return functions
    }

    private static func site(_ name: String, _ dice: inout Dice) -> Site {
        let side: Side = dice.once(in: 5) ? .new : .legacy
        let shared = dice.once(in: 10)
        return Site(
            name: name, timeZone: "UTC", backends: [.legacy: "as400", .new: shared ? "as400" : "sap-\(name)"],
            configuredSide: side, unknownKeySide: side, observers: dice.once(in: 4) ? [Observer(backend: "wms")] : nil)
    }

    private static func milestones(_ snapshot: RoutingSnapshot, _ dice: inout Dice) -> [StagedMilestone] {
        var cells = snapshot.sites.flatMap { site in
            snapshot.functions.map { Cell(function: $0.name, site: site.name) }
        }
        return (0..<1 + dice.roll(3)).compactMap { number in
            var own: [Cell] = []
            for _ in 0...dice.roll(3) where !cells.isEmpty { own.append(cells.remove(at: dice.roll(cells.count))) }
            guard !own.isEmpty else { return nil }
            var milestone = StagedMilestone(name: "m\(number)", cells: own, stage: .planned, since: nil)
            milestone.stage = dice.pick(Stage.forward.dropLast())
            milestone.pilot =
                dice.once(in: 2) ? .partners([dice.pick(partners)]) : .deliveryParties(percent: dice.roll(101))
            if dice.once(in: 3) { milestone.cut = .requestedDelivery(from: days[1]) }
            if dice.once(in: 4) { milestone.reversePolicy = dice.pick(ReversePolicy.allCases) }
            if dice.once(in: 8) {
                milestone.tripped = [
                    TrippedGuard(
                        kind: .silence, consequence: dice.pick(GuardConsequence.allCases), at: Company.noon, words: "x")
                ]
            }
            return milestone
        }
    }

    static func facts(
        _ action: DocumentFacts.Action, number: Int, document: Int, in snapshot: RoutingSnapshot, _ dice: inout Dice
    ) -> DocumentFacts {
        let buyer = partners[number % 2]
        var facts = DocumentFacts(
            document: "d\(document)", sender: buyer, action: action,
            type: action == .original ? "order" : action == .change ? "order-change" : "order-cancellation",
            orderNumber: "\(number)", buyer: [PartyIdentifier(scheme: "GLN", value: buyer)], day: "2026-11-01",
            siteFacts: ["site": [snapshot.sites[number % snapshot.sites.count].name]], contentHash: "c\(document)")
        if !dice.once(in: 4) { facts.requested = [RequestedDelivery(day: days[number % 3])] }
        if !dice.once(in: 4) { facts.deliveryParty = [PartyIdentifier(scheme: "GLN", value: "p\(dice.roll(50))")] }
        return facts
    }
}
