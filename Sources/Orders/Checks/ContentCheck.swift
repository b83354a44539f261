import Diagnostics

/// Finds what an order should say and does not, what it says and cannot mean, and codes that no list has.
///
/// Lines are looked at where they stand, since copying one costs more than the look.
struct ContentCheck {
    let policy: CheckPolicy
    var diagnostics = DiagnosticList()

    /// What any order, change or cancellation says.
    mutating func document(_ document: some OrderDocument) {
        if let severity = policy.missingValue {
            if document.issued == nil { add("orders.issued-missing", severity, "issued", nil) }
            if document.buyer == Party() { add("orders.buyer-missing", severity, "buyer", nil) }
        }
        if let severity = policy.unknownCode, let currency = document.currency, !CurrencyCodes.contains(currency) {
            add("orders.currency-unknown", severity, "currency", currency)
        }
        period(document.delivery, "delivery")
        lines(document.lines, at: "lines", isOrder: document is Order)
        if let order = document as? Order { self.order(order) }
    }

    private mutating func order(_ order: Order) {
        if let severity = policy.missingValue, order.lines.isEmpty, order.function != .cancellation {
            add("orders.lines-missing", severity, "lines", nil)
        }
        // Codes of standard lists are words or figures; the known ones have names here.
        if let severity = policy.unknownCode, let type = order.type, !OrderType.known.contains(type),
            type.rawValue.allSatisfy(\.isNumber), !OrderTypeCodes.contains(type.rawValue)
        {
            add("orders.type-unknown", severity, "type", type.rawValue)
        }
    }

    private mutating func lines(_ lines: [Line], at path: @autoclosure () -> String, isOrder: Bool) {
        for index in lines.indices {
            func place(_ field: String) -> String { "\(path())[\(index + 1)].\(field)" }
            if let severity = policy.missingValue, isOrder, lines[index].quantity?.value == nil,
                lines[index].action != .deleted, !lines[index].saysQuantityElsewhere
            {
                add("orders.quantity-missing", severity, place("quantity"), nil)
            }
            if let severity = policy.negativePrice {
                for part in lines[index].prices.indices {
                    guard let value = lines[index].prices[part].value, value.isNegative else { continue }
                    add("orders.price-negative", severity, place("prices[\(part + 1)].value"), value.canonicalText)
                }
            }
            if let severity = policy.unknownCode, let unit = lines[index].quantity?.unit, !UnitCodes.contains(unit) {
                add("orders.unit-unknown", severity, place("quantity.unit"), unit)
            }
            if let delivery = lines[index].delivery { period(delivery, place("delivery")) }
            if !lines[index].subLines.isEmpty {
                self.lines(lines[index].subLines, at: place("subLines"), isOrder: false)
            }
        }
    }

    /// A window that ends before it begins.
    private mutating func period(_ delivery: Delivery?, _ path: @autoclosure () -> String) {
        guard let severity = policy.reversedPeriod, let delivery, let earliest = delivery.earliest,
            let latest = delivery.latest, latest.date.canonicalText < earliest.date.canonicalText
        else { return }
        add(
            "orders.period-reversed", severity, path() + ".latest", latest.canonicalText,
            ["earliest": earliest.canonicalText])
    }

    private mutating func add(
        _ code: Code, _ severity: Severity, _ path: String, _ value: String?, _ facts: [String: String] = [:]
    ) {
        diagnostics.append(Diagnostic(code, severity, at: Position(path: path), value: value, facts: facts))
    }
}

extension Line {
    /// True for a line of which something else than its quantity says how much is wanted.
    fileprivate var saysQuantityElsewhere: Bool {
        freeQuantity?.value != nil || !quantities.isEmpty || !subLines.isEmpty
            || deliveries.contains { $0.quantity?.value != nil }
    }
}

/// The codes of document names (EDIFACT 1001) that orders have.
private enum OrderTypeCodes {
    static func contains(_ code: String) -> Bool { codes.contains(code) }

    private static let codes: Set<String> = [
        "105", "110", "120", "130", "140", "150", "201", "215", "220", "221", "222", "223", "224", "225", "226", "227",
        "228", "229",
        "230", "231", "232", "235", "236", "237", "240", "241", "242", "245", "248", "258", "348", "349", "350", "351",
        "355", "369", "400", "401", "402",
        "447", "448", "452", "527", "532", "557", "582", "633", "640", "700", "720", "737", "758", "767", "810", "825",
    ]
}
