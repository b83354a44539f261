import Intake
import Rollout
import Store
import Testing

/// Documents that name several orders.
@Suite("Documents of several orders")
struct NamedOrdersTests {
    /// Three payloads of one document each: one of K2, one that names K1 and K2, and one of some key.
    private static func three(_ last: String, in transaction: any Transaction) throws -> [DeliveryRow] {
        let documents = try [("K2", []), ("K1", ["K2"]), (last, [])].map { key, others in
            let document = try transaction.process(keys: [key])[0]
            try transaction.writeFurtherOrders([document.id: others])
            return document
        }
        let rows = documents.map { Make.delivery(of: $0) }
        try transaction.insertDeliveries(rows)
        return rows
    }

    @Test("one stands behind what came before it in every order that it names", arguments: Driver.all)
    func behind(driver: Driver) async throws {
        try await withStore(driver) { database in
            let rows = try await database.write { try Self.three("K3", in: $0) }
            let claimed = try await database.write { try $0.claim() }
            #expect(claimed.map(\.delivery.id) == [rows[0].id, rows[2].id])
            let blocker = try await database.read { transaction throws -> UniqueID? in
                let document = try transaction.document(rows[1].documentID)
                guard case .document(let found)? = try transaction.blocker(ofDocument: document!) else { return nil }
                return found.id
            }
            #expect(blocker == rows[0].documentID)
            _ = try await database.write { try $0.end(claimed[0], .done) }
            try await database.expect([rows[1].id]) { try $0.claim().map(\.delivery.id) }
        }
    }

    @Test("what comes later in any of its orders waits for it", arguments: Driver.all, ["K1", "K2"])
    func ahead(driver: Driver, key: String) async throws {
        try await withStore(driver) { database in
            let rows = try await database.write { try Self.three(key, in: $0) }
            for expected in rows {
                let claimed = try await database.write { try $0.claim() }
                #expect(claimed.map(\.delivery.id) == [expected.id])
                _ = try await database.write { try $0.end(try #require(claimed.first), .done) }
            }
        }
    }

    @Test("two that share an order behind their first go one by one", arguments: Driver.all)
    func shared(driver: Driver) async throws {
        try await withStore(driver) { database in
            let rows = try await database.write { transaction throws -> [DeliveryRow] in
                let documents = try ["K1", "K2"].map { key in
                    let document = try transaction.process(keys: [key])[0]
                    try transaction.writeFurtherOrders([document.id: ["K9"]])
                    return document
                }
                let rows = documents.map { Make.delivery(of: $0) }
                try transaction.insertDeliveries(rows)
                return rows
            }
            let claimed = try await database.write { try $0.claim() }
            #expect(claimed.map(\.delivery.id) == [rows[0].id])
            _ = try await database.write { try $0.end(claimed[0], .done) }
            try await database.expect([rows[1].id]) { try $0.claim().map(\.delivery.id) }
        }
    }

    @Test("none begins with its transaction, nor what it stands before", arguments: Driver.all)
    func begin(driver: Driver) async throws {
        try await withStore(driver) { database in
            let begun = try await database.write { transaction throws in
                let documents = try transaction.process(keys: ["K1", "K2", "K3"])
                try transaction.writeFurtherOrders([documents[0].id: ["K2"]])
                return try transaction.insertDeliveries(
                    documents.map { Make.delivery(of: $0) }, naming: [documents[0].id: ["K2"]], beginning: { $0 },
                    node: Make.id(), now: Make.now, leaseUntil: Make.now, newID: Make.id)
            }
            #expect(begun.map(\.delivery.orderKey) == ["K3"])
            let later = try await database.write { transaction throws in
                try transaction.insertDeliveries(
                    try transaction.process(keys: ["K2"]).map { Make.delivery(of: $0) }, beginning: { $0 },
                    node: Make.id(), now: Make.now, leaseUntil: Make.now, newID: Make.id)
            }
            #expect(later.isEmpty)
        }
    }

    @Test("it is a document of each, and none of them decides over it alone", arguments: Driver.all)
    func belongs(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.write { transaction throws in
                let document = try transaction.process(keys: ["K1"])[0]
                try transaction.writeFurtherOrders([document.id: ["K3", "K2"]])
                try transaction.insertDeliveries([Make.delivery(of: document)])
                #expect(try transaction.furtherOrders(ofDocument: document.id) == ["K2", "K3"])
                for key in ["K1", "K2", "K3"] {
                    #expect(try transaction.documents(ofOrder: key).map(\.id) == [document.id])
                    #expect(try transaction.documents(ofOrder: key, alone: true).isEmpty)
                    #expect(try transaction.unfinishedDeliveries(ofOrder: key).count == 1)
                    #expect(try transaction.supersedeDeliveries(ofOrder: key, .neverBegun, at: Make.now).isEmpty)
                }
                try transaction.writeFurtherOrders([document.id: ["K2"]])
                #expect(try transaction.documents(ofOrder: "K3").isEmpty)
            }
        }
    }

    @Test("one that waits is found with every order that it names", arguments: Driver.all)
    func waits(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.write { transaction throws in
                let document = try transaction.process(keys: ["K1"], status: .parked)[0]
                try transaction.writeFurtherOrders([document.id: ["K2", "K3"]])
                for key in ["K1", "K2"] {
                    #expect(try transaction.ordersNamedTogether(with: [key]) == ["K1", "K2", "K3"])
                    let locked = try transaction.lockOrders([key], at: Make.now)
                    #expect(locked.orders[key]?.unsettled.map(\.id) == [document.id])
                }
                #expect(try transaction.ordersNamedTogether(with: ["K4"]) == ["K4"])
                #expect(try transaction.keysWithWaiting(among: ["K3", "K4"]) == ["K3"])
            }
        }
    }
}
