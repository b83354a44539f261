public import Orders

/// The cross references that are asked for: of a kind, naming a code on either side, for an item or (the empty text) for all.
public struct CodeRequest: Sendable, Hashable {
    public var kind: MasterKind
    public var code: SystemCode
    public var item: String

    /// What is asked for.
    public init(_ kind: MasterKind, _ code: SystemCode, item: String? = nil) {
        self.kind = kind
        self.code = code
        self.item = item ?? ""
    }
}

/// Finds what a code of one system is in another, by the cross references that hold on a day.
///
/// A code is looked for in each of the wanted systems in turn: as it is, else by way of what the gateway itself calls it, else
/// as what took its place. What is found gives way to its own successor. Where cross references contradict each other nothing
/// is found: a person decides.
public struct CodeLookup {
    /// What a code is.
    public enum Answer: Sendable, Hashable {
        /// Of a unit with a factor, how many of it are one of what was asked for.
        case code(String, factor: ExactDecimal?)
        /// What took the place of a code, there or where it was asked for.
        case successor(String, of: SystemCode)
        case unknown
        /// What the cross references say that contradict each other.
        case conflict([String])
    }

    /// What cross references say of a code at one step.
    private enum Said {
        case one(String, factor: ExactDecimal?)
        case nothing
        case several([String])
    }

    /// How many successors are followed.
    private static let longestChain = 10

    /// The day, `2026-09-01`.
    public let day: String
    private let fetch: (CodeRequest) throws -> [CrossReference]

    /// A look-up on a day.
    public init(on day: String, fetch: @escaping (CodeRequest) throws -> [CrossReference]) {
        self.day = day
        self.fetch = fetch
    }

    /// What the first of some codes is that is known, in the first of some systems.
    ///
    /// - Parameter items: the codes of the item that a unit counts.
    public func code(
        _ kind: MasterKind, of candidates: [SystemCode], in targets: [CodeSystem], items: Set<String> = []
    ) throws -> Answer {
        for candidate in candidates {
            let answer = try chase(kind, candidate, targets, items)
            guard case .unknown = answer else { return answer }
        }
        return .unknown
    }

    /// Whether a code is one of its system's own.
    public func isKnown(_ kind: MasterKind, _ code: SystemCode) throws -> Bool { try !rows(kind, code, []).isEmpty }

    private func rows(_ kind: MasterKind, _ code: SystemCode, _ items: Set<String>) throws -> [CrossReference] {
        try fetch(CodeRequest(kind, code)) + items.sorted().flatMap { try fetch(CodeRequest(kind, code, item: $0)) }
    }

    private func chase(
        _ kind: MasterKind, _ asked: SystemCode, _ targets: [CodeSystem], _ items: Set<String>
    ) throws -> Answer {
        var code = asked
        var seen: Set<SystemCode> = []
        while seen.insert(code).inserted, seen.count <= Self.longestChain {
            for target in targets {
                switch try found(kind, code, target, items) {
                case .nothing: continue
                case .several(let said): return .conflict(said)
                case .one(let found, let factor):
                    let answer = try newest(kind, SystemCode(target, found), factor: factor)
                    guard code != asked else { return answer }
                    switch answer {
                    case .code(let newest, _), .successor(let newest, _): return .successor(newest, of: asked)
                    case .unknown, .conflict: return answer
                    }
                }
            }
            switch try successor(kind, code) {
            case .one(let next, _): code.code = next
            case .nothing: return .unknown
            case .several(let said): return .conflict(said)
            }
        }
        return .unknown
    }

    /// What a code is in a system, directly or by way of the gateway's own.
    private func found(
        _ kind: MasterKind, _ code: SystemCode, _ target: CodeSystem, _ items: Set<String>
    ) throws -> Said {
        let direct = try step(kind, code, target, items)
        guard case .nothing = direct, code.system != .canonical, target != .canonical else { return direct }
        guard case .one(let middle, let first) = try step(kind, code, .canonical, items),
            case .one(let end, let second) = try step(kind, SystemCode(.canonical, middle), target, items)
        else { return .nothing }
        guard let first, let second else { return .one(end, factor: first ?? second) }
        return first.multiplied(by: second).map { .one(end, factor: $0) } ?? .nothing
    }

    private func step(
        _ kind: MasterKind, _ code: SystemCode, _ target: CodeSystem, _ items: Set<String>
    ) throws -> Said {
        var fitting: [CrossReference] = []
        for row in try rows(kind, code, items) where row.holds(on: day) && row.relation != .replaced {
            if row.from == code && row.to.system == target {
                fitting.append(row)
            } else if row.relation == .same, row.to == code, row.from.system == target {
                // One of the second is a part of the first, which is no whole number of them.
                if let factor = row.factor, !factor.hasSameValue(as: ExactDecimal(1)) { continue }
                fitting.append(row)
            }
        }
        let ofItem = fitting.filter { row in row.item.map(items.contains) ?? false }
        let used = ofItem.isEmpty ? fitting.filter { $0.item == nil } : ofItem
        return Self.only(used.map { ($0.from == code ? $0.to.code : $0.from.code, $0.factor) })
    }

    /// What took a code's place.
    private func successor(_ kind: MasterKind, _ code: SystemCode) throws -> Said {
        guard kind.hasSuccession else { return .nothing }
        let next = try rows(kind, code, []).filter {
            $0.relation == .replaced && $0.from == code && $0.holds(on: day)
        }
        return Self.only(next.map { ($0.to.code, nil) })
    }

    private func newest(_ kind: MasterKind, _ found: SystemCode, factor: ExactDecimal?) throws -> Answer {
        var code = found
        var seen: Set<SystemCode> = []
        while seen.insert(code).inserted, seen.count <= Self.longestChain {
            switch try successor(kind, code) {
            case .nothing:
                return code == found ? .code(code.code, factor: factor) : .successor(code.code, of: found)
            case .several(let said): return .conflict(said)
            case .one(let next, _): code.code = next
            }
        }
        // A ring of successors says nothing.
        return .conflict(seen.map(\.code).sorted())
    }

    /// The one thing that all say.
    private static func only(_ said: [(code: String, factor: ExactDecimal?)]) -> Said {
        guard let first = said.first else { return .nothing }
        let one = ExactDecimal(1)
        let isOne = said.allSatisfy {
            $0.code == first.code && ($0.factor ?? one).hasSameValue(as: first.factor ?? one)
        }
        if isOne { return .one(first.code, factor: first.factor) }
        let words = said.map { $0.code + ($0.factor.map { " x \($0.canonicalText)" } ?? "") }
        return .several(Set(words).sorted())
    }
}
