import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Orders
import Rollout
import Store
import TestPeers
import Testing

/// A company that moves from its old order system to a new one, seen from the outside: what its partners sent and got, and
/// what each system holds. It knows by itself which system acts for what, by the moves that were made, and asks the gateway
/// for nothing but what it is to do.
final class MigratingCompany {
    /// An order as its partner and the company's people know it.
    struct Order {
        var number: String
        var partner: Int
        var site: String
        /// The system that took it, and its quantities in the order in which they were sent.
        var holder: Side
        var quantities: [Int]
        var isAnswered = false
        /// The system that shipped it, and the one that invoiced it.
        var shipper: Side?
        var invoicer: Side?
        var isClosed = false

        func key(_ partners: [TradingPartner]) -> String { "\(partners[partner].name)/\(number)" }
    }

    static let sites = ["north": "5412345000037", "south": "5412345000044"]
    static let milestones = [
        Milestone(
            name: "north-orders", cells: [Cell(function: "order-intake", site: "north")], author: "ann",
            pilot: .partners(["acme"])),
        Milestone(
            name: "north-goods",
            cells: [Cell(function: "despatch", site: "north"), Cell(function: "invoicing", site: "north")],
            author: "ann"),
        Milestone(
            name: "south-goods",
            cells: [Cell(function: "despatch", site: "south"), Cell(function: "invoicing", site: "south")],
            author: "ann"),
        Milestone(
            name: "south-orders", cells: [Cell(function: "order-intake", site: "south")], author: "ann",
            pilot: .partners(["acme"])),
    ]

    let test: TestGateway
    let partners: [TradingPartner]
    private(set) var orders: [Order] = []
    /// The stage of each milestone, by its name; one whose file is gone is complete.
    private var stages: [String: Stage] = [:]
    private var reference = 0
    private var hasMilestones = true

    init(_ test: TestGateway) async throws {
        self.test = test
        partners = [
            try TradingPartner("northwind", gln: "5412345000013", .edifact),
            try TradingPartner("acme", gln: "4012345000009", .x12),
            try TradingPartner("nordic", gln: "7300070011115", .ubl),
        ]
        try await restart()
    }

    func stop() { for partner in partners { partner.receiver.stop() } }

    // MARK: The gateway and the systems

    /// Stops the gateway and starts it again, with or without the milestones' files.
    func restart(withMilestones: Bool = true) async throws {
        hasMilestones = withMilestones
        try await test.restart { [partners] installation in
            for index in installation.backends.indices {
                installation.backends[index].payload = .canonical
                installation.backends[index].abilities.takes = [.copies, .standby, .shadow, .transfers]
            }
            installation.partners = partners.map { partner in
                var file = Partner(
                    id: partner.name, identifiers: [.init(PartyIdentifier(scheme: "GLN", value: partner.gln))])
                file.outbound = Self.outbound(to: partner)
                return file
            }
            installation.routing.parties = installation.partners.map(\.registered)
            installation.routing.siteRules = [
                SiteRule(
                    fact: "deliveryParty.gln", sites: Dictionary(uniqueKeysWithValues: Self.sites.map { ($1, [$0]) }))
            ]
            installation.milestones = withMilestones ? Self.milestones : []
            installation.routing.milestones = installation.milestones.map {
                StagedMilestone($0, stage: .planned, since: nil)
            }
        }
    }

    private static func outbound(to partner: TradingPartner) -> Outbound {
        var forms: [CanonicalDocument.DocumentType: Outbound.Form] = [.orderResponse: .asSent]
        if partner.format == .edifact {
            forms[.despatchAdvice] = .mapping(Backend.MappedPayload(mappings: ["edifact-desadv"]))
        }
        return Outbound(
            channel: Backend(
                name: Outbound.channelName(of: partner.name),
                kind: .http(
                    HTTPBackend(
                        url: Secret(partner.receiver.url), shownURL: partner.receiver.url, connectSeconds: 2,
                        timeoutSeconds: 60)),
                payload: .written, abilities: BackendAbilities(honoursKey: true),
                retry: RetrySchedule(first: 0.05, factor: 2, longest: 0.2, deadlineHours: 1),
                breaker: CircuitBreaker.Limits(failures: 5, pause: 0.1, longestPause: 0.2)),
            documents: forms)
    }

    /// Lets both systems and the partners misbehave now and then: busy, gone before they read, gone behind the effect.
    func misbehave(_ seed: UInt64) {
        for (index, server) in ([test.legacy, test.new] + partners.map(\.receiver)).enumerated() {
            let dice = Dice(seed &+ UInt64(index))
            server.behave { _ in
                switch dice.next(10) {
                case 0: .answer(503)
                case 1: .closeUnread
                case 2: .acceptAndClose
                default: .accept
                }
            }
        }
    }

    // MARK: Moves

    /// Which system acts for a function of a site for what is new there, as everybody in the company was told.
    func side(of function: String, at site: String, for partner: String) -> Side {
        guard
            let milestone = Self.milestones.first(where: {
                $0.cells.contains(Cell(function: function, site: site))
            })
        else { return .legacy }
        switch stages[milestone.name] ?? .planned {
        case .planned, .shadow: return .legacy
        case .pilot: return milestone.pilot == .partners([partner]) ? .new : .legacy
        case .live, .draining, .complete: return .new
        default: return .legacy
        }
    }

    func move(_ name: String, to stage: Stage) async throws {
        let milestones = test.gateway.milestones
        if try await milestones.show(name, caller: test.administrator).approvedBy == nil {
            _ = try await milestones.approve(name, seen: nil, caller: test.administrator)
        }
        for attempt in 1... {
            let plan = try await milestones.plan(name, .advance(to: stage), caller: test.administrator)
            let closed = plan.gates.filter { $0.verdict != "pass" }.compactMap { GateKind(rawValue: $0.gate) }
            let form = MoveForm(
                .advance(to: stage), reason: "the plan", plan: plan.version, typedName: name,
                overrides: Dictionary(uniqueKeysWithValues: closed.map { ($0, "a test") }))
            do {
                _ = try await milestones.move(name, form, caller: test.administrator)
                break
            } catch let error as GatewayError where error.diagnostic.code == "route.plan-stale" && attempt < 10 {
                // Systems that hang up open and close gates meanwhile: whoever moves looks at the plan again.
                continue
            }
        }
        stages[name] = stage
    }

    func reverse(_ name: String, to stage: Stage) async throws {
        _ = try await test.gateway.milestones.move(
            name, MoveForm(.reverse(to: stage, policy: nil), reason: "second thoughts"), caller: test.administrator)
        stages[name] = stage
    }

    // MARK: Traffic

    /// Each partner orders once from each site, and changes the last order that it may still change; then each system does its
    /// work.
    func trade() async throws {
        for (index, partner) in partners.enumerated() {
            for (site, gln) in Self.sites.sorted(by: { $0.key < $1.key }) {
                reference += 1
                let number = "N\(reference)"
                let quantity = 10 + reference
                let holder = side(of: "order-intake", at: site, for: partner.name)
                orders.append(
                    Order(number: number, partner: index, site: site, holder: holder, quantities: [quantity]))
                try await send(partner.order(number, to: gln, quantity: quantity, reference: reference), from: partner)
            }
            let open = orders.lastIndex { $0.partner == index && $0.isAnswered && $0.shipper == nil && !$0.isClosed }
            guard let open else { continue }
            reference += 1
            let change = partner.change(orders[open].number, quantity: 500 + reference, reference: reference)
            guard let change else { continue }
            orders[open].quantities.append(500 + reference)
            try await send(change, from: partner)
        }
        try await settle()
        try await work()
        try await settle()
    }

    /// Answers what is new; ships what was answered before, invoices what was shipped before.
    private func work() async throws {
        for index in orders.indices where !orders[index].isClosed {
            let order = orders[index]
            let partner = partners[order.partner]
            func acting(_ function: String) -> Side { side(of: function, at: order.site, for: partner.name) }
            if order.shipper != nil, order.invoicer == nil {
                orders[index].invoicer = acting("invoicing")
                for side in [acting("invoicing"), order.holder] { expectShipment(of: order, at: side) }
                try await handOver(Self.invoice(of: order, partner), by: acting("invoicing"), "I-\(order.number)")
            } else if order.isAnswered, order.shipper == nil {
                let shipper = acting("despatch")
                expectKnown(order, at: shipper)
                orders[index].shipper = shipper
                try await handOver(Self.despatch(of: order, partner), by: shipper, "D-\(order.number)")
            } else if !order.isAnswered {
                orders[index].isAnswered = true
                try await handOver(Self.response(to: order, partner), by: order.holder, "R-\(order.number)")
            }
        }
    }

    /// Who ships an order must have got it.
    private func expectKnown(_ order: Order, at side: Side) {
        let known = Set(effects(of: order, at: side).flatMap(Self.quantities))
        #expect(
            known.isSuperset(of: order.quantities.map(String.init)),
            "\(side) is to ship \(order.number) of \(order.holder) and knows \(known.sorted())")
    }

    /// Who invoices an order, and who took it, must know what was shipped of it.
    private func expectShipment(of order: Order, at side: Side) {
        let told = effects(of: order, at: side).contains {
            CanonicalDocument.read(json: $0.body).document?.number == "D-\(order.number)"
        }
        #expect(side == order.shipper || told, "\(side) has not heard of the shipment of \(order.number)")
    }

    /// Ships and invoices what is open until nothing is, then closes it all.
    func finish() async throws {
        while orders.contains(where: { $0.invoicer == nil }) {
            try await work()
            try await settle()
        }
        for index in orders.indices where !orders[index].isClosed {
            _ = try await test.gateway.orders.close(
                orders[index].key(partners), reason: "paid", caller: test.administrator)
            orders[index].isClosed = true
        }
    }

    private func send(_ text: String, from partner: TradingPartner) async throws {
        let documents = try await test.submit(text, sender: partner.name, wait: 0)
        #expect(documents.status != "unreadable", "\(documents.diagnostics.map(\.message))")
    }

    private func handOver(_ document: CanonicalDocument, by side: Side, _ key: String) async throws {
        _ = try await test.submit(
            String(decoding: document.jsonBytes, as: UTF8.self), sender: BackendSender.name(of: side.rawValue),
            key: key,
            wait: 0)
    }

    /// Waits until nothing is on its way.
    func settle() async throws {
        _ = try await eventually(240) { [test] () -> Bool? in
            let total = try await test.gateway.reports.equation(caller: test.administrator).total
            let moving = try await test.database.read { transaction in
                try transaction.query(
                    "select 1 from deliveries where state in ('held', 'waiting', 'sending', 'unknown') limit 1")
            }
            return total.inFlight == 0 && moving.isEmpty ? true : nil
        }
    }

    // MARK: What is seen

    /// What a system took of an order, in the order in which it came.
    func effects(of order: Order, at side: Side) -> [RecordingBackend.Effect] {
        let key = order.key(partners)
        return (side == .legacy ? test.legacy : test.new).effects.filter { $0.headers["x-milepost-order-key"] == key }
    }

    static func quantities(_ effect: RecordingBackend.Effect) -> [String] {
        guard let order = CanonicalDocument.read(json: effect.body).document?.orderContent else { return [] }
        return order.lines.compactMap { $0.quantity?.value?.canonicalText }
    }
}
