import Foundation
import Intake
import Rollout
import Store
import StoreSQLite
import Testing

import PostgresWire
@testable import StorePostgres

/// The databases that the behaviour suite runs on.
///
/// PostgreSQL is a real server: `MILEPOST_TEST_POSTGRES` names one (see `Tests/postgres`). Without it the PostgreSQL
/// half fails; only `none`, said on purpose, leaves it out.
enum Driver: String, CaseIterable, CustomTestStringConvertible {
    case sqlite
    case postgres

    static let variable = "MILEPOST_TEST_POSTGRES"
    static let server = ProcessInfo.processInfo.environment[variable]
    static let all: [Driver] = server == "none" ? [.sqlite] : allCases

    /// The drivers of which several connections may write at once.
    static let shared: [Driver] = all.filter { $0 == .postgres }

    var testDescription: String { rawValue }
}

/// Twelve places for databases, since the tests all begin together; a test waits for one that is free. The server is the
/// tests' own: its databases are emptied and used again, since dropping one costs a checkpoint.
private actor Places {
    static let all = Places()
    private var free = Array(0..<12)
    private var waiting: [CheckedContinuation<Int, Never>] = []

    func take() async -> Int {
        if let place = free.popLast() { return place }
        return await withCheckedContinuation { waiting.append($0) }
    }

    func giveBack(_ place: Int) {
        if waiting.isEmpty { free.append(place) } else { waiting.removeFirst().resume(returning: place) }
    }
}

/// An empty database of its own for one test, removed afterwards.
func withStore(_ driver: Driver, connections: Int = 3, _ body: (any Database) async throws -> Void) async throws {
    try await withPlace(driver) { place in
        let database = try await place.open(connections: connections)
        do { try await body(database) } catch {
            await database.close()
            throw error
        }
        await database.close()
    }
}

/// Where a test's database is, so that it can be opened more than once.
enum Place: Sendable {
    case folder(String)
    case url(String)

    func open(connections: Int = 3, timeouts: PostgresDatabase.Timeouts = .init()) async throws -> any Database {
        switch self {
        case .folder(let folder): try SQLiteDatabase(folder: folder, now: 1)
        case .url(let url): try await PostgresDatabase(url: url, connections: connections, timeouts: timeouts, now: 1)
        }
    }
}

struct NoServer: Error, CustomStringConvertible {
    var description: String {
        """
        \(Driver.variable) is not set, so nothing was tested on PostgreSQL. Run `Tests/postgres run swift test`, or set \
        it to none to leave PostgreSQL out on purpose.
        """
    }
}

/// Room for one test's database, removed or emptied afterwards.
func withPlace(_ driver: Driver, _ body: (Place) async throws -> Void) async throws {
    let number = await Places.all.take()
    do { try await withFreshPlace(driver, number, body) } catch {
        await Places.all.giveBack(number)
        throw error
    }
    await Places.all.giveBack(number)
}

private func withFreshPlace(_ driver: Driver, _ number: Int, _ body: (Place) async throws -> Void) async throws {
    switch driver {
    case .sqlite:
        let folder = FileManager.default.temporaryDirectory.path + "/milepost-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(.folder(folder))
    case .postgres:
        guard let server = Driver.server else { throw NoServer() }
        let name = "milepost_test_\(number)"
        if try administer("select 1 from pg_database where datname = '\(name)'", at: server) == 0 {
            try administer("create database \(name)", at: server)
        }
        let url = try url(of: name, at: server)
        try administer("drop schema public cascade; create schema public", at: url)
        try await body(.url(url))
    }
}

@discardableResult
private func administer(_ sql: String, at url: String) throws -> Int {
    let answer = try Wire(url: url, timeouts: .init()).run(sql)
    if let error = answer.error { throw error }
    return answer.changes
}

/// The server's URL with another database.
private func url(of name: String, at server: String) throws -> String {
    let authority = try #require(server.range(of: "://"))
    let path = try #require(server[authority.upperBound...].firstIndex(of: "/"))
    let query = server[path...].firstIndex(of: "?") ?? server.endIndex
    return server[...path] + name + server[query...]
}

extension Database {
    /// Runs a statement outside of the repositories.
    func run(_ sql: String, _ arguments: [Value] = []) async throws {
        try await write { _ = try $0.execute(sql, arguments) }
    }

    /// Holds what a transaction gives against what it should.
    ///
    /// Tests give their closures to functions such as this one, never to a macro: of two closures in one body, the first
    /// of them within `#expect`, Swift 6.3 may run the wrong one.
    func expect<Value: Equatable & Sendable>(
        _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws {
        let value = try await write(body)
        #expect(value == expected, sourceLocation: sourceLocation)
    }

    /// The first column of the first row.
    func value(_ sql: String, _ arguments: [Value] = []) async throws -> Value? {
        try await read { try $0.query(sql, arguments).first?.values.first }
    }
}

/// What an operation fails with; an issue when it does not, or with something else.
func failure<Failure: Error>(
    _ type: Failure.Type = StoreError.self, sourceLocation: SourceLocation = #_sourceLocation,
    _ operation: () async throws -> Void
) async -> Failure? {
    do {
        try await operation()
        Issue.record("nothing failed", sourceLocation: sourceLocation)
    } catch let error as Failure {
        return error
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
    return nil
}

/// What an operation fails with; an issue when it does not, or with something else.
func failure(
    sourceLocation: SourceLocation = #_sourceLocation, _ operation: () throws -> Void
) -> StoreError? {
    do {
        try operation()
        Issue.record("nothing failed", sourceLocation: sourceLocation)
    } catch let error as StoreError {
        return error
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
    return nil
}
