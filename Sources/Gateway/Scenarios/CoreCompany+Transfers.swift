import ConfigurationFiles
import Diagnostics
import Intake
import Rollout

/// Orders that change their owner, or are done, in a scenario that is played on the core alone. Each transfer is made at once:
/// between its steps nothing else happens here.
extension CoreCompany {
    func transfer(_ text: String, to side: Side, _ reason: String?, _ caller: Caller) throws {
        try caller.require(.moveMilestones)
        _ = try GatewayError.required(reason)
        let key = try known(text)
        guard try transfer(key, to: side) else {
            throw GatewayError(
                .conflict, Diagnostic("route.transfer-needless", value: text, facts: ["side": side.rawValue]))
        }
    }

    /// Hands the open orders that new owns in a milestone's cells back to legacy.
    func handBack(_ milestone: StagedMilestone) throws {
        let keys = orders.values.filter { order in
            !order.isClosed
                && milestone.cells.contains { $0.site == order.site && order.entry(for: $0.function)?.side == .new }
        }.map(\.key)
        for key in keys.sorted(by: { $0.text < $1.text }) { _ = try transfer(key, to: .legacy) }
    }

    /// Transfers one order; false for one that has nothing at the other side. One of which a delivery may still arrive, or which its
    /// owner does not let go, stays.
    private func transfer(_ key: OrderKey, to side: Side) throws -> Bool {
        guard let order = orders[key], let site = order.site,
            let from = order.itinerary.first(where: { $0.side == side.other })?.backend,
            let to = snapshot.backend(site: site, side: side), to != from
        else { return false }
        if order.isClosed || isOpen(key) { return true }
        guard try isDone(at: from, "release") else { return true }
        deliveries.note("release \(key.text)", at: from)
        for index in order.itinerary.indices where order.itinerary[index].backend == from {
            orders[key]?.itinerary[index] = ItineraryEntry(
                function: order.itinerary[index].function, side: side, backend: to, epoch: epoch)
        }
        copy(key, from: from, to: to)
        deliver()
        guard try isDone(at: to, "activate") else { throw Self.waits(to) }
        deliveries.note("activate \(key.text)", at: to)
        return true
    }

    /// Whether something of an order waits, failed or may still arrive.
    private func isOpen(_ key: OrderKey) -> Bool {
        deliveries.all.contains { delivery in
            delivery.key == key.text && [.waiting, .failed, .unknown, .held].contains(delivery.state)
        }
    }

    /// What a back end answers to a call: true where it does what is asked, false where it refuses to let go.
    private func isDone(at backend: String, _ step: String) throws -> Bool {
        let takes = installation.backend(named: backend)?.abilities.takes.contains(.transfers) == true
        guard takes, let outcome = outcome(at: backend) else { throw Self.waits(backend) }
        switch outcome {
        case .done: return true
        case .refused where step == "release": return false
        default: throw Self.waits(backend)
        }
    }

    private static func waits(_ backend: String) -> GatewayError {
        GatewayError(
            .conflict, Diagnostic("scenario.not-played", value: backend, facts: ["what": "a transfer that waits"]))
    }

    /// Copies of the order's documents that the old owner has, for the new one, unless that has them.
    private func copy(_ key: OrderKey, from: String, to: String) {
        for document in documents where document.order == key.text {
            let present = deliveries.of(document.id)
            guard !present.contains(where: { $0.backend == to && $0.purpose != .shadow }),
                let sent = present.first(where: {
                    $0.backend == from && $0.purpose == .primary && $0.state == .delivered
                })
            else { continue }
            var copy = sent
            (copy.backend, copy.purpose, copy.state, copy.wasAsked) = (to, .copy, .waiting, false)
            (copy.answer, copy.madeAt, copy.after, copy.bundle) = (nil, now, nil, nil)
            deliveries.add(copy)
        }
    }

    // MARK: Closing

    func close(_ text: String, _ reason: String?, _ caller: Caller) throws {
        try caller.require(.replay)
        _ = try GatewayError.required(reason)
        let key = try known(text)
        guard orders[key]?.isClosed == false else {
            throw GatewayError(.conflict, Diagnostic("route.order-closed", value: text))
        }
        guard !isOpen(key), parked[key]?.isEmpty ?? true else {
            throw GatewayError(.conflict, Diagnostic("route.order-busy", value: text))
        }
        orders[key]?.isClosed = true
    }

    private func known(_ text: String) throws -> OrderKey {
        let key = OrderKey(text: text)
        guard orders[key]?.itinerary.isEmpty == false else { throw GatewayError.unknown("intake.order-unknown", text) }
        return key
    }
}
