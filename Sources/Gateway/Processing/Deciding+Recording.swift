import Diagnostics
import Intake
import Mapping
import Orders
import Rollout
import Store

/// What a decision writes: the document's row, its delivery with the payload, what it binds, an event.
extension Deciding {
    mutating func record(_ decision: Decision, of document: DocumentRow, woken: Bool = false) throws {
        var row = rows.newDocuments[document.id] ?? document
        row.stage = DocumentStage.route.rawValue
        row.code = nil
        row.updatedAt = now.microseconds
        switch decision {
        case .deliver(let route): try deliver([route], &row, woken: woken)
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

    /// Records what becomes of a partner's document that names several orders.
    mutating func record(_ decision: CollectiveDecision, of document: DocumentRow, woken: Bool) throws {
        guard case .deliver(let routes) = decision else {
            return try record(decision.ofFirst, of: document, woken: woken)
        }
        var row = rows.newDocuments[document.id] ?? document
        row.stage = DocumentStage.route.rawValue
        row.code = nil
        row.updatedAt = now.microseconds
        try deliver(routes, &row, woken: woken)
        parked[row.id.description] = row
        rows.change(row)
    }

    /// Gives a document to the back end that owns its order, or all of its orders.
    private mutating func deliver(_ routes: [Route], _ row: inout DocumentRow, woken: Bool) throws {
        guard let first = routes.first else { return }
        row.status = .delivering
        apply(first, to: &row)
        for route in routes { bind(route, row) }
        let primary = delivery(of: row, first)
        let isWritten = try add(primary, of: &row)
        if isWritten { try addCopies(routes, behind: primary, of: row) }
        if !isWritten {
            addEvent(row.status == .held ? "document.held" : "document.failed", row)
        } else if woken {
            addEvent("document.woken", row)
        }
    }

    private func apply(_ route: Route, to row: inout DocumentRow) {
        row.function = route.function
        row.site = route.site
        row.decision = decided(route.reason.words, side: route.side, route.backend)
    }

    func decided(_ reason: String, side: Side? = nil, _ backend: String? = nil) -> DocumentRow.Decision {
        DocumentRow.Decision(
            epoch: version.epoch, snapshotHash: version.hash, side: side?.rawValue, backend: backend, reason: reason)
    }

    func add(_ diagnostic: Diagnostic, to row: inout DocumentRow) {
        row.code = diagnostic.code.rawValue
        let kept = JSONText.read([Diagnostic].self, from: row.diagnostics) ?? []
        row.diagnostics = JSONText.of(kept + [diagnostic]) ?? row.diagnostics
    }

    /// Adds what is said of a document, none of which is why it stands where it does.
    func remark(_ diagnostics: [Diagnostic], on row: inout DocumentRow) {
        guard !diagnostics.isEmpty else { return }
        let kept = JSONText.read([Diagnostic].self, from: row.diagnostics) ?? []
        row.diagnostics = JSONText.of(kept + diagnostics) ?? row.diagnostics
    }

    mutating func bind(_ route: Route, _ row: DocumentRow) {
        guard let key = route.key?.text, !route.binds.isEmpty || route.isBirth || route.reopens,
            var order = rows.order(key) ?? locked.orders[key]?.order
        else { return }
        rows.bind(
            route.binds.map {
                ItineraryRow(
                    orderKey: key, function: $0.function, side: $0.side.rawValue, backend: $0.backend,
                    boundBy: row.id, epoch: $0.epoch, at: now.microseconds)
            })
        if let origin = route.makesKnown {
            order.origin = origin
            order.site = route.site
            order.traits = route.traits.flatMap { JSONText.of($0) }
        }
        if route.reopens { order.state = .open }
        if route.isBirth {
            order.bornDocument = row.id
            order.birthHash = row.contentHash
        }
        order.updatedAt = now.microseconds
        rows.set(order)
    }

    private func delivery(of row: DocumentRow, _ route: Route) -> DeliveryRow {
        delivery(of: row, route, to: route.backend, .primary)
    }

    func delivery(
        of row: DocumentRow, _ route: Route, to backend: String, _ purpose: DeliveryPurpose, after: UniqueID? = nil
    ) -> DeliveryRow {
        DeliveryRow(
            id: UniqueID(at: now.microseconds), documentID: row.id, payloadVersion: row.payloadVersion,
            backend: backend, purpose: purpose, orderKey: route.key?.text ?? row.id.description,
            sender: row.sender, interchangeID: row.interchangeID, interchangeNumber: row.interchangeNumber,
            position: row.position, isBirth: route.isBirth, after: after, dueAt: now.microseconds,
            idempotencyKey: "\(row.id)-\(row.payloadVersion)-\(backend)-\(purpose.rawValue)",
            onRejection: version.snapshot.onRejection(of: route.function), madeAt: now.microseconds)
    }

    /// Adds the copies of a document that goes out, each once whatever number of its orders asks for it. Each comes after the
    /// primary, but for a shadow, which nobody waits for.
    private mutating func addCopies(_ routes: [Route], behind primary: DeliveryRow, of row: DocumentRow) throws {
        var made: Set<String> = []
        for route in routes {
            try backfill(route)
            for copy in route.copies where made.insert("\(copy.purpose) \(copy.backend)").inserted {
                let purpose = DeliveryPurpose(copy.purpose)
                var delivery = delivery(
                    of: row, routes[0], to: copy.backend, purpose, after: purpose == .shadow ? nil : primary.id)
                try add(copy: &delivery, of: row)
                if let milestone = version.snapshot.compared(copy) {
                    rows.compare(delivery, with: primary, for: milestone, at: now)
                }
            }
        }
    }

    /// Sends what came of an order before there was anybody to copy it to, ahead of the document that comes now.
    private mutating func backfill(_ route: Route) throws {
        guard !route.isBirth, let key = route.key?.text, let site = route.site, version.snapshot.isShadowed(site: site),
            backfilled.insert(key).inserted, let order = locked.orders[key]
        else { return }
        for delivery in try OrderBackfill(order, by: version.snapshot, in: transaction, at: now).missing {
            rows.add(delivery)
        }
    }

    /// Adds a delivery with its payload in the format that the back end takes; false when the document cannot be written.
    /// It fails then, and the delivery keeps its place in the order's key until it is replayed: its successors wait, its
    /// neighbours go on.
    @discardableResult
    private mutating func add(_ delivery: DeliveryRow, of row: inout DocumentRow) throws -> Bool {
        var delivery = delivery
        defer { rows.add(delivery) }
        let content = try content(of: row, for: delivery)
        do throws(PayloadFault) {
            if let payload = try payload(of: content, for: delivery, receivedAt: row.receivedAt) {
                rows.add(payload)
                remark(payload.transliterations, on: &row)
            }
            return true
        } catch {
            fail(&row, &delivery, try placed(error, by: row))
            return false
        }
    }

    /// A fault about codes with the places in what was received, which an edit moves.
    private func placed(_ fault: PayloadFault, by row: DocumentRow) throws -> PayloadFault {
        guard row.payloadVersion == 1, fault.diagnostics.contains(where: { $0.code.rawValue.hasPrefix("master.") })
        else {
            return fault
        }
        var faults = DiagnosticList()
        for diagnostic in fault.diagnostics { faults.append(diagnostic) }
        faults.place(by: try rereading.origins(of: row, in: transaction))
        var fault = fault
        fault.diagnostics = faults.items
        return fault
    }

    /// Fails a document that cannot be written, with the delivery that it was to go out by.
    func fail(_ row: inout DocumentRow, _ delivery: inout DeliveryRow, _ fault: PayloadFault) {
        delivery.state = fault.holds ? .held : .failed
        row.status = fault.holds ? .held : .failed
        row.stage = DocumentStage.write.rawValue
        remark(fault.diagnostics, on: &row)
        row.code = fault.diagnostics.first { $0.severity == .error }?.code.rawValue
    }

    /// Adds a copy with its payload. One that cannot be written fails alone and keeps its place: the document goes on.
    mutating func add(copy delivery: inout DeliveryRow, of row: DocumentRow) throws {
        let content = try content(of: row, for: delivery)
        do throws(PayloadFault) {
            if let payload = try payload(of: content, for: delivery, receivedAt: row.receivedAt) {
                rows.add(payload)
            }
        } catch {
            delivery.state = .failed
            delivery.lastError = error.diagnostics.first { $0.severity == .error }.flatMap { JSONText.of($0) }
        }
        rows.add(delivery)
    }

    /// The document as it is to be written, where the back end takes something that is written from it.
    func content(of row: DocumentRow, for delivery: DeliveryRow) throws -> ContentToWrite {
        guard writers.isNeeded(for: delivery.backend) else { return ContentToWrite(canonical: []) }
        let canonical =
            try contents[row.id] ?? transaction.payload(of: row.id, version: delivery.payloadVersion)?.canonical ?? []
        return try writers.content(canonical, for: delivery, at: now, in: transaction)
    }

    /// What was written beforehand, else what is written now; nil for a back end that takes nothing written.
    func payload(
        of content: ContentToWrite, for delivery: DeliveryRow, receivedAt: Int64
    ) throws(PayloadFault) -> PayloadToKeep? {
        if let written = prepared[delivery] { return PayloadToKeep(try written.get(), of: delivery) }
        return try writers.payload(of: content, for: delivery, receivedAt: Instant(microseconds: receivedAt))
    }

    mutating func addEvent(_ kind: String, _ row: DocumentRow) {
        let facts = JSONText.object([
            "code": .init(row.code), "reason": .init(row.decision?.reason), "status": .text(row.status.rawValue),
        ])
        rows.add(EventRow(at: now.microseconds, kind: kind, subject: row.id.description, data: facts))
    }
}
