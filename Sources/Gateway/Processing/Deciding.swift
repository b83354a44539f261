import Diagnostics
import Intake
import Orders
import Rollout
import Store

/// One deciding transaction while it runs: takes documents in accept order and gathers the rows that their decisions
/// write.
struct Deciding {
    let transaction: any Transaction
    let version: RoutingState.Version
    let locked: LockedOrders
    let rereading: Rereading
    let writers: PayloadWriters
    let prepared: PreparedPayloads
    let now: Instant
    private var routing: Routing
    var rows = DecisionRows()
    /// The documents that can be woken, as they are stored or were taken.
    var parked: [String: DocumentRow] = [:]
    /// The orders whose earlier documents were looked for at the other side.
    var backfilled: Set<String> = []
    /// The orders that were born here and that back ends' documents wait for: these are decided behind this transaction.
    var wakes: Set<String> = []
    /// The orders without an owner that documents wait for which name others as well, whose rows are not at hand.
    private var awaited: Set<OrderKey> = []
    /// The content of the documents that were taken.
    var contents: [UniqueID: [UInt8]] = [:]

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
        var waiting: [OrderKey: [WaitingDocument]] = [:]
        var first: [OrderKey: DocumentPlace] = [:]
        for document in pending {
            guard let place = document.place else { continue }
            for key in document.keys { first[key] = min(first[key] ?? place, place) }
        }
        for (text, order) in locked.orders { states[OrderKey(text: text)] = OrderState(order) }
        for (text, order) in locked.orders {
            let key = OrderKey(text: text)
            for document in order.unsettled where document.id != own && parked[document.id.description] == nil {
                guard document.status == .parked || wakesHeld && document.status == .held,
                    var stored = try rereading.parked(document.id, by: version.snapshot, in: transaction)
                else { continue }
                if document.status == .held {
                    guard Self.waitedForOrder(stored) else { continue }
                    stored.row.forgetHold()
                }
                let keys = stored.waiting.keys
                // What names orders that are not at hand is decided behind this transaction.
                guard keys.allSatisfy({ locked.orders[$0.text] != nil }) else {
                    if states[key]?.itinerary.isEmpty == true { awaited.insert(key) }
                    continue
                }
                parked[document.id.description] = stored.row
                let awaits = keys.count > 1 ? keys.first { states[$0]?.itinerary.isEmpty != false } ?? keys.first : key
                waiting[awaits ?? key, default: []].append(stored.waiting)
                for key in keys { first[key] = min(first[key] ?? stored.row.place, stored.row.place) }
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
    private static func waitedForOrder(_ document: (row: DocumentRow, waiting: WaitingDocument)) -> Bool {
        let isChange =
            switch document.waiting {
            case .received(let routable): routable.facts.action == .change || routable.facts.action == .cancellation
            case .emitted(let emitted): emitted.document.type != DocumentKind.order.rawValue
            }
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
                try record(routed, of: target)
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
        if case .acknowledges(let received, let content) = document.understood.outcome {
            if let content { keep(content, of: document, &row, edit) }
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
        row.orderKey = document.key?.text ?? row.orderKey
        if stored != nil || !document.furtherKeys.isEmpty { rows.name(document.furtherKeys.map(\.text), by: row.id) }
        if let part = document.part { rows.add(part) }
        save(row, isNew: stored == nil)
        try noteAnswer(content, of: document, row)
        switch (document.resolution, document.emitted) {
        case (.decided(let decision), _): try record(decision, of: row)
        case (.order(let order), _):
            let routable = RoutableDocument(
                facts: content.facts, order: order, others: document.others,
                acceptedAt: document.interchange.receivedAt)
            try route(row, content, routable)
            if document.part != nil { wakeWhole(of: order.key) }
        case (nil, .decided(let decision)): try record(decision, of: row)
        case (nil, .orders(let emitted)): try route(row, emitted)
        case (nil, nil): preconditionFailure("an understood document has a resolution")
        }
        wakes.formUnion(
            document.keys.filter { awaited.contains($0) && routing.orders[$0]?.itinerary.isEmpty == false }
                .map(\.text))
    }

    /// What waits for an order that was born in parts finds them behind this transaction.
    private mutating func wakeWhole(of part: OrderKey) {
        guard routing.orders[part]?.itinerary.isEmpty == false,
            locked.orders[part.whole.text]?.unsettled.contains(where: { $0.status == .parked }) == true
        else { return }
        wakes.insert(part.whole.text)
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
        _ row: DocumentRow, _ content: UnderstoodDocument.Content, _ routable: RoutableDocument
    ) throws {
        try refreshBirth(of: routable.order.key, for: content)
        parked[row.id.description] = row
        try record(routing.route(routable))
    }

    private mutating func route(_ row: DocumentRow, _ emitted: EmittedDocument) throws {
        var emitted = emitted
        if let origin = try statedOrigin(of: row, in: contents[row.id] ?? []) {
            switch origin {
            case .echo(let document): emitted.document.echoOf = document
            case .unknown(let diagnostic): return try record(BackendDecision.hold(diagnostic), of: row)
            }
        } else if let original = try knownOrigin(of: row, in: contents[row.id] ?? []) {
            emitted.document.echoOf = original
        }
        parked[row.id.description] = row
        try record(routing.route(emitted))
    }

    private mutating func record(_ routed: [RoutedDocument]) throws {
        for routed in routed {
            guard let target = parked[routed.document] else { continue }
            try record(routed, of: target)
        }
    }

    private mutating func record(_ routed: RoutedDocument, of target: DocumentRow) throws {
        switch routed.outcome {
        case .received(let decision): try record(decision, of: target, woken: routed.woken)
        case .collective(let decision): try record(decision, of: target, woken: routed.woken)
        case .emitted(.accept(let routes)) where routes.contains(where: isBornHere):
            wakes.formUnion(routes.compactMap { $0.key?.text })
            if !routed.woken {
                let deadline = version.snapshot.parkingEnd(from: now)
                try record(
                    BackendDecision.park(reason: .waitsForBirth(until: deadline), deadline: deadline), of: target)
            }
        case .emitted(let decision): try record(decision, of: target, woken: routed.woken)
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

    mutating func save(_ row: DocumentRow, isNew: Bool) {
        if isNew { rows.insert(row) } else { rows.change(row) }
    }

    /// Makes bundles of the interchanges that go out whole, and writes everything. The interchanges have ended.
    mutating func write(
        bundling interchanges: [UniqueID], takesOriginal: (String) -> Bool, beginning starts: DeliveryStarts? = nil
    ) throws {
        for interchange in interchanges { rows.bundle(interchange: interchange, takesOriginal: takesOriginal) }
        try rows.write(
            to: transaction, beginning: starts, fenced: Set(version.snapshot.fenced ?? []), at: now)
    }
}

extension DocumentRow {
    /// Takes the fault away that it was held for.
    fileprivate mutating func forgetHold() {
        let kept = (JSONText.read([Diagnostic].self, from: diagnostics) ?? []).filter { $0.code.rawValue != code }
        diagnostics = JSONText.of(list: kept)
    }
}
