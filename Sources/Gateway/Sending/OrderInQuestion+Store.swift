import Intake
import Orders
import Store
import Syntax

extension Rereading {
    /// A stored order as its sender wrote it, so that answers look the same: nil for one that came from no partner, and for
    /// one whose bytes are gone.
    func question(_ row: DocumentRow, in transaction: any Transaction) throws -> OrderInQuestion? {
        guard BackendSender.backend(of: row.sender) == nil, let mapping = row.mapping,
            let payload = try transaction.payload(of: row.id, version: row.payloadVersion),
            let document = CanonicalDocument.read(json: payload.canonical).document,
            let bytes = try payload.original ?? transaction.alone(row)
        else { return nil }
        let understanding = understanding(row.sender)
        var reader = PayloadReader(profile: understanding.profile, formats: understanding.shapes.formats)
        var header: InterchangeHeader?
        var group: MessageGroup?
        var question: OrderInQuestion?
        func take(_ event: ReaderEvent) {
            switch event {
            case .interchange(let found): (header, group) = (found, nil)
            case .group(let found): group = found
            case .message(let message):
                guard question == nil, let header else { return }
                question = OrderInQuestion(
                    document: document, mapping: mapping, header: header, version: message.version,
                    group: message.isOutsideGroups ? nil : group)
            case .end: break
            }
        }
        try reader.read(bytes[...]) { take($0) }
        try reader.finish { take($0) }
        return question
    }
}
