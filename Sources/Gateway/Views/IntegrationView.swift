import Intake
import Rollout
import Store

/// A temporary integration that is needed now.
public struct IntegrationView: Sendable, Codable, Hashable {
    /// The documents' function and site: `order-intake@north`.
    public var cell: String
    /// `derived`, `standby` or `shadow`.
    public var purpose: String
    public var fromSide: String
    public var toSide: String
    public var fromBackend: String?
    public var toBackend: String?
    /// False where the back end takes no such copies, so that none goes out: `takes` of its configuration.
    public var isTaken: Bool
    public var openOrders: Int
    /// Why, each a sentence.
    public var because: [String]
    /// Its life so far; nil in the seconds before it is on record.
    public var life: IntegrationLifeView?

    init(
        _ integration: DerivedIntegration, from: String?, to: String?, isTaken: Bool, life: IntegrationLifeView?
    ) {
        cell = "\(integration.flow.function)@\(integration.flow.site)"
        purpose = integration.purpose.rawValue
        fromSide = integration.flow.from.rawValue
        toSide = integration.flow.to.rawValue
        fromBackend = from
        toBackend = to
        self.isTaken = isTaken
        openOrders = integration.openOrders
        because = integration.needs.map(\.words)
        self.life = life
    }
}

/// The life of a temporary integration, from the first need to its retirement.
public struct IntegrationLifeView: Sendable, Codable, Hashable {
    public var id: String
    public var cell: String
    /// `derived`, `standby` or `shadow`.
    public var purpose: String
    public var fromSide: String
    public var fromBackend: String?
    public var toBackend: String?
    /// `running`, `ending` (nothing needs it, what is queued still goes) or `retired`.
    public var state: String
    public var began: String
    public var retired: String?
    /// Why it was last needed, each a sentence.
    public var because: [String]
    /// How many documents went its way, a minute ago, and how many of them were there within a second and a minute.
    public var documents: Int
    public var withinSecond: Int
    public var withinMinute: Int
    /// How many are on their way now, of the first 10,000 that wait at the back end; how many failed or are unknown.
    public var waiting: Int
    public var failed: Int
    /// When the oldest of them was made.
    public var oldest: String?

    init(_ row: IntegrationRow, _ queues: [String: [CopyQueue]]) {
        id = row.id.description
        cell = "\(row.function)@\(row.site)"
        purpose = row.purpose
        fromSide = row.fromSide
        fromBackend = row.fromBackend
        toBackend = row.toBackend
        state = row.state
        began = Instant(microseconds: row.beganAt).iso8601
        retired = row.retiredAt.map { Instant(microseconds: $0).iso8601 }
        because = JSONText.read([String].self, from: row.reasons) ?? []
        documents = Int(row.documents)
        withinSecond = Int(row.withinSecond)
        withinMinute = Int(row.withinMinute)
        let queue = row.retiredAt == nil ? row.toBackend.flatMap { queues[$0] }?.first { $0.belongs(to: row) } : nil
        waiting = Int(queue?.waiting ?? 0)
        failed = Int(queue?.failed ?? 0)
        oldest = queue.map { Instant(microseconds: $0.oldestAt).iso8601 }
    }
}

extension CopyQueue {
    fileprivate func belongs(to row: IntegrationRow) -> Bool {
        site == row.site && function == row.function && purpose.integrationPurpose == row.purpose
    }
}
