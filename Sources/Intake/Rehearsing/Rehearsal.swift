import Diagnostics
public import Rollout

/// What would happen to traffic that came before, by a snapshot that is not in force: ROUTE as live traffic takes it, order
/// by order, counted and forgotten. Nothing is kept of an order once its last document was taken.
///
/// The documents of one order come together, in accept order, between ``begin(_:)`` and ``end()``.
public struct Rehearsal: Sendable {
    public let snapshot: RoutingSnapshot
    public private(set) var figures = RehearsalFigures()
    private var routing: Routing
    /// The documents of the order that wait for its birth.
    private var waiting: [String: RehearsedDocument] = [:]
    /// The day of the last quarter of an hour at each site: zones change on quarters only.
    private var lastDays: [String: (quarter: Int64, day: String)] = [:]

    /// A rehearsal by a snapshot.
    public init(_ snapshot: RoutingSnapshot) {
        let snapshot = snapshot.indexed()
        self.snapshot = snapshot
        routing = Routing(snapshot: snapshot, epoch: 0, orders: [:], parked: [:])
    }

    /// Begins an order with what was settled of it before, or documents that belong to none.
    public mutating func begin(_ order: OrderState? = nil) {
        routing = Routing(
            snapshot: snapshot, epoch: 0, orders: order.map { [$0.key: $0] } ?? [:], parked: [:])
    }

    /// Takes the next document of the order.
    ///
    /// - Returns: The deliveries that it makes, and those of documents that waited for it.
    public mutating func take(_ document: RehearsedDocument) -> [RehearsedDelivery] {
        figures.documents += 1
        switch document.content {
        case .acknowledgement:
            figures.acknowledgements += 1
            return []
        case .unread(let code):
            figures.unread += 1
            figures.note(.init(code: code, facts: ""), document: document.id, order: nil)
            return []
        case .facts(let facts):
            if let backend = BackendSender.backend(of: facts.sender) { return take(facts, from: backend, document) }
            switch snapshot.resolve(facts).part(document.part) {
            case .decided(let decision): return count(decision, facts, of: document, order: nil)
            case .order(let order): return route(facts, order, of: document)
            }
        }
    }

    /// Ends the order: what waits for its birth now goes on waiting.
    public mutating func end() {
        figures.parked += waiting.count
        waiting.removeAll()
    }

    /// An order as it stands after what was taken since ``begin(_:)``.
    public func state(of key: OrderKey) -> OrderState? { routing.orders[key] }

    /// Notes that a delivery's payload was written on trial, or the code that says why it cannot be.
    public mutating func noteWriting(of delivery: RehearsedDelivery, fault code: String?) {
        figures.written += 1
        guard let code else { return }
        let key = RehearsalFigures.Unwritten(backend: delivery.backend, code: code)
        figures.unwritten[key, default: .init(count: 0, document: delivery.document, order: nil)].count += 1
    }

    // MARK: One document

    private mutating func route(
        _ facts: DocumentFacts, _ order: ResolvedOrder, of document: RehearsedDocument
    ) -> [RehearsedDelivery] {
        var facts = facts
        if document.wasDuplicate, let birth = routing.orders[order.key]?.birth { facts.contentHash = birth.contentHash }
        let routable = RoutableDocument(facts: facts, order: order, acceptedAt: document.acceptedAt)
        var deliveries: [RehearsedDelivery] = []
        for routed in routing.route(routable) {
            let target = routed.document == document.id ? document : waiting[routed.document] ?? document
            deliveries += count(routed, of: target, order: routing.orders[order.key], at: document.acceptedAt)
        }
        return deliveries
    }

    /// A document that a back end made, of the order at hand.
    private mutating func take(
        _ facts: DocumentFacts, from backend: String, _ document: RehearsedDocument
    ) -> [RehearsedDelivery] {
        let reading = EmittedDocument.reading(
            facts, of: Array(routing.orders.keys), from: backend, acceptedAt: document.acceptedAt, in: snapshot)
        switch reading {
        case .decided(let decision): return count(decision, facts, of: document, order: nil, at: document.acceptedAt)
        case .orders(var emitted):
            if document.wasDuplicate { emitted.document.echoOf = document.id }
            var deliveries: [RehearsedDelivery] = []
            for routed in routing.route(emitted) {
                let target = routed.document == document.id ? document : waiting[routed.document] ?? document
                deliveries += count(
                    routed, of: target, order: emitted.orders.first.flatMap { routing.orders[$0.key] },
                    at: document.acceptedAt)
            }
            return deliveries
        }
    }

    private mutating func count(
        _ routed: RoutedDocument, of target: RehearsedDocument, order: OrderState?, at instant: Instant
    ) -> [RehearsedDelivery] {
        switch routed.outcome {
        case .received(.park), .emitted(.park), .collective(.park):
            waiting[routed.document] = target
            return []
        case .received, .emitted, .collective: waiting[routed.document] = nil
        }
        guard case .facts(let own) = target.content else { return [] }
        switch routed.outcome {
        case .received(let decision): return count(decision, own, of: target, order: order, at: instant)
        case .collective(let decision): return count(decision.ofFirst, own, of: target, order: order, at: instant)
        case .emitted(let decision): return count(decision, own, of: target, order: order, at: instant)
        }
    }

    private mutating func count(
        _ decision: BackendDecision, _ facts: DocumentFacts, of document: RehearsedDocument, order: OrderState?,
        at instant: Instant
    ) -> [RehearsedDelivery] {
        switch decision {
        case .accept(let routes):
            figures.delivered += 1
            guard let route = routes.first else { return [] }
            // It comes from the back end, and is no delivery to it.
            return count(route, facts, of: document, order: order, at: instant, isEmitted: true)
        case .echo: figures.duplicates += 1
        case .park: figures.parked += 1
        case .suppress(let diagnostic):
            figures.superseded += 1
            note(diagnostic, facts, document)
        case .hold(let diagnostic):
            figures.held += 1
            note(diagnostic, facts, document)
        case .fail(let diagnostic):
            figures.failed += 1
            note(diagnostic, facts, document)
        }
        return []
    }

    private mutating func count(
        _ decision: Decision, _ facts: DocumentFacts, of document: RehearsedDocument, order: OrderState?,
        at instant: Instant? = nil
    ) -> [RehearsedDelivery] {
        switch decision {
        case .deliver(let route):
            figures.delivered += 1
            return count(route, facts, of: document, order: order, at: instant ?? document.acceptedAt)
        case .park: figures.parked += 1
        case .duplicate: figures.duplicates += 1
        case .hold(let diagnostic, _):
            figures.held += 1
            note(diagnostic, facts, document)
        case .fail(let diagnostic):
            figures.failed += 1
            note(diagnostic, facts, document)
        }
        return []
    }

    private mutating func count(
        _ route: Route, _ facts: DocumentFacts, of document: RehearsedDocument, order: OrderState?, at instant: Instant,
        isEmitted: Bool = false
    ) -> [RehearsedDelivery] {
        var deliveries: [RehearsedDelivery] = []
        if !isEmitted {
            figures.rates[route.backend, default: .init()].count(at: instant)
            deliveries.append(RehearsedDelivery(document: document.id, backend: route.backend, side: route.side))
        }
        guard let site = route.site, let side = route.side else {
            figures.tests += 1
            return deliveries
        }
        let day = RehearsalFigures.Day(
            day: self.day(of: document.acceptedAt, at: site), site: site, side: side, backend: route.backend)
        count(route, facts, document, in: &figures.days[day, default: .init()])
        if route.makesKnown == .unknownKey { figures.unknownOrders += 1 }
        if !route.isBirth, route.makesKnown == nil {
            noteElsewhere(route, facts, at: site, side: side, traits: order?.traits, instant)
        }
        for copy in route.copies {
            figures.rates[copy.backend, default: .init()].count(at: instant)
            let flow = Flow(function: route.function, site: site, from: side)
            figures.copies[.init(purpose: copy.purpose, flow: flow, backend: copy.backend), default: 0] += 1
            deliveries.append(
                RehearsedDelivery(
                    document: document.id, backend: copy.backend, side: copy.side, copy: copy.purpose))
        }
        return deliveries
    }

    private func count(
        _ route: Route, _ facts: DocumentFacts, _ document: RehearsedDocument,
        in traffic: inout RehearsalFigures.Traffic
    ) {
        if route.isBirth {
            traffic.births += 1
            if let was = document.side, was != route.side { traffic.movedBirths += 1 }
        } else if facts.action == .cancellation {
            traffic.cancellations += 1
        } else if DocumentKind(rawValue: facts.type) != nil {
            traffic.changes += 1
        } else {
            traffic.others += 1
        }
    }

    private mutating func noteElsewhere(
        _ route: Route, _ facts: DocumentFacts, at site: String, side: Side, traits: BirthTraits?, _ now: Instant
    ) {
        let like = snapshot.birthSide(of: route.function, at: site, for: traits, now: now)
        guard let like, like != side else { return }
        let key = RehearsalFigures.Elsewhere(
            function: route.function, site: site, type: facts.type, side: side, backend: route.backend)
        figures.elsewhere[key, default: 0] += 1
    }

    private mutating func note(_ diagnostic: Diagnostic, _ facts: DocumentFacts, _ document: RehearsedDocument) {
        let trouble = RehearsalFigures.Trouble(code: diagnostic.code.rawValue, facts: Self.reason(of: diagnostic))
        figures.note(trouble, document: document.id, order: facts.orderNumber)
    }

    /// What a diagnostic of routing is about, where that is the same for many documents: the values that no rule knows.
    private static func reason(of diagnostic: Diagnostic) -> String {
        switch diagnostic.code {
        case "route.site-unknown": diagnostic.facts["tried"] ?? ""
        case "route.site-ambiguous":
            [diagnostic.facts["fact"], diagnostic.facts["sites"]].compactMap(\.self).joined(separator: ": ")
        case "route.buyer-unknown", "route.buyer-foreign": diagnostic.value ?? ""
        case "route.supplier-unknown": diagnostic.value ?? ""
        case "route.backend-missing":
            [diagnostic.facts["site"], diagnostic.facts["side"]].compactMap(\.self).joined(separator: " ")
        case "route.births-held": diagnostic.facts["reason"] ?? ""
        case "route.test-backend-missing": diagnostic.facts["partner"] ?? ""
        default: ""
        }
    }

    private mutating func day(of instant: Instant, at site: String) -> String {
        let quarter = instant.microseconds / 900_000_000
        if let last = lastDays[site], last.quarter == quarter { return last.day }
        let zone = snapshot.site(named: site).flatMap { snapshot.zones?[$0.timeZone] }
        let day = zone?.day(of: instant) ?? instant.day
        lastDays[site] = (quarter, day)
        return day
    }
}
