import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Intake
import Rollout
import Store
import TestPeers
import Testing

/// Cross references that a database of the house gives.
@Suite(.serialized) struct MasterSourceTests {
    private struct House {
        var test: TestGateway
        var database: ScratchDatabase

        func start(
            _ query: String = #"select old as "from", new as "to", valid_from as validfrom from items"#,
            complete: Bool = true, every: Double = 3_600
        ) async throws {
            let url = database.url
            try await test.restart { installation in
                installation.masterData = [
                    MasterSource(
                        name: "erp-items", kind: .item, from: CodeSystem("legacy"), to: CodeSystem("new"),
                        isComplete: complete, everySeconds: every,
                        database: PostgresAddress(url: Secret(url), shownURL: "postgres://erp", timeoutSeconds: 60),
                        query: query)
                ]
            }
        }

        var master: MasterDesk { test.gateway.master }

        func source() async throws -> MasterSourceView? {
            try await master.sources(caller: test.administrator).first
        }

        /// Has the list read again, and waits for it.
        func read() async throws -> MasterSourceView {
            let before = try await master.read("erp-items", caller: test.administrator)
            return try await done(behind: before.reads)
        }

        /// Waits for a read behind some others to end.
        func done(behind reads: Int = 0) async throws -> MasterSourceView {
            try await eventually(60) {
                guard let source = try await source(), source.reads > reads, let due = source.dueAt,
                    due > Clock.system.now().iso8601
                else { return nil }
                return source
            }
        }

        /// How often the audit trail says that the list was taken.
        func imports() async throws -> Int {
            try await test.database.read {
                try $0.auditTrail(subject: "item of erp-items", before: .max, limit: 100).count
            }
        }

        func codes() async throws -> [String] {
            try await master.list(CrossReferenceFilterView(), caller: test.administrator).items
                .map { "\($0.from)=\($0.to)" }.sorted()
        }
    }

    private static func with(_ kind: StoreKind, _ body: (House) async throws -> Void) async throws {
        let server = try #require(ProcessInfo.processInfo.environment["MILEPOST_TEST_POSTGRES"])
        let database = try await ScratchDatabase.make(server, prefix: "items")
        try database.run(
            """
            create table items (old text, new text, valid_from date);
            insert into items values ('A-1', '100001', '2026-01-01'), ('A-2', '100,"002', null), ('A-3', '100003', null)
            """)
        let result: Result<Void, any Error>
        do {
            try await TestGateway.with(kind) { try await body(House(test: $0, database: database)) }
            result = .success(())
        } catch { result = .failure(error) }
        await database.drop()
        try result.get()
    }

    /// A PostgreSQL server is needed here whatever the gateway's own store is.
    private static let kinds = StoreKind.all.count == 1 ? [] : StoreKind.all

    @Test("a list is read by itself, again when asked, and what it does not say any more ends", arguments: kinds)
    func reads(kind: StoreKind) async throws {
        try await Self.with(kind) { house in
            try await house.start()
            let first = try await house.done()
            #expect(first.rows == 3 && first.fault == nil && first.database == "postgres://erp", "\(first)")
            let codes = try await house.codes()
            #expect(codes == ["A-1=100001", "A-2=100,\"002", "A-3=100003"])
            try house.database.run(
                "update items set new = '200001' where old = 'A-1'; delete from items where old = 'A-3'")
            let again = try await house.read()
            #expect(again.rows == 2 && again.fault == nil)
            let changed = try await house.codes()
            #expect(changed == ["A-1=200001", "A-2=100,\"002"])
            // The same once more changes nothing, and the audit trail does not grow by it.
            let audited = try await house.imports()
            _ = try await house.read()
            let after = try await house.imports()
            #expect(audited == 2 && after == audited)
        }
    }

    @Test("a database that is not as agreed changes nothing, and says why", arguments: kinds)
    func faults(kind: StoreKind) async throws {
        try await Self.with(kind) { house in
            try await house.start()
            _ = try await house.done()
            let cases: [(query: String, code: String)] = [
                (#"select old as "from", new as "to" from nowhere"#, "master.source-refused"),
                (#"delete from items returning old as "from", new as "to""#, "master.source-refused"),
                (#"select old as "from", new as "to" from items where false"#, "master.source-empty"),
                ("select old, new from items", "master.list-columns"),
                ("select old, new from items where false", "master.source-refused"),
                (#"select old as "from", '' as "to" from items"#, "master.source-faults"),
                (
                    #"select repeat('x', 1000000) as "from", g::text as "to" from generate_series(1, 300) g"#,
                    "master.source-large"
                ),
            ]
            for (query, code) in cases {
                let reads = try await house.source()?.reads ?? 0
                try await house.start(query)
                if try await house.source()?.reads == reads {
                    _ = try await house.master.read("erp-items", caller: house.test.administrator)
                }
                let source = try await house.done(behind: reads)
                #expect(source.fault?.code == code, "\(query): \(source)")
                let codes = try await house.codes()
                #expect(codes.count == 3, "\(query)")
            }
            try await house.start()
            let mended = try await house.read()
            #expect(mended.fault == nil && mended.rows == 3)
        }
    }

    @Test(
        "only those who may change cross references have a list read, and only one that is configured", arguments: kinds
    )
    func rights(kind: StoreKind) async throws {
        try await Self.with(kind) { house in
            try await house.start()
            let viewer = Caller(name: "viewer", role: .viewer, origin: "test")
            let seen = try await house.master.sources(caller: viewer)
            #expect(seen.map(\.name) == ["erp-items"])
            await #expect(throws: GatewayError.self) { try await house.master.read("erp-items", caller: viewer) }
            let error = await #expect(throws: GatewayError.self) {
                try await house.master.read("other", caller: house.test.administrator)
            }
            #expect(error?.diagnostic.code == "master.source-unknown")
        }
    }
}
