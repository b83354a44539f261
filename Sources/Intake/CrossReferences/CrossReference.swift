public import Diagnostics
public import Orders
public import Rollout

/// What a code is a code of.
public enum MasterKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// An order: its key here, its id at a back end.
    case order
    case item
    case customer
    case site
    /// A unit of measure, of all items or of one; with a factor a pack of another unit.
    case unit
    /// A partner of the register, by its id here and its number at a back end.
    case partner

    /// Whether a code may take another one's place.
    public var hasSuccession: Bool { [.item, .customer, .site].contains(self) }
}

/// Who gives codes out: `canonical`, a side (`legacy`, `new`), `partner:NAME`, `backend:NAME`.
public struct CodeSystem: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The codes of the gateway itself: order keys, partners' ids, numbers that everybody uses.
    public static let canonical = CodeSystem(unchecked: "canonical")

    public let text: String

    /// A system by its name; nil for what is none.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch parts.count {
        case 1: guard text == "canonical" || Side(rawValue: text) != nil else { return nil }
        default: guard ["partner", "backend"].contains(parts[0]), !parts[1].isEmpty else { return nil }
        }
        self.text = text
    }

    private init(unchecked text: String) { self.text = text }

    /// What both back ends of a side use.
    public static func side(_ side: Side) -> CodeSystem { CodeSystem(unchecked: side.rawValue) }
    /// What one back end uses.
    public static func backend(_ name: String) -> CodeSystem { CodeSystem(unchecked: "backend:\(name)") }
    /// What a partner uses.
    public static func partner(_ name: String) -> CodeSystem { CodeSystem(unchecked: "partner:\(name)") }

    /// The partner or back end of a system that is one's: `(partner, northwind)`.
    public var owner: (kind: String, name: String)? {
        let parts = text.split(separator: ":", maxSplits: 1)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }

    public static func < (left: CodeSystem, right: CodeSystem) -> Bool { left.text < right.text }
    public var description: String { text }
}

/// A code with whose it is.
public struct SystemCode: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var system: CodeSystem
    public var code: String

    /// A code of a system.
    public init(_ system: CodeSystem, _ code: String) {
        self.system = system
        self.code = code
    }

    public static func < (left: SystemCode, right: SystemCode) -> Bool {
        (left.system.text, left.code) < (right.system.text, right.code)
    }
    public var description: String { "\(system) \(code)" }
}

/// One cross reference: what one system calls this, another calls that.
public struct CrossReference: Sendable, Hashable {
    /// What the two codes are to each other.
    public enum Relation: String, Sendable, Hashable, Codable, CaseIterable {
        /// They mean the same, both ways.
        case same
        /// The first becomes the second; the second has another that it becomes.
        case forward
        /// Within one system: the second takes the place of the first.
        case replaced
    }

    /// The longest code, in characters.
    public static let longestCode = 200

    public var kind: MasterKind
    public var relation: Relation
    public var from: SystemCode
    public var to: SystemCode
    /// Of a unit: the item, as `from`'s system calls it, that this holds for; nil for all.
    public var item: String?
    /// Of a unit: how many of the second are one of the first.
    public var factor: ExactDecimal?
    /// The first and the last day, `2026-09-01`; nil for no limit.
    public var validFrom: String?
    public var validTo: String?

    /// A cross reference by its parts.
    public init(
        _ kind: MasterKind, _ from: SystemCode, _ to: SystemCode, relation: Relation = .same, item: String? = nil,
        factor: ExactDecimal? = nil, validFrom: String? = nil, validTo: String? = nil
    ) {
        self.kind = kind
        self.relation = relation
        self.from = from
        self.to = to
        self.item = item
        self.factor = factor
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// Whether it holds on a day.
    public func holds(on day: String) -> Bool { (validFrom ?? "") <= day && day <= (validTo ?? "9999-12-31") }

    /// Whether the two hold on a common day.
    public func overlaps(_ other: CrossReference) -> Bool {
        (validFrom ?? "") <= (other.validTo ?? "9999-12-31") && (other.validFrom ?? "") <= (validTo ?? "9999-12-31")
    }

    /// Whether both say, of one code on one day, what it is in one system, and not the same.
    public func contradicts(_ other: CrossReference) -> Bool {
        guard kind == other.kind, item == other.item, overlaps(other),
            (relation == .replaced) == (other.relation == .replaced)
        else { return false }
        let isForth = from == other.from && to.system == other.to.system
        if isForth && (to.code != other.to.code || !Self.equal(factor, other.factor)) { return true }
        guard relation == .same, other.relation == .same else { return false }
        if to == other.to && from.system == other.from.system && from.code != other.from.code { return true }
        // The same written the other way round.
        return from == other.to && to.system == other.from.system && to.code != other.from.code
            || to == other.from && from.system == other.to.system && from.code != other.to.code
    }

    private static func equal(_ left: ExactDecimal?, _ right: ExactDecimal?) -> Bool {
        (left ?? ExactDecimal(1)).hasSameValue(as: right ?? ExactDecimal(1))
    }

    /// Refuses what no cross reference says.
    public func check() throws(Diagnostic) {
        for code in [from.code, to.code] + [item].compactMap(\.self) {
            guard !code.isEmpty, code.count <= Self.longestCode, PlainText.forbidden(in: code) == nil,
                code.first?.isWhitespace == false, code.last?.isWhitespace == false
            else {
                throw Diagnostic("master.code-form", value: code, facts: ["limit": String(Self.longestCode)])
            }
        }
        if relation == .replaced {
            guard kind.hasSuccession, from.system == to.system, from.code != to.code else {
                throw Diagnostic("master.succession-form", value: "\(from), \(to)")
            }
        } else if from.system == to.system {
            throw Diagnostic("master.systems-equal", value: from.system.text)
        }
        if kind != .unit, item != nil || factor != nil {
            throw Diagnostic("master.unit-only", value: item ?? factor?.canonicalText, facts: ["kind": kind.rawValue])
        }
        if let factor, factor.isZero || factor.isNegative {
            throw Diagnostic("master.factor-form", value: factor.canonicalText)
        }
        for day in [validFrom, validTo].compactMap(\.self) {
            guard day.utf8.count == 10, BusinessTime(canonicalText: day) != nil else {
                throw Diagnostic("master.day-form", value: day)
            }
        }
        if let validFrom, let validTo, validTo < validFrom {
            throw Diagnostic("master.validity-order", value: validTo, facts: ["from": validFrom])
        }
    }
}
