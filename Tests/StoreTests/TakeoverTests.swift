import Intake
import Rollout
import Store
import Testing

@Suite("Takeover")
struct TakeoverTests {
    @Test(
        "a gone node's deliveries wait again where the key is honoured, and are unknown elsewhere",
        arguments: Driver.all)
    func takeover(driver: Driver) async throws {
        try await withStore(driver) { database in
            let gone = Make.id()
            let alive = Make.id()
            let claimed = try await database.write { transaction throws in
                _ = try transaction.deliveries(keys: ["K1", "K2"], to: "honours")
                _ = try transaction.deliveries(keys: ["K3"], to: "folder")
                let mine = try transaction.claim("honours", node: alive, limit: 1)
                return mine + (try transaction.claim("honours", node: gone))
                    + (try transaction.claim("folder", node: gone))
            }
            try await database.expect([gone, alive].sorted()) { try $0.leaseHolders().sorted() }
            let moved = try await database.write { transaction throws in
                try transaction.takeOver(from: [gone, Make.id()], honouring: ["honours"], now: Make.now + 9)
            }
            #expect(Set(moved.map(\.id)) == Set(claimed.dropFirst().map(\.delivery.id)))
            let states = try await database.read { transaction throws in
                try claimed.map { try transaction.delivery($0.delivery.id)?.state }
            }
            #expect(states == [.sending, .waiting, .unknown])
            let attempts = try await database.read { transaction throws in
                try claimed.map { try transaction.attempts(ofDelivery: $0.delivery.id)[0] }
            }
            #expect(attempts.map(\.outcome) == [nil, .unknown, .unknown])
            #expect(attempts.map(\.endedAt) == [nil, Make.now + 9, Make.now + 9])
            try await database.expect("deliver.unknown") { try $0.document(claimed[2].delivery.documentID)?.code }
            try await database.expect(true) { try $0.takeOver(from: [gone], honouring: [], now: Make.now).isEmpty }
        }
    }

    @Test(
        "a living node gives back what it never heard of: once the lease has passed, and not what it has in hand",
        arguments: Driver.all)
    func reclaim(driver: Driver) async throws {
        try await withStore(driver) { database in
            let mine = Make.id()
            let (lost, held, foreign) = try await database.write { transaction throws in
                _ = try transaction.deliveries(keys: ["K1", "K2", "K3"])
                let own = try transaction.claim(node: mine, limit: 2)
                return (own[0], own[1], try transaction.claim(node: Make.id())[0])
            }
            let passed = Make.now + 60_000_001
            try await database.expect(0) { transaction in
                try transaction.reclaimDeliveries(of: mine, leasedUntilBefore: passed - 1, at: passed) { _ in true }
                    .count
            }
            let heldAttempt = held.attempt.id
            let back = try await database.write { transaction throws in
                try transaction.reclaimDeliveries(of: mine, leasedUntilBefore: passed, at: passed) {
                    $0 != heldAttempt
                }
            }
            #expect(back.map(\.id) == [lost.delivery.id])
            try await database.read { transaction throws in
                #expect(try transaction.delivery(lost.delivery.id) == back[0])
                #expect(back[0].state == .waiting && back[0].leaseNode == nil && back[0].dueAt == passed)
                let attempts = try transaction.attempts(ofDelivery: lost.delivery.id)
                #expect(attempts.map(\.outcome) == [.failed] && attempts.map(\.endedAt) == [passed])
                #expect(try transaction.delivery(held.delivery.id) == held.delivery)
                #expect(try transaction.delivery(foreign.delivery.id) == foreign.delivery)
                #expect(try transaction.document(lost.delivery.documentID)?.status == .delivering)
            }
            // The next attempt is a new one.
            let again = try await database.write { try $0.claim(node: mine, now: passed) }
            #expect(again.map(\.delivery.id) == [lost.delivery.id] && again[0].attempt.number == 2)
        }
    }

    @Test(
        "what was superseded while it was under way stays so; its attempt ends with its node, or as one that was never sent",
        arguments: Driver.all)
    func superseded(driver: Driver) async throws {
        try await withStore(driver) { database in
            let (gone, mine) = (Make.id(), Make.id())
            let claimed = try await database.write { transaction throws in
                _ = try transaction.deliveries(keys: ["K1", "K2"])
                let claimed = try transaction.claim(node: gone, limit: 1) + transaction.claim(node: mine, limit: 1)
                for one in claimed {
                    let key = one.delivery.orderKey
                    #expect(try transaction.supersedeUnfinished(ofOrder: key, at: ["B2"], now: Make.now).isEmpty)
                    #expect(try transaction.supersedeUnfinished(ofOrder: key, at: ["B1"], now: Make.now).count == 1)
                    #expect(try transaction.arrival(ofOrder: key, at: "B1", endedSince: Make.now) == .max)
                }
                return claimed
            }
            let (first, second) = (claimed[0].delivery, claimed[1].delivery)
            try await database.expect([gone, mine].sorted()) { try $0.leaseHolders().sorted() }
            let passed = Make.now + 60_000_001
            try await database.write { transaction throws in
                #expect(try transaction.takeOver(from: [gone], honouring: ["B1"], now: Make.now + 9).isEmpty)
                let back = try transaction.reclaimDeliveries(of: mine, leasedUntilBefore: passed, at: passed) { _ in
                    true
                }
                #expect(back.map(\.id) == [second.id])
            }
            try await database.read { transaction throws in
                for row in [first, second] {
                    let stored = try transaction.delivery(row.id)
                    #expect(stored?.state == .superseded && stored?.leaseNode == nil)
                }
                #expect(try transaction.attempts(ofDelivery: first.id).map(\.outcome) == [.unknown])
                #expect(try transaction.attempts(ofDelivery: second.id).map(\.outcome) == [.failed])
                // What ended unknown may arrive until it has settled; what was never sent cannot.
                let key = first.orderKey
                #expect(try transaction.arrival(ofOrder: key, at: "B1", endedSince: Make.now + 9) == Make.now + 9)
                #expect(try transaction.arrival(ofOrder: key, at: "B1", endedSince: Make.now + 10) == nil)
                #expect(try transaction.arrival(ofOrder: second.orderKey, at: "B1", endedSince: 0) == nil)
                #expect(try transaction.leaseHolders().isEmpty)
            }
        }
    }

    @Test("a node is declared gone only while its heartbeat stands still", arguments: Driver.all)
    func heartbeat(driver: Driver) async throws {
        try await withStore(driver) { database in
            let id = Make.id()
            try await database.write { try $0.registerNode(id, at: Make.now) }
            let before = try await database.read { try $0.nodes() }
            let seen = try #require(before.first)
            try await database.expect(true) { try $0.beat(id) }
            try await database.expect(true) { try !$0.removeNode(seen) }
            let after = try await database.read { try $0.nodes() }
            let newer = try #require(after.first)
            #expect(newer.heartbeat == seen.heartbeat + 1)
            try await database.expect(true) { try $0.removeNode(newer) }
            try await database.expect(true) { try !$0.beat(id) }
            try await database.expect(true) { try $0.nodes().isEmpty }
        }
    }
}
