import ConfigurationFiles
import Diagnostics
import Intake
import Rollout
import Store

/// The deciding transaction, as the rollout rules order its statements:
///
/// 1. the routing lock, shared; 2. in a later statement the epoch; if it is not this node's, the store's snapshot;
/// 3. the interchanges, locked, those already processed left out, and their control references, noted; 4. the order rows,
/// locked in key order; 5. in later statements itineraries, unsettled documents and the states of the very documents at
/// hand; 6. decisions, in accept order; 7. everything they write; 8. the control numbers of what goes out, locked pair by
/// pair, and what they number. Nothing else happens between lock and COMMIT.
struct Decider: Sendable {
    let database: any Database
    let routing: RoutingState
    let backends: BackendBook
    let rereading: Rereading
    let writers: PayloadWriters
    /// What the profile of a sender says.
    let acknowledging: @Sendable (String) -> AcknowledgementProfile
    /// Makes what begins deliveries in one transaction.
    let starts: @Sendable () -> DeliveryStarts
    let clock: Clock

    /// Decides the documents of a batch, in accept order. Safe to repeat: what is decided stays decided.
    func decide(_ parts: [InterchangePart]) async throws -> DecidedBatch {
        let starts = starts()
        do {
            let batch = try await deciding { transaction, version in
                try decide(parts, in: transaction, by: version, beginning: starts)
            }
            starts.handOver(batch.begun, goods: batch.goods)
            return batch
        } catch {
            starts.giveBack()
            throw error
        }
    }

    private func decide(
        _ parts: [InterchangePart], in transaction: any Transaction, by version: RoutingState.Version,
        beginning starts: DeliveryStarts
    ) throws -> DecidedBatch {
        let open = Set(try transaction.lockUnprocessed(parts.map(\.interchange.number)))
        var parts = parts.filter { open.contains($0.interchange.number) }
        try judge(&parts, in: transaction)
        let whole = try parts.flatMap { part in
            try part.documents.map { document in
                try PendingDocument(
                    document, of: part.interchange, in: version.snapshot, states: stating(in: transaction))
            }
        }
        var splitting = try OrderSplitting(whole, by: version.snapshot, rereading.understanding, in: transaction)
        let split = try whole.flatMap { try splitting.split($0) }
        let locked = try transaction.lockOrders(
            split.flatMap { $0.keys.map(\.text) }, documents: split.flatMap(\.twins), at: clock.now().microseconds)
        try splitting.confirm()
        let pending = split.filter { document in document.twins.allSatisfy { locked.documents[$0] == nil } }
        var deciding = try Deciding(
            transaction: transaction, version: version, locked: locked, rereading: rereading, writers: writers,
            prepared: parts.reduce(into: PreparedPayloads()) { $0.merge($1.prepared) }, now: clock.now(),
            pending: pending)
        for document in pending { try deciding.take(document) }
        let answers = deciding.applicationAnswers(to: pending, by: acknowledging)
        try finish(parts, counting: splitting.isAtWork ? pending : nil, in: transaction)
        try deciding.write(
            bundling: parts.filter(\.isWhole).compactMap { UniqueID($0.interchange.id) },
            takesOriginal: backends.takesOriginal, beginning: starts)
        var numbering = Numbering()
        let acknowledgements = try AcknowledgementsToKeep(
            of: parts, answers, by: acknowledging, in: transaction, numbering: &numbering)
        let payloads = PayloadsToKeep(deciding.payloads, numbering: &numbering)
        let numbered = try numbering.draw(in: transaction)
        try acknowledgements.write(numbered, to: transaction, at: clock.now())
        try payloads.write(numbered, to: transaction, at: clock.now())
        return DecidedBatch(
            backends: deciding.touchedBackends,
            interchanges: deciding.touchedInterchanges.union(parts.map(\.interchange.id)), wakes: deciding.wakes,
            begun: deciding.begun,
            goods: deciding.goods(parts, takesOriginal: backends.takesOriginal), version: version)
    }

    /// Decides one stored document again, as a person asked. `check` sees the document and its deliveries under the
    /// order's row and says whether it may; what was on its way and never arrived is superseded. `anyway` lets it go behind
    /// newer documents of its order.
    func decideAgain(
        _ id: UniqueID, edit: PayloadEdit, anyway: Bool = false,
        check: @escaping @Sendable (DocumentRow) throws -> Void,
        also: @escaping @Sendable (any Transaction, DocumentRow) throws -> Void
    ) async throws -> DecidedBatch {
        try await deciding { transaction, version in
            try decideAgain(id, edit: edit, anyway: anyway, in: transaction, by: version, check: check, also: also)
        }
    }

    /// Decides one stored document again in a transaction that holds the routing lock.
    ///
    /// - Parameter reread: the document as it was understood before the transaction, with the version that was read; read here
    ///   where it is nil, or another version than the stored one.
    func decideAgain(
        _ id: UniqueID, edit: PayloadEdit, anyway: Bool = false, reread: RereadDocument? = nil,
        in transaction: any Transaction, by version: RoutingState.Version, check: (DocumentRow) throws -> Void,
        also: (any Transaction, DocumentRow) throws -> Void
    ) throws -> DecidedBatch {
        guard let before = try transaction.document(id) else { throw Self.unknown(id) }
        let known = reread.flatMap { $0.fits(before) ? $0.understood : nil }
        guard var understood = try known ?? understanding(of: before, edit: edit, in: transaction) else {
            throw Self.unknown(id)
        }
        understood.position = Int(before.place.payloadPosition)
        var document = try PendingDocument(
            understood, of: KeptInterchange(before), in: version.snapshot, states: stating(in: transaction))
        if anyway { document.forgetPlace() }
        var splitting = try OrderSplitting(
            [document], by: version.snapshot, rereading.understanding, in: transaction)
        var others = try splitting.split(document)
        // A part stays that part, whatever becomes of the others.
        let place = others.firstIndex { $0.key == before.orderPart } ?? 0
        document = others.remove(at: place)
        if let part = before.orderPart {
            document.keep(part)
            others = []
        }
        document.stands(for: before)
        let keys = ([document] + others).flatMap { $0.keys.map(\.text) } + [before.orderKey].compactMap { $0 }
        let locked = try transaction.lockOrders(
            keys, documents: [id] + others.map(\.id), at: clock.now().microseconds)
        try splitting.confirm()
        guard let stored = try transaction.document(id) else { throw Self.unknown(id) }
        try check(stored)
        try transaction.refuseQuarantined(stored)
        if let old = stored.orderKey, let new = document.key?.text, old != new,
            document.part == nil || document.key?.whole.text != old
        {
            throw GatewayError(
                .conflict, Diagnostic("intake.edit-key", facts: ["expected": old, "actual": new]))
        }
        others.removeAll { locked.documents[$0.id] != nil }
        let standing = try transaction.standing(stored, in: document.key?.text ?? stored.orderKey)
        try Self.supersede(stored, in: transaction, at: clock.now())
        try refuseUnlessStanding(stored, check, in: transaction)
        document.version = stored.payloadVersion + 1
        var deciding = try Deciding(
            transaction: transaction, version: version, locked: locked, rereading: rereading,
            writers: writers, now: clock.now(), pending: [document] + others, keepsPlace: standing != nil,
            excluding: id)
        try deciding.take(document, stored: stored, edit: edit)
        for other in others { try deciding.take(other) }
        try transaction.addDocuments(others.count, toInterchange: stored.interchangeNumber)
        if !document.isResolved, let standing { deciding.keepPlace(standing) }
        try deciding.write(bundling: [], takesOriginal: { _ in false })
        try also(transaction, stored)
        try PayloadsToKeep.keep(deciding.payloads, in: transaction, at: clock.now())
        return DecidedBatch(
            backends: deciding.touchedBackends,
            interchanges: deciding.touchedInterchanges.union([stored.interchangeID.description]), version: version)
    }

    /// Decides what waits for orders that have an owner by now.
    func wake(_ keys: [String]) async throws -> DecidedBatch {
        try await deciding { transaction, version in
            // What names several orders is decided under the rows of all of them.
            let keys = try transaction.ordersNamedTogether(with: keys)
            let locked = try transaction.lockOrders(keys, at: clock.now().microseconds)
            var deciding = try Deciding(
                transaction: transaction, version: version, locked: locked, rereading: rereading, writers: writers,
                now: clock.now(), wakesHeld: true)
            let released = try deciding.wake()
            try deciding.write(bundling: [], takesOriginal: { _ in false })
            try PayloadsToKeep.keep(deciding.payloads, in: transaction, at: clock.now())
            return DecidedBatch(
                backends: deciding.touchedBackends, interchanges: deciding.touchedInterchanges, released: released,
                version: version)
        }
    }

    func deciding(
        _ body: @escaping @Sendable (any Transaction, RoutingState.Version) throws -> DecidedBatch
    ) async throws -> DecidedBatch {
        var repetitions = 0
        while true {
            do {
                let decided = try await database.write { transaction in
                    guard let head = try transaction.lockRoutingShared() else {
                        throw StoreError(.mismatch, code: "routing")
                    }
                    return try body(transaction, try routing.version(at: head, in: transaction))
                }
                routing.replace(by: decided.version)
                return decided
            } catch let error as StoreError where error.kind == .serialization && repetitions < 3 {
                repetitions += 1
            }
        }
    }

    private func understanding(
        of row: DocumentRow, edit: PayloadEdit, in transaction: any Transaction
    ) throws -> UnderstoodDocument? {
        guard let bytes = edit.bytes else { return try rereading.understood(row, in: transaction) }
        let understanding = rereading.understanding(row.sender)
        var found: ReadDocument?
        let count = try DocumentFinder(understanding: understanding).each(in: [bytes].makeIterator()) { found = $0 }
        guard count == 1, let found else {
            throw GatewayError(.invalid, Diagnostic("intake.edit-documents", facts: ["actual": String(count)]))
        }
        return understanding.understand(found, sender: row.sender, day: Instant(microseconds: row.receivedAt).day)
    }

    /// Takes what waits for a back end out of the way, or gives up when an attempt may still take effect.
    static func supersede(_ row: DocumentRow, in transaction: any Transaction, at now: Instant) throws {
        let open = try transaction.supersedeDeliveries(ofDocument: row.id, at: now.microseconds)
        try transaction.dissolveBundle(row.interchangeID)
        if let backend = open.first?.backend {
            throw GatewayError(.conflict, Diagnostic("intake.replay-open", facts: ["backend": backend]))
        }
    }

    /// Looks again behind the locks of the deliveries: results take these and not the order's row, so that a document may have
    /// arrived since it was checked.
    private func refuseUnlessStanding(
        _ row: DocumentRow, _ check: (DocumentRow) throws -> Void, in transaction: any Transaction
    ) throws {
        guard let present = try transaction.document(row.id), present.status != row.status else { return }
        try check(present)
    }

    private static func unknown(_ id: UniqueID) -> GatewayError {
        GatewayError(.notFound, Diagnostic("intake.document-unknown", value: id.description))
    }

    /// Sees which interchanges came before, and refuses the documents that go with what is refused.
    private func judge(_ parts: inout [InterchangePart], in transaction: any Transaction) throws {
        var references: [InterchangeReference: UniqueID] = [:]
        for part in parts {
            guard let id = UniqueID(part.interchange.id) else { continue }
            for (reference, _) in part.references where references[reference] == nil { references[reference] = id }
        }
        let first = references.isEmpty ? [:] : try transaction.noteReferences(references)
        for index in parts.indices {
            for (reference, place) in parts[index].references {
                guard let first = first[reference], first.description != parts[index].interchange.id else { continue }
                parts[index].judgement?.markDuplicate(at: place, of: first)
            }
            parts[index].refuseDocuments()
        }
    }

    /// Ends an interchange whose documents the store refuses: what was decided of it before stays decided, and counts.
    /// Its acknowledgement refuses it.
    func giveUp(_ part: InterchangePart, for fault: Diagnostic) async throws {
        let now = clock.now()
        var part = part
        part.summary = part.summary ?? InterchangeSummary(documents: 0, diagnostics: [], envelope: nil)
        part.judgement?.refuseAll(for: fault)
        let refused = part
        try await database.write { transaction in
            let decided = try transaction.documentCount(ofInterchange: refused.interchange.number)
            let isOurs = try transaction.finishProcessing(
                refused.interchange.number, documents: decided, isReadable: decided > 0,
                diagnostics: JSONText.of([fault]) ?? "[]", at: now.microseconds)
            guard isOurs else { return }
            var numbering = Numbering()
            let answers = try AcknowledgementsToKeep(
                of: [refused], by: acknowledging, in: transaction, numbering: &numbering)
            try answers.write(numbering.draw(in: transaction), to: transaction, at: now)
        }
    }

    /// Ends the interchanges that end here. Where documents may be split, `decided` are those of this transaction: each part
    /// counts as one.
    private func finish(
        _ parts: [InterchangePart], counting decided: [PendingDocument]?, in transaction: any Transaction
    ) throws {
        for part in parts {
            guard let summary = part.summary else {
                if part.isFirst { try transaction.startProcessing(part.interchange.number) }
                continue
            }
            var documents = summary.documents
            if let decided {
                let own = decided.count { $0.interchange.number == part.interchange.number }
                documents = try transaction.documentCount(ofInterchange: part.interchange.number) + own
            }
            _ = try transaction.finishProcessing(
                part.interchange.number, documents: documents, isReadable: summary.documents > 0,
                controlNumber: summary.envelope?.reference,
                envelope: summary.envelope.map(JSONText.of(envelope:)) ?? "{}",
                diagnostics: JSONText.of(list: summary.diagnostics + (part.judgement?.diagnostics ?? [])),
                at: clock.now().microseconds)
        }
    }
}

extension InterchangePart {
    /// The references that must be new: of a part in the middle those of its own documents' interchanges would do, but most
    /// payloads have one.
    fileprivate var references: [(reference: InterchangeReference, place: Int)] {
        judgement?.references(from: interchange.sender) ?? []
    }

    /// Refuses the documents that go with what is refused.
    fileprivate mutating func refuseDocuments() {
        guard let refusals = judgement?.refusals, !refusals.isEmpty else { return }
        for index in documents.indices {
            guard let fault = refusals[documents[index].position] else { continue }
            documents[index].refuse(for: fault)
        }
    }
}

extension Transaction {
    /// The delivery by which a stored document stands in its key's queue at a back end, so that what came later waits for it.
    fileprivate func standing(_ row: DocumentRow, in key: String?) throws -> DeliveryRow? {
        guard let key else { return nil }
        let states: Set<DeliveryState> = [.held, .waiting, .failed]
        return try deliveries(ofDocument: row.id).first {
            $0.purpose.isOwn && $0.step == nil && $0.orderKey == key && states.contains($0.state)
        }
    }
}

extension KeptInterchange {
    /// The interchange of a stored document, as far as deciding needs it.
    init(_ row: DocumentRow) {
        self.init(
            id: row.interchangeID.description, number: row.interchangeNumber, sender: row.sender, fileName: nil,
            size: 0,
            receivedAt: Instant(microseconds: row.receivedAt))
    }
}

extension JSONText {
    fileprivate static func of(envelope: InterchangeSummary.Envelope) -> String {
        object([
            "receiver": .init(envelope.receiver), "reference": .init(envelope.reference),
            "sender": .init(envelope.sender), "syntax": .text(envelope.syntax), "test": .flag(envelope.test),
            "version": .init(envelope.version),
        ])
    }
}
