/// How much of an order has left, by its despatch advices.
///
/// A line counts as whole once as much of it was despatched as is ordered, or once the last despatch advice that names it says that
/// nothing of it is still to come. What cannot be told (another unit, a line that is not the order's, no quantity) leaves its line open.
public struct DespatchProgress: Sendable, Hashable {
    private struct Part: Sendable, Hashable {
        var item: Item
        var ordered: Quantity?
        var sent = ExactDecimal.zero
        var nothingFollows = false

        var isWhole: Bool {
            if nothingFollows { return true }
            guard let wanted = ordered?.value else { return false }
            return sent.compare(to: wanted) != .less
        }
    }

    /// The order's number, as its buyer sent it.
    public let order: String
    private var parts: [String: Part] = [:]

    /// An order of which nothing has left.
    public init(_ order: Order) {
        self.order = order.number
        for line in order.lines { parts[line.number] = Part(item: line.item, ordered: line.quantity) }
    }

    /// True once every line was despatched whole; false for an order without lines.
    public var isWhole: Bool { !parts.isEmpty && parts.values.allSatisfy(\.isWhole) }

    /// Takes a change: what it names changes, the rest stays.
    public mutating func take(_ change: OrderChange) {
        for line in change.lines {
            if line.action == .deleted {
                parts[line.number] = nil
            } else if parts[line.number] == nil {
                parts[line.number] = Part(item: line.item, ordered: line.quantity)
            } else if let quantity = line.quantity {
                parts[line.number]?.ordered = quantity
            }
        }
    }

    /// Takes a despatch advice: those of its lines that belong to the order. One that is no original replaces what it corrects,
    /// which this does not follow: it is left out.
    public mutating func take(_ advice: DespatchAdvice) {
        guard advice.function == .original else { return }
        let lines = advice.lines + advice.packages.flatMap(\.allLines)
        for line in lines where (line.order?.number ?? advice.order?.number).map({ $0 == order }) ?? true { take(line) }
    }

    private mutating func take(_ line: DespatchLine) {
        guard let number = number(of: line), let part = parts[number] else { return }
        if let rest = line.outstandingQuantity?.value { parts[number]?.nothingFollows = rest.isZero }
        guard let quantity = line.quantity, let value = quantity.value, let sum = part.sent.adding(value) else {
            return
        }
        // Who sends no unit means the item's.
        if let unit = quantity.unit, let ordered = part.ordered?.unit, unit != ordered { return }
        parts[number]?.sent = sum
    }

    /// The order's line: the one that is named, else the only one with the same item.
    private func number(of line: DespatchLine) -> String? {
        if let named = line.order?.line { return named }
        let same = parts.filter { $0.value.item.isSame(as: line.ordered ?? line.item) }
        return same.count == 1 ? same.first?.key : nil
    }
}

extension Item {
    fileprivate func isSame(as other: Item) -> Bool {
        if let gtin, let theirs = other.gtin { return gtin.comparable == theirs.comparable }
        if let buyerCode, let theirs = other.buyerCode { return buyerCode == theirs }
        if let supplierCode, let theirs = other.supplierCode { return supplierCode == theirs }
        return false
    }
}
