import Diagnostics
import Orders
import Rollout

/// An order as a back end lists it.
struct ListedOrder: Sendable {
    /// The key that it came with from here; nil where the back end names none.
    var key: String?
    /// Its id there.
    var id: String
    /// When it last changed there.
    var changed: Instant
    /// What it holds, as canonical JSON.
    var content: JSONValue
}

/// A page of what a back end lists:
/// `{"orders": [{"key": "northwind/PO-1", "id": "4711", "changed": "2026-11-12T08:30:00Z", "order": {…}}], "next": "…"}`.
struct ListedPage: Sendable {
    var orders: [ListedOrder]
    /// Where the next page begins; nil on the last one.
    var next: String?

    /// The longest body that is read, in bytes.
    static let mostBytes = 16 << 20
    /// The longest key, id and cursor, in bytes of UTF-8.
    static let longestText = 1_024
    private static let limits = JSONLimits(bytes: mostBytes, depth: 32, values: 2_000_000)

    /// Reads a body.
    ///
    /// - Throws: `verify.listing-json` and `verify.listing-form`, with the place.
    init(_ body: [UInt8], of backend: String) throws(Diagnostic) {
        let value: JSONValue
        do throws(Diagnostic) { value = try JSONValue.parse(body, limits: Self.limits) } catch {
            throw Diagnostic(
                "verify.listing-json", at: error.position, value: error.value,
                facts: ["backend": backend, "reason": Catalogue.english.wording(of: error).message])
        }
        let reading = Reading(backend: backend)
        guard case .array(let items) = value["orders"] else {
            throw reading.fault("orders", value["orders"], "a list of orders")
        }
        var orders: [ListedOrder] = []
        orders.reserveCapacity(items.count)
        for (place, item) in items.enumerated() { orders.append(try reading.order(item, "orders[\(place)]")) }
        self.orders = orders
        next = try reading.text(value, "next", "next", "the cursor of the next page, or none")
    }

    private struct Reading {
        let backend: String

        func order(_ item: JSONValue, _ path: String) throws(Diagnostic) -> ListedOrder {
            guard let id = try text(item, "id", path + ".id", "its id there") else {
                throw fault(path + ".id", nil, "its id there")
            }
            let expected = "a moment like 2026-11-12T08:30:00Z"
            guard let moment = try text(item, "changed", path + ".changed", expected), moment.utf8.count >= 20,
                let changed = Instant(text: moment)
            else { throw fault(path + ".changed", item["changed"], expected) }
            guard let content = item["order"], case .object(let members) = content, !members.isEmpty else {
                throw fault(path + ".order", item["order"], "an order as canonical JSON")
            }
            let key = try text(item, "key", path + ".key", "the order's key, or none")
            return ListedOrder(key: key, id: id, changed: changed, content: content)
        }

        /// A text with characters, and not too many; nil where there is none, or null.
        func text(
            _ item: JSONValue, _ name: String, _ path: String, _ expected: String
        ) throws(Diagnostic) -> String? {
            switch item[name] {
            case nil, .null: return nil
            case .string(let text) where 1...ListedPage.longestText ~= text.utf8.count && !text.utf8.contains(0):
                return text
            case let other: throw fault(path, other, "\(expected) (a text of 1 to \(ListedPage.longestText) bytes)")
            }
        }

        func fault(_ path: String, _ value: JSONValue?, _ expected: String) -> Diagnostic {
            let shown = value.map { String(decoding: $0.bytes.prefix(200), as: UTF8.self) }
            return Diagnostic(
                "verify.listing-form", at: Position(path: path), value: shown ?? "nothing",
                facts: ["backend": backend, "expected": expected])
        }
    }
}

extension JSONValue {
    /// The value of a member; nil for what is no object, or has no such member.
    fileprivate subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == name }?.value
    }
}
