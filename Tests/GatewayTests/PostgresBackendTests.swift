import ConfigurationFiles
import Foundation
import Gateway
import Intake
import Rollout
import TestPeers
import Testing

/// A back end that takes its documents by a statement in its own database, on a real server.
@Suite(.serialized) struct PostgresBackendTests {
    /// The database of legacy, and the gateway that writes there.
    private struct Company {
        var test: TestGateway
        var database: ScratchDatabase

        /// Documents, each `purpose|type|order key`, in the order in which they came.
        func inbox() throws -> [String] {
            try database.run("select purpose, type, order_key from inbox order by place")
        }

        /// An order that is decided; what becomes of its delivery is another matter.
        func document(_ number: String) async throws -> DocumentView {
            try await test.routed(try await test.submit(EDI.order(number), wait: 0).id)
        }

        func delivered(_ document: DocumentView) async throws {
            let (gateway, caller) = (test.gateway, test.administrator)
            _ = try await eventually(60) {
                try await gateway.documents.document(document.id, caller: caller).status == "delivered" ? true : nil
            }
        }

        func shown(_ document: DocumentView, _ status: String) async throws -> DocumentView {
            let (gateway, caller) = (test.gateway, test.administrator)
            return try await eventually(60) {
                let shown = try await gateway.documents.document(document.id, caller: caller)
                return shown.status == status ? shown : nil
            }
        }
    }

    private static let insert = """
        insert into inbox (key, document, order_key, purpose, type) values ($1, $2, $3, $4, $5)
        """
    private static let tables = """
        create table inbox (
            place bigint generated always as identity, key text not null, document jsonb not null,
            order_key text not null, purpose text not null, type text, constraint inbox_key unique (key));
        create sequence tries;
        """

    private static func with(
        _ kind: StoreKind, _ statement: String, setUp: String = "", honoursKey: Bool = true, retry: Set<String> = [],
        parameters: [PostgresBackend.Parameter] = PostgresBackend.usualParameters,
        payload: Backend.Payload = .canonical, _ body: (Company) async throws -> Void
    ) async throws {
        let server = try #require(ProcessInfo.processInfo.environment["MILEPOST_TEST_POSTGRES"])
        let database = try await ScratchDatabase.make(server, prefix: "backend")
        try database.run(tables + setUp)
        let result = await Swift.Result {
            try await TestGateway.with(kind) { test in
                try await test.restart { installation in
                    installation.backends[0].payload = payload
                    installation.backends[0].abilities.honoursKey = honoursKey
                    installation.backends[0].abilities.takes = [.transfers]
                    installation.backends[1].abilities.takes = [.transfers]
                    installation.backends[0].kind = .postgres(
                        PostgresBackend(
                            database: PostgresAddress(
                                url: Secret(database.url), shownURL: "postgres://erp", timeoutSeconds: 10),
                            statement: statement, parameters: parameters,
                            answers: SQLStateRules(keyConstraint: "inbox_key", retry: retry)))
                }
                try await body(Company(test: test, database: database))
            }
        }
        await database.drop()
        try result.get()
    }

    /// A PostgreSQL server is needed here whatever the gateway's own store is.
    private static let kinds = StoreKind.all.count == 1 ? [] : StoreKind.all

    @Test("documents become rows, each once, with what says which they are", arguments: kinds)
    func rows(kind: StoreKind) async throws {
        try await Self.with(kind, Self.insert + " on conflict (key) do nothing") { company in
            for number in ["S-1", "S-2"] { try await company.delivered(try await company.document(number)) }
            #expect(try company.inbox() == ["primary|order|northwind/S-1", "primary|order|northwind/S-2"])
            let numbers = try company.database.run("select document ->> 'number' from inbox order by place")
            #expect(numbers == ["S-1", "S-2"])
            let backends = try await company.test.gateway.backends.list(caller: company.test.administrator)
            #expect(backends.first { $0.name == "legacy" }?.kind == "postgres")
        }
    }

    @Test("a key that is there already is a success, by its constraint or by no row", arguments: kinds, [true, false])
    func known(kind: StoreKind, byConstraint: Bool) async throws {
        // What an earlier attempt left behind: the row is there before the statement comes to it.
        let before = """
            create function before() returns trigger language plpgsql as $$ begin
              if new.purpose = 'primary' and nextval('tries') = 1 then
                raise unique_violation using constraint = 'inbox_key', message = 'there already';
              end if;
              return new; end $$;
            create trigger before before insert on inbox for each row execute function before();
            """
        let none = "create rule nothing as on insert to inbox do instead nothing;"
        try await Self.with(kind, Self.insert, setUp: byConstraint ? before : none) { company in
            try await company.delivered(try await company.document("K-1"))
            #expect(try company.inbox() == [])
        }
    }

    @Test("what the database refuses fails at the document, in the server's words", arguments: kinds)
    func refused(kind: StoreKind) async throws {
        let check = "alter table inbox add constraint small check (length(order_key) < 15);"
        try await Self.with(kind, Self.insert, setUp: check) { company in
            let refused = try await company.document("A-VERY-LONG-NUMBER")
            let shown = try await company.shown(refused, "failed")
            let attempt = try #require(shown.deliveries?.first?.attempts.last)
            #expect(attempt.detail?.contains("SQLSTATE 23514") == true, "\(attempt)")
            #expect(attempt.detail?.contains("small") == true)
            try await company.delivered(try await company.document("R-2"))
        }
    }

    @Test("what is busy, or goes down, is tried again until it has taken the document once", arguments: kinds)
    func busy(kind: StoreKind) async throws {
        let trouble = """
            create function trouble() returns trigger language plpgsql as $$
            declare attempt bigint := nextval('tries'); begin
              if attempt = 1 then raise exception 'busy'; end if;
              if attempt = 2 then raise serialization_failure; end if;
              if attempt = 3 then perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(5); end if;
              return new; end $$;
            create trigger trouble before insert on inbox for each row execute function trouble();
            """
        try await Self.with(kind, Self.insert, setUp: trouble, honoursKey: false, retry: ["P0001"]) { company in
            let document = try await company.document("B-1")
            let shown = try await company.shown(document, "delivered")
            let outcomes = try #require(shown.deliveries?.first).attempts.map(\.outcome)
            #expect(outcomes == ["failed", "failed", "failed", "done"])
            #expect(try company.inbox().count == 1)
        }
    }

    @Test(
        "a COMMIT without an answer is unknown, and repeated only where the key is honoured", arguments: kinds,
        [true, false])
    func lost(kind: StoreKind, honoursKey: Bool) async throws {
        // The connection ends while COMMIT is under way, the first time.
        let end = """
            create function ending() returns trigger language plpgsql as $$ begin
              if nextval('tries') = 1 then
                perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(5);
              end if;
              return null; end $$;
            create constraint trigger ending after insert on inbox deferrable initially deferred
            for each row execute function ending();
            """
        try await Self.with(kind, Self.insert, setUp: end, honoursKey: honoursKey) { company in
            let document = try await company.document("C-1")
            let shown = try await company.shown(document, honoursKey ? "delivered" : "unknown")
            let outcomes = try #require(shown.deliveries?.first).attempts.map(\.outcome)
            #expect(outcomes == (honoursKey ? ["unknown", "done"] : ["unknown"]))
            #expect(try company.inbox().count == (honoursKey ? 1 : 0))
        }
    }

    @Test("bytes that are no text go into bytea, and nowhere else", arguments: kinds)
    func bytes(kind: StoreKind) async throws {
        let latin = EDI.order("L-1").replacingOccurrences(of: "UNOA", with: "UNOC")
        let table = "create table raw (key text primary key, bytes bytea);"
        let insert = "insert into raw values ($1, $2) on conflict do nothing"
        try await Self.with(
            kind, insert, setUp: table, parameters: [.key, .bytes], payload: .original
        ) { company in
            let document = try #require(try await company.test.submit(latin).documents?.first)
            try await company.delivered(document)
            let kept = try company.database.run("select convert_from(bytes, 'UTF8') like 'UN%L-1%' from raw")
            #expect(kept == ["t"])
        }
    }

    @Test("an order changes its owner by statements of the same kind", arguments: kinds)
    func transfer(kind: StoreKind) async throws {
        let function = """
            create function take(key text, document text, order_key text, purpose text, type text) returns json
            language plpgsql as $$ begin
              insert into inbox (key, document, order_key, purpose, type)
              values (key, document::jsonb, order_key, purpose, type) on conflict do nothing;
              return case when purpose = 'release' then '{"cursor": ""}'::json end; end $$;
            """
        try await Self.with(kind, "select take($1, $2, $3, $4, $5)", setUp: function) { company in
            let test = company.test
            try await company.delivered(try await company.document("T-1"))
            let id = try await test.gateway.transfers.start(
                "northwind/T-1", to: .new, reason: "test", caller: test.administrator
            ).id
            _ = try await eventually(60) {
                try await test.gateway.transfers.show(id, caller: test.administrator).state == "done" ? true : nil
            }
            #expect(try company.inbox() == ["primary|order|northwind/T-1", "release||northwind/T-1"])
            #expect(test.new.effects.contains { $0.headers["x-milepost-purpose"] == "activate" })
        }
    }

    @Test("a database that is down loses nothing", arguments: kinds)
    func down(kind: StoreKind) async throws {
        try await Self.with(kind, Self.insert + " on conflict do nothing") { company in
            try company.database.admit(false)
            let document = try await company.document("D-1")
            _ = try await eventually(60) {
                let shown = try await company.test.gateway.documents.document(
                    document.id, caller: company.test.administrator)
                return (shown.deliveries?.first?.attempts.count ?? 0) >= 2 ? true : nil
            }
            try company.database.admit(true)
            try await company.delivered(document)
            #expect(try company.inbox().count == 1)
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
