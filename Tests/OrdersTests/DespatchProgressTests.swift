import Orders
import Testing

@Suite struct DespatchProgressTests {
    private static func quantity(_ value: Int?, _ unit: String? = "H87") -> Quantity? {
        value.map { value in
            var quantity = Quantity()
            (quantity.value, quantity.unit) = (ExactDecimal(value), unit)
            return quantity
        }
    }

    /// An order of 10 of line 1 and 4 of line 2.
    private static var order: Order {
        var order = Order()
        order.number = "PO-1"
        order.lines = [("1", 10, "A"), ("2", 4, "B")].map { number, count, code in
            var line = Line()
            (line.number, line.quantity, line.item.buyerCode) = (number, quantity(count), code)
            return line
        }
        return order
    }

    private static func line(
        _ number: String?, _ count: Int?, of order: String? = nil, unit: String? = "H87", item: String? = nil,
        rest: Int? = nil
    ) -> DespatchLine {
        var reference = OrderReference()
        (reference.line, reference.number) = (number, order)
        var line = DespatchLine()
        line.order = reference
        (line.quantity, line.outstandingQuantity, line.item.buyerCode) = (
            quantity(count, unit), quantity(rest), item
        )
        return line
    }

    private static func isWhole(_ lines: [DespatchLine], packed: Bool = false, change: OrderChange? = nil) -> Bool {
        var progress = DespatchProgress(order)
        if let change { progress.take(change) }
        for line in lines {
            var advice = DespatchAdvice()
            if packed {
                var (pallet, carton) = (LogisticUnit(), LogisticUnit())
                carton.lines = [line]
                pallet.packages = [carton]
                advice.packages = [pallet]
            } else {
                advice.lines = [line]
            }
            progress.take(advice)
        }
        return progress.isWhole
    }

    @Test("an item is known by its GTIN, whatever the zeros in front", arguments: ["614141000036", "00614141000036"])
    func digits(_ sent: String) {
        var order = Self.order
        order.lines = Array(order.lines.prefix(1))
        order.lines[0].item.gtin = GTIN(rawValue: "0614141000036")
        var advice = DespatchAdvice()
        advice.lines = [Self.line(nil, 10)]
        advice.lines[0].item.gtin = GTIN(rawValue: sent)
        var progress = DespatchProgress(order)
        progress.take(advice)
        #expect(progress.isWhole)
    }

    @Test("an order is whole once each of its lines was despatched as ordered, in parts and in packages too")
    func whole() {
        let all = [Self.line("1", 6), Self.line("1", 4), Self.line("2", 5)]
        #expect(Self.isWhole(all))
        #expect(Self.isWhole(all, packed: true))
        #expect(!Self.isWhole(Array(all.dropLast())))
        #expect(!Self.isWhole([Self.line("1", 6), Self.line("1", 3), Self.line("2", 5)]))
        #expect(!Self.isWhole([]) && !DespatchProgress(Order()).isWhole)
    }

    @Test("a line of which nothing follows is whole, whatever is missing; one of which something follows is not")
    func outstanding() {
        #expect(Self.isWhole([Self.line("1", 8, rest: 0), Self.line("2", 4)]))
        #expect(!Self.isWhole([Self.line("1", 8, rest: 2), Self.line("2", 4)]))
        #expect(!Self.isWhole([Self.line("1", 8, rest: 0), Self.line("1", 1, rest: 1), Self.line("2", 4)]))
    }

    @Test("what cannot be told leaves its line open: another unit, another order, an unknown line")
    func unknown() {
        let second = Self.line("2", 4)
        #expect(!Self.isWhole([Self.line("1", 10, unit: "KGM"), second]))
        #expect(!Self.isWhole([Self.line("1", 10, of: "PO-2"), second]))
        #expect(!Self.isWhole([Self.line("3", 10), second]))
        #expect(!Self.isWhole([Self.line(nil, 10), second]))
        #expect(Self.isWhole([Self.line("1", 10, of: "PO-1", unit: nil), second]))
        #expect(Self.isWhole([Self.line(nil, 10, item: "A"), second]))
    }

    @Test("what a change says is what is to be despatched")
    func changed() {
        func change(_ action: LineAction, _ count: Int?) -> OrderChange {
            var change = OrderChange()
            var line = Line()
            (line.number, line.action, line.quantity) = ("1", action, Self.quantity(count))
            change.lines = [line]
            return change
        }
        let rest = [Self.line("1", 6), Self.line("2", 4)]
        #expect(!Self.isWhole(rest))
        #expect(Self.isWhole(rest, change: change(.changed, 6)))
        #expect(Self.isWhole([Self.line("2", 4)], change: change(.deleted, nil)))
        #expect(!Self.isWhole(rest, change: change(.changed, 7)))
    }
}
