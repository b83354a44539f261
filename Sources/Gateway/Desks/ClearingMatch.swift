import Foundation
import Intake
import Store

/// Which unknown deliveries a list of what was found settles, and which it leaves unclear.
///
/// A document's id and an idempotency key stand for one delivery, an order key for its order's birth. A bare number
/// stands for a birth only if no other order at the back end has it. No number or order key stands for a change: a change
/// is sent only after its order has arrived, so its order is on any whole list, whether the change arrived or not. So a list
/// of orders settles no change, neither as there nor as absent: only one that names deliveries alone does.
///
/// Names are compared as they are written, but for letter case. `0815` and `815` may be two orders: an entry that fits only
/// without zeros in front, blanks and signs within, a buyer before it or in another form of the same characters (full-width
/// digits) settles nothing, and what it may mean stays as it is until somebody says.
struct ClearingMatch {
    typealias Unknown = (delivery: DeliveryRow, document: DocumentRow)

    /// The deliveries that arrived.
    private(set) var listed: Set<UniqueID> = []
    /// The deliveries that the list names without settling them, with what would settle them.
    private(set) var unclear: [UniqueID: String] = [:]
    /// The entries that name no unknown delivery.
    private(set) var unmatched: [String] = []
    /// The entries that name one only when zeros in front and blanks within are left out, with what would settle those.
    private(set) var didYouMean: [String: [String]] = [:]
    /// Whether no entry names an unknown delivery.
    let isEmpty: Bool

    /// Holds a list against unknown deliveries.
    ///
    /// - Parameters:
    ///   - isWhole: The list is known to be whole: what it does not name is not there, changes included.
    ///   - delivered: The keys of the orders of a number that the back end has for certain.
    init(
        _ found: FoundList, unknown: [Unknown], isWhole: Bool = false, delivered: (String) throws -> [String]
    ) rethrows {
        var names = NameIndex()
        var keys = NameIndex()
        var numbers = NameIndex()
        for (index, (delivery, document)) in unknown.enumerated() {
            for name in Self.names(of: delivery) { names.add(name, index) }
            for key in Self.keys(of: delivery, document) { keys.add(key, index) }
            if let number = document.orderNumber { numbers.add(number, index) }
        }
        var namesOrders = false
        for entry in found.entries {
            let exact = names[entry].map { unknown[$0].delivery }
            listed.formUnion(exact.map(\.id))
            let byKey = keys[entry].map { unknown[$0] }
            let named = byKey.isEmpty ? numbers[entry].map { unknown[$0] } : byKey
            var orders = Set(named.map(\.delivery.orderKey))
            if byKey.isEmpty {
                for number in Set(named.compactMap(\.document.orderNumber) + [entry]) where !named.isEmpty {
                    orders.formUnion(try delivered(number))
                }
            }
            for (delivery, _) in named {
                if delivery.isBirth, orders.count == 1 {
                    listed.insert(delivery.id)
                } else {
                    unclear[delivery.id] = Self.settling(delivery)
                }
            }
            if exact.isEmpty { namesOrders = true }
            if exact.isEmpty && named.isEmpty { unmatched.append(entry) }
        }
        // What heads a column is no number.
        if found.entries.count > 1, let head = found.entries.first, !head.contains(where: \.isNumber) {
            unmatched.removeAll { $0 == head }
        }
        isEmpty = listed.isEmpty && unclear.isEmpty
        if namesOrders, !isWhole {
            for (delivery, _) in unknown where !delivery.isBirth { unclear[delivery.id] = Self.settling(delivery) }
        }
        addSuggestions(from: unknown)
        for (delivery, document) in unknown where unclear[delivery.id] == nil {
            let all = Self.all(of: delivery, document)
            if all.contains(where: { found.asides.contains($0.lowercased()) }) {
                unclear[delivery.id] = Self.settling(delivery)
            }
        }
        for id in listed { unclear[id] = nil }
    }

    /// Takes the entries that nearly name something out of those that name nothing.
    private mutating func addSuggestions(from unknown: [Unknown]) {
        guard !unmatched.isEmpty else { return }
        var near: [String: [DeliveryRow]] = [:]
        for (delivery, document) in unknown where !listed.contains(delivery.id) {
            for name in Set(Self.all(of: delivery, document).map(Self.bare)) {
                near[name, default: []].append(delivery)
            }
        }
        for entry in unmatched {
            guard let deliveries = near[Self.bare(entry)] ?? near[Self.bare(Self.number(of: entry))] else { continue }
            didYouMean[entry] = deliveries.map(Self.settling).sorted()
            for delivery in deliveries { unclear[delivery.id] = Self.settling(delivery) }
        }
        unmatched.removeAll { didYouMean[$0] != nil }
    }

    /// A name without what people and programs drop, add or change: letter case, blanks, dashes and other signs, the form of
    /// digits and letters, a `.0` behind, and zeros in front of each part.
    private static func bare(_ name: String) -> String {
        name.precomposedStringWithCompatibilityMapping.lowercased()
            .split(separator: "/", omittingEmptySubsequences: false).map { part in
                var text = String(part)
                if text.hasSuffix(".0") { text.removeLast(2) }
                text = text.filter { $0.isLetter || $0.isNumber }
                let rest = text.drop { $0 == "0" }
                return rest.isEmpty ? String(text.suffix(1)) : String(rest)
            }.joined(separator: "/")
    }

    /// What stands behind the buyer in an entry.
    private static func number(of entry: String) -> String {
        entry.split(separator: "/").last.map(String.init) ?? entry
    }

    /// All that may stand for a delivery on a list.
    private static func all(of delivery: DeliveryRow, _ document: DocumentRow) -> [String] {
        names(of: delivery) + keys(of: delivery, document) + [document.orderNumber].compactMap { $0 }
    }

    /// What stands for this very delivery.
    private static func names(of delivery: DeliveryRow) -> [String] {
        [
            delivery.documentID.description, delivery.idempotencyKey,
            delivery.bundle.map { "\($0)-\(delivery.backend)" },
        ].compactMap { $0 }
    }

    /// The order key as it is kept, and as people write it.
    private static func keys(of delivery: DeliveryRow, _ document: DocumentRow) -> [String] {
        guard let key = document.orderKey else { return [] }
        guard let buyer = key.split(separator: "/").first, let number = document.orderNumber else { return [key] }
        return [key, "\(buyer)/\(number)"]
    }

    private static func settling(_ delivery: DeliveryRow) -> String {
        delivery.isBirth ? delivery.orderKey : delivery.idempotencyKey
    }
}

/// What stands under a name; by the same letters in another case when nothing has the very name.
private struct NameIndex {
    private var exact: [String: [Int]] = [:]
    private var folded: [String: [Int]] = [:]

    mutating func add(_ name: String, _ index: Int) {
        if exact[name]?.last != index { exact[name, default: []].append(index) }
        let lower = name.lowercased()
        if folded[lower]?.last != index { folded[lower, default: []].append(index) }
    }

    subscript(name: String) -> [Int] { exact[name] ?? folded[name.lowercased()] ?? [] }
}
