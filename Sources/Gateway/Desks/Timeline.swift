import Foundation
import Intake
import Rollout
import Store

/// What happened to one document, from the rows that each step left behind.
enum Timeline {
    /// The events of a document, oldest first.
    static func events(of row: DocumentRow, in transaction: any Transaction) throws -> [EventView] {
        var events: [(at: Int64, kind: String, words: String)] = []
        if let interchange = try transaction.interchange(row.interchangeID) {
            let name = interchange.fileName.map { " as \($0)" } ?? ""
            events.append(
                (
                    interchange.receivedAt, "received",
                    "received from \(interchange.sender) by \(interchange.channel)\(name), \(interchange.size) bytes"
                ))
        }
        let own = try transaction.timeline(of: row.id.description)
        let clearings = Clearing.all(in: own)
        // What was done to the interchange as a whole was done to its documents.
        for event in try transaction.timeline(of: row.interchangeID.description) + own {
            events.append((event.at, event.kind, words(of: event)))
        }
        for version in try transaction.payloadVersions(of: row.id) where version.author != nil {
            let reason = version.reason.map { ": \($0)" } ?? ""
            events.append(
                (version.at, "edited", "version \(version.version) by \(version.author ?? "")\(reason)"))
        }
        for delivery in try transaction.deliveries(ofDocument: row.id) {
            for attempt in try transaction.attempts(ofDelivery: delivery.id) {
                let name = "attempt \(attempt.number) at \(delivery.backend)"
                events.append((attempt.beganAt, "attempt.began", "\(name) began"))
                guard let ended = attempt.endedAt else { continue }
                let answer = AttemptView(attempt, clearings: clearings)
                let status = answer.status.map { " with status \($0)" } ?? ""
                let detail = answer.detail.map { ": \($0)" } ?? ""
                events.append(
                    (
                        ended, "attempt.\(answer.outcome ?? "ended")",
                        "\(name) ended \(answer.outcome ?? "")\(status)\(detail)"
                    ))
            }
            if let answer = try answer(to: delivery, in: transaction) { events.append(answer) }
            for stage in try transaction.sentStages(ofDelivery: delivery.id) {
                events.append((stage.at, "reached.\(stage.stage.rawValue)", stage.words(at: delivery.backend)))
            }
        }
        // A stable order: of one moment, what was gathered first came first.
        return events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map {
                EventView(
                    at: Instant(microseconds: $0.element.at).iso8601, kind: $0.element.kind, words: $0.element.words)
            }
    }

    /// What the receiver of a delivery answered last; nil where it did not.
    private static func answer(
        to delivery: DeliveryRow, in transaction: any Transaction
    ) throws -> (at: Int64, kind: String, words: String)? {
        guard let sent = try transaction.sent(ofDelivery: delivery.id), let at = sent.answeredAt else { return nil }
        let errors = (JSONText.read([String].self, from: sent.errors) ?? []).joined(separator: "; ")
        let document = sent.answeredBy.map { " (document \($0))" } ?? ""
        let words = "\(delivery.backend) answered \(sent.reference): \(sent.status.rawValue)"
        return (at, "answered.\(sent.status.rawValue)", words + (errors.isEmpty ? "" : ", \(errors)") + document)
    }

    /// An event's facts as a phrase: its status and reason where it has them, else all it says.
    private static func words(of event: EventRow) -> String {
        if let clearing = Clearing.all(in: [event]).first { return clearing.words }
        guard let facts = JSONText.read([String: String].self, from: event.data) else { return "" }
        let usual = ["status", "code", "reason"]
        let rest = facts.filter { !usual.contains($0.key) && !$0.value.isEmpty }.sorted { $0.key < $1.key }
        return (usual.compactMap { facts[$0] } + rest.map { "\($0.key) \($0.value)" }).filter { !$0.isEmpty }
            .joined(separator: ", ")
    }
}

extension SentStageRow {
    /// What was heard of a stage, in words.
    func words(at receiver: String) -> String {
        let errors = (JSONText.read([String].self, from: errors) ?? []).joined(separator: "; ")
        let document = answeredBy.map { " (document \($0))" } ?? ""
        return "\(stage.rawValue) on its way to \(receiver), says \(source)" + (errors.isEmpty ? "" : ": \(errors)")
            + document
    }
}
