/// How a format says what becomes of a line of which parts have different fates.
public enum ConfirmationForm: String, Sendable, CaseIterable {
    /// The line says what becomes of it and how much comes; parts with a day of their own may stand below it (EDIFACT, UBL).
    case lines
    /// Each part says what becomes of it, and the line itself nothing (ACK of X12, ConfirmationStatus of cXML).
    case parts
    /// Below the line stands how much comes when, and nothing else (schedule lines of an IDoc).
    case schedules
}

extension ResponseLine {
    /// Says what becomes of the line as a format has it: what its parts add up to, or what each of them is.
    ///
    /// What is backordered comes, but is no part of the quantity that is confirmed; what is refused, deleted or held is told by
    /// the difference to what was ordered.
    mutating func settle(in form: ConfirmationForm) {
        for index in confirmations.indices where confirmations[index].status == nil {
            confirmations[index].status = status.flatMap { $0 == .changed ? nil : $0 } ?? .accepted
        }
        let states = Set(confirmations.compactMap(\.status))
        let confirmed = confirmedSum
        if status == nil, form != .parts, let first = states.first {
            let isWhole = confirmed.map { $0.hasSameValue(as: orderedQuantity?.value ?? $0) } ?? false
            status = states.count == 1 && (first != .accepted || isWhole) ? first : .changed
        }
        switch form {
        case .parts: settleParts()
        case .schedules: confirmations.removeAll { !$0.comes }
        case .lines: settleLine(confirmed)
        }
    }

    /// How much of the line comes as confirmed; nil where a part does not say how much it is.
    private var confirmedSum: ExactDecimal? {
        var sum = ExactDecimal.zero
        for part in confirmations where part.comes && part.status != .backordered {
            guard let value = part.quantity?.value, let next = sum.adding(value) else { return nil }
            sum = next
        }
        return sum
    }

    /// A line without parts is its only part; of one with parts, these say it all.
    private mutating func settleParts() {
        guard confirmations.isEmpty else {
            status = nil
            quantity = nil
            let days = delivery
            delivery?.promised = nil
            delivery?.shipment = nil
            if delivery == Delivery() { delivery = nil }
            for index in confirmations.indices where confirmations[index].status != .refused {
                confirmations[index].date = confirmations[index].date ?? days?.promised
                confirmations[index].shipment = confirmations[index].shipment ?? days?.shipment
            }
            return
        }
        switch status {
        case .accepted, .refused, .deleted, .backordered, .held: quantity = quantity ?? orderedQuantity
        default: break
        }
    }

    private mutating func settleLine(_ confirmed: ExactDecimal?) {
        if confirmations.isEmpty {
            if status == .refused || status == .deleted, quantity == nil { quantity = amount(of: .zero) }
            return
        }
        reason = reason ?? confirmations.compactMap(\.reason).first
        reasonCode = reasonCode ?? confirmations.compactMap(\.reasonCode).first
        if quantity == nil, let confirmed { quantity = amount(of: confirmed) }
        confirmations.removeAll { !$0.comes }
        if confirmations.count == 1, confirmations[0].isPlain, confirmations[0].status != .backordered {
            takeOnlyPart()
        }
    }

    private func amount(of value: ExactDecimal) -> Quantity {
        var amount = Quantity()
        amount.value = value
        amount.unit = orderedQuantity?.unit
        return amount
    }

    /// The only part that comes is when the line comes.
    private mutating func takeOnlyPart() {
        let part = confirmations.removeFirst()
        var days = delivery ?? Delivery()
        days.promised = days.promised ?? part.date
        days.earliest = days.earliest ?? part.earliest
        days.latest = days.latest ?? part.latest
        days.shipment = days.shipment ?? part.shipment
        if days != Delivery() { delivery = days }
    }
}

extension Confirmation {
    /// True for a part that will be delivered, now or later.
    fileprivate var comes: Bool { status != .refused && status != .deleted && status != .held }

    /// True for a part that says no more than how much comes when.
    fileprivate var isPlain: Bool { prices.isEmpty && item == nil && party == nil && references.isEmpty }
}
