import Diagnostics
import Orders
import Testing

@Suite struct DocumentCheckTests {
    private func decimal(_ text: String) -> ExactDecimal? { ExactDecimal(canonicalText: text) }

    private func order() -> Order {
        var order = Order()
        order.number = "4711"
        order.issued = BusinessTime(canonicalText: "2026-11-20")
        order.buyer.gln = "5412345000013"
        for number in 1...2 {
            var line = Line()
            line.number = "\(number)"
            line.item.gtin = "5901234123457"
            line.quantity = Quantity()
            line.quantity?.value = decimal("10.500")
            line.amount = decimal("131.25")
            order.lines.append(line)
        }
        var totals = Totals()
        totals.lineCount = 2
        totals.quantity = decimal("21")
        totals.lines = decimal("262.50")
        totals.net = decimal("262.50")
        totals.tax = decimal("49.88")
        totals.gross = decimal("312.38")
        totals.payable = decimal("312.38")
        order.totals = totals
        return order
    }

    private func faults(_ order: Order, _ policy: CheckPolicy = CheckPolicy()) -> [String] {
        CanonicalDocument.order(order).check(policy).items.map {
            "\($0.severity) \($0.code) \($0.position?.path ?? "")"
        }
    }

    @Test("what an order should say and does not is a warning each, or nothing where that is accepted")
    func missing() {
        var order = order()
        order.issued = nil
        order.buyer = Party()
        order.lines[1].quantity = nil
        order.totals = nil
        let expected = ["issued-missing issued", "buyer-missing buyer", "quantity-missing lines[2].quantity"]
        #expect(faults(order) == expected.map { "warning orders.\($0)" })
        #expect(faults(order, CheckPolicy(missingValue: nil)).isEmpty)
        order.lines[1].quantities = [Quantity()]
        #expect(!faults(order).contains("warning orders.quantity-missing lines[2].quantity"))
        order.lines = []
        #expect(faults(order).contains("warning orders.lines-missing lines"))
        order.function = .cancellation
        #expect(!faults(order).contains("warning orders.lines-missing lines"))
    }

    @Test("units, currencies and types of order that no list has are told, those of lists are not")
    func codes() {
        var order = order()
        for (unit, currency, type) in [("C62", "EUR", "220"), ("XPX", "HRK", "standard"), ("PCE", "JPY", "own-word")] {
            order.lines[0].quantity?.unit = unit
            order.currency = currency
            order.type = OrderType(rawValue: type)
            #expect(faults(order).isEmpty)
        }
        order.lines[0].quantity?.unit = "\u{448}\u{442}"
        order.currency = "XXQ"
        order.type = "999"
        let expected = ["currency-unknown currency", "unit-unknown lines[1].quantity.unit", "type-unknown type"]
        #expect(faults(order) == expected.map { "warning orders.\($0)" })
    }

    @Test("an amount is quantity times price, a price is not below zero, a window does not end before it begins")
    func contradictions() {
        var order = order()
        var price = Price()
        price.type = .net
        price.value = decimal("1250")
        price.basis = decimal("100")
        order.lines[0].prices = [price]
        #expect(faults(order).isEmpty)
        order.lines[0].prices[0].basis = nil
        #expect(faults(order) == ["warning orders.total-differs lines[1].amount"])
        order.lines[0].prices[0].value = decimal("-1")
        order.lines[0].amount = decimal("-10.50")
        order.totals = nil
        order.delivery = Delivery()
        order.delivery?.earliest = BusinessTime(canonicalText: "2026-12-02")
        order.delivery?.latest = BusinessTime(canonicalText: "2026-12-01")
        #expect(
            faults(order) == [
                "warning orders.period-reversed delivery.latest",
                "warning orders.price-negative lines[1].prices[1].value",
            ])
    }

    @Test("a sum to pay is held against the goods where nothing between the two is stated")
    func payable() {
        var order = order()
        order.totals = Totals()
        for (sum, isRight) in [("262.50", true), ("312.38", true), ("341.25", true), ("900", false), ("200", false)] {
            order.totals?.payable = decimal(sum)
            #expect(faults(order) == (isRight ? [] : ["warning orders.total-differs totals.payable"]))
        }
        order.totals?.payable = nil
        order.totals?.net = decimal("9999")
        #expect(faults(order) == ["warning orders.total-differs totals.net"])
    }

    @Test("a document in order has no faults")
    func inOrder() { #expect(faults(order()).isEmpty) }

    @Test("each total that differs from what it is the total of is a warning")
    func totals() {
        var order = order()
        order.totals?.lineCount = 3
        order.totals?.quantity = decimal("22")
        order.totals?.lines = decimal("300")
        #expect(
            faults(order) == [
                "warning orders.total-differs totals.lineCount", "warning orders.total-differs totals.quantity",
                "warning orders.total-differs totals.lines", "warning orders.total-differs totals.net",
            ])
        #expect(faults(order, CheckPolicy(total: .error)).allSatisfy { $0.hasPrefix("error") })
        #expect(faults(order, CheckPolicy(total: nil)).isEmpty)
    }

    @Test("a total within the tolerance is accepted, one beyond it is not")
    func tolerance() {
        var order = order()
        order.totals?.gross = decimal("312.43")
        order.totals?.payable = decimal("312.43")
        #expect(faults(order).isEmpty)
        order.totals?.gross = decimal("312.44")
        order.totals?.payable = nil
        #expect(faults(order) == ["warning orders.total-differs totals.gross"])
    }

    @Test("sub-lines may be counted or not")
    func subLines() {
        var order = order()
        order.lines[0].subLines = [Line(), Line()]
        order.totals?.quantity = nil
        #expect(faults(order).isEmpty)
        order.totals?.lineCount = 4
        #expect(faults(order).isEmpty)
    }

    @Test("a sum with a line that states no amount, or with too many digits, is not compared")
    func unknownSum() {
        var order = order()
        order.totals?.lines = decimal("1")
        order.totals?.net = nil
        order.lines[1].amount = nil
        #expect(faults(order).isEmpty)
        order.lines[1].amount = decimal(String(repeating: "9", count: 38))
        order.lines[0].amount = order.lines[1].amount
        #expect(faults(order).isEmpty)
    }

    @Test("wrong GS1 keys are found wherever they stand, as heavy as the policy says")
    func keys() {
        var order = order()
        order.buyer.gln = "5412345000014"
        order.parties = [Party()]
        order.parties[0].gln = "1"
        order.lines[1].item.gtin = "5901234123458"
        order.lines[0].subLines = [Line()]
        order.lines[0].subLines[0].item.gtin = "x"
        order.totals = nil
        let paths = ["buyer.gln", "parties[1].gln", "lines[1].subLines[1].item.gtin", "lines[2].item.gtin"]
        #expect(faults(order) == paths.map { "warning orders.check-digit \($0)" })
        #expect(faults(order, CheckPolicy(checkDigit: .error)) == paths.map { "error orders.check-digit \($0)" })
        #expect(faults(order, CheckPolicy(checkDigit: nil)).isEmpty)
    }

    @Test("a line number that stands twice names the first line")
    func duplicates() throws {
        var order = order()
        order.lines[1].number = "1"
        let diagnostic = try #require(order.check().items.first)
        #expect(diagnostic.code == "orders.line-number-duplicate")
        #expect(diagnostic.position?.path == "lines[2].number")
        #expect(diagnostic.facts["first"] == "lines[1]")
    }

    @Test("a missing number is an error, blanks are none")
    func number() {
        var order = order()
        order.number = "  "
        #expect(faults(order) == ["error orders.number-missing number"])
    }

    @Test("every code has its sentences, and every fact that they name is given")
    func wording() {
        var order = order()
        order.number = ""
        order.buyer.gln = "1"
        order.lines[1].number = "1"
        order.totals?.lines = decimal("1")
        let json = #"{"a":1,"number":1,"issued":"x"}"#
        var all = order.check().items + JSONReader.read(Order.self, from: Array(json.utf8)).diagnostics.items
        all += CanonicalDocument.read(json: Array("{}".utf8)).diagnostics.items
        for text in ["{", #"{"a":1,"a":1}"#, String(repeating: "[", count: 99)] {
            all += CanonicalDocument.read(json: Array(text.utf8)).diagnostics.items
        }
        #expect(Set(all.map(\.code)).count == 11)
        for diagnostic in all {
            let wording = Catalogue.english.wording(of: diagnostic)
            #expect(!wording.rule.isEmpty && !wording.fix.isEmpty, "\(diagnostic.code)")
            #expect(!(wording.message + wording.rule + wording.fix).contains("{"), "\(wording)")
        }
    }
}
