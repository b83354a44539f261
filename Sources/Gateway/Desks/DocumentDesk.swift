import Diagnostics
import Intake
import Rollout
import Store
import Syntax

/// Finding and seeing interchanges and documents. A partner finds its own only; what is another's does not exist for it.
public struct DocumentDesk: Sendable {
    let database: any Database
    let routing: RoutingState
    let clock: Clock

    /// Interchanges, newest first, a page at a time.
    public func interchanges(
        _ filter: SearchFilter, cursor: String?, limit: Int, caller: Caller
    ) async throws -> Page<InterchangeView> {
        guard let filter = try filter.restricted(to: caller) else { return Page(items: [], next: nil) }
        let (snapshot, day) = (routing.version.snapshot, clock.now().day)
        let rows = try await database.look { transaction in
            try transaction.interchanges(
                filter.ofInterchanges(by: snapshot, day: day, in: transaction), before: cursor.map(Cursor.number(of:)),
                limit: limit + 1)
        }
        return Page(
            items: rows.prefix(limit).map { InterchangeView($0) },
            next: rows.count > limit ? rows[limit - 1].number.description : nil)
    }

    /// Documents, newest first, a page at a time.
    public func documents(
        _ filter: SearchFilter, cursor: String?, limit: Int, caller: Caller
    ) async throws -> Page<DocumentView> {
        guard let filter = try filter.restricted(to: caller) else { return Page(items: [], next: nil) }
        let (snapshot, day) = (routing.version.snapshot, clock.now().day)
        let rows = try await database.look { transaction in
            try transaction.documents(
                filter.ofDocuments(by: snapshot, day: day, in: transaction), before: cursor.map(Cursor.place(of:)),
                limit: limit + 1)
        }
        return Page(
            items: rows.prefix(limit).map { DocumentView($0) },
            next: rows.count > limit ? Cursor.text(of: rows[limit - 1]) : nil)
    }

    /// One interchange with its documents, up to 1,000 of them; more are found by the list of documents.
    public func interchange(_ id: String, caller: Caller) async throws -> InterchangeView {
        try caller.require(.view)
        return try await database.look { transaction in
            let row = try transaction.interchange(id, for: caller)
            let documents = try transaction.documents(ofInterchange: row.number)
            return InterchangeView(
                row, documents: documents,
                acknowledgements: caller.may(.viewPayload)
                    ? try transaction.acknowledgementViews(of: row, withContent: false) : nil,
                events: try transaction.timeline(of: row.id.description))
        }
    }

    /// What was answered to an interchange, in the order in which it goes out.
    public func acknowledgements(_ id: String, caller: Caller) async throws -> AcknowledgementList {
        try caller.require(.viewPayload)
        return try await database.look { transaction in
            let row = try transaction.interchange(id, for: caller)
            return AcknowledgementList(items: try transaction.acknowledgementViews(of: row, withContent: false))
        }
    }

    /// The bytes of one acknowledgement of an interchange, by its number.
    public func acknowledgement(_ number: String, of id: String, caller: Caller) async throws -> StoredPayload {
        try caller.require(.viewPayload)
        return try await database.look { transaction in
            let row = try transaction.interchange(id, for: caller)
            guard let position = Int64(number),
                let found = try transaction.acknowledgements(ofInterchange: row.number).first(where: {
                    $0.position == position
                }), let bytes = try transaction.acknowledgementBytes(ofInterchange: row.number, position: position)
            else { throw GatewayError.unknown("intake.acknowledgement-unknown", number) }
            let ending = found.pair.syntax == SyntaxName.edifact.rawValue ? "edi" : "x12"
            return StoredPayload(
                fileName: "\(found.kind)-\(found.controlNumber).\(ending)", contentType: found.contentType, bytes: bytes
            )
        }
    }

    /// The bytes of an interchange as they were received.
    public func raw(_ id: String, caller: Caller) async throws -> StoredPayload {
        try caller.require(.viewPayload)
        let row = try await database.look { try $0.interchange(id, for: caller) }
        return StoredPayload(
            fileName: row.fileName, contentType: row.contentType, size: Int(row.size),
            piece: { [database] number in
                try await database.look { try $0.interchangePiece(Int64(number), of: row.id) }
            })
    }

    /// One document with its deliveries and their attempts.
    public func document(_ id: String, caller: Caller) async throws -> DocumentView {
        try caller.require(.view)
        let now = clock.now()
        return try await database.look { transaction in
            let row = try transaction.document(id, for: caller)
            let clearings = Clearing.all(in: try transaction.timeline(of: row.id.description))
            let deliveries = try transaction.deliveries(ofDocument: row.id).map { delivery in
                DeliveryView(
                    delivery, attempts: try transaction.attempts(ofDelivery: delivery.id), clearings: clearings,
                    sent: try transaction.sent(ofDelivery: delivery.id),
                    way: try transaction.way(ofDelivery: delivery.id),
                    mailbox: try transaction.mailboxFile(ofDelivery: delivery.id).map { MailboxView($0, at: now) })
            }
            return DocumentView(row, waitsFor: try transaction.waiting(row), deliveries: deliveries)
        }
    }

    /// The newest version of the canonical document, as JSON.
    public func canonical(_ id: String, caller: Caller) async throws -> [UInt8] {
        try caller.require(.viewPayload)
        return try await database.look { transaction in
            let row = try transaction.document(id, for: caller)
            let payload = try transaction.payload(of: row.id, version: row.payloadVersion)
            guard let payload, !payload.canonical.isEmpty else {
                throw GatewayError.unknown("api.canonical-missing", id)
            }
            return payload.canonical
        }
    }

    /// The bytes of one document: those of its newest edit, else its part of what was received. A message of an EDIFACT
    /// interchange comes in the envelope that it came in, alone: so it can be corrected and replayed, in its charset.
    public func original(_ id: String, caller: Caller) async throws -> StoredPayload {
        try caller.require(.viewPayload)
        return try await database.look { transaction in
            let row = try transaction.document(id, for: caller)
            let interchange = try transaction.interchange(row.interchangeID)
            let edited = try transaction.payload(of: row.id, version: row.payloadVersion)?.original
            let bytes = try edited ?? transaction.alone(row) ?? transaction.received(row) ?? []
            return StoredPayload(
                fileName: interchange?.fileName, contentType: interchange?.contentType, bytes: bytes)
        }
    }

    /// Everything that happened to a document, oldest first.
    public func timeline(_ id: String, caller: Caller) async throws -> [EventView] {
        try caller.require(.view)
        return try await database.look { transaction in
            try Timeline.events(of: transaction.document(id, for: caller), in: transaction)
        }
    }
}

extension Transaction {
    /// The interchange of an id as a caller wrote it; what the caller may not see does not exist.
    func interchange(_ id: String, for caller: Caller) throws -> InterchangeRow {
        guard let unique = UniqueID(id), let row = try interchange(unique), caller.sees(sender: row.sender) else {
            throw GatewayError.unknown("intake.interchange-unknown", id)
        }
        return row
    }

    /// The document of an id as a caller wrote it; what the caller may not see does not exist.
    func document(_ id: String, for caller: Caller) throws -> DocumentRow {
        guard let unique = UniqueID(id), let row = try document(unique), caller.sees(sender: row.sender) else {
            throw GatewayError.unknown("intake.document-unknown", id)
        }
        return row
    }
}

/// The places in lists, as texts.
private enum Cursor {
    static func number(of text: String) throws -> Int64 {
        guard let number = Int64(text) else { throw invalid(text) }
        return number
    }

    static func place(of text: String) throws -> DocumentCursor {
        let parts = text.split(separator: ".").compactMap { Int64($0) }
        guard parts.count == 2 else { throw invalid(text) }
        return DocumentCursor(interchangeNumber: parts[0], position: parts[1])
    }

    static func text(of row: DocumentRow) -> String { "\(row.interchangeNumber).\(row.position)" }

    private static func invalid(_ text: String) -> GatewayError {
        GatewayError(.invalid, Diagnostic("api.cursor-invalid", value: text))
    }
}
