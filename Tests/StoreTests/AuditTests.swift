import Intake
import Rollout
import Store
import Testing

@Suite("Audit")
struct AuditTests {
    private func entry(_ subject: String, before: String? = nil, at: Int64 = Make.now) -> AuditEntry {
        AuditEntry(
            at: at, actor: "u1", origin: "10.0.0.1", action: "milestone.advance", subject: subject, before: before,
            after: "{}", reason: "gates pass")
    }

    @Test("a node's entries form a chain that checks", arguments: Driver.all)
    func chain(driver: Driver) async throws {
        try await withStore(driver) { database in
            for subject in ["a", "b", "c"] {
                let entry = entry(subject)
                try await database.write { _ = try $0.audit([entry, entry], node: "n1") }
            }
            let other = entry("d")
            let head = try await database.write { try $0.audit([other], node: "n2") }
            #expect(head.seq == 1)
            let rows = try await database.read { try $0.auditTrail(node: "n1", limit: 99) }
            #expect(rows.map(\.seq) == [1, 2, 3, 4, 5, 6])
            #expect(rows[2].entry == entry("b"))
            var chain = AuditChain(node: "n1")
            #expect(chain.firstFault(in: Array(rows[..<4])) == nil)
            #expect(chain.firstFault(in: Array(rows[4...])) == nil)
            let heads = try await database.read { try $0.auditHeads() }
            #expect(heads == [chain.head, head])
        }
    }

    @Test(
        "a change, a gap and a move are seen where they are", arguments: Driver.all,
        [
            ("update audit set reason = 'another' where seq = 3", Int64(3)),
            ("update audit set before = '' where seq = 2", 2),
            ("delete from audit where seq = 4", 4),
            ("update audit set seq = 9 where seq = 1", 1),
        ])
    func faults(driver: Driver, fault: (sql: String, seq: Int64)) async throws {
        try await withStore(driver) { database in
            let entries = (0..<5).map { entry("s\($0)") }
            try await database.write { _ = try $0.audit(entries, node: "n1") }
            try await database.run(fault.sql)
            let rows = try await database.read { try $0.auditTrail(node: "n1", limit: 99) }
            var chain = AuditChain(node: "n1")
            #expect(chain.firstFault(in: rows) == fault.seq)
        }
    }

    @Test("an entry falls with its transaction", arguments: Driver.all)
    func rollback(driver: Driver) async throws {
        struct Stop: Error {}
        try await withStore(driver) { database in
            let entry = entry("a")
            _ = await failure(Stop.self) {
                try await database.write { transaction in
                    _ = try transaction.audit([entry], node: "n1")
                    throw Stop()
                }
            }
            let head = try await database.write { try $0.audit([entry], node: "n1") }
            #expect(head.seq == 1)
        }
    }

    @Test("connections that append at once keep one chain", arguments: Driver.all)
    func together(driver: Driver) async throws {
        try await withStore(driver, connections: 6) { database in
            let entry = entry("a")
            let heads = try await (0..<30).concurrently { _ in
                try await database.write { try $0.audit([entry], node: "n1") }
            }
            #expect(heads.map(\.seq).sorted() == Array(1...30))
            let rows = try await database.read { try $0.auditTrail(node: "n1", limit: 99) }
            var chain = AuditChain(node: "n1")
            #expect(chain.firstFault(in: rows) == nil)
            #expect(chain.head.seq == 30)
        }
    }

    @Test("entries are found by subject, newest first", arguments: Driver.all)
    func subject(driver: Driver) async throws {
        try await withStore(driver) { database in
            let entries = [entry("a", at: 1), entry("b", at: 2), entry("a", at: 3), entry("a", at: 4)]
            try await database.write { _ = try $0.audit(entries, node: "n1") }
            let found = try await database.read { try $0.auditTrail(subject: "a", before: 4, limit: 9) }
            #expect(found.map(\.entry) == [entries[2], entries[0]])
            let all = try await database.read { try $0.auditTrail(subject: nil, before: .max, limit: 2) }
            #expect(all.map(\.entry) == [entries[3], entries[2]])
        }
    }
}
