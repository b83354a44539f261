import Intake
import Rollout
import Store

/// What the other side lacks of an order's documents: those that came before there was anybody to copy them to.
struct OrderBackfill {
    /// The deliveries to make.
    private(set) var missing: [DeliveryRow] = []
    /// Whether anything has not arrived: it is missing, waits, or failed.
    private(set) var isLacking = false
    /// Whether the order should be there and no document of it is here, since it was imported.
    private(set) var isUnknown = false

    /// Looks at an order whose row is locked.
    init(
        _ order: LockedOrder, by snapshot: RoutingSnapshot, in transaction: any Transaction, at now: Instant
    ) throws {
        let state = OrderState(order)
        var routes: [String: [CopyRoute]] = [:]
        for entry in state.itinerary {
            routes[entry.function] = snapshot.backfill(of: entry.function, for: state, now: now)
        }
        guard routes.contains(where: { !$0.value.isEmpty }) else { return }
        let documents = try transaction.backfillDocuments(ofOrder: order.order.key)
        isUnknown = documents.isEmpty && order.order.origin == .imported
        for document in documents {
            for route in routes[document.function] ?? [] { look(at: document, route, now) }
        }
    }

    private mutating func look(at document: BackfillDocument, _ route: CopyRoute, _ now: Instant) {
        guard document.primary.backend != route.backend else { return }
        let purpose = DeliveryPurpose(route.purpose)
        let present = document.copies.first { $0.backend == route.backend && $0.purpose == purpose }
        switch present?.state {
        case .delivered, .superseded, .discarded: return
        case nil: missing.append(Self.copy(of: document.primary, to: route.backend, purpose, at: now))
        default: break
        }
        isLacking = true
    }

    private static func copy(
        of primary: DeliveryRow, to backend: String, _ purpose: DeliveryPurpose, at now: Instant
    ) -> DeliveryRow {
        DeliveryRow(
            id: UniqueID(at: now.microseconds), documentID: primary.documentID,
            payloadVersion: primary.payloadVersion, backend: backend, purpose: purpose, orderKey: primary.orderKey,
            sender: primary.sender, interchangeID: primary.interchangeID,
            interchangeNumber: primary.interchangeNumber, position: primary.position, isBirth: primary.isBirth,
            after: purpose == .shadow ? nil : primary.id, dueAt: now.microseconds,
            idempotencyKey: "\(primary.documentID)-\(primary.payloadVersion)-\(backend)-\(purpose.rawValue)",
            madeAt: now.microseconds)
    }
}
