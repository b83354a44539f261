import ConfigurationFiles
import Diagnostics
public import Intake
import Orders
import Rollout
import Store

/// Cross references and master data, as people and systems keep them: added, changed, ended, decided upon.
///
/// Nothing is overwritten: a change ends a version and makes the next, and where two sources differ both stay and neither is
/// used until a person decides.
public struct MasterDesk: Sendable {
    let database: any Database
    let audit: AuditTrail
    let clock: Clock
    /// The partners and back ends that codes may belong to.
    let partners: Set<String>
    let backends: Set<String>
    let replay: ReplayDesk
    /// The lists that are read from databases.
    let sources: [MasterSource]

    /// How many a page has at most, and how many blocked documents are named.
    public static let page = 100
    /// How many missing codes are looked at.
    static let most = 10_000

    // MARK: Looking

    /// Cross references, in the order in which they were first said.
    public func list(
        _ filter: CrossReferenceFilterView, limit: Int = page, caller: Caller
    ) async throws -> Page<CrossReferenceView> {
        try Self.require(.view, caller)
        let filter = try filter.stored()
        return try await database.look { transaction in
            let rows = try transaction.crossReferences(filter, limit: limit)
            let next = rows.count == limit ? rows.last?.id.description : nil
            return Page(items: try Self.views(of: rows, in: transaction), next: next)
        }
    }

    /// One cross reference with its history.
    public func show(_ id: String, caller: Caller) async throws -> MasterEntryView {
        try Self.require(.view, caller)
        return try await database.look { try Self.entry(id, in: $0) }
    }

    // MARK: Changing

    /// Adds a cross reference. One that contradicts others is added too, and then none of them is used.
    public func add(_ input: CrossReferenceInput, _ kind: MasterKind, caller: Caller) async throws -> MasterEntryView {
        try Self.require(.replay, caller)
        let reference = try checked(input, kind)
        return try await change { transaction, now in
            try transaction.lockCrossReferences(kind)
            let standing = try transaction.crossReferences(of: [reference.request])[0]
            if let known = standing.first(where: { $0.reference == reference }) {
                throw GatewayError(.conflict, Diagnostic("master.known", value: known.id.description))
            }
            let row = CrossReferenceRow(
                id: UniqueID(at: now), reference, sourceKind: .api, source: caller.name, madeAt: now,
                madeBy: caller.name)
            try transaction.insertCrossReferences([row])
            try audit.append(
                "master.add", subject: row.id.description, by: caller, after: row.words, in: transaction)
            return try Self.entry(row.id.description, in: transaction)
        }
    }

    /// Changes a cross reference: its present version ends, and the next one begins.
    ///
    /// - Parameter version: that the change was made of; nil for whichever there is.
    /// - Throws: ``GatewayError`` of the kind `changed` when it is another one by now.
    public func change(
        _ id: String, to input: CrossReferenceInput, of version: Int?, caller: Caller
    ) async throws -> MasterEntryView {
        try Self.require(.replay, caller)
        return try await change { transaction, now in
            let row = try Self.standing(id, version, in: transaction)
            let reference = try checked(input, row.reference.kind)
            guard reference != row.reference else { return try Self.entry(id, in: transaction) }
            try transaction.lockCrossReferences(row.reference.kind)
            try Self.end(row, by: caller.name, reason: "changed", in: transaction, at: now)
            var next = CrossReferenceRow(
                id: row.id, reference, sourceKind: .api, source: caller.name, madeAt: now, madeBy: caller.name)
            next.version = row.version + 1
            try transaction.insertCrossReferences([next])
            try audit.append(
                "master.change", subject: id, by: caller, before: row.words, after: next.words, in: transaction)
            return try Self.entry(id, in: transaction)
        }
    }

    /// Ends a cross reference; it stays as history.
    public func end(_ id: String, of version: Int?, reason: String?, caller: Caller) async throws -> MasterEntryView {
        try Self.require(.replay, caller)
        let reason = try GatewayError.required(reason)
        return try await change { transaction, now in
            let row = try Self.standing(id, version, in: transaction)
            try Self.end(row, by: caller.name, reason: reason, in: transaction, at: now)
            try audit.append(
                "master.end", subject: id, by: caller, before: row.words, reason: reason, in: transaction)
            return try Self.entry(id, in: transaction)
        }
    }

    /// Decides that a cross reference holds: those that contradict it end.
    public func decide(_ id: String, reason: String?, caller: Caller) async throws -> MasterEntryView {
        try Self.require(.replay, caller)
        let reason = try GatewayError.required(reason)
        return try await change { transaction, now in
            let row = try Self.standing(id, nil, in: transaction)
            try transaction.lockCrossReferences(row.reference.kind)
            let others = try Self.contradicting([row], in: transaction)[row.id] ?? []
            guard !others.isEmpty else {
                throw GatewayError(.conflict, Diagnostic("master.conflict-missing", value: id))
            }
            for other in others {
                try Self.end(other, by: caller.name, reason: reason, in: transaction, at: now)
            }
            try audit.append(
                "master.decide", subject: id, by: caller, before: others.map(\.words).joined(separator: "; "),
                after: row.words, reason: reason, in: transaction)
            return try Self.entry(id, in: transaction)
        }
    }

    // MARK: Steps

    /// Those who see and keep master data are of the house.
    static func require(_ right: Right, _ caller: Caller) throws(GatewayError) {
        try caller.require(right)
        guard !caller.isConfined else {
            throw GatewayError(.forbidden, Diagnostic("intake.forbidden", facts: ["role": caller.role.rawValue]))
        }
    }

    /// Refuses systems that are not configured.
    func check(_ reference: CrossReference) throws(Diagnostic) {
        for system in [reference.from.system, reference.to.system] {
            guard let owner = system.owner else { continue }
            guard (owner.kind == "partner" ? partners : backends).contains(owner.name) else {
                throw Diagnostic("master.system-unknown", value: system.text)
            }
        }
    }

    private func checked(_ input: CrossReferenceInput, _ kind: MasterKind) throws(GatewayError) -> CrossReference {
        do throws(Diagnostic) {
            let reference = try input.reference(kind)
            try check(reference)
            return reference
        } catch {
            throw GatewayError(.invalid, error)
        }
    }

    private func change(
        _ body: @escaping @Sendable (any Transaction, Int64) throws -> MasterEntryView
    ) async throws -> MasterEntryView {
        try await GatewayError.translating {
            try await database.write { try body($0, clock.now().microseconds) }
        }
    }

    private static func end(
        _ row: CrossReferenceRow, by actor: String, reason: String, in transaction: any Transaction, at now: Int64
    ) throws {
        guard try transaction.endCrossReference(row.id, version: row.version, by: actor, reason: reason, at: now) else {
            throw changed(row.id.description, row.version + 1)
        }
    }

    /// What holds of a cross reference, if it is the version that a caller knows.
    private static func standing(
        _ id: String, _ version: Int?, in transaction: any Transaction
    ) throws -> CrossReferenceRow {
        guard let unique = UniqueID(id), let row = try transaction.crossReference(unique).first else {
            throw GatewayError.unknown("master.unknown", id)
        }
        guard version.map({ Int64($0) == row.version }) ?? true else { throw changed(id, row.version) }
        guard row.endedAt == nil else { throw GatewayError(.conflict, Diagnostic("master.ended", value: id)) }
        return row
    }

    private static func changed(_ id: String, _ version: Int64) -> GatewayError {
        GatewayError(.changed, Diagnostic("master.changed", value: id, facts: ["actual": String(version)]))
    }

    private static func entry(_ id: String, in transaction: any Transaction) throws -> MasterEntryView {
        guard let unique = UniqueID(id) else { throw GatewayError.unknown("master.unknown", id) }
        let rows = try transaction.crossReference(unique)
        let views = try views(of: rows, in: transaction)
        guard let current = views.first, let row = rows.first else { throw GatewayError.unknown("master.unknown", id) }
        return MasterEntryView(
            current: current, history: Array(views.dropFirst()),
            blocked: try blocked(by: [row.reference], row.reference.kind, in: transaction))
    }

    /// The documents that stop for want of one of the codes of some cross references of a kind.
    static func blocked(
        by references: [CrossReference], _ kind: MasterKind, in transaction: any Transaction
    ) throws -> [String] {
        let codes = Set(references.flatMap { [$0.from.code, $0.to.code] })
        // Of one reference its codes are asked for; of many all that is missed, which is less than they are.
        let rows =
            codes.count > 2
            ? try transaction.missingCodes(kind: kind, limit: most)
            : try codes.sorted().flatMap { try transaction.missingCodes(kind: kind, code: $0, limit: page) }
        var documents: [String] = []
        for row in rows
        where documents.count < page && codes.contains(row.code.code)
            && !documents.contains(row.documentID.description)
        {
            documents.append(row.documentID.description)
        }
        return documents
    }

    /// Those that contradict each of some cross references.
    static func contradicting(
        _ rows: [CrossReferenceRow], in transaction: any Transaction
    ) throws -> [UniqueID: [CrossReferenceRow]] {
        let rows = rows.filter { $0.endedAt == nil }
        func requests(_ row: CrossReferenceRow) -> [CodeRequest] {
            let reference = row.reference
            return [reference.request, CodeRequest(reference.kind, reference.to, item: reference.item)]
        }
        let asked = Array(Set(rows.flatMap(requests)))
        let standing = Dictionary(
            uniqueKeysWithValues: zip(asked, try transaction.crossReferences(of: asked)))
        var found: [UniqueID: [CrossReferenceRow]] = [:]
        for row in rows {
            var others: [CrossReferenceRow] = []
            for other in requests(row).flatMap({ standing[$0] ?? [] })
            where other.id != row.id && other.reference.contradicts(row.reference)
                && !others.contains(where: { $0.id == other.id })
            {
                others.append(other)
            }
            found[row.id] = others
        }
        return found
    }

    private static func views(
        of rows: [CrossReferenceRow], in transaction: any Transaction
    ) throws -> [CrossReferenceView] {
        let conflicts = try contradicting(rows, in: transaction)
        return rows.map { row in
            let others = row.endedAt == nil ? conflicts[row.id] ?? [] : []
            return CrossReferenceView(row, conflictsWith: others.map(\.id.description).sorted())
        }
    }
}

/// What a list of cross references is narrowed to, as a caller says it.
public struct CrossReferenceFilterView: Sendable, Hashable {
    public var kind: MasterKind?
    public var code: String?
    public var system: String?
    public var source: String?
    public var conflicts = false
    public var history = false
    public var after: String?

    /// A filter that narrows nothing.
    public init() {}

    func stored() throws(GatewayError) -> CrossReferenceFilter {
        var filter = CrossReferenceFilter()
        (filter.kind, filter.code, filter.source) = (kind, code, source)
        (filter.conflicts, filter.history) = (conflicts, history)
        if let system {
            guard let known = CodeSystem(system) else {
                throw GatewayError(.invalid, Diagnostic("master.system-form", value: system))
            }
            filter.system = known
        }
        if let after {
            guard let id = UniqueID(after) else {
                throw GatewayError(.invalid, Diagnostic("api.cursor-invalid", value: after))
            }
            filter.after = id
        }
        return filter
    }
}

extension CrossReferenceRow {
    /// What it says, for the audit trail.
    var words: String {
        let kind = reference.kind.rawValue
        let relation = reference.relation == .same ? "is" : reference.relation.rawValue
        var words = "\(kind) \(reference.from) \(relation) \(reference.to)"
        if let item = reference.item { words += " of item \(item)" }
        if let factor = reference.factor { words += " by \(factor.canonicalText)" }
        if let day = reference.validFrom { words += " from \(day)" }
        if let day = reference.validTo { words += " to \(day)" }
        return words
    }
}
