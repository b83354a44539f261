import Intake
import Rollout
import Store

/// The rows that the decisions of one transaction write, gathered first so that they are written in few statements.
struct DecisionRows {
    private(set) var newDocuments: [UniqueID: DocumentRow] = [:]
    private var newOrder: [UniqueID] = []
    private var changedDocuments: [DocumentRow] = []
    private(set) var deliveries: [DeliveryRow] = []
    private var payloads: [PayloadRow] = []
    private var newVersions: [PayloadRow] = []
    /// What was written of the documents; it is kept with its control numbers.
    private(set) var written: [PayloadToKeep] = []
    private var answers: [SentAnswer] = []
    /// How far documents have come that were sent.
    private var moves: [SentMove] = []
    private var orders: [String: OrderRow] = [:]
    private var parts: [OrderKey: OrderPart] = [:]
    /// The orders that documents name behind their first.
    private var further: [UniqueID: [String]] = [:]
    private var itineraries: [ItineraryRow] = []
    private var events: [EventRow] = []
    private var comparisons: [ComparisonRow] = []
    /// The answers to deliveries that failed before they could be sent.
    private var refusals: [AnswerRow] = []
    private(set) var interchanges: Set<String> = []

    /// The deliveries whose attempts were begun with them.
    private(set) var begun: [ClaimedDelivery] = []

    /// The back ends at which something waits.
    var backends: Set<String> {
        let begun = Set(begun.map(\.delivery.id))
        return Set(deliveries.filter { $0.state == .waiting && !begun.contains($0.id) }.map(\.backend))
    }

    /// What new deliveries of new documents are made from, with the bytes of their interchanges where they are at hand.
    func goods(_ parts: [InterchangePart], takesOriginal: (String) -> Bool) -> [Goods] {
        let parts = Dictionary(parts.map { ($0.interchange.id, $0) }, uniquingKeysWith: { first, _ in first })
        let contents = Dictionary(payloads.map { ($0.documentID, $0) }, uniquingKeysWith: { first, _ in first })
        return deliveries.compactMap { delivery in
            guard delivery.state == .waiting, delivery.purpose == .primary,
                let document = newDocuments[delivery.documentID], further[document.id] == nil,
                let content = contents[document.id], content.version == delivery.payloadVersion
            else { return nil }
            var goods = Goods(document: document, version: content.version)
            if takesOriginal(delivery.backend) {
                guard let part = parts[document.interchangeID.description], let bytes = part.bytes else { return nil }
                goods.edited = content.original
                goods.source = Goods.Source(part)
                goods.payload = .whole(bytes)
            } else {
                goods.canonical = content.canonical
            }
            return goods
        }
    }

    mutating func insert(_ document: DocumentRow) {
        if newDocuments.updateValue(document, forKey: document.id) == nil { newOrder.append(document.id) }
    }

    /// Changes a document: one of this transaction in place, a stored one by an update.
    mutating func change(_ document: DocumentRow) {
        interchanges.insert(document.interchangeID.description)
        if newDocuments[document.id] != nil {
            newDocuments[document.id] = document
        } else {
            changedDocuments.append(document)
        }
    }

    /// Adds a document's first content, or a further version of it.
    mutating func add(_ payload: PayloadRow) {
        if payload.version == 1 { payloads.append(payload) } else { newVersions.append(payload) }
    }
    mutating func add(_ delivery: DeliveryRow) { deliveries.append(delivery) }
    mutating func add(_ payload: PayloadToKeep) { written.append(payload) }
    mutating func add(_ answer: AnswerMatching.Found) {
        if let sent = answer.sent { answers.append(sent) }
        moves += answer.moves
    }
    mutating func add(_ event: EventRow) { events.append(event) }
    /// Compares what will be answered to a copy with what is answered to its primary. One that could not be written counts as
    /// refused.
    mutating func compare(_ copy: DeliveryRow, with primary: DeliveryRow, for milestone: String, at now: Instant) {
        comparisons.append(
            ComparisonRow(
                id: copy.id, ownerDelivery: primary.id, milestone: milestone, purpose: copy.purpose,
                documentID: copy.documentID, orderKey: copy.orderKey, madeAt: now.microseconds))
        guard copy.state == .failed else { return }
        let body = Array((copy.lastError ?? "").utf8)
        refusals.append(
            AnswerRow(
                deliveryID: copy.id, outcome: .refused, answer: BackendAnswer(body: body), at: now.microseconds))
    }
    mutating func set(_ order: OrderRow) { orders[order.key] = order }
    func order(_ key: String) -> OrderRow? { orders[key] }
    mutating func add(_ part: OrderPart) { parts[part.key] = part }
    mutating func name(_ orders: [String], by document: UniqueID) { further[document] = orders }
    mutating func bind(_ rows: [ItineraryRow]) { itineraries += rows }

    /// Makes one bundle of an interchange's deliveries when all of its documents go, as received, to one back end: then
    /// the bytes go out once, as they came.
    mutating func bundle(interchange id: UniqueID, takesOriginal: (String) -> Bool) {
        let members = deliveries.indices.filter {
            deliveries[$0].interchangeID == id && deliveries[$0].purpose == .primary
        }
        let documents = newDocuments.values.filter { $0.interchangeID == id }
        guard members.count > 1, members.count == documents.count, let first = members.first else { return }
        let backend = deliveries[first].backend
        guard takesOriginal(backend), documents.allSatisfy({ $0.status == .delivering }),
            members.allSatisfy({ deliveries[$0].backend == backend && deliveries[$0].state == .waiting })
        else { return }
        for index in members { deliveries[index].bundle = id }
    }

    mutating func write(
        to transaction: any Transaction, beginning starts: DeliveryStarts?, fenced: Set<String>, at now: Instant
    ) throws {
        try BatchJoining(transaction: transaction, further: further, now: now).join(&deliveries, &written)
        try transaction.insertDocuments(newOrder.compactMap { newDocuments[$0] })
        try transaction.updateDocuments(changedDocuments)
        try transaction.writeFurtherOrders(further)
        try transaction.insertPayloads(payloads)
        for version in newVersions {
            guard try transaction.addPayload(version) else { throw StoreError(.serialization, code: "payload-version") }
        }
        try transaction.updateOrders(orders.values.sorted { $0.key < $1.key })
        try transaction.writeParts(Array(parts.values))
        if !itineraries.isEmpty { try transaction.bind(itineraries, reason: "decided") }
        if let starts {
            begun = try starts.insert(deliveries, naming: further, fenced: fenced, in: transaction, at: now)
        } else {
            try transaction.insertDeliveries(deliveries)
        }
        try transaction.insertComparisons(comparisons)
        try transaction.keepAnswers(refusals)
        try transaction.append(events)
        try AnsweredDocuments(moves, at: now).write(to: transaction)
        if !answers.isEmpty { try transaction.answerSent(answers, at: now.microseconds) }
    }
}

extension Goods.Source {
    /// The interchange that a part is the whole of.
    init?(_ part: InterchangePart) {
        guard part.isWhole, let summary = part.summary, let id = UniqueID(part.interchange.id) else { return nil }
        self.init(
            id: id, fileName: part.interchange.fileName, contentType: part.interchange.contentType,
            documents: Int64(summary.documents))
    }
}

extension OrderState {
    /// The state of an order as its locked row and what was read behind it say.
    init(_ locked: LockedOrder) {
        self.init(locked.order, locked.itineraries)
        hasHeldBirth =
            itinerary.isEmpty
            && locked.unsettled.contains { $0.status == .held && $0.type == DocumentKind.order.rawValue }
    }

    /// The state of an order as its row and its itinerary say; whether its birth is held is left open.
    init(_ order: OrderRow, _ itineraries: [ItineraryRow]) {
        self.init(key: OrderKey(text: order.key))
        site = order.site
        origin = order.origin
        since = itineraries.map(\.at).min().map(Instant.init(microseconds:))
        itinerary = itineraries.compactMap { row in
            Side(rawValue: row.side).map {
                ItineraryEntry(function: row.function, side: $0, backend: row.backend, epoch: row.epoch)
            }
        }
        if let document = order.bornDocument {
            birth = Birth(document: document.description, contentHash: StoredHash.text(order.birthHash ?? []))
        }
        hold = order.hold
        traits = JSONText.read(BirthTraits.self, from: order.traits ?? "")
        isClosed = order.state == .closed
    }
}

/// Hashes as rules compare them (text) and as the store keeps them (bytes).
enum StoredHash {
    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
