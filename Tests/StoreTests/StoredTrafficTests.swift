import Intake
import Rollout
import Store
import Testing

@Suite struct StoredTrafficTests {
    @Test(
        "a window ends before what is not processed; each order's first document in it is marked, and what follows it",
        arguments: Driver.all)
    func window(driver: Driver) async throws {
        try await withStore(driver) { database in
            let early = Make.now - Make.day
            try await database.write { transaction in
                _ = try transaction.process(Make.received(at: early), keys: ["A"])
                _ = try transaction.process(keys: ["A", "B", nil, "A"])
                _ = try transaction.process(keys: ["B", "C"])
                _ = try transaction.accept([Make.received()])
                _ = try transaction.process(keys: ["D"])
            }
            let none = try await database.read { try $0.trafficWindow(from: early - 9, to: early) }
            #expect(none == nil)
            let window = try #require(try await database.read { try $0.trafficWindow(from: Make.now, to: .max) })
            #expect(window.documents == 6 && window.last - window.first == 1)
            var rows: [TrafficRow] = []
            var place: DocumentPlace?
            while true {
                let page = try await database.read { [place] in try $0.traffic(in: window, behind: place, limit: 4) }
                guard let last = page.last else { break }
                rows += page
                place = DocumentPlace(number: last.number, position: last.position)
            }
            #expect(rows.map(\.orderKey) == ["A", "B", nil, "A", "B", "C"])
            #expect(rows.map(\.isFirst) == [true, true, true, false, false, true])
            #expect(rows.map(\.hasMore) == [true, true, false, false, false, false])
            let first = DocumentPlace(number: rows[0].number, position: rows[0].position)
            let rest = try await database.read {
                try $0.traffic(ofOrder: "A", in: window, behind: first, limit: 9).map(\.id)
            }
            #expect(rest == [rows[3].id])
            #expect(try await database.read { try $0.hasUnprocessed(behind: window) })
        }
    }

    @Test("what was settled of an order tells what documents of the window settled of it", arguments: Driver.all)
    func priorOrders(driver: Driver) async throws {
        try await withStore(driver) { database in
            let window = try await database.write { transaction in
                let before = try transaction.process(Make.received(at: Make.now - 9), keys: ["A"])[0]
                let held = try transaction.process(Make.received(at: Make.now - 9), keys: ["H"], status: .held)
                let within = try transaction.process(keys: ["A"])[0]
                let locked = try transaction.lockOrders(["A", "H"], documents: held.map(\.id), at: Make.now)
                var order = try #require(locked.orders["A"]).order
                order.origin = .born
                order.bornDocument = before.id
                try transaction.updateOrders([order])
                func entry(_ function: String, _ bound: UniqueID?) -> ItineraryRow {
                    ItineraryRow(
                        orderKey: "A", function: function, side: "legacy", backend: "B1", boundBy: bound, epoch: 1,
                        at: 1)
                }
                try transaction.bind(
                    [entry("despatch", within.id), entry("invoicing", nil), entry("order-intake", before.id)],
                    reason: "test")
                return try #require(try transaction.trafficWindow(from: Make.now, to: .max))
            }
            let prior = try await database.read { try $0.priorOrder("A", before: window) }
            #expect(prior.bornNumber.map { $0 < window.first } == true && !prior.hasHeldBirth)
            #expect(prior.itineraries.map(\.row.function) == ["despatch", "invoicing", "order-intake"])
            #expect(prior.itineraries.map { $0.number.map { $0 >= window.first } } == [true, nil, false])
            let held = try await database.read { try $0.priorOrder("H", before: window) }
            #expect(held.hasHeldBirth && held.itineraries.isEmpty && held.order?.origin == nil)
            let unknown = try await database.read { try $0.priorOrder("X", before: window) }
            #expect(unknown.order == nil)
        }
    }
}
