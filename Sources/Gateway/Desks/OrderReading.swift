import Diagnostics
import Rollout
import Store

/// Seeing one order across both sides.
struct OrderReading: Sendable {
    let database: any Database
    let routing: RoutingState
    let clock: Clock

    /// The order of a key, which may be written as its buyer writes the number. A partner sees it when a document of its own belongs to it, and of its documents its own.
    func show(_ typed: String, caller: Caller) async throws -> OrderView {
        try caller.require(.view)
        let snapshot = routing.version.snapshot
        let day = clock.now().day
        return try await database.look { transaction in
            let key = try transaction.key(typed: typed, in: snapshot, day: day)
            guard let order = try transaction.order(key) else {
                throw GatewayError.unknown("intake.order-unknown", typed)
            }
            let parts = try transaction.parts(ofOrder: key).map(\.key.text)
            let documents = try ([key] + parts).flatMap { try transaction.documents(ofOrder: $0) }.filter {
                caller.sees(sender: $0.sender)
            }
            guard !caller.isConfined || !documents.isEmpty else {
                throw GatewayError.unknown("intake.order-unknown", typed)
            }
            let itinerary = try transaction.itineraries(of: key)
            return OrderView(
                key: order.key, site: order.site, origin: order.origin?.rawValue,
                since: order.origin == nil
                    ? nil : Instant(microseconds: itinerary.map(\.at).min() ?? order.madeAt).iso8601,
                hold: order.hold, state: order.state.rawValue,
                parts: parts.isEmpty ? nil : parts, itinerary: itinerary.map(OrderView.Binding.init),
                documents: documents.map { DocumentView($0) })
        }
    }
}

extension OrderView.Binding {
    fileprivate init(_ row: ItineraryRow) {
        self.init(
            function: row.function, side: row.side, backend: row.backend, epoch: row.epoch,
            boundBy: row.boundBy?.description ?? "import", at: Instant(microseconds: row.at).iso8601)
    }
}
