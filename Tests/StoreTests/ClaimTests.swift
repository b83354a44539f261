import Intake
import Rollout
import Store
import Testing

@Suite("Claim")
struct ClaimTests {
    @Test("a claim leases the delivery and begins its attempt in the same transaction", arguments: Driver.all)
    func claim(driver: Driver) async throws {
        try await withStore(driver) { database in
            let node = Make.id()
            let claimed = try await database.write { transaction throws in
                _ = try transaction.deliveries(keys: ["K1"])
                return try transaction.claim(node: node)
            }
            let only = try #require(claimed.first)
            #expect(claimed.count == 1)
            #expect(only.attempt.number == 1)
            try await database.read { transaction throws in
                #expect(try transaction.delivery(only.delivery.id) == only.delivery)
                #expect(try transaction.attempts(ofDelivery: only.delivery.id) == [only.attempt])
                #expect(only.delivery.state == .sending)
                #expect(only.delivery.leaseNode == node)
            }
            try await database.expect(true) { try $0.claim().isEmpty }
        }
    }

    @Test("the head of each key goes, in accept order, and the limit counts heads only", arguments: Driver.all)
    func heads(driver: Driver) async throws {
        try await withStore(driver) { database in
            let rows = try await database.write { try $0.deliveries(keys: ["K1", "K1", "K1", "K2", "K3"]) }
            let first = try await database.write { try $0.claim(limit: 2) }
            #expect(first.map(\.delivery.id) == [rows[0].id, rows[3].id])
            let second = try await database.write { try $0.claim(limit: 2) }
            #expect(second.map(\.delivery.id) == [rows[4].id])
            _ = try await database.write { try $0.end(first[0], .done) }
            try await database.expect([rows[1].id]) { try $0.claim().map(\.delivery.id) }
        }
    }

    @Test("a probe is the last that was never tried and may go; where all were tried, the first", arguments: Driver.all)
    func probe(driver: Driver) async throws {
        try await withStore(driver) { database in
            let rows = try await database.write { try $0.deliveries(keys: ["K1", "K2", "K3", "K3"]) }
            let tried = try await database.write { try $0.claim(limit: 1) }
            _ = try await database.write { try $0.end(tried[0], .failed, .retry(dueAt: Make.now)) }
            // The last one stands behind another of its key.
            let probe = try await database.write { try $0.claim(limit: 1, isProbe: true) }
            #expect(probe.map(\.delivery.id) == [rows[2].id])
            let next = try await database.write { try $0.claim(limit: 1, isProbe: true) }
            #expect(next.map(\.delivery.id) == [rows[1].id])
            let rest = try await database.write { try $0.claim(limit: 1, isProbe: true) }
            #expect(rest.map(\.delivery.id) == [rows[0].id])
        }
    }

    @Test("a stuck head holds up its own key at its own back end, and starves nobody", arguments: Driver.all)
    func stuck(driver: Driver) async throws {
        try await withStore(driver) { database in
            let (stuck, others, elsewhere) = try await database.write { transaction throws in
                let stuck = try transaction.deliveries(keys: Array(repeating: "K1", count: 20))
                let others = try transaction.deliveries(keys: ["K2", "K3"])
                return (stuck, others, try transaction.deliveries(keys: ["K1"], to: "B2"))
            }
            let head = try await database.write { try $0.claim(limit: 1) }
            #expect(head.map(\.delivery.id) == [stuck[0].id])
            _ = try await database.write { try $0.end(head[0], .refused, .fail) }
            try await database.expect(others.map(\.id)) { try $0.claim(limit: 2).map(\.delivery.id) }
            try await database.expect(elsewhere.map(\.id)) { try $0.claim("B2").map(\.delivery.id) }
            // Whatever becomes of the head, the next one goes once it is out of the way.
            _ = try await database.write { try $0.discardDeliveries([stuck[0].id], at: Make.now) }
            try await database.expect([stuck[1].id]) { try $0.claim().map(\.delivery.id) }
        }
    }

    @Test("an unknown outcome and a retry that is not due hold up the key", arguments: Driver.all)
    func waits(driver: Driver) async throws {
        try await withStore(driver) { database in
            let rows = try await database.write { try $0.deliveries(keys: ["K1", "K1"]) }
            let first = try await database.write { try $0.claim() }
            _ = try await database.write { try $0.end(first[0], .failed, .retry(dueAt: Make.now + 100)) }
            try await database.expect(true) { try $0.claim(now: Make.now + 99).isEmpty }
            let again = try await database.write { try $0.claim(now: Make.now + 100) }
            #expect(again.map(\.delivery.id) == [rows[0].id])
            #expect(again.first?.attempt.number == 2)
            _ = try await database.write { try $0.end(again[0], .unknown, .unknown) }
            try await database.expect(true) { try $0.claim(now: Make.now + 999).isEmpty }
        }
    }

    @Test("a birth stands first in its key whenever it came", arguments: Driver.all)
    func birth(driver: Driver) async throws {
        try await withStore(driver) { database in
            let (change, birth) = try await database.write { transaction throws in
                let change = Make.delivery(of: try transaction.process(keys: ["K1"])[0])
                let birth = Make.delivery(of: try transaction.process(keys: ["K1"])[0], isBirth: true)
                try transaction.insertDeliveries([change, birth])
                return (change, birth)
            }
            let first = try await database.write { try $0.claim() }
            #expect(first.map(\.delivery.id) == [birth.id])
            _ = try await database.write { try $0.end(first[0], .done) }
            try await database.expect([change.id]) { try $0.claim().map(\.delivery.id) }
        }
    }

    @Test("nothing goes while an earlier interchange of its sender is unprocessed", arguments: Driver.all)
    func sender(driver: Driver) async throws {
        try await withStore(driver) { database in
            let (pending, other) = try await database.write { transaction throws in
                let pending = try transaction.accept([Make.received("P1")])[0]
                _ = try transaction.deliveries(keys: ["K1"])
                let document = try transaction.process(Make.received("P2"), keys: ["K2"])[0]
                let other = Make.delivery(of: document)
                try transaction.insertDeliveries([other])
                return (pending, other)
            }
            try await database.expect([other.id]) { try $0.claim().map(\.delivery.id) }
            try await database.write { try $0.startProcessing(pending.number) }
            try await database.expect(true) { try $0.claim().isEmpty }
            _ = try await database.write {
                try $0.finishProcessing(pending.number, documents: 0, isReadable: false, at: Make.now)
            }
            try await database.expect(1) { try $0.claim().count }
        }
    }

    @Test("a copy goes after its primary is delivered or superseded", arguments: Driver.all)
    func copies(driver: Driver) async throws {
        try await withStore(driver) { database in
            let (primaries, copies) = try await database.write { transaction throws in
                let documents = try transaction.process(keys: ["K1", "K2", "K3"])
                let primaries = documents.map { Make.delivery(of: $0) }
                let copies = zip(documents, primaries).map { document, primary in
                    Make.delivery(of: document, to: "B2", purpose: .copy, after: primary.id)
                }
                try transaction.insertDeliveries(primaries + copies)
                return (primaries, copies)
            }
            try await database.expect(true) { try $0.claim("B2").isEmpty }
            let claimed = try await database.write { try $0.claim(limit: 2) }
            _ = try await database.write { try $0.end(claimed[0], .done) }
            _ = try await database.write { try $0.end(claimed[1], .refused, .fail) }
            _ = try await database.write { try $0.supersedeDeliveries(ofOrder: "K3", .neverBegun, at: Make.now) }
            let ready = try await database.write { try $0.claim("B2") }
            // The third copy was never begun either, so it was superseded with its primary.
            #expect(ready.map(\.delivery.id) == [copies[0].id])
            try await database.expect(.superseded) { try $0.delivery(primaries[2].id)?.state }
            _ = try await database.write { try $0.reviveDeliveries([copies[2].id], dueAt: Make.now, at: Make.now) }
            try await database.expect([copies[2].id]) { try $0.claim("B2").map(\.delivery.id) }
        }
    }

    @Test("a shadow holds up no primary, and a failed one no shadow", arguments: Driver.all)
    func shadow(driver: Driver) async throws {
        try await withStore(driver) { database in
            let (shadows, primary) = try await database.write { transaction throws in
                let shadows = try transaction.deliveries(keys: ["K1", "K1"], purpose: .shadow)
                return (shadows, try transaction.deliveries(keys: ["K1"])[0])
            }
            // The shadows go on a lane of their own.
            try await database.expect([primary.id]) { try $0.claim().map(\.delivery.id) }
            let first = try await database.write { try $0.claim(lane: .shadow) }
            #expect(first.map(\.delivery.id) == [shadows[0].id])
            try await database.expect(true) { try $0.hasDueDeliveries(backend: "B1", lane: .shadow, now: Make.now) }
            try await database.expect(false) { try $0.hasDueDeliveries(backend: "B1", now: Make.now) }
            _ = try await database.write { try $0.end(first[0], .refused, .fail) }
            try await database.expect([shadows[1].id]) { try $0.claim(lane: .shadow).map(\.delivery.id) }
        }
    }

    @Test("a bundle goes whole, its members not holding up each other", arguments: Driver.all)
    func bundle(driver: Driver) async throws {
        try await withStore(driver) { database in
            let bundle = Make.id()
            let members = try await database.write { transaction throws in
                let documents = try transaction.process(keys: ["K1", "K1", "K2"])
                let members = documents.map { Make.delivery(of: $0, bundle: bundle) }
                try transaction.insertDeliveries(members)
                _ = try transaction.deliveries(keys: ["K2"])
                return members
            }
            let claimed = try await database.write { try $0.claim(limit: 1) }
            #expect(claimed.map(\.delivery.id) == members.map(\.id))
            #expect(Set(claimed.map(\.attempt.id)).count == 3)
        }
    }

    @Test("a bundle waits while one of its members may not go", arguments: Driver.all)
    func blockedBundle(driver: Driver) async throws {
        try await withStore(driver) { database in
            let bundle = Make.id()
            let (before, members) = try await database.write { transaction throws in
                let before = try transaction.deliveries(keys: ["K2"])[0]
                let documents = try transaction.process(keys: ["K1", "K2", "K3"])
                let members = documents.map { Make.delivery(of: $0, bundle: bundle) }
                try transaction.insertDeliveries(members)
                return (before, members)
            }
            let first = try await database.write { try $0.claim() }
            #expect(first.map(\.delivery.id) == [before.id])
            _ = try await database.write { try $0.end(first[0], .refused, .fail) }
            try await database.expect(true) { try $0.claim().isEmpty }
            _ = try await database.write { try $0.retryDeliveries([before.id], dueAt: Make.now, at: Make.now) }
            let again = try await database.write { try $0.claim() }
            _ = try await database.write { try $0.end(again[0], .done) }
            // A member that a person gave up does not hold up the rest.
            _ = try await database.write { try $0.discardDeliveries([members[2].id], at: Make.now) }
            let claimed = try await database.write { try $0.claim() }
            #expect(claimed.map(\.delivery.id) == [members[0].id, members[1].id])
        }
    }

    @Test("at a fenced back end only steps of transfers go, in either lane", arguments: Driver.all)
    func steps(driver: Driver) async throws {
        try await withStore(driver) { database in
            let release = try await database.write { transaction throws in
                let document = try transaction.process(keys: ["K1"])[0]
                let release = Make.delivery(of: document, step: "release")
                try transaction.insertDeliveries([release])
                _ = try transaction.deliveries(keys: ["K2"])
                try transaction.insertFence(
                    FenceRow(id: Make.id(), backend: release.backend, madeBy: "ann", reason: "dead", madeAt: Make.now))
                return release
            }
            try await database.expect([release.id]) { try $0.claim().map(\.delivery.id) }
            try await database.expect([]) { try $0.claim(lane: .shadow).map(\.delivery.id) }
            let lifted = try await database.write { transaction throws in
                let fence = try #require(try transaction.standingFences().first)
                return try [
                    transaction.liftFence(fence.id, at: Make.now), transaction.liftFence(fence.id, at: Make.now),
                ]
            }
            #expect(lifted == [true, false])
            try await database.expect(1) { try $0.claim().count }
        }
    }

    @Test("a fence waits for the claims at work, and nothing is begun behind it", arguments: Driver.all)
    func fencing(driver: Driver) async throws {
        try await withStore(driver, connections: 6) { database in
            _ = try await database.write { try $0.deliveries(keys: (0..<200).map { "K\($0)" }) }
            let begun = try await withThrowingTaskGroup(of: Int64?.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<30 { _ = try await database.write { try $0.claim(limit: 1) } }
                        return nil
                    }
                }
                group.addTask {
                    try await database.write { transaction in
                        try transaction.insertFence(
                            FenceRow(id: Make.id(), backend: "B1", madeBy: "ann", reason: "dead", madeAt: Make.now))
                        try transaction.lockFences()
                        guard var columns = try transaction.query("select count(*) from attempts").first?.columns else {
                            return nil
                        }
                        return try columns.integer()
                    }
                }
                return try await group.reduce(nil) { $0 ?? $1 }
            }
            let all = try await database.value("select count(*) from attempts")
            #expect(all == .integer(try #require(begun)))
        }
    }

    @Test("nodes that claim at once share the work: every delivery once, every key in order", arguments: Driver.all)
    func race(driver: Driver) async throws {
        try await withStore(driver, connections: 6) { database in
            let keys = (0..<120).map { "K\($0 % 40)" }
            let rows = try await database.write { try $0.deliveries(keys: keys) }
            let taken = try await (0..<4).concurrently { _ in
                var taken: [DeliveryRow] = []
                while try await database.value("select count(*) from deliveries where state = 'waiting'") != .integer(0)
                {
                    let claimed = try await database.write { try $0.claim(limit: 7) }
                    for one in claimed {
                        let effect = try await database.write { try $0.end(one, .done) }
                        #expect(effect.kind == .applied)
                    }
                    taken += claimed.map(\.delivery)
                }
                return taken
            }
            #expect(taken.flatMap { $0 }.map(\.id).sorted() == rows.map(\.id).sorted())
            let overtaken = try await database.value(
                """
                select count(*) from deliveries a join deliveries b on a.order_key = b.order_key
                join attempts x on x.delivery_id = a.id join attempts y on y.delivery_id = b.id
                where a.interchange_number < b.interchange_number and x.ended_at is null
                """)
            #expect(overtaken == .integer(0))
        }
    }
}
