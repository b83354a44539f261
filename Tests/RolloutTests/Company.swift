import Diagnostics
import Rollout

/// A company of two sites and two buyers, as most tests need it.
enum Company {
    static let north = Site(
        name: "north", timeZone: "Europe/Warsaw", backends: [.legacy: "as400", .new: "sap-north"])
    static let south = Site(
        name: "south", timeZone: "Europe/Madrid", backends: [.legacy: "as400", .new: "sap-south"])

    static let snapshot = RoutingSnapshot(
        sites: [north, south],
        siteRules: [
            SiteRule(fact: "deliveryParty.gln", sites: ["5412345000037": ["north"], "5412345000044": ["south"]]),
            SiteRule(fact: "partner", sites: ["shared": ["north", "south"]]),
        ],
        parties: [
            RegisteredParty(
                id: "grocer",
                aliases: [
                    .init(PartyIdentifier(scheme: "GLN", value: "5412345000013")),
                    .init(PartyIdentifier(scheme: "BUYER", value: "1"), usedBy: "edi-one"),
                ],
                keyRule: OrderKeyRule(ignoresCase: true, dropsLeadingZeros: true, prefixes: ["PO-"])),
            RegisteredParty(
                id: "baker", aliases: [.init(PartyIdentifier(scheme: "BUYER", value: "1"), usedBy: "edi-two")],
                sameKeyPolicy: .reject, testBackend: "sandbox"),
        ] + ["edi-one", "edi-two", "shared"].map { RegisteredParty(id: $0, aliases: [], sendsForOthers: true) },
        milestones: [
            StagedMilestone(
                name: "north-intake", cells: [Cell(function: "order-intake", site: "north")], stage: .planned,
                since: nil)
        ])

    static func with(stage: Stage) -> RoutingSnapshot {
        var changed = snapshot
        changed.milestones[0].stage = stage
        return changed
    }

    static func facts(
        _ action: DocumentFacts.Action = .original, number: String = "4711", site: String? = "5412345000037",
        content: String = "a", sender: String = "edi-one", buyer: String = "5412345000013", test: Bool = false,
        type: String? = nil
    ) -> DocumentFacts {
        let types: [DocumentFacts.Action: String] = [
            .original: "order", .duplicate: "order", .change: "order-change", .cancellation: "order-cancellation",
        ]
        return DocumentFacts(
            document: "doc-\(number)-\(content)", sender: sender, action: action,
            type: type ?? types[action] ?? "order", orderNumber: number,
            buyer: [PartyIdentifier(scheme: "GLN", value: buyer)], day: "2026-09-21",
            siteFacts: site.map { ["deliveryParty.gln": [$0]] } ?? [:], test: test, contentHash: content)
    }

    /// Resolves and decides as the deciding transaction does.
    static func decide(
        _ facts: DocumentFacts, in snapshot: RoutingSnapshot = snapshot, order: OrderState? = nil, epoch: Int64 = 7
    ) -> Decision {
        switch snapshot.resolve(facts) {
        case .decided(let decision): decision
        case .order(let resolved):
            snapshot.decide(
                facts, resolved, order: order ?? OrderState(key: resolved.key), epoch: epoch, now: noon)
        }
    }

    static let noon = Instant(microseconds: 1_790_000_000_000_000)

    /// An order that is bound to a side of north.
    static func known(
        _ side: Side, origin: OrderOrigin = .born, birth: OrderState.Birth? = .init(document: "first", contentHash: "a")
    ) -> OrderState {
        var state = OrderState(key: OrderKey(buyer: "grocer", number: "4711"))
        state.site = "north"
        state.origin = origin
        state.since = noon
        state.birth = birth
        state.itinerary = ["order-intake", "order-response"].map {
            ItineraryEntry(function: $0, side: side, backend: side == .new ? "sap-north" : "as400", epoch: 3)
        }
        return state
    }
}

extension Decision {
    var route: Route? {
        switch self {
        case .deliver(let route): route
        case .hold(_, let route): route
        default: nil
        }
    }

    var code: String? {
        switch self {
        case .hold(let diagnostic, _), .fail(let diagnostic): diagnostic.code.rawValue
        default: nil
        }
    }
}
