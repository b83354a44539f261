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
    private var written: [WrittenPayloadRow] = []
    private var orders: [String: OrderRow] = [:]
    private var itineraries: [ItineraryRow] = []
    private var events: [EventRow] = []
    private(set) var interchanges: Set<String> = []

    /// The back ends that get something.
    var backends: Set<String> { Set(deliveries.filter { $0.state == .waiting }.map(\.backend)) }

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
    mutating func add(_ payload: WrittenPayloadRow) { written.append(payload) }
    mutating func add(_ event: EventRow) { events.append(event) }
    mutating func set(_ order: OrderRow) { orders[order.key] = order }
    func order(_ key: String) -> OrderRow? { orders[key] }
    mutating func bind(_ rows: [ItineraryRow]) { itineraries += rows }

    /// Makes one bundle of an interchange's deliveries when all of its documents go, as received, to one back end: then
    /// the bytes go out once, as they came.
    mutating func bundle(interchange id: UniqueID, takesOriginal: (String) -> Bool) {
        let members = deliveries.indices.filter { deliveries[$0].interchangeID == id }
        let documents = newDocuments.values.filter { $0.interchangeID == id }
        guard members.count > 1, members.count == documents.count, let first = members.first else { return }
        let backend = deliveries[first].backend
        guard takesOriginal(backend), documents.allSatisfy({ $0.status == .delivering }),
            members.allSatisfy({ deliveries[$0].backend == backend && deliveries[$0].state == .waiting })
        else { return }
        for index in members { deliveries[index].bundle = id }
    }

    func write(to transaction: any Transaction) throws {
        try transaction.insertDocuments(newOrder.compactMap { newDocuments[$0] })
        try transaction.updateDocuments(changedDocuments)
        try transaction.insertPayloads(payloads)
        for version in newVersions {
            guard try transaction.addPayload(version) else { throw StoreError(.serialization, code: "payload-version") }
        }
        try transaction.updateOrders(orders.values.sorted { $0.key < $1.key })
        if !itineraries.isEmpty { try transaction.bind(itineraries, reason: "decided") }
        try transaction.insertDeliveries(deliveries)
        if !written.isEmpty { try transaction.insertWrittenPayloads(written) }
        try transaction.append(events)
    }
}

extension OrderState {
    /// The state of an order as its locked row and what was read behind it say.
    init(_ locked: LockedOrder) {
        self.init(key: OrderKey(text: locked.order.key))
        site = locked.order.site
        origin = locked.order.origin
        since = locked.itineraries.map(\.at).min().map(Instant.init(microseconds:))
        itinerary = locked.itineraries.compactMap { row in
            Side(rawValue: row.side).map {
                ItineraryEntry(function: row.function, side: $0, backend: row.backend, epoch: row.epoch)
            }
        }
        if let document = locked.order.bornDocument {
            birth = Birth(document: document.description, contentHash: StoredHash.text(locked.order.birthHash ?? []))
        }
        hold = locked.order.hold
        hasHeldBirth =
            itinerary.isEmpty
            && locked.unsettled.contains { $0.status == .held && $0.type == DocumentKind.order.rawValue }
    }
}

/// Hashes as rules compare them (text) and as the store keeps them (bytes).
enum StoredHash {
    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
