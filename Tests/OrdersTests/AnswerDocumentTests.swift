import Diagnostics
import Orders
import Testing

@Suite struct AnswerDocumentTests {
    private func faults(_ document: some BusinessDocument) -> [String] {
        document.canonical.check().items.map { "\($0.code) \($0.position?.path ?? "")" }
    }

    private func line(_ number: String, order: String?, quantity: Int) -> DespatchLine {
        var line = DespatchLine()
        line.number = number
        line.order = order.map { number in
            var reference = OrderReference()
            reference.number = number
            return reference
        }
        line.quantity = Quantity()
        line.quantity?.value = ExactDecimal(quantity)
        return line
    }

    /// A pallet with two cartons and a line of its own; another line stands in no unit.
    private func advice() -> DespatchAdvice {
        var advice = DespatchAdvice()
        advice.number = "D-1"
        var pallet = LogisticUnit()
        pallet.sscc = "340123450000000001"
        pallet.lines = [line("1", order: "4711", quantity: 4)]
        var carton = LogisticUnit()
        carton.lines = [line("2", order: "4712", quantity: 3)]
        pallet.packages = [carton, carton]
        advice.packages = [pallet]
        advice.lines = [line("3", order: "4711", quantity: 1)]
        return advice
    }

    @Test("every type is read, written and named by one list")
    func types() {
        for type in CanonicalDocument.DocumentType.allCases {
            let document = CanonicalDocument(type: type)
            #expect(document.type == type)
            #expect(type.record.documentType == type)
            #expect(CanonicalDocument.read(json: document.jsonBytes).document == document)
        }
    }

    @Test("what follows an order reports on it and belongs to the orders that it names, each once")
    func orders() {
        var advice = advice()
        #expect(advice.canonical.effect == .report)
        #expect(advice.orderNumbers == ["4711", "4712"])
        advice.order = OrderReference()
        advice.order?.number = "4700"
        #expect(advice.canonical.orderNumbers == ["4700", "4711", "4712"])
        var response = OrderResponse()
        response.number = "4711"
        #expect(response.canonical.orderNumbers == ["4711"])
        var report = ApplicationError()
        #expect(report.canonical.orderNumbers == [])
        report.answers = AnsweredDocument()
        report.answers?.orderNumber = "4711"
        #expect(report.canonical.orderNumbers == ["4711"])
    }

    @Test("totals of a despatch advice are of the lines in its units too")
    func totals() {
        var advice = advice()
        advice.packages[0].sscc = nil
        advice.totals = Totals()
        advice.totals?.lineCount = 4
        advice.totals?.quantity = ExactDecimal(11)
        #expect(faults(advice) == [])
        advice.totals?.lineCount = 1
        advice.totals?.quantity = ExactDecimal(1)
        #expect(
            faults(advice) == ["orders.total-differs totals.lineCount", "orders.total-differs totals.quantity"])
    }

    @Test("wrong GS1 keys are found in units, lines and parties, with their paths")
    func keys() {
        var advice = advice()
        advice.packages[0].packages[1].lines[0].item.gtin = "5901234123450"
        advice.shipFrom = Party()
        advice.shipFrom?.gln = "5412345000014"
        #expect(
            faults(advice) == [
                "orders.check-digit shipFrom.gln", "orders.check-digit packages[1].sscc",
                "orders.check-digit packages[1].packages[2].lines[1].item.gtin",
            ])
    }

    @Test("an invoice's sums are held against its lines, and its line numbers against each other")
    func invoice() {
        var invoice = Invoice()
        for amount in [100, 50] {
            var line = InvoiceLine()
            line.number = "1"
            line.amount = ExactDecimal(amount)
            invoice.lines.append(line)
        }
        invoice.totals = Totals()
        invoice.totals?.lines = ExactDecimal(160)
        #expect(
            faults(invoice) == [
                "orders.number-missing number", "orders.line-number-duplicate lines[2].number",
                "orders.total-differs totals.lines",
            ])
    }

    @Test("a document goes from whom it is by its nature")
    func direction() {
        for type in CanonicalDocument.DocumentType.allCases {
            var document = CanonicalDocument(type: type)
            switch document {
            case .order(var order):
                order.buyer.name = "buyer"
                order.supplier.name = "supplier"
                document = order.canonical
                #expect(document.author.name == "buyer" && document.addressee.name == "supplier")
            case .invoice(var invoice):
                invoice.buyer.name = "buyer"
                invoice.supplier.name = "supplier"
                document = invoice.canonical
                #expect(document.author.name == "supplier" && document.addressee.name == "buyer")
            case .applicationError(var report):
                report.sender.name = "back end"
                report.recipient.name = "partner"
                document = report.canonical
                #expect(document.author.name == "back end" && document.addressee.name == "partner")
                #expect(document.buyer == Party() && document.supplier == Party())
            default: continue
            }
        }
    }
}
