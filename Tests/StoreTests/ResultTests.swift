import Intake
import Rollout
import Store
import Testing

@Suite("Results")
struct ResultTests {
    /// One delivery with a claimed attempt.
    private func claimed(_ database: any Database) async throws -> ClaimedDelivery {
        try await database.write { transaction throws in
            _ = try transaction.deliveries(keys: ["K1"])
            return try #require(try transaction.claim().first)
        }
    }

    private func state(_ one: ClaimedDelivery, _ database: any Database) async throws -> [String] {
        try await database.read { transaction throws in
            [
                try transaction.delivery(one.delivery.id)?.state.rawValue ?? "",
                try transaction.document(one.delivery.documentID)?.status.rawValue ?? "",
                try transaction.document(one.delivery.documentID)?.code ?? "",
            ]
        }
    }

    @Test(
        "the document follows its primary delivery", arguments: Driver.all,
        [
            (AttemptOutcome.done, AttemptResult.Next.fail, ["delivered", "delivered", ""]),
            (.refused, .fail, ["failed", "failed", "deliver.x"]),
            (.failed, .retry(dueAt: 7), ["waiting", "delivering", "deliver.x"]),
            (.unknown, .unknown, ["unknown", "unknown", "deliver.x"]),
        ])
    func follows(
        driver: Driver, result: (outcome: AttemptOutcome, next: AttemptResult.Next, states: [String])
    ) async throws {
        try await withStore(driver) { database in
            let one = try await claimed(database)
            let code = result.outcome == .done ? nil : "deliver.x"
            let effect = try await database.write { try $0.end(one, result.outcome, result.next, code: code) }
            #expect(effect.kind == .applied)
            #expect(try await state(one, database) == result.states)
            let delivery = try await database.read { try $0.delivery(one.delivery.id) }
            #expect(delivery == effect.delivery)
            #expect(delivery?.leaseNode == nil)
            let attempt = try await database.read { try $0.attempts(ofDelivery: one.delivery.id) }[0]
            #expect(attempt.outcome == result.outcome)
            #expect(attempt.endedAt == Make.now + 1)
        }
    }

    @Test("a document of two primaries is delivered with the last and failed with any", arguments: Driver.all)
    func twoPrimaries(driver: Driver) async throws {
        try await withStore(driver) { database in
            let document = try await database.write { transaction throws in
                let document = try transaction.process()[0]
                try transaction.insertDeliveries(["B1", "B2"].map { Make.delivery(of: document, to: $0) })
                return document
            }
            let first = try await database.write { try $0.claim("B1") }
            let second = try await database.write { try $0.claim("B2") }
            _ = try await database.write { try $0.end(first[0], .done) }
            try await database.expect(.delivering) { try $0.document(document.id)?.status }
            _ = try await database.write { try $0.end(second[0], .refused, .fail, code: "deliver.rejected") }
            try await database.expect(.failed) { try $0.document(document.id)?.status }
            _ = try await database.write { try $0.retryDeliveries([second[0].delivery.id], dueAt: 0, at: Make.now) }
            let again = try await database.write { try $0.claim("B2") }
            _ = try await database.write { try $0.end(again[0], .done) }
            #expect(try await state(first[0], database) == ["delivered", "delivered", ""])
        }
    }

    @Test("copies move no document", arguments: Driver.all)
    func copies(driver: Driver) async throws {
        try await withStore(driver) { database in
            let claimed = try await database.write { transaction throws in
                _ = try transaction.deliveries(keys: ["K1"], purpose: .copy)
                return try transaction.claim()
            }
            _ = try await database.write { try $0.end(claimed[0], .refused, .fail, code: "deliver.rejected") }
            #expect(try await state(claimed[0], database) == ["failed", "delivering", ""])
        }
    }

    @Test("a late success makes the delivery delivered, whatever came since", arguments: Driver.all)
    func lateSuccess(driver: Driver) async throws {
        try await withStore(driver) { database in
            let first = try await claimed(database)
            _ = try await database.write { transaction throws in
                try transaction.takeOver(from: [first.attempt.node], honouring: ["B1"], now: Make.now)
            }
            let second = try await database.write { try $0.claim() }[0]
            #expect(second.attempt.number == 2)
            try await database.expect(.applied) { try $0.end(first, .done).kind }
            #expect(try await state(first, database) == ["delivered", "delivered", ""])
            // What the second attempt hears does not reopen it.
            try await database.expect(.late) { try $0.end(second, .unknown, .unknown).kind }
            #expect(try await state(first, database) == ["delivered", "delivered", ""])
            let attempts = try await database.read { try $0.attempts(ofDelivery: first.delivery.id) }
            #expect(attempts.map(\.outcome) == [.done, .unknown])
        }
    }

    @Test("a late failure of an older attempt moves nothing", arguments: Driver.all)
    func lateFailure(driver: Driver) async throws {
        try await withStore(driver) { database in
            let first = try await claimed(database)
            _ = try await database.write { transaction throws in
                try transaction.takeOver(from: [first.attempt.node], honouring: ["B1"], now: Make.now)
            }
            _ = try await database.write { try $0.claim() }
            try await database.expect(.late) { try $0.end(first, .refused, .fail).kind }
            #expect(try await state(first, database) == ["sending", "delivering", ""])
            let attempts = try await database.read { try $0.attempts(ofDelivery: first.delivery.id) }
            #expect(attempts.map(\.outcome) == [.refused, nil])
        }
    }

    @Test("a definite end replaces an unknown one, never the reverse", arguments: Driver.all)
    func definite(driver: Driver) async throws {
        try await withStore(driver) { database in
            let one = try await claimed(database)
            _ = try await database.write { try $0.end(one, .unknown, .unknown) }
            try await database.expect(.applied) { try $0.end(one, .refused, .fail).kind }
            #expect(try await state(one, database)[0] == "failed")
            try await database.expect(.ignored) { try $0.end(one, .unknown, .unknown).kind }
            try await database.expect(.ignored) { try $0.end(one, .failed, .retry(dueAt: 0)).kind }
            #expect(try await state(one, database)[0] == "failed")
            let attempts = try await database.read { try $0.attempts(ofDelivery: one.delivery.id) }
            #expect(attempts.map(\.outcome) == [.refused])
        }
    }

    @Test("a superseded delivery that succeeded stays superseded and is told", arguments: Driver.all)
    func superseded(driver: Driver) async throws {
        try await withStore(driver) { database in
            let one = try await claimed(database)
            try await database.run("update deliveries set state = 'superseded'")
            try await database.expect(.lateSuccessOfSuperseded) { try $0.end(one, .done).kind }
            #expect(try await state(one, database)[0] == "superseded")
            try await database.expect(.done) { try $0.attempts(ofDelivery: one.delivery.id)[0].outcome }
        }
    }

    @Test("a batch holds results of many deliveries, and of one delivery more than once", arguments: Driver.all)
    func batch(driver: Driver) async throws {
        try await withStore(driver) { database in
            let claimed = try await database.write { transaction throws in
                _ = try transaction.deliveries(keys: (0..<300).map { "K\($0)" })
                return try transaction.claim(limit: 300)
            }
            let results = claimed.map {
                AttemptResult(attemptID: $0.attempt.id, deliveryID: $0.delivery.id, outcome: .done)
            }
            let stranger = AttemptResult(attemptID: Make.id(), deliveryID: Make.id(), outcome: .done)
            let effects = try await database.write { transaction throws in
                try transaction.recordResults(results + [results[0], stranger], at: Make.now)
            }
            #expect(effects.prefix(300).allSatisfy { $0.kind == .applied })
            #expect(effects[300...].map(\.kind) == [.ignored, .ignored])
            #expect(effects.map(\.attemptID) == (results + [results[0], stranger]).map(\.attemptID))
            #expect(
                try await database.value("select count(*) from documents where status = 'delivered'") == .integer(300))
        }
    }

    @Test("a document that a person discarded stays discarded", arguments: Driver.all)
    func discarded(driver: Driver) async throws {
        try await withStore(driver) { database in
            let one = try await claimed(database)
            let moved = try await database.write { transaction throws in
                try transaction.moveDocuments(
                    [one.delivery.documentID], from: [.delivering, .failed], to: .discarded, stage: "deliver",
                    at: Make.now)
            }
            #expect(moved == [one.delivery.documentID])
            _ = try await database.write { try $0.end(one, .failed, .fail) }
            #expect(try await state(one, database)[1] == "discarded")
        }
    }
}
