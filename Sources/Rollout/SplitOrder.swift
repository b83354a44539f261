public import Diagnostics

/// The part of an order that one site delivers: an order of its own under the common key.
public struct SubOrder: Sendable, Hashable {
    public var order: ResolvedOrder
    /// The numbers of its lines, in the order of the document.
    public var lines: [String]
}

/// What an order with lines is resolved to.
public enum SplitResolution: Sendable, Hashable {
    /// All lines mean one site, or the document names no lines.
    case whole(ResolvedOrder)
    /// One part for each site, in the order of their names.
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
}

extension RoutingSnapshot {
    /// The order of a document, or its parts where its lines mean several sites and the snapshot says `split: lines`.
    ///
    /// - Parameter placed: the site of each line of an order that was split at its birth, by the line's number: a site is
    ///   kept, whatever a later document says. A document without lines concerns all parts.
    public func resolveSplit(_ facts: DocumentFacts, placed: [String: String] = [:]) -> SplitResolution {
        switch resolve(facts) {
        case .decided(let decision): return .decided(decision)
        case .order(let order):
            if facts.lines.isEmpty, placed.isEmpty { return .whole(order) }
            if facts.lines.isEmpty { return .parts(parts(of: order, lines: placed.map { ($0.key, $0.value) })) }
            var lines: [(number: String, site: String)] = []
            for line in facts.lines {
                switch site(of: line, order: order, placed: placed) {
                case .failure(let diagnostic): return .hold(diagnostic)
                case .success(let name): if let name { lines.append((line.number, name)) }
                }
            }
            return resolution(of: order, lines: lines, isSplit: !placed.isEmpty)
        }
    }

    private func resolution(
        of order: ResolvedOrder, lines: [(number: String, site: String)], isSplit: Bool
    ) -> SplitResolution {
        let sites = Set(lines.map(\.site)).sorted()
        if isSplit { return .parts(parts(of: order, lines: lines)) }
        if sites.count < 2 {
            var whole = order
            if let site = sites.first { whole.site = .site(site) }
            return .whole(whole)
        }
        guard split == .lines else {
            return .hold(
                Diagnostic(
                    "route.site-ambiguous", value: order.key.text,
                    facts: ["sites": sites.joined(separator: ", "), "fact": "lines"]))
        }
        return .parts(parts(of: order, lines: lines))
    }

    /// The site of a line: where it was placed, else what its own facts say, else what the document says; nil where nothing
    /// says anything, and the line goes where the order goes.
    private func site(
        of line: LineFacts, order: ResolvedOrder, placed: [String: String]
    ) -> Result<String?, Diagnostic> {
        if let site = placed[line.number] { return .success(site) }
        guard !line.siteFacts.isEmpty else { return .success(order.site.name) }
        switch siteAnswer(line.siteFacts, sender: nil) {
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

    private func parts(of order: ResolvedOrder, lines: [(number: String, site: String)]) -> [SubOrder] {
        Set(lines.map(\.site)).sorted().map { site in
            var part = order
            part.key = order.key.part(at: site)
            part.site = .site(site)
            return SubOrder(order: part, lines: lines.filter { $0.site == site }.map(\.number).sorted())
        }
    }
}
