import Orders

/// What the company's systems write.
extension MigratingCompany {
    static func response(to order: Order, _ partner: TradingPartner) -> CanonicalDocument {
        var response = OrderResponse()
        response.number = order.number
        response.documentNumber = "R-\(order.number)"
        response.issued = BusinessTime(canonicalText: "2026-09-22")
        response.status = .accepted
        response.buyer.gln = GLN(canonicalText: partner.gln)
        response.supplier.gln = GLN(canonicalText: "4098765000010")
        return .orderResponse(response)
    }

    static func despatch(of order: Order, _ partner: TradingPartner) -> CanonicalDocument {
        var advice = DespatchAdvice()
        advice.number = "D-\(order.number)"
        advice.order = reference(to: order)
        advice.buyer.gln = GLN(canonicalText: partner.gln)
        advice.supplier.gln = GLN(canonicalText: "4098765000010")
        advice.deliveryParty = Party()
        advice.deliveryParty?.gln = GLN(canonicalText: sites[order.site] ?? "")
        advice.issued = BusinessTime(canonicalText: "2026-09-23")
        advice.despatched = BusinessTime(canonicalText: "2026-09-23")
        var line = DespatchLine()
        line.number = "1"
        line.item.gtin = GTIN(canonicalText: "4000862141404")
        line.quantity = quantity(order)
        advice.lines = [line]
        return .despatchAdvice(advice)
    }

    static func invoice(of order: Order, _ partner: TradingPartner) -> CanonicalDocument {
        var invoice = Invoice()
        invoice.number = "I-\(order.number)"
        invoice.order = reference(to: order)
        invoice.issued = BusinessTime(canonicalText: "2026-09-24")
        invoice.buyer.gln = GLN(canonicalText: partner.gln)
        invoice.supplier.gln = GLN(canonicalText: "4098765000010")
        var line = InvoiceLine()
        line.number = "1"
        line.quantity = quantity(order)
        invoice.lines = [line]
        return .invoice(invoice)
    }

    private static func reference(to order: Order) -> OrderReference {
        var reference = OrderReference()
        reference.number = order.number
        return reference
    }

    private static func quantity(_ order: Order) -> Quantity {
        var quantity = Quantity()
        quantity.value = order.quantities.last.map { ExactDecimal($0) }
        return quantity
    }
}
