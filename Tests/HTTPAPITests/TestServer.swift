import ConfigurationFiles
import Console
import Foundation
import Gateway
import HTTPAPI
import Intake
import Logging
import NIOCore
import Rollout
import ServiceLifecycle
import StoreSQLite
import TestPeers
import Testing

/// A whole gateway behind its HTTP server: the example's company, SQLite in a folder of its own, back ends that record.
final class TestServer: Sendable {
    let port: UInt16
    let gateway: Gateway
    let legacy: RecordingBackend
    let new: RecordingBackend
    /// Keys of two partners and an administrator.
    let northwind: String
    let johnssons: String
    let administrator: String

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Runs a test with a server, which is stopped whatever happens.
    ///
    /// - Parameter calls: whether back ends are called about orders that change their owner; else people are asked.
    static func with(
        _ limits: HTTPAPI.Limits = HTTPAPI.Limits(), calls: Bool = true,
        _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/milepost-http-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (legacy, new) = (try RecordingBackend(), try RecordingBackend())
        var installation = try installation(folder, legacy: legacy.url, new: new.url)
        if !calls {
            for index in installation.backends.indices {
                installation.backends[index].abilities.takes.remove(.transfers)
            }
        }
        let database = try SQLiteDatabase(folder: folder, now: Clock.system.now().microseconds)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let gateway = try await Gateway(
            installation, mappings: compiled, areVerified: true, database: database, isAlone: true,
            logger: logger)
        let (ports, announce) = AsyncStream<Int>.makeStream()
        let inForce = GatewayInForce(gateway)
        let console = Console(gateway: inForce, isSecure: false, logger: logger)
        let server = HTTPAPI(gateway: inForce, limits: limits, logger: logger)
            .server(host: "127.0.0.1", port: 0, adding: { console.add(to: $0) }) { announce.yield($0) }
        let group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: logger))
        await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await gateway.run() }
            tasks.addTask { try await group.run() }
            var port = 0
            for await found in ports {
                port = found
                break
            }
            do {
                try await body(TestServer(UInt16(port), gateway, legacy, new))
            } catch {
                Issue.record(error)
            }
            await group.triggerGracefulShutdown()
            tasks.cancelAll()
            while await tasks.nextResult() != nil {}
        }
        legacy.stop()
        new.stop()
        await database.close()
    }

    private init(_ port: UInt16, _ gateway: Gateway, _ legacy: RecordingBackend, _ new: RecordingBackend) async throws {
        self.port = port
        self.gateway = gateway
        self.legacy = legacy
        self.new = new
        let maker = Caller(name: "tests", role: .administrator)
        func key(_ name: String, _ role: Role, _ partner: String?) async throws -> String {
            let view = try await gateway.keys.create(
                name: name, role: role, partner: partner, expiresAt: nil, caller: maker)
            return try #require(view.key)
        }
        northwind = try await key("northwind", .partner, "northwind")
        johnssons = try await key("johnssons", .partner, "johnssons")
        administrator = try await key("admin", .administrator, nil)
    }

    private static func installation(_ folder: String, legacy: String, new: String) throws -> Installation {
        let example = root.appendingPathComponent("deploy/example/milepost.yaml").path
        var installation = try #require(
            ConfigurationFolder.read(example, shippedMappings: shippedMappings()).installation)
        for (name, url) in [("legacy", legacy), ("new", new)] {
            let index = try #require(installation.backends.firstIndex { $0.name == name })
            installation.backends[index].kind = .http(HTTPBackend(url: Secret(url), shownURL: url))
        }
        installation.backends.removeAll { if case .folder = $0.kind { true } else { false } }
        for index in installation.partners.indices {
            installation.partners[index].testBackend = nil
            installation.partners[index].acknowledgements = AcknowledgementProfile(when: .always, duplicates: .accept)
        }
        return installation
    }

    /// The shipped mappings, compiled once for all tests.
    private static let compiled = MappingSet.read((try? shippedMappings()) ?? [:]).set

    private static func shippedMappings() throws -> [String: [UInt8]] {
        let mappings = root.appendingPathComponent("mappings")
        var files: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: mappings.path)
        where (path.hasSuffix(".yaml") || path.hasSuffix(".csv")) && !path.hasPrefix("cases/") {
            files[path] = Array(try Data(contentsOf: mappings.appendingPathComponent(path)))
        }
        return files
    }

    /// A sample's bytes.
    static func sample(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appendingPathComponent("edi-samples/" + name)))
    }

    // MARK: Speaking

    /// One request on a connection of its own.
    func ask(
        _ method: String, _ path: String, key: String?, headers: [String: String] = [:], body: [UInt8] = []
    ) async throws -> HTTPMessage {
        var all = headers
        if let key { all["Authorization"] = "Bearer \(key)" }
        let fields = all
        return try await onThread { connection in
            try connection.request(method, path, headers: fields, body: body)
        }
    }

    /// Bytes as they are, and the answer; nil when there is none.
    func raw(_ text: String, then close: Bool = false) async throws -> HTTPMessage? {
        try await onThread { connection in
            try connection.send(raw: Array(text.utf8))
            if close {
                connection.close()
                return nil
            }
            return connection.readAnswer()
        }
    }

    /// Parts of one request, each sent when the one before was answered, and the answers.
    func exchange(_ parts: [[UInt8]]) async throws -> [HTTPMessage] {
        try await onThread { connection in
            try parts.compactMap { part in
                try connection.send(raw: part)
                return connection.readAnswer()
            }
        }
    }

    /// Sockets block, so they get a thread of their own.
    private func onThread<Result: Sendable>(
        _ body: @escaping @Sendable (HTTPConnection) throws -> Result
    ) async throws -> Result {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Swift.Result { try body(HTTPConnection(port: port)) })
            }
        }
    }
}

extension HTTPMessage {
    /// The body as a JSON object.
    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:] }
    var code: String? { json["code"] as? String }
    var items: [[String: Any]] { json["items"] as? [[String: Any]] ?? [] }
    var documents: [[String: Any]] { json["documents"] as? [[String: Any]] ?? [] }
}
