import Store

/// What a person found of an attempt whose outcome was unknown, as the events of its document keep it.
struct Clearing: Codable, Hashable {
    /// What a list of what is there says of an attempt.
    enum Found: String, Codable { case listed, absent }

    static let kind = "document.cleared"

    var found: Found
    var backend: String
    var delivery: String
    /// The numbers of the attempts that had no definite end.
    var attempts: [Int64]
    var by: String

    var words: String {
        let numbers = attempts.map(String.init).joined(separator: ", ")
        return "attempt \(numbers) at \(backend) cleared as \(found.rawValue) by \(by)"
    }

    /// The attempts of deliveries that lack a definite end, by delivery; to be read before they are cleared.
    static func openAttempts(
        of deliveries: [UniqueID], in transaction: any Transaction
    ) throws -> [UniqueID: [Int64]] {
        try deliveries.reduce(into: [:]) { open, id in
            open[id] = try transaction.attempts(ofDelivery: id).filter { $0.outcome == nil || $0.outcome == .unknown }
                .map(\.number)
        }
    }

    /// The events of cleared deliveries.
    static func events(
        _ found: Found, of deliveries: [DeliveryRow], attempts: [UniqueID: [Int64]], by caller: Caller, at now: Int64
    ) -> [EventRow] {
        deliveries.map { delivery in
            let clearing = Clearing(
                found: found, backend: delivery.backend, delivery: delivery.id.description,
                attempts: attempts[delivery.id] ?? [], by: caller.name)
            return EventRow(
                at: now, kind: kind, subject: delivery.documentID.description, data: JSONText.of(clearing) ?? "{}")
        }
    }

    /// The clearings of a document's deliveries.
    static func all(in events: [EventRow]) -> [Clearing] {
        events.filter { $0.kind == kind }.compactMap { JSONText.read(Clearing.self, from: $0.data) }
    }
}

extension AttemptView {
    /// The view of an attempt. One that was cleared ended unknown, whatever the clearing made of it since.
    init(_ row: AttemptRow, clearings: [Clearing]) {
        self.init(row)
        let clearing = clearings.last { $0.delivery == row.deliveryID.description && $0.attempts.contains(row.number) }
        guard let clearing else { return }
        outcome = AttemptOutcome.unknown.rawValue
        cleared = clearing.found.rawValue
    }
}
