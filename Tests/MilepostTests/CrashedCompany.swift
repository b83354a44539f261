import Foundation
import TestPeers
import Testing

/// Where the server that is killed keeps its data.
enum KilledStore: String, CaseIterable, Sendable {
    case sqlite
    case postgres

    /// Both; PostgreSQL is left out only when `MILEPOST_TEST_POSTGRES` says `none`, on purpose.
    static let all: [KilledStore] =
        ProcessInfo.processInfo.environment["MILEPOST_TEST_POSTGRES"] == "none" ? [.sqlite] : allCases
}

/// A company of its own for one test: a configuration on disk, a store, two back ends, a server that can be killed.
final class CrashedCompany: Sendable {
    let folder: ScratchFolder
    let legacy: RecordingBackend
    let new: RecordingBackend
    let server: KillableServer
    let port: UInt16
    /// The key of an administrator.
    let administrator: String
    /// The key of the partner that sends.
    let partner: String
    private let database: ScratchDatabase?

    init(_ store: KilledStore = .sqlite, honoursKey: Bool = true) async throws {
        folder = try ScratchFolder()
        port = try unusedPort()
        legacy = try RecordingBackend(honoursKey: honoursKey)
        new = try RecordingBackend(honoursKey: honoursKey)
        switch store {
        case .sqlite: database = nil
        case .postgres:
            let url = try #require(ProcessInfo.processInfo.environment["MILEPOST_TEST_POSTGRES"])
            database = try await ScratchDatabase.make(url, prefix: "crash")
        }
        try Self.write(
            Self.configuration(
                port: port, store: database?.url ?? "./data", honoursKey: honoursKey, legacy: legacy.url, new: new.url),
            in: folder.path)
        server = try KillableServer(folder: folder.path, port: port)
        administrator = try await Self.key(["admin", "--role", "administrator"], in: folder.path)
        partner = try await Self.key(
            ["northwind-edi", "--role", "partner", "--partner", "northwind"], in: folder.path)
    }

    /// Runs a test with a company, which is gone afterwards.
    static func with(
        _ store: KilledStore = .sqlite, honoursKey: Bool = true, _ body: (CrashedCompany) async throws -> Void
    ) async throws {
        let company = try await CrashedCompany(store, honoursKey: honoursKey)
        let result: Result<Void, any Error>
        do { result = .success(try await body(company)) } catch { result = .failure(error) }
        await company.server.kill()
        company.legacy.stop()
        company.new.stop()
        await company.database?.drop()
        try result.get()
    }

    /// Asks the running server something as the administrator.
    func ask(_ path: String, post json: [String: Any]? = nil) async throws -> [String: Any] {
        let body = try json.map { try JSONSerialization.data(withJSONObject: $0) } ?? Data()
        let method = json == nil ? "GET" : "POST"
        let (port, token) = (port, administrator)
        let answer = try await onThread {
            try HTTPConnection(port: port).request(
                method, path, headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/json"],
                body: Array(body))
        }
        guard answer.status == 200 else { throw PeerError("\(method) \(path): \(answer.status) \(answer.text)") }
        return try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any] ?? [:]
    }

    // MARK: Configuration

    private static func key(_ arguments: [String], in folder: String) async throws -> String {
        let made = try await Program.run(
            ["keys", "create"] + arguments + ["--config", folder + "/milepost.yaml"], in: folder)
        guard made.status == 0 else { throw PeerError("no key: \(made.errors)") }
        return made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func write(_ files: [String: String], in folder: String) throws {
        for (path, text) in files {
            let file = URL(fileURLWithPath: folder + "/" + path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    private static func configuration(
        port: UInt16, store: String, honoursKey: Bool, legacy: String, new: String
    ) -> [String: String] {
        func backend(_ name: String, _ url: String, _ payload: String) -> String {
            """
              \(name):
                http: { url: "\(url)", timeout: 60 s }
                payload: \(payload)
                honoursKey: \(honoursKey ? "yes" : "no")
                \(honoursKey ? "" : "settling: 1 s")
                concurrency: 4
                retry: { first: 0.1 s, factor: 2, longest: 0.5 s, deadline: 1 h }
                breaker: { failures: 20, pause: 0.2 s, longestPause: 0.5 s }
            """
        }
        return [
            "milepost.yaml": """
            listen: 127.0.0.1:\(port)
            store: "\(store)"
            node: crash
            backends:
            \(backend("legacy", legacy, "original"))
            \(backend("new", new, "canonical"))
            sites:
              north: { timeZone: Europe/Brussels, legacy: legacy, new: new }
            siteRules:
              - fact: partner
                sites: { northwind: north }
            """,
            "partners/northwind.yaml": """
            partner: northwind
            title: Northwind Stores
            kind: buyer
            identifiers:
              - gln: 5412345000013
            acknowledgements: { when: always, duplicates: accept }
            """,
            "milestones/north-intake.yaml": """
            milestone: north-intake
            title: The north takes its orders into the new system
            author: operations
            cells:
              - order-intake@north
            """,
        ]
    }
}
