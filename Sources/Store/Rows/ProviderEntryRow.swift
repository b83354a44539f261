/// Something that a provider listed and that is not done with.
public struct ProviderEntryRow: Sendable, Hashable {
    /// How far it is.
    public enum State: String, Sendable, Hashable {
        /// It is to be fetched.
        case listed
        /// Its bytes are committed here; it is to be confirmed there.
        case kept
    }

    /// The account.
    public var provider: String
    /// Its id there.
    public var entry: String
    public var state: State
    /// What else the list said of it: a flat object of texts.
    public var facts: String
    /// How often a call came to nothing in its present state.
    public var attempts: Int64
    /// When it was listed, in microseconds.
    public var listedAt: Int64
    /// When it is tried next, in microseconds.
    public var dueAt: Int64
    /// Why the last try came to nothing, a diagnostic in JSON.
    public var fault: String?

    /// An entry by its parts.
    public init(
        provider: String, entry: String, state: State, facts: String, attempts: Int64 = 0, listedAt: Int64,
        dueAt: Int64, fault: String? = nil
    ) {
        self.provider = provider
        self.entry = entry
        self.state = state
        self.facts = facts
        self.attempts = attempts
        self.listedAt = listedAt
        self.dueAt = dueAt
        self.fault = fault
    }
}

extension ProviderEntryRow: TableRow {
    static let table = "provider_entries"
    static let columnNames = ["provider", "entry", "state", "facts", "attempts", "listed_at", "due_at", "fault"]

    var values: [Value] {
        [
            .text(provider), .text(entry), .text(state.rawValue), .text(facts), .integer(attempts),
            .integer(listedAt), .integer(dueAt), Value(fault),
        ]
    }

    init(_ row: Row) throws {
        var columns = row.columns
        provider = try columns.text()
        entry = try columns.text()
        state = try columns.text() == State.kept.rawValue ? .kept : .listed
        facts = try columns.text()
        attempts = try columns.integer()
        listedAt = try columns.integer()
        dueAt = try columns.integer()
        fault = try columns.optionalText()
    }
}
