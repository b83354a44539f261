public import ConfigurationFiles
import Diagnostics
import Intake
public import Rollout
import Store

/// A company without a store, a clock or a network: the pure core, with the deliveries that its decisions make and the answers
/// that a scenario gives. What a gateway decides in transactions is decided here one after the other.
///
/// Latency, steps of transfers that wait for a person, and what a partner is answered are not played.
public actor CoreCompany: ScenarioGround {
    let installation: Installation
    let understanding: @Sendable (String) -> Understanding
    let reading: AnswerReading
    let writers: PayloadWriters
    let definitions: [String: Milestone]

    var snapshot: RoutingSnapshot
    var epoch: Int64 = 1
    var now: Instant
    var orders: [OrderKey: OrderState] = [:]
    var parked: [OrderKey: [WaitingDocument]] = [:]
    /// The parts of split orders, by their keys.
    var parts: [OrderKey: OrderPart] = [:]
    var documents: [CoreDocument] = []
    var deliveries = CoreDeliveries()
    var comparisons: [CoreComparison] = []
    var control = CoreControl()
    /// Births that a guard makes wait, oldest first.
    var heldBirths: [RoutableDocument] = []
    private var replies: [String: Scenario.Reply] = [:]
    private var interchanges: Int64 = 0

    /// The company of an installation at the begin of a scenario.
    ///
    /// - Throws: ``GatewayError`` when its configuration does not hold together.
    public init(_ installation: Installation, mappings: MappingSet, clock: Instant) throws {
        self.installation = installation
        understanding = installation.understanding(by: mappings)
        reading = AnswerReading(understanding: understanding)
        writers = PayloadWriters(installation.backends, mappings: mappings.library)
        definitions = installation.definitions
        snapshot = installation.routing(by: mappings).indexed()
        now = clock
        if let fault = snapshot.check().items.first(where: { $0.severity == .error }) {
            throw GatewayError(.invalid, fault)
        }
    }

    public func perform(
        _ action: Scenario.Action, reason: String?, by caller: Caller
    ) async throws -> [String] {
        var sent: [String] = []
        switch action {
        case .send(let bytes, _, let partner):
            interchanges += 1
            sent = try take(bytes, from: partner, number: interchanges)
        case .move(let name, let wish, let details): try move(name, wish, details, reason, caller)
        case .approve(let name): try approve(name, caller)
        case .sign(let name, let item): try sign(name, item, caller)
        case .countersign(let name): try countersign(name, caller)
        case .importOrders(let open): try importOrders(open, caller)
        case .retry(let order): try retry(order, caller)
        case .discard(let order): try discard(order, reason, caller)
        case .transfer(let order, let side): try transfer(order, to: side, reason, caller)
        case .confirm(let order, _), .enter(let order, _):
            throw GatewayError(
                .conflict,
                Diagnostic("scenario.not-played", value: order, facts: ["what": "what people do for a back end"]))
        case .close(let order): try close(order, reason, caller)
        case .schedule(let name, let stage, let time, let details):
            try schedule(name, stage, at: time, details, reason, caller)
        case .answers(let changed):
            replies.merge(changed) { $1 }
            deliveries.askAgain()
        case .wait(let seconds):
            let end = now.adding(seconds: seconds)
            // A move runs at its own time, and what comes of it by itself comes then.
            while let due = control.scheduled.values.joined().map(\.at).min(), due < end {
                now = max(now, due)
                expireParked()
                try runDue()
                deliveries.askAgain()
                try backfill()
                deliver()
                lookAtGuards()
            }
            now = end
            expireParked()
            try runDue()
            deliveries.askAgain()
        case .look: break
        }
        try backfill()
        deliver()
        lookAtGuards()
        return sent
    }

    /// Nothing goes on by itself.
    public func settle() async -> Bool { false }

    public func document(_ id: String) async throws -> ScenarioDocument {
        guard let document = documents.first(where: { $0.id == id }) else {
            throw GatewayError.unknown("intake.document-unknown", id)
        }
        var copies: [String: [String]] = [:]
        for delivery in deliveries.of(id) where delivery.purpose != .primary {
            copies[delivery.backend, default: []].append(delivery.purpose.rawValue)
        }
        return ScenarioDocument(
            order: document.order, type: document.type,
            status: (deliveries.status(of: id) ?? document.status).rawValue, owner: document.side?.rawValue,
            backend: document.backend, site: document.site, reason: document.reason, codes: document.codes,
            copies: copies.mapValues { $0.sorted() })
    }

    public func stages() async throws -> [String: Stage] {
        Dictionary(snapshot.milestones.map { ($0.name, $0.stage) }, uniquingKeysWith: { first, _ in first })
    }

    public func sides(of order: String) async throws -> [String: String] {
        orders[OrderKey(text: order)]?.sides.mapValues(\.rawValue) ?? [:]
    }

    public func received(by backend: String) async throws -> [String] { deliveries.received[backend] ?? [] }

    public func integrations() async throws -> [String] {
        let open = orders.values.filter { !$0.itinerary.isEmpty && !$0.isClosed }.compactMap { order in
            order.site.map { OpenItineraries(site: $0, bound: order.sides, count: 1) }
        }
        return snapshot.integrations(open: open, now: now).map { "\($0.purpose.rawValue) \($0.flow)" }
    }

    public func compared(_ milestone: String) async throws -> Scenario.Comparison {
        let found = comparisons(of: milestone, .shadow)
        return Scenario.Comparison(
            documents: found.count, matching: found.count { $0.differing == 0 },
            fields: Set(found.flatMap(\.differences).map(\.field)).sorted())
    }

    public func gates(of milestone: String) async throws -> [GateKind: Verdict] {
        let staged = try snapshot.milestoneToMove(milestone)
        let results = try gateResults(of: staged, definition(of: milestone))
        return Dictionary(results.map { ($0.gate, $0.verdict) }, uniquingKeysWith: { first, _ in first })
    }

    public func trippedGuards(of milestone: String) async throws -> Set<GuardKind> {
        Set(try snapshot.milestoneToMove(milestone).tripped?.map(\.kind) ?? [])
    }

    public func isClosed(_ order: String) async throws -> Bool {
        guard let known = orders[OrderKey(text: order)] else {
            throw GatewayError.unknown("intake.order-unknown", order)
        }
        return known.isClosed
    }

    // MARK: Parts

    /// What a back end answers now; nil for one that is no server, which takes everything.
    func outcome(at backend: String) -> DeliveryOutcome? {
        guard let answers = BackendBook(installation.backends)[backend]?.kind.answers else { return nil }
        let reply = replies[backend] ?? Scenario.Reply()
        return answers.outcome(status: reply.status, detail: "", retryAfter: nil)
    }

    /// Sends what may go, as back ends answer now.
    func deliver() {
        let backends = BackendBook(installation.backends)
        let (replies, reading, time) = (replies, reading, now)
        let outcomes = Dictionary(
            installation.backends.compactMap { backend in outcome(at: backend.name).map { (backend.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        deliveries.send(at: now, honouring: { backends[$0]?.abilities.honoursKey == true }) { name in
            let reply = replies[name] ?? Scenario.Reply()
            guard let outcome = outcomes[name] else {
                return (.done(.init(detail: "written")), SideAnswer(.taken, .unsaid))
            }
            var isDone = false
            if case .done = outcome { isDone = true }
            let row = AnswerRow(
                deliveryID: UniqueID(at: time.microseconds), outcome: isDone ? .done : .refused,
                answer: BackendAnswer(body: Array(reply.says.utf8)), at: time.microseconds)
            return (outcome, reading.answer(row, of: name))
        }
    }

    func definition(of name: String) throws -> Milestone {
        if let definition = definitions[name] { return definition }
        throw GatewayError(.conflict, Diagnostic("route.definition-missing", value: name))
    }

    /// The comparisons of a milestone of which both answers are there.
    func comparisons(of milestone: String, _ purpose: DeliveryPurpose) -> [AnswerComparison] {
        let rules = definitions[milestone]?.shadow ?? ShadowRules()
        return comparisons.filter { $0.milestone == milestone && $0.purpose == purpose }.compactMap { pair in
            guard let owner = deliveries.all[pair.owner].answer, let other = deliveries.all[pair.copy].answer else {
                return nil
            }
            return AnswerComparison(owner: owner, other: other, rules: rules)
        }
    }
}

/// A document of a scenario that is played on the core alone.
struct CoreDocument: Sendable {
    var id: String
    var type: String
    var order: String?
    var place: DocumentPlace
    var status: DocumentStatus
    var side: Side?
    var backend: String?
    var function: String?
    var site: String?
    var reason: String?
    var codes: [String] = []
    var canonical: [UInt8] = []
    var receivedAt: Instant
    var deadline: Instant?
}

/// Two deliveries of which the answers are compared.
struct CoreComparison: Sendable {
    var milestone: String
    var purpose: DeliveryPurpose
    var owner: Int
    var copy: Int
}
