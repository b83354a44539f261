public import Intake
import Orders

/// One version of a cross reference, with who said it.
public struct CrossReferenceRow: Sendable, Hashable {
    /// Where it is from.
    public enum SourceKind: String, Sendable, Hashable, Codable, CaseIterable {
        /// A list; the source is its name.
        case file
        /// A person or a system, by its key's name.
        case api
        /// A back end's answer or document; the source is the document.
        case document
    }

    public var id: UniqueID
    /// From 1.
    public var version: Int64 = 1
    public var reference: CrossReference
    public var sourceKind: SourceKind
    public var source: String
    /// When, in microseconds.
    public var madeAt: Int64
    public var madeBy: String
    /// When it ended or was changed; nil while it holds.
    public var endedAt: Int64?
    public var endedBy: String?
    public var endReason: String?

    /// A first version.
    public init(
        id: UniqueID, _ reference: CrossReference, sourceKind: SourceKind, source: String, madeAt: Int64, madeBy: String
    ) {
        self.id = id
        self.reference = reference
        self.sourceKind = sourceKind
        self.source = source
        self.madeAt = madeAt
        self.madeBy = madeBy
    }
}

extension CrossReferenceRow: TableRow {
    static let table = "cross_references"
    static let columnNames = [
        "id", "version", "kind", "relation", "from_system", "from_code", "to_system", "to_code", "item", "factor",
        "valid_from", "valid_to", "source_kind", "source", "made_at", "made_by", "ended_at", "ended_by", "end_reason",
    ]
    /// What stands for no last day.
    private static let lastDay = "9999-12-31"

    var values: [Value] {
        [
            Value(id), .integer(version), Value(reference.kind), Value(reference.relation),
            .text(reference.from.system.text), .text(reference.from.code), .text(reference.to.system.text),
            .text(reference.to.code), .text(reference.item ?? ""), Value(reference.factor?.canonicalText),
            .text(reference.validFrom ?? ""), .text(reference.validTo ?? Self.lastDay), Value(sourceKind),
            .text(source),
            .integer(madeAt), .text(madeBy), Value(endedAt), Value(endedBy), Value(endReason),
        ]
    }

    init(_ row: Row) throws {
        var columns = row.columns
        func system(_ columns: inout Columns) throws -> CodeSystem {
            guard let system = CodeSystem(try columns.text()) else { throw StoreError(.mismatch, code: "system") }
            return system
        }
        id = try columns.id()
        version = try columns.integer()
        let kind: MasterKind = try columns.name()
        let relation: CrossReference.Relation = try columns.name()
        let from = SystemCode(try system(&columns), try columns.text())
        let to = SystemCode(try system(&columns), try columns.text())
        let item = try columns.text()
        let factor = try columns.optionalText().flatMap { ExactDecimal(canonicalText: $0) }
        let (first, last) = (try columns.text(), try columns.text())
        reference = CrossReference(
            kind, from, to, relation: relation, item: item.isEmpty ? nil : item, factor: factor,
            validFrom: first.isEmpty ? nil : first, validTo: last == Self.lastDay ? nil : last)
        sourceKind = try columns.name()
        source = try columns.text()
        madeAt = try columns.integer()
        madeBy = try columns.text()
        endedAt = try columns.optionalInteger()
        endedBy = try columns.optionalText()
        endReason = try columns.optionalText()
    }
}

/// What a list of cross references is narrowed to; what is nil narrows nothing.
public struct CrossReferenceFilter: Sendable, Hashable {
    public var kind: MasterKind?
    /// One of the two codes.
    public var code: String?
    /// One of the two systems.
    public var system: CodeSystem?
    public var source: String?
    /// Only those that contradict another.
    public var conflicts = false
    /// Versions that ended as well, and cross references that did.
    public var history = false
    /// Behind this one.
    public var after: UniqueID?

    /// A filter that narrows nothing.
    public init() {}
}
