import ConfigurationFiles
import Intake
import Rollout
import Store
import Syntax

/// Puts new deliveries to partners into the batches that gather what goes in one interchange.
///
/// What can stand in no interchange with others goes alone, and so does a document whose order has something else on its
/// way to the partner outside the batch: it stands behind that, and a batch that waited for it might wait for itself.
struct BatchJoining {
    let transaction: any Transaction
    /// The orders that documents name behind their first.
    let further: [UniqueID: [String]]
    let now: Instant

    /// What a batch is for.
    private struct Kind: Hashable, Comparable {
        var channel: String
        var envelope: String

        static func < (left: Kind, right: Kind) -> Bool {
            left.channel == right.channel ? left.envelope < right.envelope : left.channel < right.channel
        }
    }

    /// Where the orders of this transaction's documents are gathered: a batch, or nil for one that goes alone.
    private struct Orders {
        var places: [String: UniqueID?] = [:]

        func mayJoin(_ batch: UniqueID, _ keys: [String]) -> Bool {
            keys.allSatisfy { key in places[key].map { $0 == batch } ?? true }
        }
    }

    /// Gives the deliveries that join a batch its bundle and its time.
    func join(_ deliveries: inout [DeliveryRow], _ payloads: inout [PayloadToKeep]) throws {
        guard payloads.contains(where: { $0.batch != nil }) else { return }
        let places = Dictionary(
            deliveries.indices.map { (deliveries[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
        var kinds: [Kind: [(payload: Int, delivery: Int)]] = [:]
        for (index, payload) in payloads.enumerated() where payload.batch != nil && payload.unnumbered != nil {
            guard let place = places[payload.row.deliveryID], deliveries[place].state == .waiting,
                let envelope = BatchedInterchange.envelope(of: payload.row.bytes)
            else { continue }
            kinds[Kind(channel: payload.receiver, envelope: envelope), default: []].append((index, place))
        }
        var orders: [String: Orders] = [:]
        // Batches are locked in one order, whatever the documents' is.
        for (kind, members) in kinds.sorted(by: { $0.key < $1.key }) {
            try join(members, of: kind, &deliveries, &payloads, &orders[kind.channel, default: Orders()])
        }
    }

    private func join(
        _ members: [(payload: Int, delivery: Int)], of kind: Kind, _ deliveries: inout [DeliveryRow],
        _ payloads: inout [PayloadToKeep], _ orders: inout Orders
    ) throws {
        var batch: BatchRow?
        for member in members {
            let payload = payloads[member.payload]
            guard let settings = payload.batch, let content = payload.unnumbered else { continue }
            var open = try batch ?? transaction.openBatch(like: empty(kind, content, settings))
            let delivery = deliveries[member.delivery]
            let keys = [delivery.orderKey] + (further[delivery.documentID] ?? [])
            let joins =
                try orders.mayJoin(open.id, keys)
                && !transaction.isUnderWay(keys, at: kind.channel, outside: open.id)
            for key in keys { orders.places.updateValue(joins ? open.id : nil, forKey: key) }
            if joins {
                deliveries[member.delivery].bundle = open.id
                deliveries[member.delivery].dueAt = open.dueAt
                payloads[member.payload].isBatched = true
                open.documents += 1
            }
            batch = open
            guard open.documents >= settings.documents else { continue }
            (open.isOpen, open.dueAt) = (false, min(open.dueAt, now.microseconds))
            for index in deliveries.indices where deliveries[index].bundle == open.id {
                deliveries[index].dueAt = open.dueAt
            }
            try transaction.update(open)
            batch = nil
        }
        if let batch { try transaction.update(batch) }
    }

    private func empty(_ kind: Kind, _ content: UnnumberedInterchange, _ settings: Outbound.Batch) -> BatchRow {
        BatchRow(
            id: UniqueID(at: now.microseconds), channel: kind.channel, own: content.sender.name,
            partner: content.receiver.name, envelope: kind.envelope,
            dueAt: now.adding(seconds: settings.within).microseconds, madeAt: now.microseconds)
    }
}
