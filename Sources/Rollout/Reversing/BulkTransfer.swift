/// Many transfers at a set rate, with progress, that pause and resume.
public struct BulkTransfer: Sendable, Hashable, Codable {
    /// Orders that have not begun yet, in their order.
    public private(set) var waiting: [OrderKey]
    public private(set) var running: Set<OrderKey> = []
    public private(set) var done = 0
    /// Orders that keep their owner, with why.
    public private(set) var kept: [OrderKey: Transfer.Failure] = [:]
    public var isPaused = false
    /// How many begin in a minute at most.
    public var perMinute: Int
    /// How many are under way at once at most.
    public var width: Int
    /// When the last one began.
    private var lastBegin: Instant?

    /// A bulk of orders; at least one a minute, and one at a time.
    public init(_ orders: [OrderKey], perMinute: Int, width: Int) {
        waiting = orders
        self.perMinute = max(1, perMinute)
        self.width = max(1, width)
    }

    public var isOver: Bool { waiting.isEmpty && running.isEmpty }
    /// `12 of 500 done, 3 kept, 2 under way`.
    public var progress: String {
        "\(done) of \(waiting.count + running.count + done + kept.count) done, \(kept.count) kept, \(running.count) under way"
    }

    /// The next order to begin with, if one may begin now.
    public mutating func begin(at now: Instant) -> OrderKey? {
        guard !isPaused, running.count < width, let next = waiting.first else {
            return nil
        }
        if let lastBegin, now < lastBegin.adding(seconds: 60 / Double(perMinute)) { return nil }
        waiting.removeFirst()
        running.insert(next)
        lastBegin = now
        return next
    }

    /// Notes that a transfer is over.
    public mutating func ended(_ order: OrderKey, _ failure: Transfer.Failure?) {
        guard running.remove(order) != nil else { return }
        if let failure { kept[order] = failure } else { done += 1 }
    }
}
