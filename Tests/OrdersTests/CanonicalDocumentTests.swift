import Orders
import Testing

@Suite struct CanonicalDocumentTests {
    @Test("what a document does is read from its function, not from its type")
    func effect() {
        var order = Order()
        let expected: [OrderFunction: CanonicalDocument.Effect] = [
            .original: .birth, .change: .change, .replacement: .change, .cancellation: .cancellation,
            .confirmationRequest: .birth, .duplicate: .birth,
        ]
        for function in OrderFunction.allCases {
            order.function = function
            #expect(CanonicalDocument.order(order).effect == expected[function])
        }
        #expect(CanonicalDocument(type: .orderChange).effect == .change)
        #expect(CanonicalDocument(type: .orderCancellation).effect == .cancellation)
        var change = OrderChange()
        change.function = .cancellation
        #expect(CanonicalDocument.orderChange(change).effect == .cancellation)
    }

    @Test("the requested delivery is the document's, else that of its first line or delivery with one")
    func requested() throws {
        let days = try (1...5).map { try #require(BusinessTime(canonicalText: "2026-09-0\($0)")) }
        var order = Order()
        #expect(CanonicalDocument.order(order).requestedDelivery == nil)
        order.lines = [Line(), Line()]
        order.lines[1].deliveries = [LineDelivery(), LineDelivery()]
        order.lines[1].deliveries[1].date = days[0]
        #expect(CanonicalDocument.order(order).requestedDelivery == days[0])
        order.lines[0].delivery = Delivery()
        order.lines[0].delivery?.latest = days[1]
        #expect(CanonicalDocument.order(order).requestedDelivery == days[1])
        order.delivery = Delivery()
        order.delivery?.earliest = days[2]
        order.delivery?.latest = days[3]
        #expect(CanonicalDocument.order(order).requestedDelivery == days[3])
        order.delivery?.requested = days[4]
        #expect(CanonicalDocument.order(order).requestedDelivery == days[4])
    }

    @Test("a document is a test when it or its transport says so")
    func test() {
        var order = Order()
        #expect(!CanonicalDocument.order(order).isTest)
        order.envelope = Envelope()
        order.envelope?.test = true
        #expect(CanonicalDocument.order(order).isTest)
        order.envelope = nil
        order.test = true
        #expect(CanonicalDocument.order(order).isTest)
    }

    @Test("two sendings of one order have the same content, a changed quantity another")
    func content() {
        var first = Order()
        first.number = "1"
        first.issued = BusinessTime(canonicalText: "2026-09-21T10:15")
        first.lines = [Line()]
        var second = first
        second.issued = BusinessTime(canonicalText: "2026-09-22T08:00")
        second.function = .duplicate
        second.envelope = Envelope()
        second.envelope?.reference = "17"
        second.extensions = [Extension()]
        second.extensions[0].name = "envelope.message-id"
        second.extensions[0].value = "x"
        #expect(CanonicalDocument.order(first).contentBytes() == CanonicalDocument.order(second).contentBytes())
        second.lines[0].quantity = Quantity()
        second.lines[0].quantity?.value = ExactDecimal(2)
        #expect(CanonicalDocument.order(first).contentBytes() != CanonicalDocument.order(second).contentBytes())
        var replacement = first
        replacement.function = .replacement
        #expect(CanonicalDocument.order(first).contentBytes() != CanonicalDocument.order(replacement).contentBytes())
    }
}
