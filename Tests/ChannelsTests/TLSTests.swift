import Channels
import Diagnostics
import Foundation
import Testing

@Suite("Secure connections", .timeLimit(.minutes(10)))
final class TLSTests {
    let folder: URL
    let server: Process
    let port: Int

    /// A TLS server with a certificate of its own for `localhost`.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "milepost-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Taken and given back: the server is started on it at once.
        do { port = SocketServer { _ in .hang }.port }
        let arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2",
            "-subj",
            "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        ]
        let request = try Self.openssl(arguments, in: folder)
        request.waitUntilExit()
        server = try Self.openssl(
            ["s_server", "-accept", "127.0.0.1:\(port)", "-key", "key.pem", "-cert", "cert.pem", "-www", "-quiet"],
            in: folder)
    }

    deinit {
        // Its signal mask is that of the thread that started it, which may hold back SIGTERM.
        kill(server.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    static func openssl(_ arguments: [String], in folder: URL) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Sends until the server listens.
    func send(_ host: String, authorities: String?) async -> SendOutcome {
        let sender = HTTPSender(identity: .init(authorities: authorities))
        let request = OutgoingRequest(method: "GET", url: "https://\(host):\(port)/", mayBeRepeated: false)
        while true {
            let outcome = await sender.send(request)
            if outcome.notSentCode != "deliver.connect-failed" || !server.isRunning { return outcome }
        }
    }

    @Test("an unknown authority and a certificate for another name have sent nothing; the right one is answered")
    func verification() async {
        let authority = folder.appending(path: "cert.pem").path
        #expect(await send("localhost", authorities: nil).notSentCode == "deliver.tls-failed")
        #expect(await send("127.0.0.1", authorities: authority).notSentCode == "deliver.tls-failed")
        #expect(await send("localhost", authorities: authority).answer?.status == 200)
        #expect(await send("localhost", authorities: folder.path + "/none.pem").notSentCode == "deliver.tls-failed")
    }
}
