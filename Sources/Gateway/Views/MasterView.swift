public import Diagnostics
import Intake
import Orders
import Rollout
import Store

/// One version of a cross reference.
public struct CrossReferenceView: Sendable, Codable, Hashable {
    public var id: String
    public var version: Int
    public var kind: String
    /// same, forward or replaced.
    public var relation: String
    /// Whose the codes are: canonical, legacy, new, `partner:NAME`, `backend:NAME`.
    public var fromSystem: String
    public var from: String
    public var toSystem: String
    public var to: String
    /// Of a unit: the item that it holds for.
    public var item: String?
    /// Of a unit: how many of the second are one of the first.
    public var factor: String?
    /// The first and the last day; nil for no limit.
    public var validFrom: String?
    public var validTo: String?
    /// file, api or document, and which.
    public var sourceKind: String
    public var source: String
    public var madeAt: String
    public var madeBy: String
    /// When it ended or was changed, by whom and why.
    public var endedAt: String?
    public var endedBy: String?
    public var endReason: String?
    /// The ids of those that contradict it; what they differ about is not used.
    public var conflictsWith: [String]

    init(_ row: CrossReferenceRow, conflictsWith: [String] = []) {
        let reference = row.reference
        id = row.id.description
        version = Int(row.version)
        kind = reference.kind.rawValue
        relation = reference.relation.rawValue
        fromSystem = reference.from.system.text
        from = reference.from.code
        toSystem = reference.to.system.text
        to = reference.to.code
        item = reference.item
        factor = reference.factor?.canonicalText
        validFrom = reference.validFrom
        validTo = reference.validTo
        sourceKind = row.sourceKind.rawValue
        source = row.source
        madeAt = Instant(microseconds: row.madeAt).iso8601
        madeBy = row.madeBy
        endedAt = row.endedAt.map { Instant(microseconds: $0).iso8601 }
        endedBy = row.endedBy
        endReason = row.endReason
        self.conflictsWith = conflictsWith
    }
}

/// A cross reference with what became of it before, and the documents that waited for its codes.
public struct MasterEntryView: Sendable, Codable, Hashable {
    public var current: CrossReferenceView
    /// Earlier versions, the newest first.
    public var history: [CrossReferenceView]
    /// The documents that stopped for want of one of its codes, a hundred at most: `POST /v1/missing-codes/reprocess`.
    public var blocked: [String]
}

/// What became of a list.
public struct MasterImportView: Sendable, Codable, Hashable {
    /// One line that is no cross reference.
    public struct Fault: Sendable, Codable, Hashable {
        public var line: Int
        public var value: String
        public var code: String
        public var message: String
    }

    public var source: String
    public var added = 0
    /// What this source said otherwise before.
    public var changed = 0
    /// What was known as it is.
    public var known = 0
    /// What this source does not say any more; only of a complete list.
    public var ended = 0
    /// How many of them contradict another source, or each other.
    public var conflicts = 0
    /// The documents that stopped for want of one of the codes, a hundred at most.
    public var blocked: [String] = []
    public var faults: [Fault] = []
}

/// A code that documents wait for.
public struct MissingCodeView: Sendable, Codable, Hashable {
    public struct Blocked: Sendable, Codable, Hashable {
        public var document: String
        public var backend: String
    }

    public var kind: String
    public var system: String
    public var code: String
    /// master.code-unknown or master.code-conflict.
    public var fault: String
    /// Since when the first of them waits.
    public var since: String
    public var documents: [Blocked]
}

/// What became of documents that waited for a code.
public struct MasterReprocessView: Sendable, Codable, Hashable {
    /// Nothing yet.
    public init() {}

    /// One that stands where it stood.
    public struct Kept: Sendable, Codable, Hashable {
        public var document: String
        public var because: DiagnosticReport
    }

    /// Those that were decided again, with what they are now.
    public struct Done: Sendable, Codable, Hashable {
        public var document: String
        public var status: String
    }

    public var reprocessed: [Done] = []
    public var kept: [Kept] = []
    /// What to give as `after` for the next ones; nil at the end.
    public var next: String?
}

/// What a person says of a cross reference; whose the codes are and the relation stand as texts.
public struct CrossReferenceInput: Sendable, Hashable {
    public var relation: String?
    public var fromSystem: String
    public var from: String
    public var toSystem: String
    public var to: String
    public var item: String?
    public var factor: String?
    public var validFrom: String?
    public var validTo: String?

    /// What is said, part by part.
    public init(
        fromSystem: String, from: String, toSystem: String, to: String, relation: String? = nil, item: String? = nil,
        factor: String? = nil, validFrom: String? = nil, validTo: String? = nil
    ) {
        self.relation = relation
        self.fromSystem = fromSystem
        self.from = from
        self.toSystem = toSystem
        self.to = to
        self.item = item
        self.factor = factor
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// The cross reference that it says.
    func reference(_ kind: MasterKind) throws(Diagnostic) -> CrossReference {
        func system(_ text: String) throws(Diagnostic) -> CodeSystem {
            guard let system = CodeSystem(text) else { throw Diagnostic("master.system-form", value: text) }
            return system
        }
        guard let relation = CrossReference.Relation(rawValue: relation ?? "same") else {
            throw Diagnostic("master.relation-form", value: self.relation)
        }
        var reference = CrossReference(
            kind, SystemCode(try system(fromSystem), from), SystemCode(try system(toSystem), to), relation: relation,
            item: item, validFrom: validFrom, validTo: validTo)
        if let factor {
            guard let number = ExactDecimal(canonicalText: factor) else {
                throw Diagnostic("master.factor-form", value: factor)
            }
            reference.factor = number
        }
        try reference.check()
        return reference
    }
}
