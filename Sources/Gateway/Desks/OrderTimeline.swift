import ConfigurationFiles
import Diagnostics
import Intake
import Rollout
import Store

/// What happened to one order, across both sides: each document with where it went and what was answered, copies, what bound
/// it, what a comparison found.
struct OrderTimeline {
    let order: OrderRow
    let transaction: any Transaction
    /// The sender whose own documents and answers alone are told; nil for the house.
    let partner: String?

    private typealias Event = OrderView.Event

    /// Everything, oldest first.
    ///
    /// - Parameter documents: All documents of the order that the caller may see, and for a partner those that back ends made of
    ///   it as well.
    func events(
        of documents: [DocumentRow], history: [ItineraryChange]
    ) throws -> [OrderView.Event] {
        var events: [(at: Int64, event: Event)] = []
        for document in documents { events += try self.events(of: document) }
        if partner == nil {
            for entry in history { events.append(Self.binding(entry.row, entry.reason)) }
            for event in try transaction.timeline(of: order.key) {
                events.append((event.at, Event(event.kind, Self.words(of: event))))
            }
            events += try differences()
        }
        // A stable order: of one moment, what was gathered first came first.
        return events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map {
            var event = $0.element.event
            event.at = Instant(microseconds: $0.element.at).iso8601
            return event
        }
    }

    // MARK: Documents

    private func events(of document: DocumentRow) throws -> [(at: Int64, event: Event)] {
        let id = document.id.description
        let isOwn = partner == nil || document.sender == partner
        let name = [document.type, document.reference].compactMap(\.self).joined(separator: " ")
        var events: [(at: Int64, event: Event)] = []
        if isOwn {
            events.append((document.receivedAt, Event("received", "\(name) from \(Self.name(document.sender))", id)))
        }
        for delivery in try transaction.deliveries(ofDocument: document.id) where delivery.step == nil {
            let addressee = Outbound.partner(of: delivery.backend)
            if let partner, addressee != partner, !isOwn || delivery.purpose != .primary { continue }
            events += try self.events(of: delivery, name, id, to: addressee)
        }
        if isOwn, let event = Self.standing(document, name, id) { events.append((document.updatedAt, event)) }
        return events
    }

    private func events(
        of delivery: DeliveryRow, _ name: String, _ document: String, to addressee: String?
    ) throws -> [(at: Int64, event: Event)] {
        // Which system of the house has it is not its partner's business.
        let place = addressee ?? (partner == nil ? delivery.backend : "the receiver")
        let what = delivery.purpose.isOwn ? name : "\(delivery.purpose.rawValue) of \(name)"
        var event = Event("\(delivery.purpose.rawValue).\(delivery.state.rawValue)", "", document)
        event.backend = partner == nil || addressee != nil ? delivery.backend : nil
        // Nothing was sent of what people took there.
        let isByHand = delivery.state == .delivered && delivery.attempts == 0
        var verb = isByHand ? "was brought by hand to" : Self.words(delivery.state)
        if delivery.purpose == .outbound, delivery.state == .failed { verb = "failed on its way to" }
        event.words = "\(what) \(verb) \(place)"
        if delivery.state == .failed, delivery.onRejection != .hold, delivery.purpose.isOwn {
            let goOn = delivery.onRejection == .continue
            event.words += goOn ? "; later documents go on without it" : "; later documents fail with it"
        }
        let way = try transaction.sentStages(ofDelivery: delivery.id).filter { $0.stage != .handedOver }.map { stage in
            var reached = Event(
                "reached.\(stage.stage.rawValue)", "\(name): \(stage.words(at: place))", stage.answeredBy?.description)
            reached.backend = event.backend
            return (at: stage.at, event: reached)
        }
        guard let sent = try transaction.sent(ofDelivery: delivery.id), delivery.attempts > 0 else {
            return [(delivery.updatedAt, event)] + way
        }
        event.words += " under number \(sent.reference)"
        guard let at = sent.answeredAt else { return [(delivery.updatedAt, event)] + way }
        var answer = Event(
            "answered.\(sent.status.rawValue)",
            "\(place) acknowledged number \(sent.reference): \(sent.status.rawValue)",
            sent.answeredBy?.description)
        answer.backend = event.backend
        return [(delivery.updatedAt, event), (at, answer)] + way
    }

    /// Where a document stands that went nowhere.
    private static func standing(_ document: DocumentRow, _ name: String, _ id: String) -> Event? {
        switch document.status {
        case .accepted, .delivering, .delivered, .unknown: nil
        case .parked, .held, .failed, .discarded, .duplicate, .superseded:
            Event(
                "document.\(document.status.rawValue)",
                "\(name) is \(document.status.rawValue)" + (document.code.map { ": \($0)" } ?? ""), id)
        }
    }

    // MARK: The house's own

    private static func binding(_ row: ItineraryRow, _ reason: String) -> (at: Int64, event: Event) {
        var event = Event("bound", "\(row.function) bound to \(row.side) (\(row.backend)): \(reason)")
        event.backend = row.backend
        event.document = row.boundBy?.description
        return (row.at, event)
    }

    /// What the newest verification of its site found of it.
    private func differences() throws -> [(at: Int64, event: Event)] {
        guard let site = order.site, let run = try transaction.newestVerification(ofSite: site) else { return [] }
        return try transaction.findings(of: run.id, order: order.key).map { finding in
            let repaired = finding.repairedAt == nil ? "" : ", and was sent again since"
            let words = "verification \(run.id): \(finding.kind.rawValue) at \(finding.side)\(repaired)"
            return (run.finishedAt ?? run.updatedAt, Event("verified.\(finding.kind.rawValue)", words))
        }
    }

    // MARK: Words

    private static func name(_ sender: String) -> String { BackendSender.backend(of: sender) ?? sender }

    private static func words(_ state: DeliveryState) -> String {
        switch state {
        case .held: "is held for"
        case .waiting: "waits for"
        case .sending: "is on its way to"
        case .delivered: "went to"
        case .failed: "failed at"
        case .unknown: "may have reached"
        case .superseded: "goes no more to"
        case .discarded: "was discarded for"
        }
    }

    private static func words(of event: EventRow) -> String {
        guard let facts = JSONText.read([String: String].self, from: event.data) else { return "" }
        return facts.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}

extension OrderView.Event {
    fileprivate init(_ kind: String, _ words: String, _ document: String? = nil) {
        self.init(at: "", kind: kind, words: words, document: document, backend: nil)
    }
}

extension OrderView {
    /// Where the order stands, in one sentence.
    ///
    /// - Parameter copies: its deliveries beside those to its owners that go on only when a person acts.
    static func standing(
        _ order: OrderRow, _ documents: [DocumentRow], itinerary: [ItineraryRow], stuck copies: [DeliveryRow]
    ) -> String {
        let stuck = documents.filter { [.failed, .held, .unknown, .parked].contains($0.status) }
        let owners = Set(itinerary.map(\.backend)).sorted()
        var words: [String] = []
        if order.state == .closed { words.append("closed") }
        if let hold = order.hold { words.append("its key is held: \(hold)") }
        words.append(owners.isEmpty ? "no back end has it" : "with \(owners.joined(separator: " and "))")
        if let first = stuck.first {
            let code = first.code.map { " (\($0))" } ?? ""
            let more = stuck.count > 1 ? " and \(stuck.count - 1) more" : ""
            words.append("\(first.type) \(first.id) is \(first.status.rawValue)\(code)\(more)")
        }
        if let first = copies.first {
            let more = copies.count > 1 ? " and \(copies.count - 1) more" : ""
            words.append(
                "the \(first.purpose.rawValue) of \(first.documentID) is \(first.state.rawValue) at \(first.backend)\(more)"
            )
        }
        let moving = documents.count { $0.status == .delivering }
        if moving > 0 { words.append("\(moving) under way") }
        if stuck.isEmpty, copies.isEmpty, moving == 0, let last = documents.last {
            let moment = Instant(microseconds: last.receivedAt / 1_000_000 * 1_000_000).iso8601
            words.append("all done; last \(last.type) of \(moment)")
        }
        return words.joined(separator: "; ")
    }

    /// Where the order stands, in one sentence for the partner that it is with: of its own documents, and what it was sent.
    ///
    /// - Parameter sent: what back ends made of the order and went to the partner, with when, oldest first.
    static func standing(
        _ order: OrderRow, own documents: [DocumentRow], sent: [(document: DocumentRow, at: Int64)]
    ) -> String {
        var words: [String] = []
        if order.state == .closed { words.append("closed") }
        let stuck = documents.filter { [.failed, .held, .unknown, .parked].contains($0.status) }
        let moving = documents.count { [.accepted, .delivering].contains($0.status) }
        if let first = stuck.first {
            let more = stuck.count > 1 ? " and \(stuck.count - 1) more" : ""
            words.append("\(first.type) \(first.reference ?? first.id.description) needs a person here\(more)")
        } else {
            words.append(moving > 0 ? "\(moving) on the way" : "all that you sent is taken")
        }
        if let last = sent.last {
            let moment = Instant(microseconds: last.at / 1_000_000 * 1_000_000).iso8601
            let name = [last.document.type, last.document.reference].compactMap(\.self).joined(separator: " ")
            words.append("last sent to you: \(name) at \(moment)")
        } else {
            words.append("nothing was sent to you yet")
        }
        return words.joined(separator: "; ")
    }
}
