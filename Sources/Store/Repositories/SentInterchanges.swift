public import Intake

/// What a receiver's answer changes of something that was sent.
public struct SentAnswer: Sendable, Hashable {
    /// What is answered.
    public enum Target: Sendable, Hashable {
        /// What a mapping wrote, by the control reference that it was sent under.
        case payload
        /// An acknowledgement, by the accept number of the interchange that it answers and its place there.
        case acknowledgement(interchange: Int64, position: Int64)
    }

    public var target: Target
    public var pair: ControlNumberPair
    public var reference: String
    public var status: SentStatus
    /// JSON: a list of texts.
    public var errors: String
    /// The document that answers.
    public var document: UniqueID

    /// An answer to what was sent under a reference.
    public init(
        to target: Target = .payload, pair: ControlNumberPair, reference: String, status: SentStatus, errors: String,
        document: UniqueID
    ) {
        self.target = target
        self.pair = pair
        self.reference = reference
        self.status = status
        self.errors = errors
        self.document = document
    }
}

extension Transaction {
    /// Notes what was sent. Its numbers were drawn in this transaction.
    public func insertSent(_ sent: [SentInterchangeRow]) throws {
        // Behind the largest number a pair begins again with 1: what was sent so long ago is not answered any more.
        try executeMany(
            "delete from sent_interchanges where syntax = $1 and own = $2 and partner = $3 and reference = $4",
            sent.map { Array($0.values.prefix(4)) })
        try executeMany(SentInterchangeRow.insertion(), sent.map(\.values))
    }

    /// What was sent between a pair under a control reference.
    public func sent(_ pair: ControlNumberPair, reference: String) throws -> SentInterchangeRow? {
        try sent(pair, reference, named: "reference")
    }

    /// What was sent between a pair with a group of this control number; of several the newest.
    public func sent(_ pair: ControlNumberPair, groupReference: String) throws -> SentInterchangeRow? {
        if let first = try sent(pair, groupReference, named: "group_reference") { return first }
        // A further group of several in one interchange.
        return try query(
            """
            select \(SentInterchangeRow.columns(of: "i")) from sent_documents d
            join sent_interchanges i on i.delivery_id = d.payload_id
            where d.group_reference = $4 and i.syntax = $1 and i.own = $2 and i.partner = $3
            order by i.sent_at desc limit 1
            """, [.text(pair.syntax), .text(pair.own), .text(pair.partner), .text(groupReference)]
        ).first.map(SentInterchangeRow.init)
    }

    private func sent(_ pair: ControlNumberPair, _ reference: String, named column: String) throws
        -> SentInterchangeRow?
    {
        try query(
            """
            select \(SentInterchangeRow.columns()) from sent_interchanges
            where syntax = $1 and own = $2 and partner = $3 and \(column) = $4 order by sent_at desc limit 1
            """, [.text(pair.syntax), .text(pair.own), .text(pair.partner), .text(reference)]
        ).first.map(SentInterchangeRow.init)
    }

    /// What a delivery was sent under; nil where its payload bears no control number.
    public func sent(ofDelivery delivery: UniqueID) throws -> SentInterchangeRow? {
        try query(
            """
            select \(SentInterchangeRow.columns()) from sent_interchanges
            where delivery_id = \(SentDocumentRow.payload("$1")) order by sent_at desc limit 1
            """, [Value(delivery)]
        ).first.map(SentInterchangeRow.init)
    }

    /// Writes answers; the newest one counts, but a mere receipt says nothing against a verdict.
    ///
    /// The rows are locked in their order, behind the order rows and before control numbers.
    public func answerSent(_ answers: [SentAnswer], at now: Int64) throws {
        try answerPayloads(answers.filter { $0.target == .payload }, at: now)
        try answerAcknowledgements(answers, at: now)
    }

    private func answerAcknowledgements(_ answers: [SentAnswer], at now: Int64) throws {
        var places: [(interchange: Int64, position: Int64, answer: SentAnswer)] = []
        for answer in answers {
            guard case .acknowledgement(let interchange, let position) = answer.target else { continue }
            places.append((interchange, position, answer))
        }
        // Stable: of two answers to one acknowledgement the later counts.
        let sorted = places.enumerated().sorted {
            ($0.element.interchange, $0.element.position, $0.offset)
                < ($1.element.interchange, $1.element.position, $1.offset)
        }.map(\.element)
        guard !sorted.isEmpty else { return }
        try executeMany(
            """
            update acknowledgements set status = $3, errors = $4, answered_at = $5, answered_by = $6
            where interchange_number = $1 and position = $2 and ($3 <> 'received' or status in ('sent', 'received'))
            """,
            sorted.map {
                [
                    .integer($0.interchange), .integer($0.position), Value($0.answer.status), .text($0.answer.errors),
                    .integer(now), Value($0.answer.document),
                ]
            })
    }

    private func answerPayloads(_ answers: [SentAnswer], at now: Int64) throws {
        guard !answers.isEmpty else { return }
        let sorted = answers.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.pair != b.pair { return a.pair < b.pair }
            if a.reference != b.reference { return a.reference.utf8.lexicographicallyPrecedes(b.reference.utf8) }
            return left.offset < right.offset
        }.map(\.element)
        try executeMany(
            """
            update sent_interchanges set status = $5, errors = $6, answered_at = $7, answered_by = $8
            where syntax = $1 and own = $2 and partner = $3 and reference = $4
                and ($5 <> 'received' or status in ('sent', 'received'))
            """,
            sorted.map {
                [
                    .text($0.pair.syntax), .text($0.pair.own), .text($0.pair.partner), .text($0.reference),
                    Value($0.status), .text($0.errors), .integer(now), Value($0.document),
                ]
            })
    }
}
