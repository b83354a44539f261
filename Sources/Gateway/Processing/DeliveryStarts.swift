import Intake
import Rollout
import Store
import Synchronization

/// Lets one deciding transaction begin the attempts of deliveries that it makes: takes places at the runners for them, and
/// hands them over once it has committed.
final class DeliveryStarts: Sendable {
    private let runners: [String: DeliveryRunner]
    private let recent: RecentGoods
    private let node: UniqueID
    /// Places taken, by back end.
    private let reserved = Mutex<[String: Int]>([:])

    init(_ runners: [String: DeliveryRunner], recent: RecentGoods, node: UniqueID) {
        self.runners = runners
        self.recent = recent
        self.node = node
    }

    /// Writes deliveries, and begins those that may go at once and have a place; at fenced back ends none.
    func insert(
        _ deliveries: [DeliveryRow], naming further: [UniqueID: [String]], fenced: Set<String>,
        in transaction: any Transaction, at now: Instant
    ) throws -> [ClaimedDelivery] {
        // A transaction that is run again takes its places anew.
        giveBack()
        return try transaction.insertDeliveries(
            deliveries, naming: further, fenced: fenced, beginning: reserve, node: node, now: now.microseconds,
            leaseUntil: now.microseconds + DeliveryRunner.lease, newID: { UniqueID(at: now.microseconds) })
    }

    private func reserve(_ wanted: [String: Int]) -> [String: Int] {
        let given = Dictionary(
            uniqueKeysWithValues: wanted.map { ($0.key, runners[$0.key]?.reserve($0.value) ?? 0) })
        reserved.withLock { $0 = given }
        return given
    }

    /// Gives the begun deliveries of a committed transaction to their runners, with what they are made from.
    func handOver(_ begun: [ClaimedDelivery], goods: [Goods]) {
        recent.keep(goods)
        let begun = Dictionary(grouping: begun, by: \.delivery.backend)
        for (backend, places) in takeReserved() where places > 0 {
            runners[backend]?.begin(begun[backend] ?? [], reserved: places)
        }
    }

    /// Gives the places of a transaction that did not commit back.
    func giveBack() {
        for (backend, places) in takeReserved() where places > 0 { runners[backend]?.begin([], reserved: places) }
    }

    private func takeReserved() -> [String: Int] {
        reserved.withLock { reserved in
            defer { reserved = [:] }
            return reserved
        }
    }
}
