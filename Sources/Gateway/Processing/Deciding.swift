import Diagnostics
import Intake
import Orders
import Rollout
import Store

/// One deciding transaction while it runs: takes documents in accept order and gathers the rows that their decisions
/// write.
struct Deciding {
    private let transaction: any Transaction
    private let version: RoutingState.Version
    private let locked: LockedOrders
    private let rereading: Rereading
    private let writers: PayloadWriters
    private let prepared: PreparedPayloads
    private let now: Instant
    private var routing: Routing
    private var rows = DecisionRows()
    /// The documents that can be woken, as they are stored or were taken.
    private var parked: [String: DocumentRow] = [:]
    /// The content of the documents that were taken.
    private var contents: [UniqueID: [UInt8]] = [:]

    init(
        transaction: any Transaction, version: RoutingState.Version, locked: LockedOrders, rereading: Rereading,
        writers: PayloadWriters, prepared: PreparedPayloads = PreparedPayloads(), now: Instant,
        pending: [PendingDocument] = [], keepsPlace: Bool = false, wakesHeld: Bool = false,
        excluding own: UniqueID? = nil
    ) throws {
        self.transaction = transaction
        self.version = version
        self.locked = locked
        self.rereading = rereading
        self.writers = writers
        self.prepared = prepared
        self.now = now
        var states: [OrderKey: OrderState] = [:]
        var waiting: [OrderKey: [RoutableDocument]] = [:]
        var first: [OrderKey: DocumentPlace] = [:]
        for document in pending {
            guard let key = document.key, let place = document.place else { continue }
            first[key] = min(first[key] ?? place, place)
        }
        for (text, order) in locked.orders {
            let key = OrderKey(text: text)
            states[key] = OrderState(order)
            for document in order.unsettled where document.id != own {
                guard document.status == .parked || wakesHeld && document.status == .held,
                    var stored = try rereading.parked(document.id, by: version.snapshot, in: transaction)
                else { continue }
                if document.status == .held {
                    guard Self.waitedForOrder(stored) else { continue }
                    stored.row.forgetHold()
                }
                parked[document.id.description] = stored.row
                waiting[key, default: []].append(stored.routable)
                first[key] = min(first[key] ?? stored.row.place, stored.row.place)
            }
        }
        // An order without an owner has sent nothing.
        let known = first.filter { states[$0.key]?.itinerary.isEmpty == false }.map {
            (key: $0.key.text, after: $0.value)
        }
        let sent = known.isEmpty ? [:] : try transaction.sentDocuments(ofOrders: known, keepsPlace: keepsPlace)
        for (key, documents) in sent { states[OrderKey(text: key)]?.sent = documents }
        routing = Routing(snapshot: version.snapshot, epoch: version.epoch, orders: states, parked: waiting)
    }

    /// The holds of documents whose order had no owner, which have no ground any more once it has one.
    static let codesOfUnknownOrders: Set<String> = [
        "route.site-unknown", "route.site-ambiguous", "route.backend-missing",
    ]

    /// Whether a held document is a change that waited for its order only. An original stays with a person: its back end has
    /// the imported order already.
    private static func waitedForOrder(_ document: (row: DocumentRow, routable: RoutableDocument)) -> Bool {
        let isChange = document.routable.facts.action == .change || document.routable.facts.action == .cancellation
        return isChange && document.row.code.map(codesOfUnknownOrders.contains) == true
    }

    /// Decides what waits for the locked orders that have an owner, in accept order.
    ///
    /// - Returns: How many of the documents go to a back end.
    mutating func wake() throws -> Int {
        var released = 0
        for key in locked.orders.keys.sorted() {
            for routed in routing.wake(OrderKey(text: key)) {
                guard let target = parked[routed.document] else { continue }
                try record(routed.decision, of: target, woken: true)
                if parked[routed.document]?.status == .delivering { released += 1 }
            }
        }
        return released
    }

    var touchedBackends: Set<String> { rows.backends }
    var begun: [ClaimedDelivery] { rows.begun }
    func goods(_ parts: [InterchangePart], takesOriginal: (String) -> Bool) -> [Goods] {
        rows.goods(parts, takesOriginal: takesOriginal)
    }
    var touchedInterchanges: Set<String> { rows.interchanges }

    /// Takes the next document. `stored` is its row when it is decided again.
    mutating func take(_ document: PendingDocument, stored: DocumentRow? = nil, edit: PayloadEdit? = nil) throws {
        var row = DocumentRow(document, stored: stored, at: now)
        if case .acknowledges(let received) = document.understood.outcome {
            return try take(received, row, isNew: stored == nil)
        }
        guard case .understood(let content) = document.understood.outcome else {
            row.status = .failed
            if case .failed(let stage) = document.understood.outcome { row.stage = stage.rawValue }
            row.code = document.understood.diagnostics.first { $0.severity == .error }?.code.rawValue
            if let bytes = edit?.bytes {
                // What a person wrote is kept, wrong as it still is: the faults speak of it, and the next edit starts there.
                row.payloadVersion = document.version
                rows.add(
                    PayloadRow(
                        documentID: row.id, version: row.payloadVersion, canonical: [], original: bytes,
                        author: edit?.author, reason: edit?.reason, at: now.microseconds))
            }
            save(row, isNew: stored == nil)
            return addEvent("document.failed", row)
        }
        row.payloadVersion = document.version
        // What was read is what goes out: the bytes of an earlier edit stay those of the document.
        let earlier = try stored.flatMap { try transaction.payload(of: $0.id, version: $0.payloadVersion) }
        contents[row.id] = content.canonical
        rows.add(
            PayloadRow(
                documentID: row.id, version: row.payloadVersion, canonical: content.canonical,
                original: edit?.bytes ?? earlier?.original,
                author: edit?.bytes == nil ? nil : edit?.author, reason: edit?.bytes == nil ? nil : edit?.reason,
                at: now.microseconds))
        switch document.resolution {
        case .decided(let decision):
            save(row, isNew: stored == nil)
            try record(decision, of: row)
        case .order(let order):
            row.orderKey = order.key.text
            save(row, isNew: stored == nil)
            try route(row, content: content, order: order, acceptedAt: document.interchange.receivedAt)
        case nil:
            preconditionFailure("an understood document has a resolution")
        }
    }

    /// Takes what answers something that was sent; what it matches nothing of is said in the document.
    private mutating func take(_ received: ReceivedAcknowledgement, _ document: DocumentRow, isNew: Bool) throws {
        var row = document
        row.status = .delivered
        row.stage = DocumentStage.route.rawValue
        let matching = AnswerMatching(transaction: transaction, parties: version.snapshot.parties)
        switch try matching.match(received, of: row.id, from: row.sender) {
        case .answer(let answer):
            rows.add(answer)
            row.code = nil
            row.decision = decided("answers \(answer.reference) to \(answer.pair.partner): \(answer.status.rawValue)")
        case .none(let diagnostic):
            add(diagnostic, to: &row)
            row.decision = decided("answers nothing that was sent")
        }
        save(row, isNew: isNew)
        addEvent("document.acknowledgement", row)
    }

    /// What mappings wrote, to be kept once its control numbers are drawn.
    var payloads: [PayloadToKeep] { rows.written }

    /// Keeps the place of a document that cannot be read as it is now: its successors wait until it is set right.
    mutating func keepPlace(_ standing: DeliveryRow) {
        let id = UniqueID(at: now.microseconds)
        // Held, it is never sent: the next decision takes it away. Its key is its own.
        var place = DeliveryRow(
            id: id, documentID: standing.documentID, payloadVersion: standing.payloadVersion,
            backend: standing.backend, orderKey: standing.orderKey, sender: standing.sender,
            interchangeID: standing.interchangeID, interchangeNumber: standing.interchangeNumber,
            position: standing.position, isBirth: standing.isBirth, dueAt: now.microseconds,
            idempotencyKey: id.description, madeAt: now.microseconds)
        place.state = .held
        rows.add(place)
    }

    private mutating func route(
        _ row: DocumentRow, content: UnderstoodDocument.Content, order: ResolvedOrder, acceptedAt: Instant
    ) throws {
        try refreshBirth(of: order.key, for: content)
        parked[row.id.description] = row
        let routable = RoutableDocument(facts: content.facts, order: order, acceptedAt: acceptedAt)
        for routed in routing.route(routable) {
            guard let target = parked[routed.document] else { continue }
            try record(routed.decision, of: target, woken: routed.woken)
        }
    }

    /// Two sendings are compared as today's mapping reads both: the birth's content is read again if another mapping
    /// had read it.
    private mutating func refreshBirth(of key: OrderKey, for content: UnderstoodDocument.Content) throws {
        guard content.facts.action == .original, let birth = routing.orders[key]?.birth,
            birth.contentHash != content.facts.contentHash, let id = UniqueID(birth.document),
            rows.newDocuments[id] == nil, let stored = try transaction.document(id),
            stored.mappingHash.map(StoredHash.text) != content.mappingHash
        else { return }
        if let hash = try rereading.contentHash(of: stored, in: transaction) {
            routing.replaceBirthHash(of: key, by: hash)
        }
    }

    private mutating func save(_ row: DocumentRow, isNew: Bool) {
        if isNew { rows.insert(row) } else { rows.change(row) }
    }

    // MARK: What a decision writes

    private mutating func record(_ decision: Decision, of document: DocumentRow, woken: Bool = false) throws {
        var row = rows.newDocuments[document.id] ?? document
        row.stage = DocumentStage.route.rawValue
        row.code = nil
        row.updatedAt = now.microseconds
        switch decision {
        case .deliver(let route):
            row.status = .delivering
            apply(route, to: &row)
            bind(route, row)
            let isWritten = try add(delivery(of: row, route), of: &row)
            if !isWritten {
                addEvent("document.failed", row)
            } else if woken {
                addEvent("document.woken", row)
            }
        case .park(let reason, _):
            row.status = .parked
            row.decision = decided(reason.words)
            addEvent("document.parked", row)
        case .hold(let diagnostic, let route):
            row.status = .held
            add(diagnostic, to: &row)
            if let route {
                apply(route, to: &row)
                var delivery = delivery(of: row, route)
                delivery.state = .held
                try add(delivery, of: &row)
            }
            row.decision = decided(row.decision?.reason ?? "held for a person", side: route?.side, route?.backend)
            addEvent(row.status == .held ? "document.held" : "document.failed", row)
        case .fail(let diagnostic):
            row.status = .failed
            add(diagnostic, to: &row)
            addEvent("document.failed", row)
        case .duplicate(let reason):
            row.status = .duplicate
            row.decision = decided(reason.words)
            addEvent("document.duplicate", row)
        }
        parked[row.id.description] = row
        rows.change(row)
    }

    private func apply(_ route: Route, to row: inout DocumentRow) {
        row.function = route.function
        row.site = route.site
        row.decision = decided(route.reason.words, side: route.side, route.backend)
    }

    private func decided(_ reason: String, side: Side? = nil, _ backend: String? = nil) -> DocumentRow.Decision {
        DocumentRow.Decision(
            epoch: version.epoch, snapshotHash: version.hash, side: side?.rawValue, backend: backend, reason: reason)
    }

    private func add(_ diagnostic: Diagnostic, to row: inout DocumentRow) {
        row.code = diagnostic.code.rawValue
        let kept = JSONText.read([Diagnostic].self, from: row.diagnostics) ?? []
        row.diagnostics = JSONText.of(kept + [diagnostic]) ?? row.diagnostics
    }

    private mutating func bind(_ route: Route, _ row: DocumentRow) {
        guard let key = route.key?.text, route.makesKnown != nil || route.isBirth,
            var order = rows.order(key) ?? locked.orders[key]?.order
        else { return }
        if let origin = route.makesKnown {
            order.origin = origin
            order.site = route.site
            rows.bind(
                route.binds.map {
                    ItineraryRow(
                        orderKey: key, function: $0.function, side: $0.side.rawValue, backend: $0.backend,
                        boundBy: row.id, epoch: $0.epoch, at: now.microseconds)
                })
        }
        if route.isBirth {
            order.bornDocument = row.id
            order.birthHash = row.contentHash
        }
        order.updatedAt = now.microseconds
        rows.set(order)
    }

    private func delivery(of row: DocumentRow, _ route: Route) -> DeliveryRow {
        DeliveryRow(
            id: UniqueID(at: now.microseconds), documentID: row.id, payloadVersion: row.payloadVersion,
            backend: route.backend, purpose: .primary, orderKey: route.key?.text ?? row.id.description,
            sender: row.sender, interchangeID: row.interchangeID, interchangeNumber: row.interchangeNumber,
            position: row.position, isBirth: route.isBirth, dueAt: now.microseconds,
            idempotencyKey: "\(row.id)-\(row.payloadVersion)-\(route.backend)-\(DeliveryPurpose.primary.rawValue)",
            madeAt: now.microseconds)
    }

    /// Adds a delivery with its payload in the format that the back end takes; false when the document cannot be written.
    /// It fails then, and the delivery keeps its place in the order's key until it is replayed: its successors wait, its
    /// neighbours go on.
    @discardableResult
    private mutating func add(_ delivery: DeliveryRow, of row: inout DocumentRow) throws -> Bool {
        var delivery = delivery
        defer { rows.add(delivery) }
        guard writers.isNeeded(for: delivery.backend) else { return true }
        let stored =
            try contents[row.id] ?? transaction.payload(of: row.id, version: delivery.payloadVersion)?.canonical
        do throws(PayloadFault) {
            if let payload = try payload(of: stored ?? [], for: delivery, receivedAt: row.receivedAt) {
                rows.add(payload)
            }
            return true
        } catch {
            delivery.state = .failed
            row.status = .failed
            row.stage = DocumentStage.write.rawValue
            let kept = JSONText.read([Diagnostic].self, from: row.diagnostics) ?? []
            row.diagnostics = JSONText.of(kept + error.diagnostics) ?? row.diagnostics
            row.code = error.diagnostics.first { $0.severity == .error }?.code.rawValue
            return false
        }
    }

    /// What was written beforehand, else what is written now.
    private func payload(
        of canonical: [UInt8], for delivery: DeliveryRow, receivedAt: Int64
    ) throws(PayloadFault) -> PayloadToKeep? {
        if let written = prepared[delivery] { return PayloadToKeep(try written.get(), of: delivery) }
        return try writers.payload(of: canonical, for: delivery, receivedAt: Instant(microseconds: receivedAt))
    }

    private mutating func addEvent(_ kind: String, _ row: DocumentRow) {
        let facts = JSONText.object([
            "code": .init(row.code), "reason": .init(row.decision?.reason), "status": .text(row.status.rawValue),
        ])
        rows.add(EventRow(at: now.microseconds, kind: kind, subject: row.id.description, data: facts))
    }

    /// Makes bundles of the interchanges that go out whole, and writes everything. The interchanges have ended.
    mutating func write(
        bundling interchanges: [UniqueID], takesOriginal: (String) -> Bool, beginning starts: DeliveryStarts? = nil
    ) throws {
        for interchange in interchanges { rows.bundle(interchange: interchange, takesOriginal: takesOriginal) }
        try rows.write(to: transaction, beginning: starts, at: now)
    }
}

extension DocumentRow {
    /// Takes the fault away that it was held for.
    fileprivate mutating func forgetHold() {
        let kept = (JSONText.read([Diagnostic].self, from: diagnostics) ?? []).filter { $0.code.rawValue != code }
        diagnostics = JSONText.of(list: kept)
    }
}

/// Bytes that a person corrected.
struct PayloadEdit: Sendable {
    var bytes: [UInt8]?
    var author: String
    var reason: String?
}

extension DocumentRow {
    /// The row of a document that was understood, or not, keeping what is stored of it.
    init(_ document: PendingDocument, stored: DocumentRow?, at now: Instant) {
        let understood = document.understood
        self.init(
            id: stored?.id ?? document.id, interchangeID: UniqueID(document.interchange.id) ?? document.id,
            interchangeNumber: document.interchange.number, position: stored?.position ?? Int64(understood.position),
            sender: document.interchange.sender, type: understood.type, format: understood.format,
            reference: understood.reference, orderKey: stored?.orderKey, status: .accepted,
            stage: DocumentStage.map.rawValue, payloadVersion: stored?.payloadVersion ?? 1,
            byteOffset: stored?.byteOffset ?? Int64(understood.range.lowerBound),
            byteLength: stored?.byteLength ?? Int64(understood.range.count),
            envelope: stored.map(\.envelope) ?? understood.envelope, isTest: understood.test,
            diagnostics: JSONText.of(list: understood.diagnostics),
            receivedAt: document.interchange.receivedAt.microseconds, updatedAt: now.microseconds)
        guard case .understood(let content) = understood.outcome else { return }
        orderNumber = content.facts.orderNumber
        mapping = content.mapping
        mappingHash = StoredHash.bytes(content.mappingHash)
        contentHash = StoredHash.bytes(content.facts.contentHash)
    }
}
