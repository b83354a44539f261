import Diagnostics
import Orders
import Testing

/// Invoices that say little, completed by the order.
@Suite struct CompletedInvoiceTests {
    private static func order() -> Order {
        var (order, line, quantity) = (Order(), Line(), Quantity())
        (order.number, order.currency) = ("A-1", "EUR")
        order.buyer.gln = GLN(canonicalText: "5412345000013")
        (quantity.value, quantity.unit) = (ExactDecimal(48), "H87")
        (line.number, line.quantity, line.item.supplierCode) = ("10", quantity, "S-1")
        line.item.gtin = GTIN(canonicalText: "4000862141404")
        order.lines = [line]
        return order
    }

    private static func line(_ reference: (number: String?, line: String?)? = nil, _ code: String? = nil) -> InvoiceLine
    {
        var (line, quantity) = (InvoiceLine(), Quantity())
        quantity.value = ExactDecimal(5)
        (line.number, line.quantity, line.item.supplierCode) = ("1", quantity, code)
        if let reference {
            var order = OrderReference()
            (order.number, order.line) = (reference.number, reference.line)
            line.order = order
        }
        return line
    }

    @Test("what names nothing gets the order's number, parties, currency and what it calls its lines")
    func completed() {
        var invoice = Invoice()
        invoice.lines = [Self.line((nil, "10"), "OWN-7")]
        let (found, diagnostics) = invoice.completed(by: Self.order())
        #expect(diagnostics.items.isEmpty)
        #expect(found.order?.number == "A-1" && found.currency == "EUR")
        #expect(found.buyer.gln == GLN(canonicalText: "5412345000013"))
        let line = found.lines[0]
        #expect(line.order?.number == "A-1" && line.order?.line == "10" && line.quantity?.unit == "H87")
        // What the back end calls it means nothing to who ordered it by another code.
        #expect(line.item.supplierCode == "S-1" && line.item.gtin == GTIN(canonicalText: "4000862141404"))
    }

    @Test("one of several orders is completed where it names this one alone")
    func several() {
        var invoice = Invoice()
        invoice.lines = [Self.line(("A-1", "10")), Self.line(("B-1", "10"), "X")]
        let (found, diagnostics) = invoice.completed(by: Self.order())
        #expect(diagnostics.items.isEmpty && found.order == nil && found.currency == nil)
        #expect(found.lines.map(\.item.supplierCode) == ["S-1", "X"])
    }

    @Test("a line that the order does not have is told, another item stays as it is")
    func unknown() {
        var invoice = Invoice()
        var other = Self.line((nil, "10"), "OWN-7")
        other.item.gtin = GTIN(canonicalText: "4012345000016")
        invoice.lines = [Self.line((nil, "99"), "OWN-8"), other]
        let (found, diagnostics) = invoice.completed(by: Self.order())
        #expect(diagnostics.items.map(\.code) == ["answer.line-unknown"])
        #expect(found.lines.map(\.item.supplierCode) == ["OWN-8", "OWN-7"])
    }
}
