public import Diagnostics

/// What becomes of a partner's document that names several orders.
public enum CollectiveDecision: Sendable, Hashable {
    /// It goes to the one back end that owns all of them, behind what each of them waits for; one way for each order.
    case deliver([Route])
    case park(reason: Reason, deadline: Instant)
    /// It is held whole.
    case hold(Diagnostic)
    case fail(Diagnostic)

    /// What becomes of it as a document of its first order.
    public var ofFirst: Decision {
        switch self {
        case .deliver(let routes): .deliver(routes[0])
        case .park(let reason, let deadline): .park(reason: reason, deadline: deadline)
        case .hold(let diagnostic): .hold(diagnostic, at: nil)
        case .fail(let diagnostic): .fail(diagnostic)
        }
    }
}

extension RoutingSnapshot {
    /// What a partner's document belongs to, with the further orders of one that names several.
    public func resolveOrders(_ facts: DocumentFacts) -> ResolvedDocument {
        let first = resolve(facts)
        guard case .order(let order) = first, !facts.otherOrderNumbers.isEmpty else {
            return ResolvedDocument(resolution: first)
        }
        switch resolveAll(facts) {
        case .failure(let unresolved): return ResolvedDocument(resolution: .decided(unresolved.decision))
        case .success(let orders):
            return ResolvedDocument(resolution: first, others: orders.filter { $0.key != order.key })
        }
    }

    /// The orders that a document names, each as ``resolve(_:)`` finds it; or what becomes of a document of which one
    /// number cannot be resolved.
    public func resolveAll(_ facts: DocumentFacts) -> Result<[ResolvedOrder], UnresolvedDocument> {
        var orders: [ResolvedOrder] = []
        for number in [facts.orderNumber] + facts.otherOrderNumbers {
            var one = facts
            one.orderNumber = number
            switch resolve(one) {
            case .decided(let decision): return .failure(UnresolvedDocument(decision: decision))
            case .order(let order): if !orders.contains(where: { $0.key == order.key }) { orders.append(order) }
            }
        }
        return .success(orders.sorted { $0.key < $1.key })
    }

    /// Decides a document against all the orders that it names, which the caller holds locked in key order. `orders` stand
    /// as `resolved` do.
    public func decide(
        _ facts: DocumentFacts, _ resolved: [ResolvedOrder], orders: [OrderState], epoch: Int64, now: Instant
    ) -> CollectiveDecision {
        precondition(resolved.count == orders.count, "one state for each order")
        var routes: [Route] = []
        for (resolved, order) in zip(resolved, orders) {
            switch decide(facts, resolved, order: order, epoch: epoch, now: now) {
            case .deliver(let route): routes.append(route)
            case .park(let reason, let deadline): return .park(reason: reason, deadline: deadline)
            case .hold(let diagnostic, _): return .hold(diagnostic)
            case .fail(let diagnostic): return .fail(diagnostic)
            case .duplicate(let reason):
                return .hold(
                    Diagnostic(
                        "route.collective-original", value: order.key.text, facts: ["reason": reason.words]))
            }
        }
        if let diagnostic = Self.differing(routes) { return .hold(diagnostic) }
        return .deliver(routes)
    }
}

/// A partner's document with the orders that it names.
public struct ResolvedDocument: Sendable, Hashable {
    /// Its first order, or what becomes of it without one.
    public var resolution: Resolution
    /// The further ones, by key.
    public var others: [ResolvedOrder] = []
}

/// A document that belongs to no order, with what becomes of it.
public struct UnresolvedDocument: Error, Sendable, Hashable {
    public var decision: Decision
}
