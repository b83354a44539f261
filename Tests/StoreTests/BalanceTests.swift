import Intake
import Rollout
import Store
import Testing

@Suite("Balance")
struct BalanceTests {
    @Test("what was accepted is where it is, by sender and day", arguments: Driver.all)
    func balance(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.write { transaction throws in
                for (number, status) in DocumentStatus.allCases.enumerated() {
                    let keys = Array(repeating: "K\(number)", count: number + 1)
                    _ = try transaction.process(Make.received("P1"), keys: keys, status: status)
                }
                _ = try transaction.process(Make.received("P1", at: Make.now + Make.day))
                _ = try transaction.process(Make.received("P2"), keys: ["K", "K"])
                _ = try transaction.accept([Make.received("P2"), Make.received("P2")])
                let broken = try transaction.accept([Make.received("P2")])[0]
                _ = try transaction.finishProcessing(broken.number, documents: 0, isReadable: false, at: Make.now)
                let discarded = try transaction.accept([Make.received("P2")])[0]
                _ = try transaction.finishProcessing(discarded.number, documents: 0, isReadable: false, at: Make.now)
                _ = try transaction.discardInterchange(discarded.number, at: Make.now)
                _ = try transaction.process(Make.received("P3", at: Make.now - 1))
            }
            let rows = try await database.read { try $0.balance(from: Make.now, to: Make.now + 2 * Make.day) }
            #expect(rows.map(\.sender) == ["P1", "P1", "P2"])
            #expect(rows.map(\.day) == [0, 1, 0])
            #expect(rows.map(\.isBalanced) == [true, true, true])
            #expect(rows.map(\.accepted) == [55, 1, 6])
            let expected = Dictionary(
                uniqueKeysWithValues: DocumentStatus.allCases.enumerated().map { ($1, Int64($0 + 1)) })
            #expect(rows[0].documents == expected)
            #expect(rows[2].unprocessed == 2)
            #expect(rows[2].unreadable == 1)
            #expect(rows[2].inFlight == 4)
            #expect(rows[2].failed == 1)
            #expect(rows[2].discarded == 1)
        }
    }

    @Test("a document that vanished is seen", arguments: Driver.all)
    func vanished(driver: Driver) async throws {
        try await withStore(driver) { database in
            let documents = try await database.write { try $0.process(keys: ["K1", "K2"]) }
            try await database.run("delete from documents where id = $1", [Value(documents[1].id)])
            let rows = try await database.read { try $0.balance(from: Make.now, to: Make.now + 1) }
            #expect(rows.map(\.isBalanced) == [false])
        }
    }

    @Test("documents marked as tests count on neither side, and one that vanished is still seen", arguments: Driver.all)
    func tests(driver: Driver) async throws {
        try await withStore(driver) { database in
            let test = try await database.write { transaction throws -> DocumentRow in
                let acceptance = try transaction.accept([Make.received()])[0]
                let documents = [
                    Make.document(in: acceptance, isTest: true), Make.document(in: acceptance, position: 1),
                ]
                try transaction.insertDocuments(documents)
                _ = try transaction.finishProcessing(acceptance.number, documents: 2, at: Make.now)
                return documents[0]
            }
            let rows = try await database.read { try $0.balance(from: Make.now, to: Make.now + 1) }
            #expect(rows.map(\.accepted) == [1])
            #expect(rows.map(\.isBalanced) == [true])
            try await database.run("delete from documents where id = $1", [Value(test.id)])
            let after = try await database.read { try $0.balance(from: Make.now, to: Make.now + 1) }
            #expect(after.map(\.isBalanced) == [false])
        }
    }
}
