import Intake
import Rollout
import Store
import Testing

@Suite("Delivery actions")
struct DeliveryActionTests {
    /// One delivery whose only attempt ended so.
    private func delivery(
        ended outcome: AttemptOutcome, _ next: AttemptResult.Next, in database: any Database
    ) async throws -> DeliveryRow {
        try await database.write { transaction throws in
            _ = try transaction.deliveries(keys: ["K1"])
            let claimed = try transaction.claim()[0]
            return try #require(try transaction.end(claimed, outcome, next).delivery)
        }
    }

    @Test("a failed delivery is retried, and its document is in flight again", arguments: Driver.all)
    func retry(driver: Driver) async throws {
        try await withStore(driver) { database in
            let row = try await delivery(ended: .refused, .fail, in: database)
            let moved = try await database.write { try $0.retryDeliveries([row.id], dueAt: 5, at: Make.now) }
            #expect(moved.map(\.state) == [.waiting])
            #expect(moved.map(\.dueAt) == [5])
            try await database.expect(.delivering) { try $0.document(row.documentID)?.status }
            try await database.expect(true) { try $0.retryDeliveries([row.id], dueAt: 5, at: Make.now).isEmpty }
            let failed = try await database.write {
                try $0.failDeliveries([row.id], code: "deliver.expired", at: Make.now)
            }
            #expect(failed.map(\.state) == [.failed])
            try await database.expect("deliver.expired") { try $0.document(row.documentID)?.code }
        }
    }

    @Test("a delivery with an open attempt is not discarded", arguments: Driver.all)
    func discard(driver: Driver) async throws {
        try await withStore(driver) { database in
            // Its attempt may still arrive, although it waits for the next one.
            let row = try await delivery(ended: .unknown, .retry(dueAt: 0), in: database)
            #expect(row.state == .waiting)
            try await database.expect(true) { try $0.discardDeliveries([row.id], at: Make.now).isEmpty }
            try await database.expect([row.id]) { try $0.openDeliveries(ofOrder: "K1").map(\.id) }
            let again = try await database.write { try $0.claim() }
            _ = try await database.write { try $0.end(again[0], .refused, .fail) }
            try await database.expect(true) { try $0.discardDeliveries([row.id], at: Make.now).isEmpty }
        }
    }

    @Test("an unknown delivery that the back end lists is delivered", arguments: Driver.all)
    func listed(driver: Driver) async throws {
        try await withStore(driver) { database in
            let row = try await delivery(ended: .unknown, .unknown, in: database)
            try await database.expect([row]) { try $0.stuckDeliveries(backend: "B1", state: .unknown, limit: 9) }
            let moved = try await database.write { try $0.clearAsListed([row.id, Make.id()], at: Make.now) }
            #expect(moved.map(\.state) == [.delivered])
            try await database.expect([.done]) { try $0.attempts(ofDelivery: row.id).map(\.outcome) }
            try await database.expect(.delivered) { try $0.document(row.documentID)?.status }
        }
    }

    @Test("what a partner has by its list is to be acknowledged from then on", arguments: Driver.all)
    func listedAndExpected(driver: Driver) async throws {
        try await withStore(driver) { database in
            let claimed = try await database.write { transaction throws in
                _ = try transaction.deliveries(keys: ["K1"], purpose: .outbound)
                return try transaction.claim()
            }
            let only = try #require(claimed.first)
            _ = try await database.write { transaction throws in
                try transaction.insertSentDocuments([
                    SentDocumentRow(
                        deliveryID: only.delivery.id, documentID: only.delivery.documentID, partner: "p",
                        type: "invoice",
                        number: "1", closes: .taken, answerWithin: 60, madeAt: Make.now)
                ])
                return try transaction.end(only, .unknown, .unknown)
            }
            try await database.expect(nil) { try $0.sentDocument(ofDelivery: only.delivery.id)?.dueAt }
            _ = try await database.write { try $0.clearAsListed([only.delivery.id], at: Make.now + 5) }
            try await database.expect(Make.now + 65) { try $0.sentDocument(ofDelivery: only.delivery.id)?.dueAt }
        }
    }

    @Test("an unknown delivery is cleared as absent only once its attempt can no longer arrive", arguments: Driver.all)
    func absent(driver: Driver) async throws {
        try await withStore(driver) { database in
            let row = try await delivery(ended: .unknown, .unknown, in: database)
            let end = Make.now + 1
            let early = try await database.write { transaction throws in
                try transaction.clearAsAbsent([row.id], endedBefore: end, dueAt: 0, at: Make.now)
            }
            #expect(early.isEmpty)
            let settled = try await database.write { transaction throws in
                try transaction.clearAsAbsent([row.id], endedBefore: end + 1, dueAt: 0, at: Make.now)
            }
            #expect(settled.map(\.state) == [.waiting])
            try await database.expect(true) { try $0.openDeliveries(ofOrder: "K1").isEmpty }
            try await database.expect([2]) { try $0.claim().map(\.attempt.number) }
        }
    }

    @Test("a transfer supersedes what was never begun, and sees what is open", arguments: Driver.all)
    func transfer(driver: Driver) async throws {
        try await withStore(driver) { database in
            let rows = try await database.write { try $0.deliveries(keys: ["K1", "K1", "K1"]) }
            _ = try await database.write { try $0.claim() }
            try await database.write { transaction throws in
                let superseded = try transaction.supersedeDeliveries(ofOrder: "K1", .neverBegun, at: Make.now)
                #expect(Set(superseded.map(\.id)) == Set(rows[1...].map(\.id)))
                #expect(try transaction.openDeliveries(ofOrder: "K1").map(\.id) == [rows[0].id])
                #expect(try transaction.unfinishedDeliveries(ofOrder: "K1").map(\.id) == [rows[0].id])
            }
            let revived = try await database.write { transaction throws in
                try transaction.reviveDeliveries(rows.map(\.id), dueAt: Make.now, at: Make.now)
            }
            #expect(Set(revived.map(\.id)) == Set(rows[1...].map(\.id)))
        }
    }

    @Test(
        "a recall supersedes what was refused for certain, nothing else", arguments: Driver.all,
        [(AttemptOutcome.refused, true), (.failed, false), (.unknown, false)])
    func recall(driver: Driver, ended: (outcome: AttemptOutcome, isSuperseded: Bool)) async throws {
        try await withStore(driver) { database in
            let row = try await delivery(ended: ended.outcome, .fail, in: database)
            let superseded = try await database.write { transaction throws in
                try transaction.supersedeDeliveries(ofOrder: "K1", .neverBegunOrRefused, at: Make.now)
            }
            #expect(superseded.map(\.id) == (ended.isSuperseded ? [row.id] : []))
        }
    }

    @Test("one idempotency key is one delivery", arguments: Driver.all)
    func idempotency(driver: Driver) async throws {
        try await withStore(driver) { database in
            let error = await failure {
                try await database.write { transaction throws in
                    let document = try transaction.process()[0]
                    var twin = Make.delivery(of: document)
                    let first = Make.delivery(of: document)
                    twin.idempotencyKey = first.idempotencyKey
                    try transaction.insertDeliveries([first, twin])
                }
            }
            #expect(error?.kind == .constraint)
        }
    }

    @Test("what is open is counted by back end and state", arguments: Driver.all)
    func counts(driver: Driver) async throws {
        try await withStore(driver) { database in
            let counts = try await database.write { transaction throws in
                _ = try transaction.deliveries(keys: ["K1", "K1", "K2"])
                _ = try transaction.deliveries(keys: ["K3"], to: "B2")
                _ = try transaction.claim(limit: 1)
                return try transaction.openDeliveryCounts()
            }
            #expect(counts.map(\.backend) == ["B1", "B1", "B2"])
            #expect(counts.map(\.state) == [.sending, .waiting, .waiting])
            #expect(counts.map(\.deliveries) == [1, 2, 1])
        }
    }
}
