import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Intake
import Orders
import Rollout
import TestPeers
import Testing

/// What back ends made, fetched from their databases by a query.
@Suite(.serialized) struct SQLPollingTests {
    private struct Company {
        var test: TestGateway
        var partner: RecordingBackend
        var database: ScratchDatabase

        func start(_ query: String, page: Int = 2) async throws {
            let (url, partner) = (database.url, partner.url)
            try await test.restart { installation in
                installation.send(to: partner, [.orderResponse: .asSent])
                installation.backends[0].poll = .postgres(
                    PostgresPoll(
                        database: PostgresAddress(url: Secret(url), shownURL: "postgres://erp", timeoutSeconds: 5),
                        query: query, page: page), everySeconds: 0.1)
            }
        }

        func make(_ id: String, _ number: String) throws {
            try database.run(
                "insert into outbox (id, document) values ('\(id)', '\(SQLPollingTests.response(number))')")
        }

        func poll() async throws -> PollView? {
            try await test.gateway.backends.list(caller: test.administrator).first { $0.name == "legacy" }?.poll
        }

        /// The orders that the partner was answered.
        var answered: [String] {
            partner.effects.compactMap { effect in
                effect.text.components(separatedBy: "RFF+ON:").dropFirst().first?.components(separatedBy: "'").first
            }.sorted()
        }

        func until(_ count: Int) async throws {
            _ = try await eventually(60) { partner.effects.count >= count ? true : nil }
        }
    }

    /// Behind the transactions that are over for good: what commits late is not passed over.
    private static let query = """
        select id, tx || ':' || place as cursor, document from outbox
        where tx < pg_snapshot_xmin(pg_current_snapshot())
        and ($1::text is null or (tx, place) > (split_part($1, ':', 1)::xid8, split_part($1, ':', 2)::bigint))
        order by tx, place limit $2
        """

    private static func with(_ kind: StoreKind, _ body: (Company) async throws -> Void) async throws {
        let server = try #require(ProcessInfo.processInfo.environment["MILEPOST_TEST_POSTGRES"])
        let database = try await ScratchDatabase.make(server, prefix: "outbox")
        try database.run(
            """
            create table outbox (place bigint generated always as identity, tx xid8 default pg_current_xact_id(),
                id text not null, document jsonb not null)
            """)
        let partner = try RecordingBackend()
        let result: Result<Void, any Error>
        do {
            try await TestGateway.with(kind) { test in
                try await body(Company(test: test, partner: partner, database: database))
            }
            result = .success(())
        } catch { result = .failure(error) }
        partner.stop()
        await database.drop()
        try result.get()
    }

    private static func response(_ number: String) -> String {
        OutboundTests.response(number, key: "northwind/\(number)")
    }

    /// A PostgreSQL server is needed here whatever the gateway's own store is.
    private static let kinds = StoreKind.all.count == 1 ? [] : StoreKind.all

    @Test("each row is fetched once, in order, behind a cursor that outlives a restart", arguments: kinds)
    func once(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            try await company.start(Self.query)
            let numbers = (1...5).map { "Q-\($0)" }
            for (place, number) in numbers.enumerated() {
                try await company.test.submit(EDI.order(number, reference: place + 1))
                try company.make("R-\(number)", number)
            }
            try await company.until(5)
            #expect(company.answered == numbers)
            _ = try await eventually(60) { try await company.poll()?.documents == 5 ? true : nil }
            let cursor = try await company.poll()?.cursor
            #expect(cursor?.hasSuffix(":5") == true)
            try await company.start(Self.query)
            try company.make("R-again", "Q-1")
            // The same id again is the same document, whatever the cursor says.
            try company.make("R-Q-2", "Q-2")
            try await company.until(6)
            _ = try await eventually(60) { try await company.poll()?.documents == 7 ? true : nil }
            #expect(company.answered == (numbers + ["Q-1"]).sorted())
        }
    }

    @Test("a row whose transaction commits late is not passed over", arguments: kinds)
    func late(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            try await company.start(Self.query)
            for (place, number) in ["L-1", "L-2"].enumerated() {
                try await company.test.submit(EDI.order(number, reference: place + 1))
            }
            // The first draws its place, and commits once the second was there for a while.
            let (url, response) = (company.database, Self.response("L-1"))
            let slow = Task.detached {
                try url.run(
                    "begin; insert into outbox (id, document) values ('R-1', '\(response)'); select pg_sleep(2); commit"
                )
            }
            _ = try await eventually(60) {
                try company.database.run("select last_value from outbox_place_seq where is_called").isEmpty ? nil : true
            }
            try company.make("R-2", "L-2")
            _ = try await slow.value
            try await company.until(2)
            #expect(company.answered == ["L-1", "L-2"])
        }
    }

    @Test(
        "what is no page is said at the back end, loses nothing, and is over when it is over", arguments: kinds,
        [
            ("poll.query-refused", "select 1 / 0 as id, $1::text as cursor, 'x'::text as document limit $2"),
            ("poll.query-refused", "select id, $1::text as cursor, document from nowhere limit $2"),
            (
                "poll.query-refused",
                "with x as (delete from outbox returning *) select id, $1::text as cursor, document from x limit $2"
            ),
            ("poll.row-form", "select id, document, $1::text as behind from outbox limit $2"),
            ("poll.row-form", "select null as id, coalesce($1::text, '1') as cursor, '{}'::json as document limit $2"),
            (
                "poll.page-many",
                "select g::text as id, coalesce($1::text, '1') as cursor, '{}'::json as document from generate_series(1, $2::bigint + 1) g"
            ),
            (
                "poll.page-large",
                "select 'x' as id, coalesce($1::text, '1') as cursor, repeat('x', 40000000) as document limit $2"
            ),
            ("poll.silent", "select 'x' as id, $1::text as cursor, pg_sleep(60)::text as document limit $2"),
        ])
    func rubbish(kind: StoreKind, fault: (code: String, query: String)) async throws {
        try await Self.with(kind) { company in
            try await company.start(fault.query)
            try await company.test.submit(EDI.order("B-1"))
            try company.make("R-1", "B-1")
            let shown = try await eventually(60) { try await company.poll()?.fault }
            #expect(shown.code == fault.code && shown.message.contains("legacy"), "\(shown)")
            try await company.start(Self.query)
            company.test.advance(seconds: 6)
            try await company.until(1)
            _ = try await eventually(60) { try await company.poll()?.fault == nil ? true : nil }
        }
    }
}
