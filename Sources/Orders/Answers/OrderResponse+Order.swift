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
            guard let line = places.line(for: response.lines[index]) else {
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

/// Finds the line of an order that a line of a response is about.
private struct OrderLinePlaces {
    private var byNumber: [Substring: Line] = [:]
    /// Nil for an item that several lines have.
    private var byItem: [String: Line?] = [:]

    init(_ lines: [Line]) {
        for line in lines {
            byNumber[Self.plain(line.number)] = line
            for key in Self.keys(of: line.item) { byItem.updateValue(byItem[key] == nil ? line : nil, forKey: key) }
        }
    }

    func line(for response: ResponseLine) -> Line? {
        if let number = response.orderLine { return byNumber[Self.plain(number)] }
        for key in Self.keys(of: response.item) {
            if let line = byItem[key] ?? nil { return line }
        }
        return Self.keys(of: response.item).isEmpty ? byNumber[Self.plain(response.number)] : nil
    }

    private static func plain(_ number: String) -> Substring {
        let plain = number.drop { $0 == "0" || $0 == " " }
        return plain.isEmpty ? number[...] : plain
    }

    private static func keys(of item: Item) -> [String] {
        [
            item.gtin.map { "gtin " + $0.comparable }, item.buyerCode.map { "buyer " + $0 },
            item.supplierCode.map { "supplier " + $0 },
        ].compactMap(\.self)
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

extension Item {
    /// Takes the numbers and names that are not known from another item.
    fileprivate mutating func complete(by other: Item) {
        gtin = gtin ?? other.gtin
        buyerCode = buyerCode ?? other.buyerCode
        supplierCode = supplierCode ?? other.supplierCode
        manufacturerCode = manufacturerCode ?? other.manufacturerCode
        if ids.isEmpty { ids = other.ids }
        name = name ?? other.name
        description = description ?? other.description
    }
}

extension Quantity {
    fileprivate static func completed(_ own: Quantity?, by other: Quantity?) -> Quantity? {
        guard var own else { return other }
        own.unit = own.unit ?? other?.unit
        return own
    }
}

extension Party {
    /// The party as the other side knows it: a back end's own numbers mean nothing to the partner.
    fileprivate func completed(by other: Party) -> Party {
        var party = other
        party.contacts = contacts
        party.name = other.name ?? name
        party.gln = other.gln ?? gln
        if other.ids.isEmpty, other.gln == nil { party.ids = ids }
        party.address = other.address ?? address
        return party
    }

    fileprivate static func completed(_ own: Party?, by other: Party?) -> Party? {
        guard let other else { return own }
        return (own ?? Party()).completed(by: other)
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
