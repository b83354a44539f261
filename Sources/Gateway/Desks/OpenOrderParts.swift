import Rollout
import Store

/// The parts of split orders that an import makes known, in its transaction. What is known of the whole orders is read before any
/// row is locked, since it says which rows there are; ``confirm()`` sees behind the locks that it still holds.
struct OpenOrderParts {
    private let transaction: any Transaction
    private let read: [OrderKey: KnownOrder]
    private var placed: [OrderKey: [OrderPart]] = [:]

    /// What is known of some orders; nothing where orders are not split.
    init(_ keys: [OrderKey], by snapshot: RoutingSnapshot, in transaction: any Transaction) throws {
        self.transaction = transaction
        let wholes = snapshot.split == .lines ? Set(keys).sorted() : []
        read = wholes.isEmpty ? [:] : try transaction.knownOrders(wholes)
    }

    /// Whether an order was split before, so that whatever has a site of it is a part.
    func isSplit(_ key: OrderKey) -> Bool {
        if case .split = read[key] { true } else { false }
    }

    /// Whether an order has an owner as one.
    func isWhole(_ key: OrderKey) -> Bool { read[key] == .whole }

    /// Makes sure that nobody split, or made, one of the orders while their rows were not locked yet.
    func confirm() throws {
        guard !read.isEmpty, try transaction.knownOrders(read.keys.sorted()) != read else { return }
        throw StoreError(.serialization, code: "order-parts", message: "an order has just been split")
    }

    /// Places lines of an order at a site, beside those that it has there.
    mutating func place(_ lines: Set<String>, of key: OrderKey, at site: String) {
        var parts = placed[key] ?? read[key]?.parts ?? []
        if let index = parts.firstIndex(where: { $0.site == site }) {
            parts[index].lines.formUnion(lines)
        } else {
            let number = (parts.map(\.number).max() ?? 0) + 1
            parts.append(OrderPart(key: key.part(at: site), number: number, lines: lines))
        }
        placed[key] = parts
    }

    /// Writes the parts, whose orders' rows the caller holds.
    func write() throws {
        let parts = placed.values.flatMap(\.self)
        if !parts.isEmpty { try transaction.writeParts(parts) }
    }
}
