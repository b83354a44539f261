import Intake
import Rollout
import Store
import Synchronization
import Testing

@Suite("Group commit")
struct GroupCommitTests {
    @Test("a bad row fails alone, and all others of its batch are accepted", arguments: Driver.all)
    func culprit(driver: Driver) async throws {
        try await withStore(driver) { database in
            let group = GroupCommit(accepting: database)
            var items = (0..<50).map { Make.received("P\($0 % 5)") }
            // Their bytes were to come before them, and did not.
            for index in [17, 33] { items[index].content = .uploaded(size: 7) }
            let outcomes = try await items.concurrently { item -> Bool in
                do {
                    return try await group.submit(item).id == item.id
                } catch let error as StoreError {
                    #expect(error.kind == .constraint)
                    return false
                }
            }
            #expect(outcomes.filter { $0 }.count == 48)
            #expect(try await database.value("select count(*) from interchanges") == .integer(48))
            #expect(try await database.value("select count(*) from interchange_bytes") == .integer(48))
        }
    }

    @Test("concurrent submitters share transactions, and each gets its own answer", arguments: Driver.all)
    func shared(driver: Driver) async throws {
        try await withStore(driver) { database in
            let commits = Mutex(0)
            let group = GroupCommit<ReceivedInterchange, Acceptance>(
                size: { Int($0.size) },
                commit: { items in
                    commits.withLock { $0 += 1 }
                    return try await database.write { try $0.accept(items) }
                }, lookUp: { $0.map { _ in nil } })
            let items = (0..<200).map { _ in Make.received() }
            let matches = try await items.concurrently { try await group.submit($0).id == $0.id }
            #expect(matches.allSatisfy { $0 })
            #expect(commits.withLock { $0 } < 200)
        }
    }

    @Test("items are committed in the order in which they were submitted, within the stated bounds")
    func bounds() async throws {
        let batches = Mutex<[[Int]]>([])
        let held = Held()
        var limits = GroupCommit<Int, Int>.Limits()
        limits.batchItems = 3
        limits.batchBytes = 100
        let group = GroupCommit<Int, Int>(
            limits: limits, size: { $0 },
            commit: { items in
                await held.wait()
                batches.withLock { $0.append(items) }
                return items
            }, lookUp: { $0.map { _ in nil } })
        let submitted = [1, 2, 3, 4, 60, 60, 150, 5]
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for (index, item) in submitted.enumerated() {
                tasks.addTask { _ = try await group.submit(item) }
                while await group.submitted < index + 1 { await Task.yield() }
            }
            await held.open()
            try await tasks.waitForAll()
        }
        #expect(batches.withLock { $0 } == [[1], [2, 3, 4], [60], [60], [150], [5]])
    }

    @Test("more than may wait is refused as overloaded, and what waits is still served")
    func overload() async throws {
        let held = Held()
        var limits = GroupCommit<Int, Int>.Limits()
        limits.waitingItems = 2
        let group = GroupCommit<Int, Int>(
            limits: limits, size: { _ in 1 },
            commit: { items in
                await held.wait()
                return items
            }, lookUp: { $0.map { _ in nil } })
        try await withThrowingTaskGroup(of: Int.self) { tasks in
            for item in 0..<3 {
                tasks.addTask { try await group.submit(item) }
                while await group.submitted < item + 1 { await Task.yield() }
                while item == 0, await held.waiting == 0 { await Task.yield() }
            }
            let error = await failure { _ = try await group.submit(3) }
            #expect(error?.kind == .overloaded)
            await held.open()
            let served = try await tasks.reduce(into: []) { $0.append($1) }
            #expect(served.sorted() == [0, 1, 2])
        }
    }

    @Test("a commit whose answer is lost is looked up: what stands is a yes, the rest is not")
    func unknown() async throws {
        let group = GroupCommit<Int, String>(
            size: { _ in 1 },
            commit: { _ in throw StoreError(.commitUnknown, code: "08006") },
            lookUp: { $0.map { $0 == 1 ? "found" : nil } })
        #expect(try await group.submit(1) == "found")
        let error = await failure { _ = try await group.submit(2) }
        #expect(error?.kind == .commitUnknown)
    }

    @Test("a batch that the database ended in favour of others is repeated, but not for ever")
    func serialization() async throws {
        let tries = Mutex(0)
        let group = GroupCommit<Bool, Int>(
            size: { _ in 1 },
            commit: { items in
                let number = tries.withLock { tries in
                    tries += 1
                    return tries
                }
                if !items[0] || number < 3 { throw StoreError(.serialization, code: "40P01") }
                return [number]
            }, lookUp: { $0.map { _ in nil } })
        #expect(try await group.submit(true) == 3)
        let error = await failure { _ = try await group.submit(false) }
        #expect(error?.kind == .serialization)
        #expect(tries.withLock { $0 } < 20)
    }

    @Test("a payload whose commit's answer was lost on a real server is found and answered", arguments: Driver.shared)
    func lostAnswer(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.run(
                "create function warn() returns trigger language plpgsql as 'begin raise warning ''late''; return null; end'"
            )
            try await database.run(
                """
                create constraint trigger warn after insert on interchanges deferrable initially deferred
                for each row execute function warn()
                """)
            let item = Make.received()
            let answer = try await GroupCommit(accepting: database).submit(item)
            #expect(answer.id == item.id)
            #expect(answer.number > 0)
        }
    }
}

/// Holds up whoever waits until it is opened.
private actor Held {
    private var isOpen = false
    private var continuations: [CheckedContinuation<Void, Never>] = []

    var waiting: Int { continuations.count }

    func wait() async {
        if !isOpen { await withCheckedContinuation { continuations.append($0) } }
    }

    func open() {
        isOpen = true
        for continuation in continuations { continuation.resume() }
        continuations = []
    }
}
