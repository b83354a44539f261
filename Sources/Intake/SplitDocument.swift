public import Diagnostics
public import Orders
public import Rollout

/// The part of a canonical document that one part of its order gets.
public struct SplitDocument: Sendable, Hashable {
    public var order: SubOrder
    public var document: CanonicalDocument

    /// A document's parts, one for each part of its order that it concerns.
    ///
    /// Each keeps its lines as they were sent, and of a line whose deliveries mean several sites its own deliveries, with
    /// their sum as the quantity. What is said of the whole goes as it is true of a part: totals, packages and
    /// measurements go with none, a percentage with all, a fixed allowance or charge with the first.
    ///
    /// - Returns: The parts, or why a line cannot be divided.
    public static func parts(
        of document: CanonicalDocument, among orders: [SubOrder]
    ) -> Result<[SplitDocument], Diagnostic> {
        var parts: [SplitDocument] = []
        for (place, order) in orders.enumerated() {
            guard let lines = order.lines else {
                parts.append(SplitDocument(order: order, document: document))
                continue
            }
            do throws(Diagnostic) {
                let part = try document.keeping(lines, isFirst: place == 0)
                parts.append(SplitDocument(order: order, document: part))
            } catch {
                return .failure(error)
            }
        }
        return .success(parts)
    }
}

extension CanonicalDocument {
    fileprivate func keeping(_ lines: [LineFacts], isFirst: Bool) throws(Diagnostic) -> CanonicalDocument {
        switch self {
        case .order(var order):
            try order.keep(lines, isFirst: isFirst)
            return .order(order)
        case .orderChange(var change):
            try change.keep(lines, isFirst: isFirst)
            return .orderChange(change)
        case .orderCancellation(var cancellation):
            try cancellation.keep(lines, isFirst: isFirst)
            return .orderCancellation(cancellation)
        case .orderResponse, .despatchAdvice, .receivingAdvice, .invoice, .applicationError:
            return self
        }
    }
}

extension OrderDocument {
    /// Keeps the lines and deliveries of one part.
    fileprivate mutating func keep(_ entries: [LineFacts], isFirst: Bool) throws(Diagnostic) {
        let kept = Dictionary(grouping: entries) { $0.line ?? -1 }
        var own: [Line] = []
        for (place, line) in lines.enumerated() {
            guard let entries = kept[place] else { continue }
            let deliveries = entries.compactMap(\.delivery)
            if deliveries.isEmpty || deliveries.count == line.deliveries.count {
                own.append(line)
            } else {
                own.append(try line.keeping(deliveries))
            }
        }
        lines = own
        totals = nil
        packages = []
        measurements = []
        allowanceCharges = allowanceCharges.compactMap { charge in
            guard charge.percent != nil else { return isFirst ? charge : nil }
            var share = charge
            (share.amount, share.base) = (nil, nil)
            return share
        }
    }
}

extension Line {
    /// The line with some of its deliveries only.
    fileprivate func keeping(_ places: [Int]) throws(Diagnostic) -> Line {
        var line = self
        line.deliveries = places.map { deliveries[$0] }
        guard !allowanceCharges.contains(where: { $0.amount != nil && $0.percent == nil }) else {
            throw indivisible("it has an allowance or charge of a fixed amount")
        }
        var sum: ExactDecimal? = .zero
        for delivery in line.deliveries {
            guard let quantity = delivery.quantity, let value = quantity.value else {
                throw indivisible("a delivery does not say how much of the line it is")
            }
            guard quantity.unit == nil || quantity.unit == self.quantity?.unit else {
                throw indivisible("a delivery counts in another unit than the line")
            }
            sum = sum?.adding(value)
        }
        line.quantity?.value = sum
        (line.amount, line.amounts) = (nil, [])
        return line
    }

    private func indivisible(_ why: String) -> Diagnostic {
        Diagnostic(
            "route.split-line-indivisible", at: Position(path: "lines[\(number)]"), value: number,
            facts: ["line": number, "why": why])
    }
}
