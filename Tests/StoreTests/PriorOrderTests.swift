import Foundation
import Intake
import Rollout
import Store
import Testing

@Suite("Prior orders")
struct PriorOrderTests {
    private static let slashed = OrderKey(buyer: "a/b", number: "n/1%", supplier: "s").text

    @Test(
        "what a back end had before the gateway saw it is found by number, also what was kept before numbers were",
        arguments: Driver.all)
    func found(driver: Driver) async throws {
        try await withStore(driver) { database in
            let origins: [(key: String, origin: OrderOrigin, backend: String)] = [
                ("a/N-1", .imported, "B1"), ("b/N-1", .unknownKey, "B1"), ("c/N-1", .born, "B1"),
                ("d/N-1", .imported, "B2"), ("e/N-10", .imported, "B1"), (Self.slashed, .imported, "B1"),
            ]
            try await database.write { transaction in
                _ = try transaction.lockOrders(origins.map(\.key), at: Make.now)
                try transaction.updateOrders(
                    origins.map { OrderRow(key: $0.key, origin: $0.origin, madeAt: Make.now, updatedAt: Make.now) })
                try transaction.bind(
                    origins.map {
                        ItineraryRow(
                            orderKey: $0.key, function: "order-intake", side: "legacy", backend: $0.backend, epoch: 1,
                            at: Make.now)
                    }, reason: "test")
            }
            try await expectNumbers(in: database)
            try await database.run("update orders set number = null")
            try await database.expect([]) { try $0.priorOrders(ofNumbers: ["N-1"], backend: "B1") }
            for statement in try Self.backfill(driver) { try await database.run(statement) }
            try await expectNumbers(in: database)
        }
    }

    private func expectNumbers(in database: any Database) async throws {
        try await database.expect(["a/N-1", "b/N-1"]) { try $0.priorOrders(ofNumbers: ["N-1"], backend: "B1").sorted() }
        try await database.expect([Self.slashed, "e/N-10"]) {
            try $0.priorOrders(ofNumbers: ["N-10", "n/1%", "s"], backend: "B1").sorted()
        }
        try await database.expect(["d/N-1"]) { try $0.priorOrders(ofNumbers: ["N-1"], backend: "B2") }
    }

    /// The statements by which the migration numbered the orders that were there.
    private static func backfill(_ driver: Driver) throws -> [String] {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let folder = driver == .sqlite ? "StoreSQLite" : "StorePostgres"
        let file = sources.appendingPathComponent("\(folder)/Migrations/m004_numbers_of_prior_orders.sql")
        let statements = try String(contentsOf: file, encoding: .utf8).split(separator: ";").map { statement in
            statement.trimmingCharacters(in: .whitespacesAndNewlines)
        }.filter { $0.hasPrefix("update") }
        return try #require(statements.isEmpty ? nil : statements)
    }
}
