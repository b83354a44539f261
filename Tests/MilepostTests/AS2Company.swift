import Foundation
import TestPeers
import Testing

/// A company as `deploy/as2.md` sets it up, with a partner that pyas2lib plays.
final class AS2Company: Sendable {
    let folder: ScratchFolder
    let server: KillableServer
    let port: UInt16
    let legacy: RecordingBackend
    let peer: UInt16
    private let process: Process
    /// The keys of an administrator and of the back end `legacy`.
    let administrator: String
    let backend: String

    /// Why the peer cannot be played; nil where it can. Left out only on purpose.
    static let isLeftOut = ProcessInfo.processInfo.environment["MILEPOST_TEST_PYTHON"] == "none"

    /// Runs a test with a company, which is gone afterwards.
    static func with(_ body: (AS2Company) async throws -> Void) async throws {
        let company = try await AS2Company()
        let result: Result<Void, any Error>
        do { result = .success(try await body(company)) } catch { result = .failure(error) }
        await company.server.kill()
        company.process.terminate()
        company.legacy.stop()
        try result.get()
    }

    init() async throws {
        folder = try ScratchFolder()
        port = try unusedPort()
        legacy = try RecordingBackend()
        let blocks = try Self.blocks()
        let commands = try #require(blocks.first { $0.hasPrefix("mkdir") })
        let made = try await Program.run(
            [
                "-c",
                commands + """

                    for name in partner stranger; do
                        openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=$name" -keyout certs/$name.key -out certs/$name.pem
                    done
                    """,
            ], shell: true, in: folder.path)
        try #require(made.status == 0, "\(made.errors)")
        (process, peer) = try await Self.play(folder.path)
        try Self.write(blocks, in: folder.path, port: port, peer: peer, legacy: legacy.url)
        server = try KillableServer(folder: folder.path, port: port)
        administrator = try await Self.key(["admin", "--role", "administrator"], in: folder.path)
        backend = try await Self.key(["legacy-out", "--role", "backend", "--backend", "legacy"], in: folder.path)
        try await server.start()
    }

    /// What stands between the fences of the page.
    private static func blocks() throws -> [String] {
        let page = try String(contentsOf: Program.root.appendingPathComponent("deploy/as2.md"), encoding: .utf8)
        return page.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map {
            $0.element.drop { !$0.isNewline }.dropFirst().description
        }
    }

    private static func write(
        _ blocks: [String], in folder: String, port: UInt16, peer: UInt16, legacy: String
    ) throws {
        let station = try #require(blocks.first { $0.hasPrefix("as2:") })
        let partner = try #require(blocks.first { $0.hasPrefix("partner:") })
        let main = """
            listen: 127.0.0.1:\(port)
            store: ./data
            backends:
              legacy:
                http: { url: "\(legacy)" }
                payload: original
                honoursKey: yes
              new: { folder: ./out, payload: canonical }
            sites:
              north: { timeZone: Europe/Brussels, legacy: legacy, new: new }
            siteRules:
              - fact: partner
                sites: { northwind: north }

            """
        try FileManager.default.createDirectory(atPath: folder + "/partners", withIntermediateDirectories: true)
        let own = station.replacing("https://as2.harbour.example", with: "http://127.0.0.1:\(port)")
        try (main + own).write(toFile: folder + "/milepost.yaml", atomically: true, encoding: .utf8)
        try partner.replacing("https://as2.northwind.example", with: "http://127.0.0.1:\(peer)")
            .write(toFile: folder + "/partners/northwind.yaml", atomically: true, encoding: .utf8)
    }

    private static func play(_ folder: String) async throws -> (Process, UInt16) {
        let python = Program.root.appendingPathComponent(".build/test-python/bin/python").path
        try #require(FileManager.default.isExecutableFile(atPath: python), "run Tests/python, which Tests/run does")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        let script = Program.root.appendingPathComponent("Tests/MilepostTests/as2_peer.py").path
        process.arguments =
            [script] + ["partner.pem", "partner.key", "own.pem", "stranger.pem"].map { folder + "/certs/\($0)" }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = await onThread { String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) }
        return (process, try #require(UInt16(line.trimmingCharacters(in: .whitespacesAndNewlines))))
    }

    private static func key(_ arguments: [String], in folder: String) async throws -> String {
        let made = try await Program.run(
            ["keys", "create"] + arguments + ["--config", folder + "/milepost.yaml"], in: folder)
        try #require(made.status == 0, "\(made.errors)")
        return made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    // MARK: The partner

    /// Changes the partner's file, and reads it again.
    func change(_ old: String, to new: String) async throws {
        let path = folder.path + "/partners/northwind.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try #require(text.contains(old), "\(old)")
        try text.replacing(old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
        let answer = try await ask("POST", "/v1/configuration/reload")
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// Lets the partner send something; what it heard.
    func send(_ options: [String: Any]) async throws -> [String: Any] {
        var options = options
        options["url"] = "http://127.0.0.1:\(port)/as2"
        options["to"] = "HARBOUR AS2"
        return try await command("/send", options)
    }

    /// Changes how the partner answers.
    func behave(_ manner: [String: Any]) async throws { _ = try await command("/manner", manner) }

    /// What the partner has heard so far.
    func seen(_ what: String) async throws -> [[String: Any]] {
        let peer = peer
        let answer = try await onThread { try HTTPConnection(port: peer).request("GET", "/seen") }
        let all = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        return all?[what] as? [[String: Any]] ?? []
    }

    private func command(_ path: String, _ options: [String: Any]) async throws -> [String: Any] {
        let body = Array(try JSONSerialization.data(withJSONObject: options))
        let peer = peer
        let answer = try await onThread { try HTTPConnection(port: peer).request("POST", path, body: body) }
        try #require(answer.status == 200, "\(answer.text)")
        return try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any] ?? [:]
    }

    // MARK: The gateway

    /// Asks the gateway, as the administrator unless said.
    func ask(_ method: String, _ path: String, _ body: String = "", as key: String? = nil, id: String? = nil)
        async throws
        -> HTTPMessage
    {
        let (port, key) = (port, key ?? administrator)
        var headers = ["Authorization": "Bearer \(key)", "Content-Type": "application/json"]
        headers["Idempotency-Key"] = id
        return try await onThread { [headers] in
            try HTTPConnection(port: port).request(method, path, headers: headers, body: Array(body.utf8))
        }
    }

    /// What a list of the gateway holds.
    func list(_ path: String) async throws -> [[String: Any]] {
        let answer = try await ask("GET", path)
        let page = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        return page?["items"] as? [[String: Any]] ?? []
    }

    /// Lets the legacy system answer an order; the document's id.
    func respond(to number: String, waiting seconds: Int = 20) async throws -> String {
        let body = """
            {"document": "order-response", "number": "\(number)", "documentNumber": "R-\(number)", "status": "accepted",
             "extensions": [{"name": "orderKey", "value": "northwind/\(number)"}],
             "lines": [{"number": "1", "orderLine": "1"}]}
            """
        let answer = try await ask(
            "POST", "/v1/backends/legacy/documents?wait=\(seconds)", body, as: backend, id: "R-\(number)")
        let said = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        let documents = said?["documents"] as? [[String: Any]]
        return try #require(documents?.first?["id"] as? String, "\(answer.text)")
    }

    /// A document's status.
    func status(of document: String) async throws -> String {
        let answer = try await ask("GET", "/v1/documents/\(document)")
        let view = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        return view?["status"] as? String ?? ""
    }
}
