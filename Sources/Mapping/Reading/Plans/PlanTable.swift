import Synchronization

/// The plans of a mapping's program for one shape.
///
/// A node is recorded when one like it was seen before. When the table is full it starts anew: who sends lines that are never
/// alike makes it work, not grow.
struct PlanTable: Sendable {
    static let mostPlans = 256
    /// How many plans there are for nodes that differ in guarded values alone.
    static let mostAlike = 8
    private static let slots = 512

    private var first = [Int32](repeating: -1, count: slots)
    private var next: [Int32] = []
    private(set) var plans: [ReadPlan] = []
    private var seen = [UInt64](repeating: 0, count: slots)

    private static func slot(_ hash: UInt64) -> Int { Int(hash >> 55) }

    /// The plans that may fit, one after the other: `-1` ends the row.
    @inline(__always) func first(for hash: UInt64) -> Int32 { first[Self.slot(hash)] }

    @inline(__always) func next(after plan: Int32) -> Int32 { next[Int(plan)] }

    /// Notes a node; true when one like it was noted before.
    mutating func wasSeen(_ hash: UInt64) -> Bool {
        let slot = Self.slot(hash)
        if seen[slot] == hash { return true }
        seen[slot] = hash
        return false
    }

    /// True when another plan for nodes of this structure may be kept.
    func hasRoom(for hash: UInt64) -> Bool {
        var count = 0
        var plan = first(for: hash)
        while plan >= 0 {
            if plans[Int(plan)].hash == hash { count += 1 }
            plan = next(after: plan)
        }
        return count < Self.mostAlike
    }

    mutating func add(_ plan: ReadPlan) {
        if plans.count >= Self.mostPlans { self = PlanTable() }
        let slot = Self.slot(plan.hash)
        next.append(first[slot])
        first[slot] = Int32(plans.count)
        plans.append(plan)
    }

    /// Takes over what another table, which began as this one, has more.
    mutating func merge(_ other: PlanTable) {
        guard !plans.isEmpty else {
            self = other
            return
        }
        seen = other.seen
        for plan in other.plans where !plans.contains(where: { $0 === plan || $0.isLike(plan) }) { add(plan) }
    }
}

/// The plans that all readings by one program share.
final class PlanStore: Sendable {
    private let table = Mutex(PlanTable())

    /// What is known now.
    var plans: PlanTable { table.withLock { $0 } }

    /// Takes over what a reading found out.
    func merge(_ found: PlanTable) { table.withLock { $0.merge(found) } }
}
