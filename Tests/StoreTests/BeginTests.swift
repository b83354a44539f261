import Intake
import Store
import Testing

@Suite("Beginning new deliveries")
struct BeginTests {
    @Test("a new delivery that nothing stands before begins its attempt with it", arguments: Driver.all)
    func begins(driver: Driver) async throws {
        try await withStore(driver) { database in
            let node = Make.id()
            let begun = try await database.write { transaction throws in
                try transaction.insert([Make.delivery(of: try transaction.process()[0], isBirth: true)], node: node)
            }
            let only = try #require(begun.first)
            #expect(begun.count == 1)
            try await database.read { transaction throws in
                #expect(try transaction.delivery(only.delivery.id) == only.delivery)
                #expect(try transaction.attempts(ofDelivery: only.delivery.id) == [only.attempt])
                #expect(only.delivery.state == .sending)
                #expect(only.delivery.leaseNode == node)
                #expect(only.attempt.number == 1)
            }
            try await database.expect(true) { try $0.claim().isEmpty }
            try await database.expect(.applied) { try $0.end(only, .done).kind }
        }
    }

    @Test("no more begin than there are places; the rest is claimed", arguments: Driver.all)
    func places(driver: Driver) async throws {
        try await withStore(driver) { database in
            let (rows, begun) = try await database.write { transaction throws in
                let rows = try transaction.process(keys: ["K1", "K2", "K3"]).map { Make.delivery(of: $0) }
                return (rows, try transaction.insert(rows, places: 2))
            }
            #expect(begun.map(\.delivery.id) == rows.prefix(2).map(\.id))
            try await database.expect([rows[2].id]) { try $0.claim().map(\.delivery.id) }
        }
    }

    @Test("what stands behind another in its key waits, whether that one is stored or new", arguments: Driver.all)
    func behind(driver: Driver) async throws {
        try await withStore(driver) { database in
            let begun = try await database.write { transaction throws in
                _ = try transaction.deliveries(keys: ["K1"])
                let documents = try transaction.process(keys: ["K1", "K2", "K2", "K3"])
                return try transaction.insert(documents.map { Make.delivery(of: $0) })
            }
            #expect(begun.map(\.delivery.orderKey) == ["K3"])
            // The heads of K1 and K2.
            try await database.expect(["K1", "K2"]) { try $0.claim().map(\.delivery.orderKey).sorted() }
        }
    }

    @Test("nothing begins while an earlier interchange of its sender is unprocessed", arguments: Driver.all)
    func sender(driver: Driver) async throws {
        try await withStore(driver) { database in
            let begun = try await database.write { transaction throws in
                _ = try transaction.accept([Make.received("P1")])
                let held = try transaction.process(Make.received("P1"), keys: ["K1"])
                let free = try transaction.process(Make.received("P2"), keys: ["K2"])
                return try transaction.insert((held + free).map { Make.delivery(of: $0) })
            }
            #expect(begun.map(\.delivery.orderKey) == ["K2"])
        }
    }

    @Test("bundles, steps, copies and what is not due are left to a claim", arguments: Driver.all)
    func plain(driver: Driver) async throws {
        try await withStore(driver) { database in
            let begun = try await database.write { transaction throws in
                let documents = try transaction.process(keys: ["K1", "K2", "K3", "K4", "K5"])
                return try transaction.insert([
                    Make.delivery(of: documents[0], bundle: Make.id()),
                    Make.delivery(of: documents[1], step: "release"),
                    Make.delivery(of: documents[2], to: "B2", purpose: .copy),
                    Make.delivery(of: documents[3], dueAt: Make.now + 1),
                    Make.delivery(of: documents[4], after: Make.id()),
                ])
            }
            #expect(begun.isEmpty)
        }
    }

    @Test("bytes of a range are read across pieces, and not past the end", arguments: Driver.all)
    func ranges(driver: Driver) async throws {
        try await withStore(driver) { database in
            let text = String(repeating: "0123456789", count: pieceLength / 10 * 2 + 5)
            let received = Make.received("P1", text)
            _ = try await database.write { try $0.accept([received]) }
            let id = received.id
            let bytes = Array(text.utf8)
            let middle = pieceLength - 3..<pieceLength + 4
            try await database.expect(Array(bytes[middle])) { try $0.interchangeBytes(id, in: middle) }
            let end = bytes.count - 2..<bytes.count
            try await database.expect(Array(bytes[end])) { try $0.interchangeBytes(id, in: end) }
            let past = bytes.count - 2..<bytes.count + 1
            try await database.expect(nil) { try $0.interchangeBytes(id, in: past) }
        }
    }
}

extension Transaction {
    fileprivate func insert(
        _ deliveries: [DeliveryRow], places: Int = 100, node: UniqueID = Make.id()
    ) throws -> [ClaimedDelivery] {
        try insertDeliveries(
            deliveries, beginning: { $0.mapValues { min($0, places) } }, node: node, now: Make.now,
            leaseUntil: Make.now + 60_000_000, newID: Make.id)
    }
}
