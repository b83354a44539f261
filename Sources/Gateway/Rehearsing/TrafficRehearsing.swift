import Diagnostics
import Intake
import Orders
import Rollout
import Store

/// Goes through the stored documents of a window, order by order, a page of them in a short reading transaction: each order
/// where its first document stands.
struct TrafficRehearsing {
    private(set) var rehearsal: Rehearsal
    /// How many documents were read from their canonical form, since what routing asks was not kept beside them.
    private(set) var readAgain = 0
    /// When the last document of the last page was received.
    private(set) var reached: Instant?
    private let window: TrafficWindow
    private let siteFacts: [String]
    /// What payloads are written by on trial; nil where they are not.
    private let writers: PayloadWriters?
    /// The orders of documents that had none when they came, as the rehearsal left them; so many at most.
    private var lateOrders: [OrderKey: OrderState] = [:]
    /// The last document of the last page.
    private var place: DocumentPlace?

    private static let pageLength = 500
    private static let mostLateOrders = 10_000

    init(_ snapshot: RoutingSnapshot, in window: TrafficWindow, writers: PayloadWriters?) {
        rehearsal = Rehearsal(snapshot)
        self.window = window
        self.writers = writers
        siteFacts = snapshot.siteRules.map(\.fact).filter { $0 != SiteRule.partnerFact }
    }

    /// Rehearses what begins on the next page; false when nothing was left.
    mutating func takePage(in transaction: any Transaction) throws -> Bool {
        let rows = try transaction.traffic(in: window, behind: place, limit: Self.pageLength)
        guard let last = rows.last else { return false }
        place = DocumentPlace(number: last.number, position: last.position)
        reached = Instant(microseconds: last.receivedAt)
        for row in rows where row.orderKey == nil || row.isFirst { try takeOrder(of: row, in: transaction) }
        return true
    }

    /// Takes an order's documents, the first of which stands in the window at `first`; or a document without an order.
    private mutating func takeOrder(of first: TrafficRow, in transaction: any Transaction) throws {
        let content = try content(of: first, in: transaction)
        guard let key = first.orderKey else { return try takeWithoutKey(first, content, in: transaction) }
        rehearsal.begin(try state(of: key, before: first, in: transaction))
        defer { rehearsal.end() }
        try take(first, content, in: transaction)
        guard first.hasMore else { return }
        var place = DocumentPlace(number: first.number, position: first.position)
        while true {
            let rows = try transaction.traffic(ofOrder: key, in: window, behind: place, limit: Self.pageLength)
            for row in rows { try take(row, self.content(of: row, in: transaction), in: transaction) }
            guard let last = rows.last, rows.count == Self.pageLength else { return }
            place = DocumentPlace(number: last.number, position: last.position)
        }
    }

    /// What was settled of the document's order before the window; nil where the document itself is the birth.
    private func state(
        of key: String, before first: TrafficRow, in transaction: any Transaction
    ) throws -> OrderState? {
        guard first.origin != .born || first.bornDocument != first.id else { return nil }
        return OrderState(try transaction.priorOrder(key, before: window), key: key, before: window)
    }

    /// Takes a document that no order was found for when it came. One of a buyer whom today's register knows belongs to an
    /// order, which is kept for those that follow.
    private mutating func takeWithoutKey(
        _ row: TrafficRow, _ content: RehearsedDocument.Content, in transaction: any Transaction
    ) throws {
        defer { rehearsal.end() }
        guard case .facts(let facts) = content, case .order(let order) = rehearsal.snapshot.resolve(facts) else {
            rehearsal.begin()
            return try take(row, content, in: transaction)
        }
        let text = order.key.text
        let prior =
            try lateOrders[order.key]
            ?? OrderState(transaction.priorOrder(text, before: window), key: text, before: window)
        rehearsal.begin(prior)
        try take(row, content, in: transaction)
        guard lateOrders[order.key] != nil || lateOrders.count < Self.mostLateOrders else { return }
        lateOrders[order.key] = rehearsal.state(of: order.key)
    }

    private mutating func take(
        _ row: TrafficRow, _ content: RehearsedDocument.Content, in transaction: any Transaction
    ) throws {
        let document = RehearsedDocument(
            id: row.id.description, content: content, acceptedAt: Instant(microseconds: row.receivedAt),
            side: row.side.flatMap(Side.init(rawValue:)), part: row.orderKey.flatMap(OrderKey.init(part:)),
            wasDuplicate: row.status == .duplicate)
        let deliveries = rehearsal.take(document)
        guard let writers else { return }
        for delivery in deliveries where delivery.side == .new && writers.isNeeded(for: delivery.backend) {
            try write(delivery, of: row, by: writers, in: transaction)
        }
    }

    // MARK: What there is of a document

    private mutating func content(
        of row: TrafficRow, in transaction: any Transaction
    ) throws -> RehearsedDocument.Content {
        guard row.isUnderstood else {
            return row.status == .delivered ? .acknowledgement : .unread(code: row.code ?? row.stage)
        }
        if let facts = keptFacts(of: row) { return .facts(facts) }
        readAgain += 1
        guard let payload = try transaction.payload(of: row.id, version: row.payloadVersion),
            let document = CanonicalDocument.read(json: payload.canonical).document
        else { return .unread(code: "route.rehearsal-content") }
        return .facts(
            DocumentFacts(
                document, document: row.id.description, sender: row.sender,
                day: Instant(microseconds: row.receivedAt).day, siteFacts: siteFacts, test: row.isTest,
                contentHash: StoredHash.text(row.contentHash ?? [])))
    }

    /// The facts as they were kept, where today's site rules ask for no others.
    private func keptFacts(of row: TrafficRow) -> DocumentFacts? {
        guard let text = row.facts,
            let facts = DocumentFacts(
                kept: text, document: row.id.description, sender: row.sender, type: row.type, test: row.isTest,
                contentHash: StoredHash.text(row.contentHash ?? [])),
            siteFacts.allSatisfy({ facts.siteFacts[$0] != nil })
        else { return nil }
        return facts
    }

    // MARK: Writing on trial

    private mutating func write(
        _ delivery: RehearsedDelivery, of row: TrafficRow, by writers: PayloadWriters, in transaction: any Transaction
    ) throws {
        // A document that waited for this one goes out with it.
        let isOwn = delivery.document == row.id.description
        let woken = try isOwn ? nil : UniqueID(delivery.document).flatMap { try transaction.document($0) }
        let origin = PayloadOrigin(
            number: woken?.interchangeNumber ?? row.number, position: woken?.position ?? row.position,
            version: woken?.payloadVersion ?? row.payloadVersion,
            receivedAt: Instant(microseconds: woken?.receivedAt ?? row.receivedAt))
        let id = woken?.id ?? row.id
        let way = CodesToWrite.Way(
            document: id, sender: woken?.sender ?? row.sender,
            order: woken?.orderKey ?? row.orderKey ?? id.description, receiver: delivery.backend)
        guard let payload = try transaction.payload(of: id, version: origin.version),
            let written = try writers.tryOut(payload.canonical, way, from: origin, in: transaction)
        else { return }
        switch written {
        case .success: rehearsal.noteWriting(of: delivery, fault: nil)
        case .failure(let fault):
            let code = fault.diagnostics.first { $0.severity == .error }?.code
            rehearsal.noteWriting(of: delivery, fault: code?.rawValue ?? DocumentStage.write.rawValue)
        }
    }
}

extension OrderState {
    /// What was settled of an order before a window: what documents of the window bound is left out, since they are to bind
    /// it again. What a transfer or an import bound stays, unless the order was born in the window. Holds and closings of
    /// today are none of then.
    init(_ prior: PriorOrder, key: String, before window: TrafficWindow) {
        self.init(key: OrderKey(text: key))
        hasHeldBirth = prior.hasHeldBirth
        guard let order = prior.order else { return }
        let isBornInWindow = prior.bornNumber.map { $0 >= window.first } ?? false
        let kept = prior.itineraries.filter { entry in
            if let number = entry.number { return number < window.first }
            return !isBornInWindow || order.origin == .imported
        }.map(\.row)
        itinerary = kept.compactMap { row in
            Side(rawValue: row.side).map {
                ItineraryEntry(function: row.function, side: $0, backend: row.backend, epoch: row.epoch)
            }
        }
        guard !itinerary.isEmpty else { return }
        hasHeldBirth = false
        site = order.site
        origin = order.origin
        since = kept.map(\.at).min().map(Instant.init(microseconds:))
        traits = JSONText.read(BirthTraits.self, from: order.traits ?? "")
        if let document = order.bornDocument, !isBornInWindow {
            birth = Birth(document: document.description, contentHash: StoredHash.text(order.birthHash ?? []))
        }
    }
}
