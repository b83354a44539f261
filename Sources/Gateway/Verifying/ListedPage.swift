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
        let page = PageBody(
            backend: backend, codes: ("verify.listing-json", "verify.listing-form"), longestText: Self.longestText)
        let value = try page.value(of: body, limits: Self.limits)
        let items = try page.list(value, "orders", "a list of orders")
        var orders: [ListedOrder] = []
        orders.reserveCapacity(items.count)
        for (place, item) in items.enumerated() { orders.append(try page.order(item, "orders[\(place)]")) }
        self.orders = orders
        next = try page.text(value, "next", "next", "the cursor of the next page, or none")
    }
}

extension PageBody {
    fileprivate func order(_ item: JSONValue, _ path: String) throws(Diagnostic) -> ListedOrder {
        let id = try requiredText(item, "id", path + ".id", "its id there")
        let expected = "a moment like 2026-11-12T08:30:00Z"
        guard let moment = try text(item, "changed", path + ".changed", expected), moment.utf8.count >= 20,
            let changed = Instant(text: moment)
        else { throw fault(path + ".changed", item.member("changed"), expected) }
        guard let content = item.member("order"), case .object(let members) = content, !members.isEmpty else {
            throw fault(path + ".order", item.member("order"), "an order as canonical JSON")
        }
        let key = try text(item, "key", path + ".key", "the order's key, or none")
        return ListedOrder(key: key, id: id, changed: changed, content: content)
    }
}
