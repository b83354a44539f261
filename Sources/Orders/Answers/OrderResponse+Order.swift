public import Diagnostics

extension OrderResponse {
    /// The response to the partner who sent an order, from what a back end says of it.
    ///
    /// Back ends answer with numbers of their own and little else. What the partner needs to find its order again comes from
    /// the order as it was sent: its number, date and version, the numbers of its lines, who buys, who delivers and where,
    /// what was ordered at which price. What the response says itself stands; a date of delivery is never assumed.
    ///
    /// Lines are matched by the order's line number (leading zeros do not count), else by an item that one line of the order
    /// alone has. A line of neither is an addition and stays as it is.
    /// - Parameters:
    ///   - order: an order, or a change of one, as it was read.
    ///   - form: how the format of the answer says what becomes of parts of a line.
    /// - Returns: the response, with a warning for each line that the order does not have.
    public func completed(
        by order: any OrderDocument, in form: ConfirmationForm = .lines
    ) -> (response: OrderResponse, diagnostics: DiagnosticList) {
        var response = self
        var diagnostics = DiagnosticList()
        response.number = order.number
        response.orderIssued = order.issued ?? orderIssued
        if let change = order as? OrderChange {
            response.orderIssued = change.orderIssued ?? orderIssued
            response.changeNumber = change.documentNumber ?? changeNumber
        } else if let cancellation = order as? OrderCancellation {
            response.orderIssued = cancellation.orderIssued ?? orderIssued
            response.changeNumber = cancellation.documentNumber ?? changeNumber
        }
        response.orderVersion = order.version ?? orderVersion
        response.currency = currency ?? order.currency
        response.test = test || order.test
        response.buyer = buyer.completed(by: order.buyer)
        response.supplier = supplier.completed(by: order.supplier)
        response.deliveryParty = Party.completed(deliveryParty, by: order.deliveryParty)
        response.invoicee = Party.completed(invoicee, by: order.invoicee)
        response.envelope = order.envelope.map { Envelope(backTo: $0, from: envelope) } ?? envelope
        let places = OrderLinePlaces(order.lines)
        for index in response.lines.indices {
            guard
                let line = places.line(
                    numbered: response.lines[index].orderLine, item: response.lines[index].item,
                    orAt: response.lines[index].number)
            else {
                diagnostics.append(
                    Diagnostic(
                        "answer.line-unknown", .warning, at: Position(path: "lines[\(index + 1)]"),
                        value: response.lines[index].orderLine ?? response.lines[index].number,
                        facts: ["order": order.number]))
                response.lines[index].settle(in: form)
                continue
            }
            response.lines[index].complete(by: line)
            response.lines[index].settle(in: form)
        }
        return (response, diagnostics)
    }
}

extension ResponseLine {
    /// Takes from the order's line what the response does not say.
    fileprivate mutating func complete(by line: Line) {
        orderLine = line.number
        if number.isEmpty { number = line.number }
        item.complete(by: line.item)
        orderedQuantity = Quantity.completed(orderedQuantity, by: line.quantity)
        if status == .accepted, quantity == nil, confirmations.isEmpty { quantity = line.quantity }
        if quantity != nil, quantity?.unit == nil { quantity?.unit = line.quantity?.unit }
        for index in confirmations.indices {
            if confirmations.count == 1, confirmations[index].quantity == nil {
                confirmations[index].quantity = line.quantity
            }
            guard confirmations[index].quantity?.unit == nil else { continue }
            confirmations[index].quantity?.unit = line.quantity?.unit
        }
        if prices.isEmpty, status != .refused, status != .deleted { prices = line.prices }
    }
}

extension Quantity {
    fileprivate static func completed(_ own: Quantity?, by other: Quantity?) -> Quantity? {
        guard var own else { return other }
        own.unit = own.unit ?? other?.unit
        return own
    }
}

extension Envelope {
    /// The envelope of an answer: back to the sender, with the number and time that the answer has itself.
    fileprivate init(backTo order: Envelope, from own: Envelope?) {
        self = own ?? Envelope()
        sender = order.recipient
        recipient = order.sender
    }
}
