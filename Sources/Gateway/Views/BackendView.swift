public import Diagnostics
import Intake
import Rollout
import Store

/// A back end and how it does.
public struct BackendView: Sendable, Codable, Hashable {
    public var name: String
    /// `http`, `folder`, `postgres`, `soap`; `gone` for a way to a partner that the configuration no longer has while deliveries
    /// wait for it.
    public var kind: String
    public var payload: String
    /// closed, open or half-open.
    public var breaker: String
    public var breakerSince: String?
    /// The fence that stands around it, behind which it gets releases only.
    public var fence: String?
    /// Deliveries that wait, are under way, failed, or have an unknown outcome.
    public var waiting: Int
    public var sending: Int
    public var failed: Int
    public var unknown: Int
    /// How what it made is fetched; nil for one that hands it over.
    public var poll: PollView?
    /// When what waits will be through; nil where nothing waits.
    public var forecast: BackendForecast?
}

extension BackendView {
    /// A way to a partner that the configuration no longer has, with what waits for it.
    init(gone name: String, _ counts: [DeliveryCount]) {
        func count(_ state: DeliveryState) -> Int {
            Int(counts.first { $0.backend == name && $0.state == state }?.deliveries ?? 0)
        }
        self.init(
            name: name, kind: "gone", payload: "written", breaker: CircuitBreaker.State.closed(failures: 0).name,
            waiting: count(.waiting), sending: count(.sending), failed: count(.failed), unknown: count(.unknown))
    }
}

/// A delivery that goes on only when a person acts.
public struct StuckDelivery: Sendable, Codable, Hashable {
    public var id: String
    public var document: String
    /// The key of its order; nil for a document without one.
    public var order: String?
    /// What it is for: `primary`, `copy`, `standby`, `outbound`…
    public var purpose: String
    /// failed or unknown.
    public var state: String
    public var attempts: Int
    /// What the last attempt came to.
    public var detail: String?
    public var since: String

    init(_ row: DeliveryRow, detail: String?) {
        id = row.id.description
        document = row.documentID.description
        order = row.orderKey == row.documentID.description ? nil : row.orderKey
        purpose = row.step.map { "\($0) of a transfer" } ?? row.purpose.rawValue
        state = row.state.rawValue
        attempts = Int(row.attempts)
        self.detail = detail
        since = Instant(microseconds: row.updatedAt).iso8601
    }
}

/// How far what a back end made has been fetched.
public struct PollView: Sendable, Codable, Hashable {
    /// Behind what it goes on.
    public var cursor: String?
    /// How many documents it gave.
    public var documents: Int
    /// When a page was last taken.
    public var readAt: String?
    /// Why the last read came to nothing, or a document of it could not be kept.
    public var fault: DiagnosticReport?
}

/// What clearing unknown outcomes from a list would do, or did.
public struct ClearingView: Sendable, Codable, Hashable {
    public var backend: String
    /// Documents found at the back end: delivered.
    public var delivered: [String]
    /// Documents absent there: tried again.
    public var retried: [String]
    /// Absent, but an attempt may still arrive: left unknown, with the time from which it can be cleared.
    public var tooEarly: [String: String]
    /// Named on the list without being settled, as `number: what to write instead`. A change or cancellation is settled
    /// by its own id or idempotency key, since its order is on the list either way; a birth whose number several orders
    /// have there is settled by its order key.
    public var unclear: [String]
    /// Numbers on the list that no unknown delivery has, nor one that is written much like it.
    public var unmatched: [String]
    /// Numbers on the list that no unknown delivery has as they are written, with the names of those that have them but for
    /// zeros in front and blanks within. They settle nothing; what they may mean is left unclear.
    public var didYouMean: [String: [String]]
    /// In a preview: why the clearing itself would be refused; nil when it would be done.
    public var refusal: DiagnosticReport?
    /// False for a preview.
    public var done: Bool
}

/// Invariant 3, counted: what was accepted is what became of it.
public struct EquationView: Sendable, Codable, Hashable {
    public struct Row: Sendable, Codable, Hashable {
        public var sender: String
        /// The UTC day of receipt.
        public var day: String
        public var accepted: Int
        public var delivered: Int
        public var failed: Int
        public var held: Int
        public var parked: Int
        public var inFlight: Int
        public var discarded: Int
        public var duplicate: Int
        public var superseded: Int
        public var balances: Bool
    }

    public var rows: [Row]
    public var total: Row
    public var balances: Bool
}

/// An API key as lists show it; the key itself is shown once, when it is made.
public struct APIKeyView: Sendable, Codable, Hashable {
    public var id: String
    public var name: String
    public var role: String
    public var partner: String?
    public var backend: String?
    /// The signing roles that it holds beside its role; absent where there are none.
    public var signs: [String]?
    public var createdAt: String
    public var expiresAt: String?
    public var revokedAt: String?
    /// Only in the answer that makes it.
    public var key: String?
}
