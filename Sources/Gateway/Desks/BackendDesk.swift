import ConfigurationFiles
import Diagnostics
import Intake
import Rollout
import Store

/// How the back ends do, and clearing what nobody knows about them.
public struct BackendDesk: Sendable {
    let database: any Database
    let backends: BackendBook
    let runners: [DeliveryRunner]
    let audit: AuditTrail
    let clock: Clock
    let decided: @Sendable (DecidedBatch) -> Void
    let routing: RoutingState

    /// How many unknown deliveries one list is held against.
    private static let largestClearing = 100_000

    /// All back ends with their breakers and what waits for them.
    public func list(caller: Caller) async throws -> [BackendView] {
        try caller.require(.view)
        let counts = try await GatewayError.translating { try await database.read { try $0.openDeliveryCounts() } }
        return backends.all.map { backend in
            func count(_ state: DeliveryState) -> Int {
                Int(counts.first { $0.backend == backend.name && $0.state == state }?.deliveries ?? 0)
            }
            let breaker = runners.first { $0.backend.name == backend.name }?.breaker ?? .closed(failures: 0)
            return BackendView(
                name: backend.name, kind: Self.kind(backend), payload: Self.payload(backend), breaker: breaker.name,
                breakerSince: breaker.since?.iso8601, waiting: count(.waiting), sending: count(.sending),
                failed: count(.failed), unknown: count(.unknown))
        }
    }

    /// Clears unknown outcomes at a back end by the list of what was found there: listed is delivered, absent is tried
    /// again once no attempt of it can still arrive. An entry of the list is an order number, an order key, a document id
    /// or an idempotency key. A preview changes nothing.
    public func clear(
        _ name: String, numbers: [String], preview: Bool, caller: Caller
    ) async throws -> ClearingView {
        try caller.require(.replay)
        guard let backend = backends[name] else {
            let known = backends.all.map(\.name).joined(separator: ", ")
            throw GatewayError(.notFound, Diagnostic("deliver.backend-unknown", value: name, facts: ["known": known]))
        }
        let (view, touched) = try await GatewayError.translating {
            try await database.write { transaction in
                try clear(backend, Set(numbers), preview: preview, caller, in: transaction)
            }
        }
        if !preview {
            decided(DecidedBatch(backends: [name], interchanges: touched, version: routing.version))
        }
        return view
    }

    private func clear(
        _ backend: Backend, _ found: Set<String>, preview: Bool, _ caller: Caller, in transaction: any Transaction
    ) throws -> (ClearingView, Set<String>) {
        var view = ClearingView(
            backend: backend.name, delivered: [], retried: [], tooEarly: [:], unclear: [], unmatched: [], done: !preview
        )
        var listed: [UniqueID] = []
        var absent: [UniqueID] = []
        var matched: Set<String> = []
        var touched: Set<String> = []
        let now = clock.now()
        let settled = now.adding(seconds: -backend.abilities.settlingSeconds)
        for (delivery, document) in try unknown(at: backend.name, in: transaction) {
            let hits = Self.names(of: delivery, document).filter(found.contains)
            let orderHits = [document.orderNumber, document.orderKey].compactMap { $0 }.filter(found.contains)
            matched.formUnion(hits + orderHits)
            let shown = document.orderNumber ?? document.id.description
            touched.insert(delivery.interchangeID.description)
            if !hits.isEmpty || (delivery.isBirth && !orderHits.isEmpty) {
                listed.append(delivery.id)
                view.delivered.append(shown)
            } else if !orderHits.isEmpty {
                view.unclear.append("\(shown): \(delivery.idempotencyKey)")
            } else if let until = try stillArrives(delivery, backend, settled: settled, in: transaction) {
                view.tooEarly[shown] = until.iso8601
            } else {
                absent.append(delivery.id)
                view.retried.append(shown)
            }
        }
        view.unmatched = found.subtracting(matched).sorted()
        guard !preview else { return (view, []) }
        _ = try transaction.clearAsListed(listed, at: now.microseconds)
        _ = try transaction.clearAsAbsent(
            absent, endedBefore: settled.microseconds, dueAt: now.microseconds, at: now.microseconds)
        try audit.append(
            "backend.clear", subject: backend.name, by: caller,
            after: JSONText.of(["delivered": view.delivered, "retried": view.retried]), in: transaction)
        return (view, touched)
    }

    private func unknown(
        at backend: String, in transaction: any Transaction
    ) throws -> [(DeliveryRow, DocumentRow)] {
        var all: [(DeliveryRow, DocumentRow)] = []
        var last: UniqueID?
        while all.count < Self.largestClearing {
            let page = try transaction.stuckDeliveries(backend: backend, state: .unknown, after: last, limit: 1_000)
            for delivery in page {
                if let document = try transaction.document(delivery.documentID) { all.append((delivery, document)) }
            }
            guard page.count == 1_000 else { break }
            last = page.last?.id
        }
        return all
    }

    /// Until when an attempt of the delivery may still arrive; nil when none can.
    private func stillArrives(
        _ delivery: DeliveryRow, _ backend: Backend, settled: Instant, in transaction: any Transaction
    ) throws -> Instant? {
        let ends = try transaction.attempts(ofDelivery: delivery.id).map { $0.endedAt ?? Int64.max }
        guard let latest = ends.max(), latest >= settled.microseconds else { return nil }
        let ended = latest == Int64.max ? clock.now() : Instant(microseconds: latest)
        return ended.adding(seconds: backend.abilities.settlingSeconds)
    }

    /// What stands for this very delivery. An order's number stands for its birth alone: a change is sent only after its
    /// order has arrived, so the number is on any list, whether the change arrived or not.
    private static func names(of delivery: DeliveryRow, _ document: DocumentRow) -> [String] {
        [
            document.id.description, delivery.idempotencyKey, delivery.bundle.map { "\($0)-\(delivery.backend)" },
        ].compactMap { $0 }
    }

    private static func kind(_ backend: Backend) -> String {
        switch backend.kind {
        case .http: "http"
        case .folder: "folder"
        }
    }

    private static func payload(_ backend: Backend) -> String {
        switch backend.payload {
        case .canonical: "canonical"
        case .original: "original"
        case .mapping(let payload): payload.mappings.joined(separator: ", ")
        }
    }
}

extension CircuitBreaker.State {
    var name: String {
        switch self {
        case .closed: "closed"
        case .open: "open"
        case .halfOpen: "half-open"
        }
    }

    var since: Instant? {
        switch self {
        case .closed: nil
        case .open(let since, _, _), .halfOpen(let since, _): since
        }
    }
}
