public import Rollout

extension Transaction {
    /// The documents of orders that came later than a place and are on their way to a back end or there, by order key. The
    /// caller holds the orders' rows.
    ///
    /// Of each order a few suffice: those that a back end has, or may have, first; then those that wait for theirs; each
    /// newest first. A document that a back end refused has taken no effect, and is not one of them.
    ///
    /// - Parameter keepsPlace: True when the document that is decided had a place in its key until this transaction: what waits
    ///   has waited for it.
    public func sentDocuments(
        ofOrders orders: [(key: String, after: DocumentPlace)], keepsPlace: Bool = false
    ) throws -> [String: [SentDocument]] {
        let states = keepsPlace ? "'sending', 'unknown', 'delivered'" : "'waiting', 'sending', 'unknown', 'delivered'"
        let answers = try queryMany(
            """
            select d.id, d.interchange_number, d.position, v.rank from documents d
            join deliveries v on v.document_id = d.id
            where d.id in \(NamedOrders.documents("$1")) and (d.interchange_number, d.position) > ($2, $3)
                and v.purpose = 'primary' and v.step is null and v.state in (\(states))
            order by case when v.state = 'waiting' then 1 else 0 end, d.interchange_number desc, d.position desc limit 5
            """, orders.map { [.text($0.key), .integer($0.after.number), .integer($0.after.position)] })
        var sent: [String: [SentDocument]] = [:]
        for (order, rows) in zip(orders, answers) where !rows.isEmpty {
            sent[order.key] = try rows.map(SentDocument.init)
        }
        return sent
    }
}

extension DocumentRow {
    /// Where it stands in its order.
    public var place: DocumentPlace { DocumentPlace(number: interchangeNumber, position: position) }
}

extension SentDocument {
    fileprivate init(_ row: Row) throws {
        var columns = row.columns
        let id: UniqueID = try columns.id()
        let place = DocumentPlace(number: try columns.integer(), position: try columns.integer())
        self.init(document: id.description, place: place, isBirth: try columns.integer() == 0)
    }
}
