import Orders

/// The documents that a back end's endpoint is tried with.
enum ContractOrders {
    /// An order of some lines.
    static func order(_ number: String, quantity: String = "5", lines: Int = 1) -> [UInt8] {
        document("order", number, lines: lines, quantity: quantity, [("function", .string("original"))])
    }

    /// A change of an order's first line.
    static func change(_ number: String, quantity: String) -> [UInt8] {
        document("order-change", number, lines: 1, quantity: quantity, [])
    }

    /// The cancellation of an order.
    static func cancellation(_ number: String) -> [UInt8] {
        JSONValue.object([("document", .string("order-cancellation")), ("number", .string(number))] + parties).bytes
    }

    /// What arrived of some orders, a line of each.
    static func receivingAdvice(_ number: String, of orders: [String], quantity: String) -> [UInt8] {
        let lines = orders.enumerated().map { place, order in
            JSONValue.object([
                ("number", .string(String(place + 1))),
                ("item", .object([("gtin", .string("4000862141404"))])),
                ("order", .object([("number", .string(order)), ("line", .string("1"))])),
                ("quantity", .object([("value", .string(quantity)), ("unit", .string("H87"))])),
            ])
        }
        let head: [(key: String, value: JSONValue)] = [
            ("document", .string("receiving-advice")), ("number", .string(number)), ("issued", .string("2026-01-02")),
        ]
        return JSONValue.object(head + parties + [("lines", .array(lines))]).bytes
    }

    /// The quantity of the first line of an order, as it is listed.
    static func quantity(of order: JSONValue) -> String? {
        guard case .array(let lines)? = order.member("lines"), let first = lines.first,
            case .string(let text)? = first.member("quantity")?.member("value")
        else { return nil }
        return text
    }

    private static func document(
        _ type: String, _ number: String, lines: Int, quantity: String, _ more: [(key: String, value: JSONValue)]
    ) -> [UInt8] {
        let items = (1...lines).map { line in
            JSONValue.object([
                ("number", .string(String(line))),
                ("item", .object([("gtin", .string("4000862141404")), ("description", .string("MINERAL WATER"))])),
                ("quantity", .object([("value", .string(quantity)), ("unit", .string("H87"))])),
            ])
        }
        let head: [(key: String, value: JSONValue)] = [
            ("document", .string(type)), ("number", .string(number)), ("issued", .string("2026-01-02")),
        ]
        return JSONValue.object(head + more + parties + [("lines", .array(items))]).bytes
    }

    private static var parties: [(key: String, value: JSONValue)] {
        [
            ("buyer", .object([("gln", .string("5412345000013"))])),
            ("supplier", .object([("gln", .string("4098765000010"))])),
        ]
    }
}
