import ConfigurationFiles
import Diagnostics
import Intake
import Orders
import Rollout
import Store

/// What back ends say of their own codes, as cross references: their ids of orders, their codes of items.
struct LearnedCodes: Sendable {
    /// The back end that says it.
    let backend: String
    /// The document or the delivery's document that it is said with.
    let document: UniqueID
    let now: Instant

    private static let limits = JSONLimits(bytes: 1 << 20, depth: 32, values: 50_000)

    /// The back end's id of an order; nothing for what is no code.
    func order(_ key: String, is id: String) -> [CrossReferenceRow] {
        learned(.order, SystemCode(.canonical, key), SystemCode(.backend(backend), id))
    }

    /// The back end's own id of an order that was born there, or as a copy: what is answered in the shadow is no order.
    static func ownOrder(
        in sent: SentConsignment, of claimed: ClaimedDelivery, at backend: Backend, _ now: Instant
    ) -> [CrossReferenceRow] {
        let delivery = claimed.delivery
        guard case .done = sent.outcome, delivery.isBirth, delivery.bundle == nil, delivery.purpose != .shadow,
            let path = backend.learns.orderMember, let body = sent.answer?.body, let id = id(in: body, at: path)
        else { return [] }
        return LearnedCodes(backend: backend.name, document: delivery.documentID, now: now).order(
            delivery.orderKey, is: id)
    }

    /// The id that an answer holds at a member's path: `order.id`; nil where nothing stands there.
    static func id(in answer: [UInt8], at path: String) -> String? {
        guard var value = try? JSONValue.parse(answer, limits: limits) else { return nil }
        for step in path.split(separator: ".") {
            guard case .object(let members) = value, let member = members.first(where: { $0.key == step }) else {
                return nil
            }
            value = member.value
        }
        switch value {
        case .string(let text): return text
        case .integer(let number): return String(number)
        default: return nil
        }
    }

    /// The codes of the items that an order response confirms: what the partner and what everybody calls them, here.
    func items(of response: OrderResponse, for partner: String?) -> [CrossReferenceRow] {
        lines(response.lines).flatMap { line -> [CrossReferenceRow] in
            guard let own = line.item.supplierCode else { return [] }
            let to = SystemCode(.backend(backend), own)
            var rows: [CrossReferenceRow] = []
            if let partner, let code = line.item.buyerCode {
                rows += learned(.item, SystemCode(.partner(partner), code), to, .forward)
            }
            if let gtin = line.item.gtin { rows += learned(.item, SystemCode(.canonical, gtin.canonicalText), to) }
            return rows
        }
    }

    private func lines(_ lines: [ResponseLine]) -> [ResponseLine] { lines.flatMap { [$0] + self.lines($0.subLines) } }

    private func learned(
        _ kind: MasterKind, _ from: SystemCode, _ to: SystemCode, _ relation: CrossReference.Relation = .same
    ) -> [CrossReferenceRow] {
        let reference = CrossReference(kind, from, to, relation: relation)
        // An order's key may be longer than what people type.
        guard (try? CrossReference(kind, SystemCode(from.system, "x"), to, relation: relation).check()) != nil else {
            return []
        }
        return [
            CrossReferenceRow(
                id: UniqueID(at: now.microseconds), reference, sourceKind: .document, source: document.description,
                madeAt: now.microseconds, madeBy: BackendSender.name(of: backend))
        ]
    }
}
