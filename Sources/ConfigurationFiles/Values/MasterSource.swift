public import Intake

/// A query in a database of the house whose rows are cross references, asked again and again. It is a list that comes again
/// under its name.
public struct MasterSource: Sendable, Hashable {
    public var name: String
    public var kind: MasterKind
    /// Whose the codes in the column `from` are, of rows that do not say it.
    public var from: CodeSystem?
    /// Whose the codes in the column `to` are, of rows that do not say it.
    public var to: CodeSystem?
    /// Whether what it said before and does not say any more ends.
    public var isComplete: Bool
    public var everySeconds: Double
    public var database: PostgresAddress
    /// A query without parameters; its columns are those of a list: `from`, `to`, `fromSystem`…
    public var query: String

    /// A source by its parts.
    public init(
        name: String, kind: MasterKind, from: CodeSystem? = nil, to: CodeSystem? = nil, isComplete: Bool = false,
        everySeconds: Double = 3_600, database: PostgresAddress, query: String
    ) {
        self.name = name
        self.kind = kind
        self.from = from
        self.to = to
        self.isComplete = isComplete
        self.everySeconds = everySeconds
        self.database = database
        self.query = query
    }
}
