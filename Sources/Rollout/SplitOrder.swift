public import Diagnostics

/// A part of a split order: the lines that one site delivers, an order of its own under the common key.
public struct OrderPart: Sendable, Hashable {
    public var key: OrderKey
    /// From 1, in the order in which the order's documents named the sites. It never changes.
    public var number: Int
    /// The numbers of the lines that were placed there.
    public var lines: Set<String>

    /// A part by what is kept of it.
    public init(key: OrderKey, number: Int, lines: Set<String>) {
        self.key = key
        self.number = number
        self.lines = lines
    }

    /// A part as the store keeps it.
    public init(key: OrderKey, number: Int, placedLines text: String) {
        self.init(
            key: key, number: number,
            lines: Set(
                text.split(separator: "/", omittingEmptySubsequences: false).map { OrderKey.unescaped(String($0)) }))
    }

    /// The numbers of its lines as the store keeps them, parted by slashes.
    public var placedLines: String { lines.sorted().map(OrderKey.escaped).joined(separator: "/") }

    /// The site that delivers it.
    public var site: String { key.partSite ?? "" }
}

/// What is known of an order before a document for it is looked at line by line.
public enum KnownOrder: Sendable, Hashable {
    /// It is not born. The parts are those that documents which wait for it named.
    case unborn([OrderPart])
    /// It was born, imported or first seen as one order.
    case whole
    /// It was born in parts.
    case split([OrderPart])

    /// The parts that have a number.
    public var parts: [OrderPart] {
        switch self {
        case .unborn(let parts), .split(let parts): parts
        case .whole: []
        }
    }
}

/// The part of a document that concerns one part of its order.
public struct SubOrder: Sendable, Hashable {
    public var order: ResolvedOrder
    /// The part, with the lines of this document placed.
    public var part: OrderPart
    /// Its lines and deliveries, in the order of the document; nil for a document that concerns every part as a whole.
    public var lines: [LineFacts]?
}

/// What an order with lines is resolved to.
public enum SplitResolution: Sendable, Hashable {
    /// All lines mean one site, or the document names no lines.
    case whole(ResolvedOrder)
    /// One part for each site, in the order of their numbers.
    case parts([SubOrder])
    /// A person must look.
    case hold(Diagnostic)
    /// A document that belongs to no order.
    case decided(Decision)
}

extension OrderKey {
    /// The key of the part of an order that a site delivers: `buyer/number/supplier/site`, with nothing where the supplier
    /// would stand if the key has none.
    public func part(at site: String) -> OrderKey {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let filled = parts.count < 3 ? text + "/" : text
        return OrderKey(text: filled + "/" + Self.escaped(site))
    }

    /// A text that is the key of a part; nil for any other.
    public init?(part text: String) {
        self.init(text: text)
        guard partSite != nil else { return nil }
    }

    /// The site of a part's key; nil for the key of a whole order.
    public var partSite: String? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 4 ? Self.unescaped(String(parts[3])) : nil
    }

    /// The key of the whole order that a part belongs to; a whole order's own.
    public var whole: OrderKey {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return self }
        return OrderKey(text: parts.prefix(parts[2].isEmpty ? 2 : 3).joined(separator: "/"))
    }
}

extension RoutingSnapshot {
    /// The order of a document, or its parts where its lines mean several sites and the snapshot says `split: lines`.
    ///
    /// A line that was placed keeps its site, whatever a later document says; a document without lines concerns all
    /// parts. `facts` name every line and delivery, unless none of them says anything of a site and the order is not split.
    public func resolveSplit(_ facts: DocumentFacts, known: KnownOrder = .unborn([])) -> SplitResolution {
        switch resolve(facts) {
        case .decided(let decision): return .decided(decision)
        case .order(let order):
            let entries = facts.placeableLines
            guard !entries.isEmpty else {
                guard case .split(let parts) = known else { return .whole(order) }
                return .parts(subOrders(of: order, parts: parts))
            }
            var placed: [(line: LineFacts, site: String?)] = []
            for line in entries {
                switch site(of: line, of: facts, order: order, known: known) {
                case .failure(let diagnostic): return .hold(diagnostic)
                case .success(let site): placed.append((line, site))
                }
            }
            return resolution(of: order, placed, known, replaces: facts.type == "order")
        }
    }

    private func resolution(
        of order: ResolvedOrder, _ placed: [(line: LineFacts, site: String?)], _ known: KnownOrder, replaces: Bool
    ) -> SplitResolution {
        let sites = Set(placed.compactMap(\.site))
        if case .split(let parts) = known {
            if let stranger = sites.subtracting(parts.map(\.site)).min() {
                return .hold(splitFault("route.split-site-new", order, parts, value: stranger))
            }
            if replaces, let empty = parts.map(\.site).filter({ !sites.contains($0) }).min() {
                return .hold(splitFault("route.split-part-missing", order, parts, value: empty))
            }
        } else {
            guard sites.count > 1 else {
                var whole = order
                if let site = sites.first { whole.site = .site(site) }
                return .whole(whole)
            }
            guard split == .lines, known != .whole else {
                return .hold(
                    Diagnostic(
                        "route.site-ambiguous", value: order.key.text,
                        facts: ["sites": sites.sorted().joined(separator: ", "), "fact": "lines"]))
            }
        }
        if let lost = placed.first(where: { $0.site == nil }) {
            return .hold(
                Diagnostic(
                    "route.site-unknown", value: lost.line.number, facts: ["tried": "line \(lost.line.number)"]))
        }
        return .parts(subOrders(of: order, placed, known))
    }

    private func splitFault(
        _ code: Code, _ order: ResolvedOrder, _ parts: [OrderPart], value: String
    ) -> Diagnostic {
        Diagnostic(
            code, value: value,
            facts: ["key": order.key.text, "sites": parts.map(\.site).sorted().joined(separator: ", ")])
    }

    /// The site of a line or delivery: where its line was placed, else what its own facts say, else what the document says;
    /// nil where nothing says anything.
    private func site(
        of line: LineFacts, of facts: DocumentFacts, order: ResolvedOrder, known: KnownOrder
    ) -> Result<String?, Diagnostic> {
        if case .split(let parts) = known {
            let sites = parts.filter { $0.lines.contains(line.number) }.map(\.site)
            if sites.count == 1 { return .success(sites[0]) }
        }
        guard !line.siteFacts.isEmpty else { return .success(order.site.name) }
        // The rules see the document, with what the line says by itself in the place of what the document says.
        let values = facts.siteFacts.filter { !$0.key.hasPrefix("lines.") }.merging(line.siteFacts) { $1 }
        switch siteAnswer(values, sender: facts.sender) {
        case .site(let name), .senderSite(let name): return .success(name)
        case .unknown(let tried):
            if let name = order.site.name { return .success(name) }
            return .failure(Diagnostic("route.site-unknown", value: line.number, facts: ["tried": tried]))
        case .ambiguous(let sites, let fact):
            return .failure(
                Diagnostic(
                    "route.site-ambiguous", value: line.number,
                    facts: ["sites": sites.joined(separator: ", "), "fact": "line \(line.number), \(fact)"]))
        }
    }

    private func subOrders(of order: ResolvedOrder, parts: [OrderPart]) -> [SubOrder] {
        parts.sorted { $0.number < $1.number }.map { part in
            SubOrder(order: ResolvedOrder(part: part, buyer: order.buyer), part: part, lines: nil)
        }
    }

    private func subOrders(
        of order: ResolvedOrder, _ placed: [(line: LineFacts, site: String?)], _ known: KnownOrder
    ) -> [SubOrder] {
        var parts: [SubOrder] = []
        var last = known.parts.map(\.number).max() ?? 0
        for site in Set(placed.compactMap(\.site)).sorted() {
            let lines = placed.filter { $0.site == site }.map(\.line)
            var part: OrderPart
            if let numbered = known.parts.first(where: { $0.site == site }) {
                part = numbered
                // What waits for its order places no lines.
                if case .unborn = known { part.lines = [] }
            } else {
                last += 1
                part = OrderPart(key: order.key.part(at: site), number: last, lines: [])
            }
            part.lines.formUnion(lines.map(\.number))
            parts.append(
                SubOrder(order: ResolvedOrder(part: part, buyer: order.buyer), part: part, lines: lines))
        }
        return parts.sorted { $0.part.number < $1.part.number }
    }
}

extension ResolvedOrder {
    /// The order as which a part is routed.
    public init(part: OrderPart, buyer: String) {
        self.init(key: part.key, buyer: buyer, site: .site(part.site))
    }
}

extension Resolution {
    /// The resolution of a document that was split before, as its part; nil is for one that was not.
    public func part(_ key: OrderKey?) -> Resolution {
        guard let key, let site = key.partSite, case .order(let order) = self else { return self }
        return .order(ResolvedOrder(key: key, buyer: order.buyer, site: .site(site)))
    }
}

extension DocumentPlace {
    /// The place of the part of a document for one part of its order.
    ///
    /// It has to differ from those of the other parts, and to be behind those of the documents before it in the same part:
    /// the position of the document with the part's number times 2³².
    public func part(_ number: Int) -> DocumentPlace {
        DocumentPlace(number: self.number, position: Int64(number) << 32 | payloadPosition)
    }

    /// Where the document stands in its payload, whichever part of it this is.
    public var payloadPosition: Int64 { position & 0xFFFF_FFFF }

    /// The number of the order's part; nil for a document that was not split.
    public var part: Int? { position >> 32 == 0 ? nil : Int(position >> 32) }
}

extension DocumentFacts {
    /// The lines and deliveries that each mean one site: a line that says so delivery by delivery means those of its
    /// deliveries.
    fileprivate var placeableLines: [LineFacts] {
        let divided = Set(lines.compactMap { $0.delivery == nil ? nil : $0.line })
        return lines.filter { $0.delivery != nil || $0.line.map(divided.contains) != true }
    }
}
