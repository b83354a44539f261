public import Diagnostics
import ConfigurationFiles
import Intake
import Rollout
import Store

/// A list of cross references that is read from a database.
public struct MasterSourceView: Sendable, Codable, Hashable {
    public var name: String
    public var kind: String
    /// Whose the codes are, of rows that do not say it.
    public var from: String?
    public var to: String?
    /// Whether what it does not say any more ends.
    public var complete: Bool
    /// The database, without its password.
    public var database: String
    public var everySeconds: Double
    /// How often it was read.
    public var reads: Int
    /// How many rows it gave when it was last read.
    public var rows: Int?
    public var readAt: String?
    public var dueAt: String?
    /// Why the last read came to nothing, or to less than all of it.
    public var fault: DiagnosticReport?

    init(_ source: MasterSource, _ row: PollRow?) {
        name = source.name
        kind = source.kind.rawValue
        from = source.from?.text
        to = source.to?.text
        complete = source.isComplete
        database = source.database.shownURL
        everySeconds = source.everySeconds
        reads = Int(row?.reads ?? 0)
        rows = row?.readAt.map { _ in Int(row?.documents ?? 0) }
        readAt = row?.readAt.map { Instant(microseconds: $0).iso8601 }
        fault = row?.fault.flatMap { JSONText.read(Diagnostic.self, from: $0) }.map { DiagnosticReport($0) }
        dueAt = row.map { Instant(microseconds: $0.dueAt).iso8601 }
    }
}
