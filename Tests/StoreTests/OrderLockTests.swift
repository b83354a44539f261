import Intake
import Rollout
import Store
import Testing

@Suite("Order rows")
struct OrderLockTests {
    @Test(
        "absent rows are made, and what decides is read: order, itinerary, unsettled documents, statuses",
        arguments: Driver.all)
    func reads(driver: Driver) async throws {
        try await withStore(driver) { database in
            let documents = try await database.write { transaction throws in
                var documents = try transaction.process(keys: ["K1", "K1", "K2"], status: .parked)
                documents += try transaction.process(keys: ["K1"], status: .held)
                return documents + (try transaction.process(keys: ["K1"], status: .delivering))
            }
            let itinerary = ItineraryRow(
                orderKey: "K2", function: "order-intake", side: "legacy", backend: "L", boundBy: documents[2].id,
                epoch: 4,
                at: Make.now)
            let stranger = Make.id()
            try await database.write { try $0.bind([itinerary], reason: "birth") }
            let locked = try await database.write { transaction throws in
                try transaction.lockOrders(
                    ["K2", "K1", "K2"], documents: [documents[0].id, documents[4].id, stranger], at: Make.now)
            }
            #expect(Set(locked.orders.keys) == ["K1", "K2"])
            let first = try #require(locked.orders["K1"])
            #expect(first.order.origin == nil)
            #expect(first.order.state == .open)
            #expect(first.order.hold == nil)
            #expect(first.unsettled.map(\.id) == [documents[0].id, documents[1].id, documents[3].id])
            #expect(first.unsettled.map(\.status) == [.parked, .parked, .held])
            #expect(locked.orders["K2"]?.itineraries == [itinerary])
            #expect(locked.documents == [documents[0].id: .parked, documents[4].id: .delivering])
        }
    }

    @Test("a crowd of parked documents is read page by page", arguments: Driver.all)
    func pages(driver: Driver) async throws {
        try await withStore(driver) { database in
            let count = LockedOrder.longestList + 30
            let all = try await database.write { transaction throws in
                try transaction.process(keys: Array(repeating: "K1", count: count), status: .parked)
            }
            let ids = try await database.write { transaction -> [UniqueID] in
                let order = try #require(try transaction.lockOrders(["K1"], at: Make.now).orders["K1"])
                #expect(order.hasMoreUnsettled)
                let last = try #require(order.unsettled.last)
                return order.unsettled.map(\.id) + (try transaction.unsettledDocuments(of: "K1", after: last)).map(\.id)
            }
            #expect(ids == all.map(\.id))
        }
    }

    @Test("of two births of one key at once, the second sees what the first wrote", arguments: Driver.all)
    func births(driver: Driver) async throws {
        try await withStore(driver, connections: 6) { database in
            for round in 0..<20 {
                let key = "K\(round)"
                let born = try await (0..<4).concurrently { _ in
                    try await database.write { transaction -> Bool in
                        _ = try transaction.lockRoutingShared()
                        let locked = try transaction.lockOrders([key], at: Make.now)
                        guard var order = locked.orders[key]?.order, order.origin == nil else { return false }
                        #expect(locked.orders[key]?.itineraries.isEmpty == true)
                        order.origin = .born
                        try transaction.updateOrders([order])
                        try transaction.bind(
                            [
                                ItineraryRow(
                                    orderKey: key, function: "order-intake", side: "new", backend: "N", epoch: 1,
                                    at: Make.now)
                            ], reason: "birth")
                        return true
                    }
                }
                #expect(born.filter { $0 }.count == 1)
            }
            #expect(try await database.value("select count(*) from itinerary_history") == .integer(20))
        }
    }

    @Test("a birth that waited for its row sees the change that was parked meanwhile", arguments: Driver.shared)
    func parkedMeanwhile(driver: Driver) async throws {
        try await withStore(driver) { database in
            let birth = try await database.write { change -> Waited<LockedOrders> in
                _ = try change.lockOrders(["K1"], at: Make.now)
                let birth = Waited { try await database.write { try $0.lockOrders(["K1"], at: Make.now) } }
                // Until the birth waits for the row.
                while try change.query(
                    "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
                ).isEmpty {
                    _ = try change.query("select pg_stat_clear_snapshot()")
                }
                _ = try change.process(keys: ["K1"], status: .parked)
                return birth
            }
            #expect(try birth.get().orders["K1"]?.unsettled.count == 1)
        }
    }

    @Test("keys in any order never wait in a circle", arguments: Driver.all)
    func circle(driver: Driver) async throws {
        try await withStore(driver, connections: 6) { database in
            let keys = (0..<12).map { "K\($0)" }
            let done = try await (0..<6).concurrently { worker in
                for round in 0..<20 {
                    let mine = (0..<5).map { keys[($0 * (worker + 1) + round) % keys.count] }
                    _ = try await database.write { try $0.lockOrders(mine, at: Make.now) }
                }
                return true
            }
            #expect(done.count == 6)
        }
    }

    @Test("holds, states and births of orders come back as written", arguments: Driver.all)
    func orders(driver: Driver) async throws {
        try await withStore(driver) { database in
            var row = OrderRow(
                key: "K1", site: "north", state: .closed, origin: .unknownKey, bornDocument: Make.id(),
                birthHash: [1, 2],
                madeAt: Make.now, updatedAt: Make.now + 1)
            try await database.write { [row] transaction throws in
                _ = try transaction.lockOrders(["K1", "K2"], at: Make.now)
                try transaction.updateOrders([row])
                try transaction.setHold("two sites match", on: ["K1"], at: Make.now + 2)
            }
            row.hold = "two sites match"
            row.updatedAt = Make.now + 2
            try await database.expect(row) { try $0.order("K1") }
            try await database.expect([row]) { try $0.heldOrders(limit: 5) }
            try await database.write { try $0.setHold(nil, on: ["K1"], at: Make.now + 3) }
            try await database.expect(true) { try $0.heldOrders(limit: 5).isEmpty }
            try await database.expect(nil) { try $0.order("K9") }
        }
    }

    @Test("an itinerary is bound anew, and its history keeps both", arguments: Driver.all)
    func itineraries(driver: Driver) async throws {
        try await withStore(driver) { database in
            var row = ItineraryRow(
                orderKey: "K1", function: "despatch", side: "legacy", backend: "L", epoch: 1, at: Make.now)
            let first = row
            try await database.write { transaction throws in
                var order = try #require(try transaction.lockOrders(["K1"], at: Make.now).orders["K1"]?.order)
                order.site = "north"
                try transaction.updateOrders([order])
                try transaction.bind([first], reason: "first document")
            }
            row.side = "new"
            row.backend = "N"
            row.epoch = 2
            try await database.write { [row] in try $0.bind([row], reason: "transfer") }
            try await database.read { [row] transaction throws in
                #expect(try transaction.itineraries(of: "K1") == [row])
                let history = try transaction.itineraryHistory(of: "K1")
                #expect(history.map(\.row) == [first, row])
                #expect(history.map(\.reason) == ["first document", "transfer"])
                #expect(try transaction.openOrders(function: "despatch", side: "new", limit: 5) == ["K1"])
                #expect(try transaction.openOrders(function: "despatch", side: "new", site: "south", limit: 5) == [])
                #expect(try transaction.openOrders(function: "despatch", side: "legacy", limit: 5) == [])
                let counts = try transaction.openOrderCounts()
                #expect(counts == [OpenOrderCount(function: "despatch", site: "north", side: "new", orders: 1)])
            }
        }
    }
}
