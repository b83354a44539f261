import ConfigurationFiles
import Diagnostics
public import Intake
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

    /// The sender as which a back end hands over what it made. A back end's key speaks for that one alone.
    public func sender(_ name: String, caller: Caller) throws -> String {
        try caller.require(.handOver)
        let sender = BackendSender.name(of: name)
        if caller.isConfined, caller.partner != sender {
            throw GatewayError(.forbidden, Diagnostic("api.backend-foreign", value: name))
        }
        guard backends[name] != nil, Outbound.partner(of: name) == nil else {
            let known = backends.all.map(\.name).filter { Outbound.partner(of: $0) == nil }
            throw GatewayError(
                .notFound,
                Diagnostic("deliver.backend-unknown", value: name, facts: ["known": known.joined(separator: ", ")]))
        }
        return sender
    }

    /// One back end, or way to a partner.
    public func show(_ name: String, caller: Caller) async throws -> BackendView {
        guard let found = try await list(caller: caller).first(where: { $0.name == name }) else {
            let known = backends.all.map(\.name).joined(separator: ", ")
            throw GatewayError(.notFound, Diagnostic("deliver.backend-unknown", value: name, facts: ["known": known]))
        }
        return found
    }

    /// All back ends with their breakers and what waits for them.
    public func list(caller: Caller) async throws -> [BackendView] {
        try caller.require(.view)
        let now = clock.now()
        let (counts, fences, polls, drains) = try await GatewayError.translating {
            try await database.read { transaction in
                let counts = try transaction.openDeliveryCounts()
                let waiting = Set(counts.filter { $0.state == .waiting || $0.state == .sending }.map(\.backend))
                return (
                    counts, try transaction.standingFences(), try transaction.polls(),
                    try waiting.reduce(into: [:]) { $0[$1] = try Drain(of: $1, counts, at: now, in: transaction) }
                )
            }
        }
        let known = Set(backends.all.map(\.name))
        let gone = Set(counts.map(\.backend)).filter { !known.contains($0) && Outbound.partner(of: $0) != nil }
        return backends.all.map { backend in
            func count(_ state: DeliveryState) -> Int {
                Int(counts.first { $0.backend == backend.name && $0.state == state }?.deliveries ?? 0)
            }
            let breaker = runners.first { $0.backend.name == backend.name }?.breaker ?? .closed(failures: 0)
            let isFenced = fences.contains { $0.backend == backend.name }
            return BackendView(
                name: backend.name, kind: Self.kind(backend), payload: Self.payload(backend), breaker: breaker.name,
                breakerSince: breaker.since?.iso8601,
                fence: fences.first { $0.backend == backend.name }?.id.description, waiting: count(.waiting),
                sending: count(.sending),
                failed: count(.failed), unknown: count(.unknown),
                poll: backend.poll == nil ? nil : polls.first { $0.backend == backend.name }.map { PollView($0) },
                forecast: drains[backend.name].map {
                    BackendForecast($0, isDown: breaker.since != nil, isFenced: isFenced, at: now)
                })
        } + gone.sorted().map { BackendView(gone: $0, counts) }
    }

    /// The deliveries to a back end that go on only when a person acts, copies among them: a document whose copy failed is
    /// delivered, and stands in no list of failed ones. The oldest first.
    public func stuck(
        at name: String, state: DeliveryState = .failed, after cursor: String?, limit: Int, caller: Caller
    ) async throws -> [StuckDelivery] {
        try caller.require(.view)
        guard !caller.isConfined else { throw GatewayError(.forbidden, Diagnostic("api.backend-foreign", value: name)) }
        guard backends[name] != nil else {
            let known = backends.all.map(\.name).joined(separator: ", ")
            throw GatewayError(.notFound, Diagnostic("deliver.backend-unknown", value: name, facts: ["known": known]))
        }
        return try await database.look { transaction in
            try transaction.stuckDeliveries(
                backend: name, state: state, after: try PageCursor.id(cursor), limit: limit
            ).map { row in
                let last = try transaction.attempts(ofDelivery: row.id).last
                return StuckDelivery(row, detail: last.flatMap { AttemptView($0).detail })
            }
        }
    }

    /// Clears unknown outcomes at a back end by the list of what was found there: listed is delivered, absent is tried
    /// again once no attempt of it can still arrive. An entry of the list is an order number, an order key, a document id
    /// or an idempotency key; or a text of several lines of them. A preview changes nothing.
    ///
    /// - Parameters:
    ///   - noneThere: Whether the caller knows that nothing unknown is there. Without it a list that names nothing unknown is
    ///     refused: it would send everything again, and is more often the wrong file.
    ///   - ignoringUnmatched: Whether a list may be used half or more of whose entries name nothing known. Without it such a
    ///     list is refused where something would be sent again: it may be another list, or its numbers mangled.
    public func clear(
        _ name: String, numbers: [String], preview: Bool, noneThere: Bool = false, ignoringUnmatched: Bool = false,
        caller: Caller
    ) async throws -> ClearingView {
        try caller.require(.replay)
        guard let backend = backends[name] else {
            let known = backends.all.map(\.name).joined(separator: ", ")
            throw GatewayError(.notFound, Diagnostic("deliver.backend-unknown", value: name, facts: ["known": known]))
        }
        let found = FoundList(numbers)
        let claims = Claims(noneThere: noneThere, ignoringUnmatched: ignoringUnmatched)
        let (view, touched) = try await GatewayError.translating {
            try await database.write { transaction in
                try clear(backend, found, preview: preview, claims, caller, in: transaction)
            }
        }
        if !preview {
            decided(DecidedBatch(backends: [name], interchanges: touched, version: routing.version))
        }
        return view
    }

    /// What the caller says beside the list.
    private struct Claims {
        var noneThere: Bool
        var ignoringUnmatched: Bool
    }

    /// Why a clearing is not done; nil when it is.
    private func refusal(
        _ backend: Backend, _ found: FoundList, _ match: ClearingMatch, _ claims: Claims, unknown: Int, retried: Int,
        isKnown: (String) throws -> Bool
    ) throws -> Diagnostic? {
        guard unknown > 0 else { return nil }
        if match.isEmpty, !claims.noneThere {
            return Diagnostic(
                "deliver.clearing-names-none", value: found.entries.first,
                facts: ["backend": backend.name, "unknown": String(unknown)])
        }
        guard retried > 0, !claims.ignoringUnmatched else { return nil }
        // Orders that never came through here are on most lists; one of hardly anything else is another list, or mangled.
        let strange = try match.unmatched.filter { try !isKnown($0) }
        guard !strange.isEmpty, strange.count * 2 >= found.entries.count else { return nil }
        return Diagnostic(
            "deliver.clearing-unmatched", value: strange.sorted().prefix(20).joined(separator: ", "),
            facts: ["backend": backend.name, "count": String(strange.count), "retried": String(retried)])
    }

    /// Whether an entry names something that the gateway knows, such as an order that arrived long ago.
    private func isKnown(
        _ entry: String, _ delivered: (String) throws -> [String], in transaction: any Transaction
    ) throws -> Bool {
        if try !delivered(entry).isEmpty { return true }
        if let id = UniqueID(String(entry.prefix(36))), try transaction.document(id) != nil { return true }
        guard let slash = entry.firstIndex(of: "/") else { return false }
        let buyer = entry[..<slash].lowercased()
        return try delivered(String(entry[entry.index(after: slash)...])).contains {
            $0.lowercased().hasPrefix(buyer + "/")
        }
    }

    private func clear(
        _ backend: Backend, _ found: FoundList, preview: Bool, _ claims: Claims, _ caller: Caller,
        in transaction: any Transaction
    ) throws -> (ClearingView, Set<String>) {
        var view = ClearingView(
            backend: backend.name, delivered: [], retried: [], tooEarly: [:], unclear: [], unmatched: [],
            didYouMean: [:],
            done: !preview)
        let unknown = try unknown(at: backend.name, in: transaction)
        let rules = Set(routing.version.snapshot.parties.map(\.keyRule))
        let delivered: (String) throws -> [String] = { number in
            // Prior orders are known by their keys alone, in which the number stands by the rule of one buyer or another.
            let inKeys = Set(rules.map { $0.normalised(number) }).union([number])
            return try transaction.deliveredOrders(ofNumber: number, backend: backend.name)
                + transaction.priorOrders(ofNumbers: inKeys.sorted(), backend: backend.name)
        }
        let match = try ClearingMatch(found, unknown: unknown, isWhole: claims.noneThere, delivered: delivered)
        var absent: [UniqueID] = []
        let now = clock.now()
        let settled = now.adding(seconds: -backend.abilities.settlingSeconds)
        for (delivery, document) in unknown {
            let shown = document.orderNumber ?? document.id.description
            if match.listed.contains(delivery.id) {
                view.delivered.append(shown)
            } else if let settling = match.unclear[delivery.id] {
                view.unclear.append("\(shown): \(settling)")
            } else if let until = try stillArrives(delivery, backend, settled: settled, in: transaction) {
                view.tooEarly[shown] = until.iso8601
            } else {
                absent.append(delivery.id)
                view.retried.append(shown)
            }
        }
        view.unmatched = match.unmatched.sorted()
        view.didYouMean = match.didYouMean
        let reason = try refusal(
            backend, found, match, claims, unknown: unknown.count, retried: absent.count + view.tooEarly.count
        ) { try isKnown($0, delivered, in: transaction) }
        if preview {
            view.refusal = reason.map { DiagnosticReport($0) }
            return (view, [])
        }
        if let reason { throw GatewayError(.conflict, reason) }
        let open = try Clearing.openAttempts(of: match.listed.sorted() + absent, in: transaction)
        let arrived = try transaction.clearAsListed(match.listed.sorted(), at: now.microseconds)
        let again = try transaction.clearAsAbsent(
            absent, endedBefore: settled.microseconds, dueAt: now.microseconds, at: now.microseconds)
        try transaction.append(
            Clearing.events(.listed, of: arrived, attempts: open, by: caller, at: now.microseconds)
                + Clearing.events(.absent, of: again, attempts: open, by: caller, at: now.microseconds))
        try audit.append(
            "backend.clear", subject: backend.name, by: caller,
            after: JSONText.of([
                "delivered": view.delivered, "retried": view.retried, "unmatched": view.unmatched,
            ]), in: transaction)
        return (view, Set(unknown.map(\.delivery.interchangeID.description)))
    }

    private func unknown(
        at backend: String, in transaction: any Transaction
    ) throws -> [ClearingMatch.Unknown] {
        var all: [ClearingMatch.Unknown] = []
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

    private static func kind(_ backend: Backend) -> String {
        switch backend.kind {
        case .http: "http"
        case .folder: "folder"
        case .postgres: "postgres"
        case .soap: "soap"
        case .fileServer(let server): server.way.rawValue
        case .as2: "as2"
        case .provider: "provider"
        case .mailbox: "mailbox"
        }
    }

    private static func payload(_ backend: Backend) -> String {
        switch backend.payload {
        case .canonical: "canonical"
        case .original: "original"
        case .mapping(let payload): payload.mappings.joined(separator: ", ")
        case .written: "written"
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

extension PollView {
    fileprivate init(_ row: PollRow) {
        self.init(
            cursor: row.cursor, documents: Int(row.documents),
            readAt: row.readAt.map { Instant(microseconds: $0).iso8601 },
            fault: row.fault.flatMap { JSONText.read(Diagnostic.self, from: $0) }.map { DiagnosticReport($0) })
    }
}
