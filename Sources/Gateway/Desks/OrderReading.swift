import ConfigurationFiles
import Diagnostics
import Intake
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
            // One that names several parts is one document.
            var known: Set<UniqueID> = []
            let all = try ([key] + parts).flatMap { try transaction.documents(ofOrder: $0) }.filter {
                known.insert($0.id).inserted
            }
            let documents = all.filter { caller.sees(sender: $0.sender) }
            guard !caller.isConfined || !documents.isEmpty else {
                throw GatewayError.unknown("intake.order-unknown", typed)
            }
            let itinerary = try transaction.itineraries(of: key)
            // Why the house moves its orders is not its partners' business.
            let history = caller.isConfined ? [] : try transaction.itineraryHistory(of: key)
            let timeline = OrderTimeline(
                order: order, transaction: transaction, partner: caller.isConfined ? caller.partner : nil)
            var stuck: [DeliveryRow] = []
            for key in [key] + parts where !caller.isConfined {
                stuck += try transaction.unfinishedDeliveries(ofOrder: key).filter { delivery in
                    delivery.purpose != .primary && [DeliveryState.failed, .unknown].contains(delivery.state)
                }
            }
            let standing: String? =
                switch caller.role {
                case .backend: nil
                case .partner:
                    OrderView.standing(
                        order, own: documents, sent: try Self.sent(all, to: caller.partner, in: transaction))
                default: OrderView.standing(order, documents, itinerary: itinerary, stuck: stuck)
                }
            let ids = caller.isConfined ? [] : try transaction.ownIDs(ofOrder: order.key)
            let expected = try caller.isConfined ? [] : transaction.expectations(ofOrder: order.key)
            return OrderView(
                key: order.key,
                standing: standing,
                site: order.site, origin: order.origin?.rawValue,
                since: order.origin == nil
                    ? nil
                    : Instant(microseconds: (itinerary + history.map(\.row)).map(\.at).min() ?? order.madeAt).iso8601,
                hold: order.hold, state: order.state.rawValue, parts: parts.isEmpty ? nil : parts,
                ids: ids.isEmpty ? nil : ids,
                expects: expected.isEmpty
                    ? nil
                    : expected.map { row in
                        OrderView.Expectation(
                            type: row.type, dueAt: Instant(microseconds: row.dueAt).iso8601,
                            problem: row.problem?.description)
                    },
                itinerary: itinerary.map { row in
                    OrderView.Binding(row, because: history.last { $0.row.isSame(as: row) }?.reason)
                },
                history: history.map { OrderView.Binding($0.row, because: $0.reason) },
                documents: documents.map { DocumentView($0) },
                timeline: try timeline.events(of: all, history: history))
        }
    }

    /// The documents that went to a partner, and when, that first first.
    private static func sent(
        _ documents: [DocumentRow], to partner: String?, in transaction: any Transaction
    ) throws -> [(document: DocumentRow, at: Int64)] {
        guard let partner else { return [] }
        return try documents.compactMap { document in
            try transaction.deliveries(ofDocument: document.id).first {
                $0.purpose == .outbound && $0.state == .delivered && Outbound.partner(of: $0.backend) == partner
            }.map { (document, $0.updatedAt) }
        }.sorted { $0.at < $1.at }
    }
}

extension OrderView.Binding {
    /// - Parameter reason: what was kept with it; a document that bound it says more.
    fileprivate init(_ row: ItineraryRow, because reason: String?) {
        self.init(
            function: row.function, side: row.side, backend: row.backend, epoch: row.epoch,
            boundBy: row.boundBy?.description ?? reason ?? "the gateway", at: Instant(microseconds: row.at).iso8601)
    }
}

extension ItineraryRow {
    /// Whether it is the same word on a function: bound to the same back end at the same moment.
    fileprivate func isSame(as other: ItineraryRow) -> Bool {
        function == other.function && backend == other.backend && at == other.at
    }
}
