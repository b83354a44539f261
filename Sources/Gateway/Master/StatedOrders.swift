import Intake
import Orders
import Rollout
import Store

extension Transaction {
    /// The orders that a back end's document states: by their keys, else by the back end's own ids of them.
    ///
    /// - Parameter side: the side that the back end serves, if it is one alone.
    func statedOrders(
        of document: CanonicalDocument, from backend: String, side: Side?, at now: Instant
    ) throws -> [OrderKey] {
        let keys = document.statedOrderKeys
        guard keys.isEmpty else { return keys }
        let systems = [CodeSystem.backend(backend)] + [side.map(CodeSystem.side)].compactMap(\.self)
        let lookup = CodeLookup(on: now.day) { try crossReferences(of: [$0])[0].map(\.reference) }
        return try document.statedOwnOrders.compactMap { id in
            let answer = try lookup.code(.order, of: systems.map { SystemCode($0, id) }, in: [.canonical])
            guard case .code(let key, _) = answer else { return nil }
            return OrderKey(text: key)
        }
    }
}

extension Decider {
    /// What says which orders a back end's document states.
    func stating(in transaction: any Transaction) -> (CanonicalDocument, String) throws -> [OrderKey] {
        { document, backend in
            try transaction.statedOrders(
                of: document, from: backend, side: writers.side(of: backend), at: clock.now())
        }
    }
}

extension Transaction {
    /// What back ends call an order, in the order of their names.
    func ownIDs(ofOrder key: String) throws -> [OrderView.OwnID] {
        let order = SystemCode(.canonical, key)
        let known = try crossReferences(of: [CodeRequest(.order, order)])[0]
        let others = Set(known.map { $0.reference.from == order ? $0.reference.to : $0.reference.from })
        return others.sorted().map { OrderView.OwnID(system: $0.system.text, id: $0.code) }
    }
}
