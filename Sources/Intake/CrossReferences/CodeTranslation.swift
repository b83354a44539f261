public import Diagnostics
public import Orders
public import Rollout

/// Gives a document the codes of the back end or the partner that it goes to. The house is the seller: its item codes are the
/// supplier's, its numbers of parties those of the scheme 91 (UN/EDIFACT 3055: assigned by the seller); a partner's are the
/// buyer's and those of the scheme 92 (assigned by the buyer).
public struct CodeTranslation: RecordVisitor {
    /// A back end or the partners on one end of the way.
    public struct End: Sendable, Hashable {
        /// The systems whose codes are used there, the nearest first.
        public var systems: [CodeSystem]
        /// Whether it is a back end.
        public var isHouse: Bool

        /// The back end of a name, on its side.
        public static func backend(_ name: String, side: Side?) -> End {
            End(systems: [.backend(name)] + [side.map(CodeSystem.side)].compactMap(\.self), isHouse: true)
        }

        /// Some partners: the buyer, who passes on what it sends.
        public static func partners(_ names: [String]) -> End {
            End(systems: names.map(CodeSystem.partner), isHouse: false)
        }
    }

    /// A code for which nothing is used.
    public struct Missing: Sendable, Hashable {
        public var kind: MasterKind
        public var code: SystemCode
        /// What else would do: the other codes that the same thing goes by.
        public var others: [SystemCode]
        /// master.code-unknown or master.code-conflict.
        public var fault: Code
    }

    /// The scheme of party numbers that the house gives out.
    static let houseScheme = "91"
    /// The scheme of party numbers that a partner gives out.
    static let partnerScheme = "92"
    /// The extension that holds a back end's own id of an order.
    static let ownOrder = CanonicalDocument.GatewayExtension.ownOrder

    private let kinds: Set<MasterKind>
    private let from: End
    private let to: End
    private let order: OrderKey?
    private let lookup: CodeLookup
    /// What stops the document, unless its partner's profile lets it pass.
    public private(set) var faults: [Diagnostic] = []
    /// What is said of it besides.
    public private(set) var remarks: [Diagnostic] = []
    /// The codes that the faults are about, each once.
    public private(set) var missing: [Missing] = []

    /// A translation of some kinds of codes.
    ///
    /// - Parameters:
    ///   - order: the order that the document belongs to.
    ///   - lookup: what the cross references say.
    public init(_ kinds: Set<MasterKind>, from: End, to: End, order: OrderKey?, by lookup: CodeLookup) {
        self.kinds = kinds
        self.from = from
        self.to = to
        self.order = order
        self.lookup = lookup
    }

    /// The document with the codes of where it goes, as far as they are known.
    public mutating func translate(_ document: CanonicalDocument) throws -> CanonicalDocument {
        try translate(content: document.content)
    }

    private mutating func translate(content: some BusinessDocument) throws -> CanonicalDocument {
        var content = content
        try content.walk(&self)
        if kinds.contains(.order) {
            content.extensions.removeAll { $0.name == Self.ownOrder }
            if let order,
                case .code(let id, _) = try lookup.code(
                    .order, of: [SystemCode(.canonical, order.text)], in: to.systems)
            {
                var own = Extension()
                (own.name, own.value) = (Self.ownOrder, id)
                content.extensions.append(own)
            }
        }
        return content.canonical
    }

    public mutating func visit(_ item: inout Item, at path: String) throws {
        guard kinds.contains(.item), to.isHouse || item.buyerCode == nil else { return }
        let own: WritableKeyPath<Item, String?> = to.isHouse ? \.supplierCode : \.buyerCode
        let candidates = codes(of: item)
        guard let first = candidates.first else { return }
        let field =
            item.buyerCode == first.code ? "buyerCode" : item.supplierCode == first.code ? "supplierCode" : "gtin"
        let place = "\(path).\(field)"
        let answer = try lookup.code(.item, of: candidates, in: to.systems)
        switch answer {
        case .code(let code, _): item[keyPath: own] = code
        case .successor(let code, let old):
            item[keyPath: own] = code
            remarks.append(replaced(.item, old, by: code, at: place))
        case .conflict(let said): report(.item, candidates, conflict: said, at: place)
        case .unknown:
            if let code = item[keyPath: own], try isKnown(.item, code) { return }
            // A GTIN says to a partner what it is.
            if !to.isHouse, item.gtin != nil { return }
            report(.item, candidates, at: place)
        }
    }

    public mutating func visit(_ quantity: inout Quantity, in line: RecordSurroundings, at path: String) throws {
        guard let (code, factor) = try unit(quantity.unit, in: line, at: path) else { return }
        guard let factor else { return quantity.unit = code }
        if let value = quantity.value {
            guard let product = value.multiplied(by: factor) else { return }
            quantity.value = product
        }
        quantity.unit = code
    }

    public mutating func visit(_ price: inout Price, in line: RecordSurroundings, at path: String) throws {
        let counted = price.basisUnit ?? line.quantity?.unit
        guard let (code, factor) = try unit(counted, in: line, at: path) else { return }
        if let factor {
            guard let basis = (price.basis ?? ExactDecimal(1)).multiplied(by: factor) else { return }
            (price.basis, price.basisUnit) = (basis, code)
        } else if price.basisUnit != nil {
            price.basisUnit = code
        }
    }

    public mutating func visit(_ party: inout Party, at path: String) throws {
        let name = path.split(separator: ".").last.map(String.init) ?? ""
        let kind: MasterKind
        switch name {
        case "buyer", "invoicee", "orderingParty": kind = .customer
        case "deliveryParty", "consignee": kind = .site
        default: return
        }
        // The number that the partner itself gave.
        if !to.isHouse, party.ids.contains(where: { $0.scheme == Self.partnerScheme }) { return }
        var answer = CodeLookup.Answer.unknown
        let candidates = kinds.contains(kind) ? codes(of: party) : []
        if !candidates.isEmpty { answer = try lookup.code(kind, of: candidates, in: to.systems) }
        if case .unknown = answer, name == "buyer", kinds.contains(.partner), let buyer = order?.buyer {
            answer = try lookup.code(.partner, of: [SystemCode(.canonical, buyer)], in: to.systems)
        }
        if case .successor(let code, let old) = answer { remarks.append(replaced(kind, old, by: code, at: path)) }
        switch answer {
        case .code(let code, _), .successor(let code, _):
            let scheme = to.isHouse ? Self.houseScheme : Self.partnerScheme
            // A partner's takes the place of the house's: many messages have room for one number.
            party.ids.removeAll { $0.scheme == scheme || $0.scheme == Self.houseScheme }
            var id = Identifier()
            (id.value, id.scheme) = (code, scheme)
            party.ids.append(id)
        case .conflict(let said):
            if !candidates.isEmpty { report(kind, candidates, conflict: said, at: path) }
        case .unknown:
            // A GLN says to a partner who it is.
            guard let first = candidates.first, to.isHouse || party.gln == nil else { return }
            remarks.append(unknown(kind, first, .warning, at: path))
        }
    }

    // MARK: Codes

    /// The codes that an item goes by where the document comes from, and by which it may be known.
    private func codes(of item: Item) -> [SystemCode] {
        var codes: [SystemCode] = []
        if !from.isHouse, let code = item.buyerCode { codes += from.systems.map { SystemCode($0, code) } }
        if let code = item.supplierCode {
            if from.isHouse { codes += from.systems.map { SystemCode($0, code) } }
            codes.append(SystemCode(.canonical, code))
            // A partner writes the house's codes as it knows them: mostly those of the other side.
            if !from.isHouse {
                codes += Side.allCases.map(CodeSystem.side).filter { !to.systems.contains($0) }.map {
                    SystemCode($0, code)
                }
            }
        }
        if let gtin = item.gtin { codes.append(SystemCode(.canonical, gtin.canonicalText)) }
        return codes
    }

    private func codes(of party: Party) -> [SystemCode] {
        var codes: [SystemCode] = []
        for id in party.ids where !id.value.isEmpty && (id.scheme == Self.houseScheme) == from.isHouse {
            codes += from.systems.map { SystemCode($0, id.value) }
        }
        if let gln = party.gln { codes.append(SystemCode(.canonical, gln.canonicalText)) }
        return codes
    }

    /// What a unit is there; nil where it stays.
    private mutating func unit(
        _ unit: String?, in line: RecordSurroundings, at path: String
    ) throws -> (code: String, factor: ExactDecimal?)? {
        guard kinds.contains(.unit), let unit else { return nil }
        let item = line.item
        let items = Set([item?.buyerCode, item?.supplierCode, item?.gtin?.canonicalText].compactMap(\.self))
        let candidates = (from.systems + [.canonical]).map { SystemCode($0, unit) }
        switch try lookup.code(.unit, of: candidates, in: to.systems, items: items) {
        case .code(let code, let factor): return (code, factor)
        case .unknown, .successor: return nil
        case .conflict(let said):
            report(.unit, candidates, conflict: said, at: path)
            return nil
        }
    }

    private func isKnown(_ kind: MasterKind, _ code: String) throws -> Bool {
        try to.systems.contains { try lookup.isKnown(kind, SystemCode($0, code)) }
    }

    // MARK: Faults

    private func unknown(
        _ kind: MasterKind, _ code: SystemCode, _ severity: Severity, at path: String
    ) -> Diagnostic {
        Diagnostic(
            "master.code-unknown", severity, at: Position(path: path), value: code.code,
            facts: ["kind": kind.rawValue, "system": code.system.text, "target": to.systems.last?.text ?? ""])
    }

    private func replaced(_ kind: MasterKind, _ old: SystemCode, by code: String, at path: String) -> Diagnostic {
        Diagnostic(
            "master.code-replaced", .information, at: Position(path: path), value: old.code,
            facts: ["kind": kind.rawValue, "system": old.system.text, "code": code])
    }

    private mutating func report(
        _ kind: MasterKind, _ candidates: [SystemCode], conflict said: [String]? = nil, at path: String
    ) {
        guard let code = candidates.first else { return }
        var fault = unknown(kind, code, .error, at: path)
        if let said {
            fault.code = "master.code-conflict"
            fault.facts["said"] = said.joined(separator: ", ")
        }
        faults.append(fault)
        let missing = Missing(
            kind: kind, code: code, others: Array(candidates.dropFirst()), fault: fault.code)
        if !self.missing.contains(missing) { self.missing.append(missing) }
    }
}
