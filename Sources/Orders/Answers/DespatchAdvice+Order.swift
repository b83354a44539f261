public import Diagnostics

extension DespatchAdvice {
    /// The despatch advice to the partner who sent an order, from what a back end says of it: with the order's number, its parties,
    /// the numbers of its lines and what the partner calls their items. What the advice says itself stands; an advice that names other
    /// orders is completed where it names this one.
    ///
    /// - Returns: the advice, with a warning for each line that names the order and that the order does not have.
    public func completed(
        by order: any OrderDocument
    ) -> (advice: DespatchAdvice, diagnostics: DiagnosticList) {
        var advice = self
        var completion = LineCompletion(order, alone: namesNoOther(than: order.number))
        if completion.isAlone {
            advice.order = OrderReference.completed(advice.order, by: order)
            advice.buyer = buyer.completed(by: order.buyer)
            advice.supplier = supplier.completed(by: order.supplier)
            advice.deliveryParty = deliveryParty ?? order.deliveryParty
            advice.invoicee = invoicee ?? order.invoicee
            advice.test = test || order.test
        }
        for index in advice.lines.indices {
            completion.complete(&advice.lines[index], at: "lines[\(index + 1)]")
        }
        for index in advice.packages.indices {
            completion.complete(&advice.packages[index], at: "packages[\(index + 1)]")
        }
        return (advice, completion.diagnostics)
    }

    private func namesNoOther(than number: String) -> Bool {
        func isOwn(_ reference: OrderReference?) -> Bool { reference?.number.map { $0 == number } ?? true }
        func isOwn(_ unit: LogisticUnit) -> Bool {
            unit.lines.allSatisfy { isOwn($0.order) } && unit.packages.allSatisfy(isOwn)
        }
        return isOwn(order) && lines.allSatisfy { isOwn($0.order) } && packages.allSatisfy(isOwn)
    }
}

extension Invoice {
    /// The invoice to the partner who sent an order, completed as a despatch advice is.
    ///
    /// - Returns: the invoice, with a warning for each line that names the order and that the order does not have.
    public func completed(by order: any OrderDocument) -> (invoice: Invoice, diagnostics: DiagnosticList) {
        var invoice = self
        let references = [invoice.order] + lines.map(\.order)
        let isAlone = references.allSatisfy { $0?.number.map { $0 == order.number } ?? true }
        var completion = LineCompletion(order, alone: isAlone)
        if isAlone {
            invoice.order = OrderReference.completed(invoice.order, by: order)
            invoice.buyer = buyer.completed(by: order.buyer)
            invoice.supplier = supplier.completed(by: order.supplier)
            invoice.deliveryParty = deliveryParty ?? order.deliveryParty
            invoice.invoicee = invoicee ?? order.invoicee
            invoice.currency = currency ?? order.currency
            invoice.test = test || order.test
        }
        for index in invoice.lines.indices {
            let line = invoice.lines[index]
            guard
                let found = completion.line(line.order, item: line.item, orAt: line.number, "lines[\(index + 1)]")
            else { continue }
            invoice.lines[index].order = OrderReference.completed(line.order, by: completion.order, found)
            invoice.lines[index].item.complete(by: found.item)
            if line.quantity != nil, line.quantity?.unit == nil {
                invoice.lines[index].quantity?.unit = found.quantity?.unit
            }
        }
        return (invoice, completion.diagnostics)
    }
}

/// Completes lines by those of an order.
private struct LineCompletion {
    let order: any OrderDocument
    /// Whether the document names no other order.
    let isAlone: Bool
    var diagnostics = DiagnosticList()
    private let places: OrderLinePlaces

    init(_ order: any OrderDocument, alone: Bool) {
        self.order = order
        isAlone = alone
        places = OrderLinePlaces(order.lines)
    }

    /// The line of the order that a line is about; nil for one of another order, and, with a warning, for none.
    mutating func line(_ reference: OrderReference?, item: Item, orAt place: String, _ path: String) -> Line? {
        guard isAlone || reference?.number == order.number else { return nil }
        if let line = places.line(numbered: reference?.line, item: item, orAt: place) { return line }
        if reference?.line != nil {
            diagnostics.append(
                Diagnostic(
                    "answer.line-unknown", .warning, at: Position(path: path), value: reference?.line ?? place,
                    facts: ["order": order.number]))
        }
        return nil
    }

    mutating func complete(_ line: inout DespatchLine, at path: String) {
        guard let found = self.line(line.order, item: line.ordered ?? line.item, orAt: line.number, path) else {
            return
        }
        line.order = OrderReference.completed(line.order, by: order, found)
        if line.ordered == nil { line.item.complete(by: found.item) }
        if line.quantity != nil, line.quantity?.unit == nil { line.quantity?.unit = found.quantity?.unit }
    }

    mutating func complete(_ unit: inout LogisticUnit, at path: String) {
        for index in unit.lines.indices { complete(&unit.lines[index], at: "\(path).lines[\(index + 1)]") }
        for index in unit.packages.indices {
            complete(&unit.packages[index], at: "\(path).packages[\(index + 1)]")
        }
    }
}

extension OrderReference {
    /// A reference to an order, and to a line of it.
    fileprivate static func completed(
        _ own: OrderReference?, by order: any OrderDocument, _ line: Line? = nil
    ) -> OrderReference {
        var reference = own ?? OrderReference()
        reference.number = reference.number ?? order.number
        if let line { reference.line = line.number }
        return reference
    }
}
