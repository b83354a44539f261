import ConfigurationFiles
import Diagnostics
import Intake
import Orders
import Rollout
import Store

/// What the decision on a back end's document writes: its row, what it binds, its delivery to the partner, its copies.
extension Deciding {
    mutating func record(_ decision: BackendDecision, of document: DocumentRow, woken: Bool = false) throws {
        var row = rows.newDocuments[document.id] ?? document
        row.stage = DocumentStage.route.rawValue
        row.code = nil
        row.updatedAt = now.microseconds
        switch decision {
        case .accept(let routes): try accept(routes, &row, woken: woken)
        case .suppress(let diagnostic):
            row.status = .superseded
            add(diagnostic, to: &row)
            row.decision = decided("suppressed: another back end speaks for the order")
            addEvent("document.suppressed", row)
        case .echo(let original):
            row.status = .duplicate
            row.decision = decided("a copy of \(original) that came back")
            addEvent("document.echo", row)
        case .park(let reason, _):
            row.status = .parked
            row.decision = decided(reason.words)
            addEvent("document.parked", row)
        case .hold(let diagnostic):
            row.status = .held
            add(diagnostic, to: &row)
            row.decision = decided("held for a person")
            addEvent("document.held", row)
        case .fail(let diagnostic):
            row.status = .failed
            add(diagnostic, to: &row)
            addEvent("document.failed", row)
        }
        parked[row.id.description] = row
        rows.change(row)
    }

    /// Whether an order is born in this very transaction: what its partner wrote is not in the store yet.
    func isBornHere(_ route: Route) -> Bool {
        guard !route.isBirth, let key = route.key?.text, let born = rows.order(key)?.bornDocument else { return false }
        return rows.newDocuments[born] != nil
    }

    private mutating func accept(_ routes: [Route], _ row: inout DocumentRow, woken: Bool) throws {
        guard let first = routes.first else { return }
        row.function = first.function
        row.site = first.site
        for route in routes { bind(route, row) }
        try learn(from: row, of: routes)
        let isWritten = try send(routes, &row)
        if isWritten { try copy(routes, of: row) }
        if !isWritten {
            addEvent("document.failed", row)
        } else if woken {
            addEvent("document.woken", row)
        }
    }

    /// Keeps what an owner's document says of its own codes.
    private func learn(from row: DocumentRow, of routes: [Route]) throws {
        guard let backend = BackendSender.backend(of: row.sender), routes.count == 1, let key = routes[0].key,
            let content = try contents[row.id]
                ?? transaction.payload(of: row.id, version: row.payloadVersion)?.canonical,
            let document = CanonicalDocument.read(json: content).document
        else { return }
        let learned = LearnedCodes(backend: backend, document: row.id, now: now)
        let own = Set(document.statedOwnOrders)
        if own.count == 1, let id = own.first { try transaction.learn(learned.order(key.text, is: id)) }
        if case .orderResponse(let response) = document, writers.learnsItems(from: backend) {
            try transaction.learn(learned.items(of: response, for: key.buyer))
        }
    }

    /// The order that a back end lists as one of its own while it was given it: its id says so.
    func knownOrigin(of row: DocumentRow, in canonical: [UInt8]) throws -> String? {
        guard row.type == DocumentKind.order.rawValue, let backend = BackendSender.backend(of: row.sender),
            let document = CanonicalDocument.read(json: canonical).document, !document.statedOwnOrders.isEmpty,
            document.statedOrderKeys.isEmpty
        else { return nil }
        let side = writers.side(of: backend)
        for key in try transaction.statedOrders(of: document, from: backend, side: side, at: now) {
            guard let born = (rows.order(key.text) ?? locked.orders[key.text]?.order)?.bornDocument, born != row.id,
                try transaction.deliveries(ofDocument: born).contains(where: { $0.backend == backend })
            else { continue }
            return born.description
        }
        return nil
    }

    /// Makes the delivery to the partner; false when the document cannot be written for it.
    private mutating func send(_ routes: [Route], _ row: inout DocumentRow) throws -> Bool {
        let route = routes[0]
        func settle(_ reason: String) {
            row.status = .delivered
            row.decision = decided("\(route.reason.words); \(reason)", side: route.side, route.backend)
        }
        guard version.snapshot.functions.first(where: { $0.name == route.function })?.inbound == false else {
            settle("nothing of it goes to a partner")
            return true
        }
        guard let type = CanonicalDocument.DocumentType(rawValue: row.type) else { return true }
        let question = try question(of: route)
        guard let partner = partner(of: route, question?.sender), let form = writers.form(of: type, for: partner) else {
            settle("its partner takes no \(row.type)")
            return true
        }
        row.status = .delivering
        row.decision = decided(route.reason.words, side: route.side, route.backend)
        var delivery = delivery(of: row, route, to: Outbound.channelName(of: partner), .outbound)
        defer { rows.add(delivery) }
        let content = try contents[row.id] ?? transaction.payload(of: row.id, version: row.payloadVersion)?.canonical
        do {
            let written = try writers.write(
                content ?? [], for: delivery, to: question?.order, as: form,
                receivedAt: Instant(microseconds: row.receivedAt), at: now, in: transaction)
            var payload = PayloadToKeep(written, of: delivery)
            payload.sent = SentDocumentRow(
                delivery, type, to: partner,
                numbered: CanonicalDocument.read(json: content ?? []).document?.ownNumber,
                by: writers.outbound(partner))
            payload.numbersFrom = writers.numbersFrom(partner)
            payload.batch = writers.outbound(partner)?.batch
            rows.add(payload)
            remark(written.diagnostics, on: &row)
            return true
        } catch let fault as PayloadFault {
            fail(&row, &delivery, fault)
            return false
        }
    }

    /// Who gets what is said of an order: its buyer, else who passes on what the buyer sends.
    private func partner(of route: Route, _ sender: String?) -> String? {
        let buyer = route.key?.buyer ?? route.reason.testPartner
        return [buyer, sender].compactMap { $0 }.first { writers.sends(to: $0) }
    }

    /// The order as its sender wrote it; nil for one that did not come from a partner.
    private func question(of route: Route) throws -> (order: OrderInQuestion, sender: String)? {
        guard let key = route.key?.text, let order = rows.order(key) ?? locked.orders[key]?.order,
            let born = order.bornDocument, let row = try transaction.document(born),
            let question = try rereading.question(row, in: transaction)
        else { return nil }
        return (question, row.sender)
    }

    /// Adds the copies that other back ends get, each once whatever number of orders asks for it. The document has been
    /// acted on where it comes from, so that they wait for nothing.
    private mutating func copy(_ routes: [Route], of row: DocumentRow) throws {
        var made: Set<String> = []
        for route in routes {
            for copy in route.copies where made.insert("\(copy.purpose) \(copy.backend)").inserted {
                var delivery = delivery(of: row, route, to: copy.backend, DeliveryPurpose(copy.purpose))
                try add(copy: &delivery, of: row)
            }
        }
    }

    /// What a back end says its document is a copy of.
    enum StatedOrigin {
        /// A document that it was given.
        case echo(of: String)
        /// A document that it was never given.
        case unknown(Diagnostic)
    }

    /// What a back end's document says it is a copy of; nil where it says nothing. It is one only if that document was on its
    /// way there: else whoever says so could make a document vanish.
    func statedOrigin(of row: DocumentRow, in canonical: [UInt8]) throws -> StatedOrigin? {
        guard let backend = BackendSender.backend(of: row.sender),
            let origin = CanonicalDocument.read(json: canonical).document?.statedOrigin
        else { return nil }
        if let id = UniqueID(origin),
            try transaction.deliveries(ofDocument: id).contains(where: { $0.backend == backend })
        {
            return .echo(of: origin)
        }
        return .unknown(Diagnostic("route.origin-unknown", value: origin, facts: ["backend": backend]))
    }
}

extension SentDocumentRow {
    /// What is noted of a document on its way to a partner.
    fileprivate init(
        _ delivery: DeliveryRow, _ type: CanonicalDocument.DocumentType, to partner: String, numbered number: String?,
        by way: Outbound?
    ) {
        self.init(
            deliveryID: delivery.id, documentID: delivery.documentID, partner: partner, type: type.rawValue,
            number: number, closes: way?.closingStage ?? .handedOver,
            answerWithin: way?.acknowledgedWithin.map { Int64($0 * 1_000_000) }, madeAt: delivery.madeAt)
    }
}

extension CanonicalDocument {
    /// The number by which its receiver speaks of it: a response's own, else its order's.
    fileprivate var ownNumber: String? {
        if case .orderResponse(let response) = self, let own = response.documentNumber { return own }
        return number.isEmpty ? nil : number
    }
}

extension Reason {
    /// The partner whose test a document belongs to.
    fileprivate var testPartner: String? {
        if case .test(let partner) = self { return partner }
        return nil
    }
}
