public import Intake

/// A stage that something says a delivery to a partner has reached.
public struct SentMove: Sendable, Hashable {
    /// The delivery.
    public var delivery: UniqueID
    public var stage: SentStage
    /// What is found wrong there, JSON: a list of texts.
    public var errors: String
    /// By what: `channel`, `person`, or the type of the message that says it.
    public var source: String
    /// The document that says it.
    public var answeredBy: UniqueID?

    /// A stage that a delivery has reached.
    public init(
        _ delivery: UniqueID, _ stage: SentStage, errors: String = "[]", by source: String, document: UniqueID? = nil
    ) {
        self.delivery = delivery
        self.stage = stage
        self.errors = errors
        self.source = source
        answeredBy = document
    }
}

extension SentDocumentRow {
    /// Under what the bytes of a delivery are kept that stands at a place of a statement.
    static func payload(_ delivery: String) -> String {
        "coalesce((select payload_id from sent_documents where delivery_id = \(delivery)), \(delivery))"
    }

    /// Takes what is said of it, if it is further on the way.
    fileprivate mutating func take(_ stage: SentStage, at now: Int64) {
        if stage == .handedOver, !isClosed, let answerWithin { dueAt = now + answerWithin }
        if self.stage.map({ $0 < stage }) ?? true { self.stage = stage }
        if isClosed { dueAt = nil }
    }
}

extension Transaction {
    /// Notes what is sent to partners. Earlier deliveries of the same documents count no more.
    public func insertSentDocuments(_ rows: [SentDocumentRow]) throws {
        try executeMany(
            "update sent_documents set newest = 0, due_at = null where document_id = $1 and newest = 1",
            rows.map { [Value($0.documentID)] })
        try executeMany(SentDocumentRow.insertion(), rows.map(\.values))
    }

    /// What is known of a delivery to a partner; nil for any other.
    public func sentDocument(ofDelivery delivery: UniqueID) throws -> SentDocumentRow? {
        try query(
            "select \(SentDocumentRow.columns()) from sent_documents where delivery_id = $1", [Value(delivery)]
        ).first.map(SentDocumentRow.init)
    }

    /// The documents whose bytes are kept together, each by its newest delivery, in the order in which they were made.
    public func sentDocuments(ofPayload payload: UniqueID) throws -> [SentDocumentRow] {
        try query(
            """
            select \(SentDocumentRow.columns()) from sent_documents where payload_id = $1 and newest = 1
            order by made_at, delivery_id
            """, [Value(payload)]
        ).map(SentDocumentRow.init)
    }

    /// The deliveries that went in the same bytes as one, that one among them; it alone where another one has followed it.
    public func deliveriesSent(with delivery: UniqueID) throws -> [UniqueID] {
        guard let own = try sentDocument(ofDelivery: delivery), own.isNewest else { return [delivery] }
        return try sentDocuments(ofPayload: own.payloadID).map(\.deliveryID)
    }

    /// What was sent as a document of some number, each by its newest delivery, the newest first; at most so many.
    public func sentDocuments(numbered number: String, limit: Int = 100) throws -> [SentDocumentRow] {
        try query(
            """
            select \(SentDocumentRow.columns()) from sent_documents where number = $1 and newest = 1
            order by made_at desc, delivery_id desc limit $2
            """, [.key(number), .integer(Int64(limit))]
        ).map(SentDocumentRow.init)
    }

    /// The stages that a delivery has reached, in the order in which they were heard of.
    public func sentStages(ofDelivery delivery: UniqueID) throws -> [SentStageRow] {
        try query(
            "select \(SentStageRow.columns()) from sent_stages where delivery_id = $1 order by at", [Value(delivery)]
        ).map(SentStageRow.init).sorted { ($0.at, $0.stage) < ($1.at, $1.stage) }
    }

    /// Notes what is said of deliveries, which the caller has locked: each stage once, as it was first heard of, and none
    /// that takes a delivery back. Of deliveries to others than partners nothing is noted.
    ///
    /// - Returns: The deliveries to partners among them as they stand now, by their ids.
    @discardableResult
    public func move(_ moves: [SentMove], at now: Int64) throws -> [UniqueID: SentDocumentRow] {
        var rows: [UniqueID: SentDocumentRow] = [:]
        for id in Set(moves.map(\.delivery)).sorted() { rows[id] = try sentDocument(ofDelivery: id) }
        let known = moves.filter { rows[$0.delivery] != nil }
        try executeMany(
            SentStageRow.insertion() + " on conflict (delivery_id, stage) do nothing",
            known.map { move in
                SentStageRow(
                    deliveryID: move.delivery, stage: move.stage, at: now, source: move.source,
                    answeredBy: move.answeredBy, errors: move.errors
                ).values
            })
        for move in known { rows[move.delivery]?.take(move.stage, at: now) }
        try executeMany(
            "update sent_documents set stage = $2, due_at = $3 where delivery_id = $1",
            rows.values.sorted { $0.deliveryID < $1.deliveryID }.map {
                [Value($0.deliveryID), Value($0.stage), Value($0.dueAt)]
            })
        return rows
    }

    /// Notes that deliveries were handed over; the time that receivers have to answer starts.
    func handOver(_ deliveries: [UniqueID], by source: String, at now: Int64) throws {
        guard !deliveries.isEmpty else { return }
        try move(deliveries.map { SentMove($0, .handedOver, by: source) }, at: now)
    }
}
