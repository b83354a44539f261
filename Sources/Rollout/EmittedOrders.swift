import Diagnostics

/// What a back end's document belongs to, before the orders' rows are locked.
public enum EmittedResolution: Sendable, Hashable {
    /// The orders that it names, in key order.
    case orders([ResolvedOrder])
    /// It belongs to no order.
    case decided(BackendDecision)
}

extension RoutingSnapshot {
    /// Until when a document waits that is parked now.
    public func parkingEnd(from now: Instant) -> Instant { now.adding(seconds: parkingHours * 3_600) }

    /// The orders that a back end's document names: those of the keys that it gives back as it got them, else those of
    /// its buyer and numbers by the buyer's rule. A back end speaks of every buyer's orders; whether this one is its
    /// emitter, the itinerary says.
    public func resolve(_ facts: DocumentFacts, emittedBy backend: String, keys: [OrderKey]) -> EmittedResolution {
        let site = siteAnswer(facts.siteFacts, sender: nil)
        if facts.test { return .decided(testAnswer(facts, backend: backend, keys: keys)) }
        guard keys.isEmpty else {
            if let stranger = keys.first(where: { $0.buyer.flatMap(party(named:)) == nil }) {
                return .decided(
                    .hold(
                        Diagnostic(
                            "route.order-key-unknown", value: stranger.text, facts: ["backend": backend])))
            }
            return .orders(
                Set(keys).sorted().map { ResolvedOrder(key: $0, buyer: $0.buyer ?? "", site: site) })
        }
        var facts = facts
        guard let buyer = party(of: facts.buyer, sender: facts.sender, day: facts.day) else {
            return .decided(.hold(compiled.buyerUnknown(facts)))
        }
        // What its buyer could send, it can answer.
        facts.sender = buyer.id
        switch resolveAll(facts) {
        case .success(let orders):
            return .orders(
                orders.map { ResolvedOrder(key: $0.key, buyer: $0.buyer, site: site) })
        case .failure(let unresolved):
            switch unresolved.decision {
            case .hold(let diagnostic, _), .fail(let diagnostic): return .decided(.hold(diagnostic))
            case .deliver, .park, .duplicate: preconditionFailure("a document that is no test resolves to orders")
            }
        }
    }

    /// A test back end answers its partner's tests; the document has no order, and nobody else may send one.
    private func testAnswer(_ facts: DocumentFacts, backend: String, keys: [OrderKey]) -> BackendDecision {
        let named = keys.first?.buyer.flatMap(party(named:))
        guard let buyer = named ?? party(of: facts.buyer, sender: facts.sender, day: facts.day) else {
            return .hold(compiled.buyerUnknown(facts))
        }
        guard buyer.testBackend == backend else {
            return .hold(
                Diagnostic(
                    "route.test-answer-foreign", value: backend,
                    facts: ["partner": buyer.id, "backend": buyer.testBackend ?? "none"]))
        }
        let function = compiled.function(for: facts.type).map { functions[$0].name } ?? facts.type
        return .accept([
            Route(
                key: nil, site: nil, function: function, side: nil, backend: backend,
                reason: .test(partner: buyer.id))
        ])
    }
}

extension OrderKey {
    /// The buyer's id; nil for a text that is no key.
    public var buyer: String? {
        guard let end = text.firstIndex(of: "/"), end != text.startIndex else { return nil }
        return Self.unescaped(String(text[..<end]))
    }

    static func unescaped(_ part: String) -> String {
        var text = ""
        var rest = Substring(part)
        while let mark = rest.firstIndex(of: "%") {
            text += rest[..<mark]
            let code = rest[mark...].prefix(3).dropFirst()
            guard code.count == 2, let value = UInt8(code, radix: 16) else {
                text.append("%")
                rest = rest[rest.index(after: mark)...]
                continue
            }
            text.unicodeScalars.append(Unicode.Scalar(value))
            rest = rest[rest.index(mark, offsetBy: 3)...]
        }
        return text + rest
    }
}
