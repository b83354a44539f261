/// The control reference under which a sender sent an interchange.
public struct InterchangeReference: Sendable, Hashable {
    /// The partner who sent it.
    public var sender: String
    public var syntax: String
    /// Whom the envelope names as sender and as receiver.
    public var origin: String
    public var destination: String
    /// The reference (UNB 0020, ISA13).
    public var reference: String
    /// Tests are counted by themselves.
    public var isTest: Bool

    /// A reference by its parts.
    public init(
        sender: String, syntax: String, origin: String, destination: String, reference: String, isTest: Bool
    ) {
        self.sender = sender
        self.syntax = syntax
        self.origin = origin
        self.destination = destination
        self.reference = reference
        self.isTest = isTest
    }

    fileprivate var values: [Value] {
        [.text(sender), .text(syntax), .key(origin), .key(destination), .key(reference), Value(isTest)]
    }

    fileprivate var sortKey: [String] { [sender, syntax, origin, destination, reference, isTest ? "1" : "0"] }
}

extension Transaction {
    /// Notes the references of received interchanges, and gives for each the interchange that it came with first: its own,
    /// or the one that it repeats.
    ///
    /// Take it after the interchanges' locks and before the order rows: a reference that another transaction is noting is
    /// waited for. They are noted in their order, so that no two transactions wait in a circle.
    public func noteReferences(
        _ references: [InterchangeReference: UniqueID]
    ) throws -> [InterchangeReference: UniqueID] {
        let sorted = references.sorted { $0.key.sortKey.lexicographicallyPrecedes($1.key.sortKey) }
        try executeMany(
            """
            insert into interchange_references (sender, syntax, origin, destination, reference, test, interchange_id)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
            """, sorted.map { $0.key.values + [Value($0.value)] })
        let answers = try queryMany(
            """
            select interchange_id from interchange_references
            where sender = $1 and syntax = $2 and origin = $3 and destination = $4 and reference = $5 and test = $6
            """, sorted.map(\.key.values))
        var first: [InterchangeReference: UniqueID] = [:]
        for (reference, rows) in zip(sorted.map(\.key), answers) {
            guard var columns = rows.first?.columns else { throw StoreError(.mismatch, code: "references") }
            first[reference] = try columns.id()
        }
        return first
    }
}
