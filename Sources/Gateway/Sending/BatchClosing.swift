import ConfigurationFiles
import Intake
import Rollout
import Store
import Syntax

/// Writes the batches of a partner whose time has come, in the transaction that claims what is due: the interchange, its
/// control numbers, and where each document stands in it.
struct BatchClosing {
    private let channel: String
    private let numbersFrom: Int64

    /// The batches of a channel; nil for a back end, which gets each document alone.
    init?(_ backend: Backend, by writers: PayloadWriters) {
        guard let partner = Outbound.partner(of: backend.name) else { return nil }
        channel = backend.name
        numbersFrom = writers.numbersFrom(partner)
    }

    /// Writes what is due. A written batch of which a document has been taken since goes without it, under a number of its
    /// own, since its bytes would bring that document.
    func close(in transaction: any Transaction, at now: Instant) throws {
        for batch in try transaction.lockDueBatches(of: channel, at: now.microseconds) {
            let members = try transaction.lockMembers(of: batch.id)
            if batch.writtenAt != nil {
                guard try transaction.isOutdated(batch.id) else { continue }
                var next = batch
                (next.id, next.isOpen, next.dueAt) = (UniqueID(at: now.microseconds), false, now.microseconds)
                (next.writtenAt, next.documents) = (now.microseconds, Int64(members.count))
                try transaction.insertBatch(next)
                try transaction.rebundle(members.map(\.id), as: next.id, dueAt: now.microseconds)
                try write(next, members, to: transaction, at: now)
            } else if batch.dueAt <= now.microseconds || members.allSatisfy({ $0.dueAt <= now.microseconds }) {
                var closed = batch
                (closed.isOpen, closed.dueAt) = (false, min(batch.dueAt, now.microseconds))
                closed.writtenAt = now.microseconds
                try transaction.update(closed)
                try write(closed, members, to: transaction, at: now)
            }
        }
    }

    private func write(
        _ batch: BatchRow, _ members: [DeliveryRow], to transaction: any Transaction, at now: Instant
    ) throws {
        var whole: [(delivery: DeliveryRow, payload: WrittenPayloadRow, orders: [String])] = []
        for member in members {
            guard let payload = try transaction.ownPayload(of: member.id) else { continue }
            let orders = [member.orderKey] + (try transaction.furtherOrders(ofDocument: member.documentID))
            whole.append((member, payload, orders))
        }
        let interchange = BatchedInterchange(
            whole.map { BatchedInterchange.Member(bytes: $0.payload.bytes, orders: $0.orders) },
            from: EnvelopeParty(named: batch.own), to: EnvelopeParty(named: batch.partner))
        guard let interchange, let first = whole.first, whole.count == members.count else {
            // What is gone cannot be sent: each says so for itself.
            return try transaction.rebundle(members.map(\.id), as: nil, dueAt: now.microseconds)
        }
        var numbering = Numbering()
        let ticket = numbering.add(interchange.content, from: numbersFrom)
        let numbered = try numbering.draw(in: transaction)[ticket]
        var payload = first.payload
        (payload.deliveryID, payload.bytes) = (batch.id, numbered.bytes)
        try transaction.insertWrittenPayloads([payload])
        try transaction.insertSent([
            SentInterchangeRow(
                pair: numbered.pair, reference: String(numbered.number),
                groupReference: numbered.groups.map { String($0.lowerBound) }, kind: "batch", receiver: channel,
                deliveryID: batch.id, sentAt: now.microseconds)
        ])
        try transaction.place(
            zip(whole, interchange.places).map { member, place in
                let group = place.group.flatMap { index in numbered.groups.map { $0.lowerBound + Int64(index) } }
                return (member.delivery.id, place.reference, group.map { String($0) })
            }, inPayload: batch.id)
    }
}

extension EnvelopeParty {
    /// The party of a name by which control numbers are counted.
    fileprivate init(named name: String) {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        self.init(parts.last ?? name, qualifier: parts.count > 1 && !parts[0].isEmpty ? parts[0] : nil)
    }
}
