public import Intake

/// What a list of interchanges is narrowed to; what is nil narrows nothing.
public struct InterchangeFilter: Sendable, Hashable {
    /// The sender.
    public var sender: String?
    /// Where it stands.
    public var status: InterchangeStatus?
    /// The file name, whole.
    public var fileName: String?
    /// The envelope's control number.
    public var controlNumber: String?
    /// The interchange itself.
    public var id: UniqueID?
    /// The order number that one of its documents writes.
    public var orderNumber: String?
    /// The keys that this number has with buyers who write it in several ways; they fit as the number does.
    public var numberKeys: [String] = []
    /// The order that one of its documents belongs to.
    public var orderKey: String?
    /// The code of what stopped one of its documents, or the whole of it.
    public var code: String?
    /// What the receiver of a delivery of one of its documents answered.
    public var answer: SentStatus?
    /// The problem in which it, or one of its documents, stands or stood last.
    public var problem: UniqueID?
    /// How far what was sent of it to a partner has come.
    public var reached: SentStage?
    /// Received at this instant or later, in microseconds.
    public var receivedFrom: Int64?
    /// Received before this instant, in microseconds.
    public var receivedBefore: Int64?

    /// A filter that narrows nothing.
    public init() {}
}

/// What a list of documents is narrowed to; what is nil narrows nothing.
public struct DocumentFilter: Sendable, Hashable {
    /// The sender.
    public var sender: String?
    /// The order number as the document writes it.
    public var orderNumber: String?
    /// The keys that this number has with buyers who write it in several ways; they fit as the number does.
    public var numberKeys: [String] = []
    /// The order key.
    public var orderKey: String?
    /// The message's own reference.
    public var reference: String?
    /// The message's own reference, or its interchange's control number.
    public var anyReference: String?
    /// Its interchange.
    public var interchange: UniqueID?
    /// Its interchange's file name, whole.
    public var fileName: String?
    /// Its interchange's control number.
    public var controlNumber: String?
    /// The kind of document.
    public var type: String?
    /// Where it stands.
    public var status: DocumentStatus?
    /// The code of what stopped it.
    public var code: String?
    /// What the receiver of one of its deliveries answered.
    public var answer: SentStatus?
    /// The problem in which it stands, or stood last.
    public var problem: UniqueID?
    /// How far what was sent of it to a partner has come.
    public var reached: SentStage?
    /// The site.
    public var site: String?
    /// Received at this instant or later, in microseconds.
    public var receivedFrom: Int64?
    /// Received before this instant, in microseconds.
    public var receivedBefore: Int64?

    /// A filter that narrows nothing.
    public init() {}
}

/// A place in a list of documents: the last one of the page before.
public struct DocumentCursor: Sendable, Hashable, Codable {
    /// Its interchange's accept number.
    public let interchangeNumber: Int64
    /// Its place in the interchange.
    public let position: Int64

    /// The place of a document.
    public init(interchangeNumber: Int64, position: Int64) {
        self.interchangeNumber = interchangeNumber
        self.position = position
    }
}

/// The conditions of a search, each with a parameter of its own.
struct Conditions {
    private(set) var text = ""
    private(set) var arguments: [Value] = []

    /// Adds a condition in which `?` stands for the value; nothing for nil.
    mutating func add(_ condition: String, _ value: Value) {
        guard value != .null else { return }
        arguments.append(value)
        text +=
            " and "
            + condition.split(separator: "?", omittingEmptySubsequences: false)
            .joined(separator: "$\(arguments.count)")
    }

    /// Adds a condition without a value.
    mutating func add(_ condition: String) { text += " and " + condition }

    /// The parameter of one more value.
    mutating func place(_ value: Value) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }

    /// The condition that a document writes a number, or belongs to one of the orders that it may stand for.
    mutating func place(orderNumber number: String, keys: [String]) -> String {
        let number = "order_number = \(place(.key(number)))"
        guard !keys.isEmpty else { return number }
        return "(\(number) or order_key in (\(keys.map { place(.text($0)) }.joined(separator: ", "))))"
    }
}

extension Transaction {
    /// Interchanges, newest first, a page at a time: those with lower numbers than the last of the page before.
    public func interchanges(
        _ filter: InterchangeFilter, before number: Int64? = nil, limit: Int
    ) throws -> [InterchangeRow] {
        var conditions = Conditions()
        conditions.add("number < ?", Value(number))
        conditions.add("sender = ?", Value(filter.sender))
        add(filter.status, to: &conditions)
        conditions.add("file_name = ?", .key(filter.fileName))
        conditions.add("control_number = ?", .key(filter.controlNumber))
        conditions.add("id = ?", Value(filter.id))
        if let number = filter.orderNumber {
            let fits = conditions.place(orderNumber: number, keys: filter.numberKeys)
            conditions.add("number in (select interchange_number from documents where \(fits))")
        }
        conditions.add(
            "number in (select interchange_number from documents where id in \(NamedOrders.documents("?")))",
            Value(filter.orderKey))
        conditions.add(
            """
            (number in (select interchange_number from documents where code = ? and status <> 'delivered')
                or (status = 'unreadable' and diagnostics like '%"code":"' || ? || '"%'))
            """,
            Value(filter.code))
        conditions.add(
            """
            number in (select documents.interchange_number from documents
                join deliveries on deliveries.document_id = documents.id
                join sent_interchanges on sent_interchanges.delivery_id = deliveries.id
                where sent_interchanges.status = ?)
            """, Value(filter.answer))
        conditions.add(
            "(problem = ? or number in (select interchange_number from documents where problem = ?))",
            Value(filter.problem))
        conditions.add(
            """
            number in (select documents.interchange_number from documents
                join sent_documents on sent_documents.document_id = documents.id
                where sent_documents.newest = 1 and sent_documents.stage = ?)
            """, Value(filter.reached))
        conditions.add("received_at >= ?", Value(filter.receivedFrom))
        conditions.add("received_at < ?", Value(filter.receivedBefore))
        let limit = conditions.place(.integer(Int64(limit)))
        return try query(
            """
            select \(InterchangeRow.columns) from interchanges where 1 = 1\(conditions.text)
            order by number desc limit \(limit)
            """, conditions.arguments
        ).map(InterchangeRow.init)
    }

    /// Documents, newest first, a page at a time.
    public func documents(
        _ filter: DocumentFilter, before cursor: DocumentCursor? = nil, limit: Int
    ) throws -> [DocumentRow] {
        var conditions = Conditions()
        conditions.add(filter)
        if let cursor {
            let number = conditions.place(.integer(cursor.interchangeNumber))
            let position = conditions.place(.integer(cursor.position))
            conditions.add("(interchange_number, position) < (\(number), \(position))")
        }
        let limit = conditions.place(.integer(Int64(limit)))
        return try query(
            """
            select \(DocumentRow.columns()) from documents where 1 = 1\(conditions.text)
            order by interchange_number desc, position desc limit \(limit)
            """, conditions.arguments
        ).map(DocumentRow.init)
    }

    /// Where interchanges stand, said so that the indexes of those that are not done, and of the unreadable ones, serve.
    private func add(_ status: InterchangeStatus?, to conditions: inout Conditions) {
        switch status {
        case nil: break
        case .accepted, .processing:
            conditions.add("status = ?", Value(status))
            conditions.add("processed_at is null")
        case .processed: conditions.add("status = 'processed'")
        case .unreadable: conditions.add("status = 'unreadable' and discarded_at is null")
        case .discarded: conditions.add("status = 'unreadable' and discarded_at is not null")
        }
    }
}

extension Conditions {
    /// What documents must be to fit a filter, of columns of `documents`.
    mutating func add(_ filter: DocumentFilter) {
        add("sender = ?", Value(filter.sender))
        if let number = filter.orderNumber {
            let fits = place(orderNumber: number, keys: filter.numberKeys)
            add(fits)
        }
        add("id in \(NamedOrders.documents("?"))", Value(filter.orderKey))
        add("reference = ?", .key(filter.reference))
        add(
            "(reference = ? or interchange_number in (select number from interchanges where control_number = ?))",
            .key(filter.anyReference))
        add(
            "interchange_number = (select number from interchanges where id = ?)", Value(filter.interchange))
        add(
            "interchange_number in (select number from interchanges where file_name = ?)", .key(filter.fileName))
        add(
            "interchange_number in (select number from interchanges where control_number = ?)",
            .key(filter.controlNumber))
        add("type = ?", Value(filter.type))
        add("status = ?", Value(filter.status))
        // Said in words, so that the index of what is not delivered serves.
        if let status = filter.status, status != .delivered { add("status <> 'delivered'") }
        add("code = ?", Value(filter.code))
        add(
            """
            exists (select 1 from deliveries join sent_interchanges on sent_interchanges.delivery_id = deliveries.id
                where deliveries.document_id = documents.id and sent_interchanges.status = ?)
            """, Value(filter.answer))
        add("problem = ?", Value(filter.problem))
        add(
            """
            exists (select 1 from sent_documents where sent_documents.document_id = documents.id
                and sent_documents.newest = 1 and sent_documents.stage = ?)
            """, Value(filter.reached))
        add("site = ?", Value(filter.site))
        addWindow(of: filter)
    }

    /// A window of time as a range of accept numbers, which the list is ordered by; the exact times stand beside it.
    private mutating func addWindow(of filter: DocumentFilter) {
        if let from = filter.receivedFrom {
            let place = self.place(.integer(from))
            add(
                "interchange_number >= (select min(number) from interchanges where received_at >= \(place))")
            add("received_at >= \(place)")
        }
        if let before = filter.receivedBefore {
            let place = self.place(.integer(before))
            add(
                "interchange_number <= (select max(number) from interchanges where received_at < \(place))")
            add("received_at < \(place)")
        }
    }
}
