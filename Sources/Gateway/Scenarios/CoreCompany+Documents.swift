import ConfigurationFiles
import Diagnostics
import Intake
import Orders
import Rollout

/// What comes in: read, mapped and routed by the pure machines, as a gateway does.
extension CoreCompany {
    /// Takes a payload that a partner hands over.
    ///
    /// - Returns: The ids of its documents.
    func take(_ bytes: [UInt8], from partner: String, number: Int64) throws -> [String] {
        guard installation.partner(partner) != nil else { throw GatewayError.unknown("intake.sender-unknown", partner) }
        let understanding = understanding(partner)
        var read: [ReadDocument] = []
        _ = try DocumentFinder(understanding: understanding).each(in: [bytes].makeIterator()) { read.append($0) }
        let taken = read.flatMap { take(understanding.understand($0, sender: partner, day: now.day), number: number) }
        bundle(taken, number: number)
        return taken
    }

    /// Lets an interchange go out as it came where all of it goes to one back end that takes the original.
    private func bundle(_ taken: [String], number: Int64) {
        let primaries = taken.flatMap { deliveries.of($0).filter { $0.purpose == .primary && $0.state == .waiting } }
        guard taken.count > 1, primaries.count == taken.count, let backend = primaries.first?.backend,
            primaries.allSatisfy({ $0.backend == backend }), installation.backend(named: backend)?.payload == .original
        else { return }
        deliveries.bundle(primaries.map(\.id), as: number)
    }

    private func take(_ understood: UnderstoodDocument, number: Int64) -> [String] {
        let place = DocumentPlace(number: number, position: Int64(understood.position))
        var document = CoreDocument(
            id: "\(number)-\(understood.position)", type: understood.type, place: place, status: .failed,
            receivedAt: now)
        document.codes = understood.diagnostics.filter { $0.severity == .error }.map(\.code.rawValue)
        guard case .understood(let content) = understood.outcome else {
            if case .acknowledges = understood.outcome { document.status = .delivered }
            documents.append(document)
            return [document.id]
        }
        document.canonical = content.canonical
        var facts = content.facts
        let known = known(facts)
        let canonical = CanonicalDocument.read(json: content.canonical).document
        if case .split = known, let canonical {
            facts.lines = DocumentFacts.lines(of: canonical, siteFacts: understanding(facts.sender).siteFacts)
        }
        switch snapshot.resolveSplit(facts, known: known) {
        case .decided(let decision): take(document, decision)
        case .hold(let diagnostic): take(document, .hold(diagnostic, at: nil))
        case .whole(let order): take(document, facts, order)
        case .parts(let orders):
            guard let canonical else { break }
            switch SplitDocument.parts(of: canonical, among: orders) {
            case .failure(let diagnostic): take(document, .hold(diagnostic, at: nil))
            case .success(let split): return split.map { take($0, of: document, facts) }
            }
        }
        return [document.id]
    }

    private func take(_ document: CoreDocument, _ decision: Decision) {
        documents.append(document)
        record(decision, of: document.id)
    }

    private func take(_ document: CoreDocument, _ facts: DocumentFacts, _ order: ResolvedOrder) {
        var (document, facts) = (document, facts)
        (facts.document, facts.place) = (document.id, document.place)
        document.order = order.key.text
        documents.append(document)
        route(RoutableDocument(facts: facts, order: order, acceptedAt: now))
    }

    private func take(_ part: SplitDocument, of whole: CoreDocument, _ facts: DocumentFacts) -> String {
        var document = whole
        document.id = "\(whole.id).\(part.order.part.number)"
        document.place = whole.place.part(part.order.part.number)
        document.canonical = part.document.jsonBytes
        parts[part.order.part.key] = part.order.part
        let facts = understanding(facts.sender).facts(
            of: part.document, id: document.id, sender: facts.sender, day: now.day, test: facts.test)
        take(document, facts, part.order.order)
        return document.id
    }

    /// What is known of a document's order as a whole.
    private func known(_ facts: DocumentFacts) -> KnownOrder {
        guard case .order(let order) = snapshot.resolve(facts) else { return .unborn([]) }
        if orders[order.key]?.itinerary.isEmpty == false { return .whole }
        let own = parts.values.filter { $0.key.whole == order.key }.sorted { $0.number < $1.number }
        let isBorn = own.contains { orders[$0.key]?.itinerary.isEmpty == false }
        return isBorn ? .split(own) : .unborn(own)
    }

    func route(_ document: RoutableDocument) {
        let key = document.order.key
        var routing = Routing(
            snapshot: snapshot, epoch: epoch, orders: orders.filter { $0.key == key },
            parked: parked.filter { $0.key == key })
        let decided = routing.route(document)
        for routed in decided where routed.document == document.facts.document {
            if case .park = routed.decision { parked[key, default: []].append(.received(document)) }
            if case .hold(let diagnostic, _) = routed.decision, diagnostic.code == Self.held {
                heldBirths.append(document)
            }
        }
        take(decided, of: key, from: routing)
    }

    /// Decides what waits for an order that has an owner by now.
    private func wake(_ key: OrderKey) {
        var routing = Routing(
            snapshot: snapshot, epoch: epoch, orders: orders.filter { $0.key == key },
            parked: parked.filter { $0.key == key })
        take(routing.wake(key), of: key, from: routing)
    }

    private func take(_ decided: [RoutedDocument], of key: OrderKey, from routing: Routing) {
        orders[key] = routing.orders[key]
        let woken = Set(decided.filter(\.woken).map(\.document))
        parked[key]?.removeAll { woken.contains($0.document) }
        for routed in decided { routed.decision.map { record($0, of: routed.document) } }
    }

    private func record(_ decision: Decision, of id: String) {
        guard let index = documents.firstIndex(where: { $0.id == id }) else { return }
        switch decision {
        case .deliver(let route):
            documents[index].status = .delivering
            documents[index].take(route)
            let primary = deliver(route, documents[index])
            if deliveries.all[primary].state != .failed { copy(route, documents[index], behind: primary) }
        case .park(let reason, let deadline):
            documents[index].status = .parked
            documents[index].reason = reason.words
            documents[index].deadline = deadline
        case .hold(let diagnostic, let route):
            documents[index].status = .held
            documents[index].codes.append(diagnostic.code.rawValue)
            guard let route else { return }
            documents[index].take(route)
            deliveries.set(.held, deliver(route, documents[index]))
        case .fail(let diagnostic):
            documents[index].status = .failed
            documents[index].codes.append(diagnostic.code.rawValue)
        case .duplicate(let reason):
            documents[index].status = .duplicate
            documents[index].reason = reason.words
        }
    }

    private func deliver(_ route: Route, _ document: CoreDocument) -> Int {
        let (delivery, fault) = made(route, document, to: route.backend, .primary, after: nil)
        if let fault, let index = documents.firstIndex(where: { $0.id == document.id }) {
            documents[index].codes.append(fault)
        }
        return deliveries.add(delivery)
    }

    private func copy(_ route: Route, _ document: CoreDocument, behind primary: Int) {
        for copy in route.copies {
            let purpose = DeliveryPurpose(copy.purpose)
            let after = purpose == .shadow ? nil : primary
            let id = deliveries.add(made(route, document, to: copy.backend, purpose, after: after).delivery)
            guard let milestone = snapshot.compared(copy) else { continue }
            comparisons.append(CoreComparison(milestone: milestone, purpose: purpose, owner: primary, copy: id))
        }
    }

    /// A delivery, and the code of what keeps it from being written: then it has failed, and counts as refused.
    private func made(
        _ route: Route, _ document: CoreDocument, to backend: String, _ purpose: DeliveryPurpose, after: Int?
    ) -> (delivery: CoreDelivery, fault: String?) {
        var delivery = CoreDelivery(
            id: 0, document: document.id, type: document.type, backend: backend, purpose: purpose,
            key: route.key?.text ?? document.id, order: document.order ?? "", isBirth: route.isBirth,
            place: document.place, after: after, madeAt: now)
        delivery.onRejection = snapshot.onRejection(of: route.function)
        let origin = PayloadOrigin(
            number: document.place.number, position: document.place.position, version: 1,
            receivedAt: document.receivedAt)
        guard case .failure(let fault)? = writers.write(document.canonical, for: backend, from: origin) else {
            return (delivery, nil)
        }
        delivery.state = .failed
        delivery.answer = SideAnswer(.refused, .nothing)
        return (delivery, fault.diagnostics.first { $0.severity == .error }?.code.rawValue)
    }

    /// Sends what open orders of milestones in shadow lack at the other side.
    func backfill() throws {
        for order in orders.values.sorted(by: { $0.key.text < $1.key.text }) {
            guard let site = order.site, snapshot.isShadowed(site: site) else { continue }
            for document in documents where document.order == order.key.text {
                lacking(document, of: order).forEach { deliveries.add($0) }
            }
        }
    }

    private func lacking(_ document: CoreDocument, of order: OrderState) -> [CoreDelivery] {
        let present = deliveries.of(document.id)
        let status = deliveries.status(of: document.id)
        guard let function = document.function, status == .delivered || status == .delivering,
            let primary = present.last(where: { $0.purpose == .primary })
        else { return [] }
        return snapshot.backfill(of: function, for: order, now: now).compactMap { route in
            let purpose = DeliveryPurpose(route.purpose)
            let isThere = present.contains { $0.backend == route.backend && $0.purpose == purpose }
            guard !isThere, primary.backend != route.backend else { return nil }
            var copy = primary
            (copy.backend, copy.purpose, copy.state, copy.wasAsked) = (route.backend, purpose, .waiting, false)
            (copy.answer, copy.madeAt, copy.after) = (nil, now, purpose == .shadow ? nil : primary.id)
            return copy
        }
    }

    // MARK: People

    func importOrders(_ open: Scenario.OpenOrders, _ caller: Caller) throws {
        try caller.require(.moveMilestones)
        guard let backend = snapshot.backend(site: open.site, side: open.side) else {
            throw GatewayError(
                .conflict,
                Diagnostic("route.backend-missing", facts: ["site": open.site, "side": open.side.rawValue]))
        }
        for order in open.orders {
            let parts = order.split(separator: "/", maxSplits: 1).map(String.init)
            guard let buyer = snapshot.party(typed: parts[0], day: now.day), parts.count == 2 else {
                throw GatewayError(.invalid, Diagnostic("intake.import-line", value: order, facts: ["line": "1"]))
            }
            let key = OrderKey(buyer: buyer.id, number: buyer.keyRule.normalised(parts[1]), supplier: nil)
            guard orders[key]?.itinerary.isEmpty ?? true else { continue }
            var state = OrderState(key: key)
            (state.site, state.origin, state.since) = (open.site, .imported, now)
            state.itinerary = snapshot.boundAtBirth.map {
                ItineraryEntry(function: $0, side: open.side, backend: backend, epoch: epoch)
            }
            orders[key] = state
            wake(key)
        }
        guard open.isSigned else { return }
        epoch += 1
        snapshot.signedImports = Set(snapshot.signedImports + [open.site]).sorted()
        snapshot = snapshot.indexed()
    }

    func retry(_ order: String, _ caller: Caller) throws {
        try caller.require(.replay)
        let document = try stopped(order)
        let failed = deliveries.of(document.id).filter { $0.state == .failed }
        let status = deliveries.status(of: document.id) ?? document.status
        // Of a document that arrived it is about the copies that did not.
        if status != .delivered || failed.isEmpty { try check(.retry, document, status, reason: nil) }
        for delivery in failed { deliveries.set(.waiting, delivery.id) }
    }

    func discard(_ order: String, _ reason: String?, _ caller: Caller) throws {
        try caller.require(.replay)
        let document = try stopped(order)
        try check(.discard, document, deliveries.status(of: document.id) ?? document.status, reason: reason)
        for delivery in deliveries.of(document.id) where delivery.state != .delivered {
            deliveries.set(.discarded, delivery.id)
        }
        guard let index = documents.firstIndex(where: { $0.id == document.id }) else { return }
        documents[index].status = .discarded
        let key = OrderKey(text: order)
        parked[key]?.removeAll { $0.document == document.id }
        if orders[key]?.birth?.document == document.id { orders[key]?.birth?.discarded = true }
    }

    private func check(
        _ action: ReplayAction, _ document: CoreDocument, _ status: DocumentStatus, reason: String?
    ) throws {
        do { try action.check(status: status, backend: document.backend, reason: reason) } catch {
            throw GatewayError(.conflict, error)
        }
    }

    /// The oldest document of an order that stopped; the newest one where none did.
    private func stopped(_ order: String) throws -> CoreDocument {
        let own = documents.filter { $0.order == order }
        let open = own.first { document in
            let status = deliveries.status(of: document.id) ?? document.status
            return [.failed, .held, .parked, .unknown].contains(status)
                || deliveries.of(document.id).contains { $0.state == .failed }
        }
        guard let document = open ?? own.last else { throw GatewayError.unknown("intake.order-unknown", order) }
        return document
    }

    /// Fails what waited too long for its order.
    func expireParked() {
        for index in documents.indices where documents[index].status == .parked {
            guard let deadline = documents[index].deadline, deadline < now else { continue }
            documents[index].status = .failed
            documents[index].codes.append("route.parking-expired")
            for key in parked.keys { parked[key]?.removeAll { $0.document == documents[index].id } }
        }
    }
}

extension CoreDocument {
    fileprivate mutating func take(_ route: Route) {
        (side, backend, function, site) = (route.side, route.backend, route.function, route.site)
        reason = route.reason.words
    }
}
