import Diagnostics
import Rollout
import Store

/// Seeing one order across both sides.
struct OrderReading: Sendable {
    let database: any Database

    /// The order of a key. A partner sees it when a document of its own belongs to it, and of its documents its own.
    func show(_ key: String, caller: Caller) async throws -> OrderView {
        try caller.require(.view)
        return try await database.look { transaction in
            guard let order = try transaction.order(key) else {
                throw GatewayError.unknown("intake.order-unknown", key)
            }
            let documents = try transaction.documents(ofOrder: key).filter { caller.sees(sender: $0.sender) }
            guard caller.role != .partner || !documents.isEmpty else {
                throw GatewayError.unknown("intake.order-unknown", key)
            }
            let itinerary = try transaction.itineraries(of: key)
            return OrderView(
                key: order.key, site: order.site, origin: order.origin?.rawValue,
                since: order.origin == nil
                    ? nil : Instant(microseconds: itinerary.map(\.at).min() ?? order.madeAt).iso8601,
                hold: order.hold, itinerary: itinerary.map(OrderView.Binding.init),
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
