import Dispatch
import Intake
import Rollout
import Store
import Synchronization
import Testing

@Suite("Routing lock")
struct RoutingLockTests {
    private func snapshot(_ epoch: Int64) -> RoutingRow {
        RoutingRow(epoch: epoch, snapshot: #"{"epoch":\#(epoch)}"#, hash: [UInt8(epoch)], publishedAt: Make.now + epoch)
    }

    @Test("snapshots are published one epoch after the other, and kept", arguments: Driver.all)
    func publish(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.expect(nil) { try $0.lockRoutingShared() }
            for epoch in 1...3 {
                try await database.write { transaction throws in
                    let head = try transaction.lockRoutingExclusive(timeoutMilliseconds: 1000)
                    #expect(head?.epoch ?? 0 == Int64(epoch) - 1)
                    try transaction.publishRouting(snapshot(Int64(epoch)))
                }
            }
            for epoch: Int64 in [3, 5] {
                let error = await failure {
                    try await database.write { try $0.publishRouting(snapshot(epoch)) }
                }
                #expect(error?.kind == .constraint)
            }
            try await database.read { transaction throws in
                #expect(try transaction.routing() == snapshot(3))
                #expect(try transaction.routing(epoch: 2) == snapshot(2))
                #expect(try transaction.routing(epoch: 9) == nil)
            }
            try await database.expect([3]) { try $0.lockRoutingShared()?.hash }
        }
    }

    @Test(
        "a move gives up after its own timeout while a decider holds the lock, and deciders go on",
        arguments: Driver.shared)
    func timeout(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.write { try $0.publishRouting(snapshot(1)) }
            try await database.write { decider in
                _ = try decider.lockRoutingShared()
                let moved = Waited { try await database.write { try $0.lockRoutingExclusive(timeoutMilliseconds: 50) } }
                let error = failure { _ = try moved.get() }
                #expect(error?.kind == .busy)
                let other = Waited { try await database.write { try $0.lockRoutingShared() } }
                #expect(try other.get()?.epoch == 1)
            }
            try await database.expect(1) { try $0.lockRoutingExclusive(timeoutMilliseconds: 1000)?.epoch }
        }
    }

    @Test("the lock's timeout ends with the lock", arguments: Driver.shared)
    func usualTimeout(driver: Driver) async throws {
        try await withStore(driver) { database in
            let settings = try await database.write { transaction throws in
                let before = try transaction.query("select current_setting('lock_timeout')")
                _ = try transaction.lockRoutingExclusive(timeoutMilliseconds: 7)
                return [before, try transaction.query("select current_setting('lock_timeout')")]
            }
            #expect(settings[0] == settings[1])
        }
    }

    @Test("no decider commits under an epoch older than the last committed move", arguments: Driver.all)
    func race(driver: Driver) async throws {
        try await withStore(driver, connections: 6) { database in
            try await database.run("create table decided (epoch bigint, newest bigint)")
            try await database.write { try $0.publishRouting(snapshot(1)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<50 {
                            try await database.write { transaction throws in
                                let epoch = try transaction.lockRoutingShared()?.epoch ?? 0
                                // Read in a later statement: nothing can have moved since the epoch was read.
                                try transaction.execute(
                                    "insert into decided select $1, epoch from routing", [.integer(epoch)])
                            }
                        }
                    }
                }
                group.addTask {
                    for epoch: Int64 in 2...30 {
                        try await database.write { transaction throws in
                            _ = try transaction.lockRoutingExclusive(timeoutMilliseconds: 20_000)
                            try transaction.publishRouting(snapshot(epoch))
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.value("select count(*) from decided where epoch <> newest") == .integer(0))
            #expect(try await database.value("select count(*) from decided") == .integer(200))
            #expect(try await database.value("select epoch from routing") == .integer(30))
        }
    }
}

/// Runs an operation from within a transaction's body, on a task of its own, and blocks the body's thread until it ends:
/// the way in which another connection acts while this one is in the middle of its transaction.
final class Waited<Success: Sendable>: Sendable {
    private let outcome = Mutex<Result<Success, any Error>?>(nil)
    private let ended = DispatchSemaphore(value: 0)

    init(_ operation: @escaping @Sendable () async throws -> Success) {
        Task {
            let result: Result<Success, any Error>
            do { result = .success(try await operation()) } catch { result = .failure(error) }
            outcome.withLock { $0 = result }
            ended.signal()
        }
    }

    /// What the operation gave; asked once.
    func get() throws -> Success {
        ended.wait()
        let outcome = outcome.withLock { $0 }
        return try #require(outcome).get()
    }
}
