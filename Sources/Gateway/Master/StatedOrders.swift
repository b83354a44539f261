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
        let lookup = CodeLookup(on: now.day) { kind, code in
            try crossReferences(of: [code], kind).first?.map(\.reference) ?? []
        }
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
