import ConfigurationFiles
import Diagnostics
import Testing

@Suite("Servers of files in the configuration")
struct FileServerReadingTests {
    private static let key = "SHA256:" + String(repeating: "a", count: 43)
    private static let pin = "sha256//" + String(repeating: "a", count: 43) + "="

    @Test("a back end by SFTP")
    func sftp() throws {
        var company = Company()
        company.files["milestones/north-intake.yaml"] = nil
        company.files["milepost.yaml"] = """
            backends:
              b:
                sftp: { host: files.example.com, user: milepost, key: keys/id, passphrase: "${env:PHRASE}", hostKeys: [\(Self.key)], folder: /in/, timeout: 90 s }
                payload: original
            """
        company.secrets[.environment("PHRASE")] = "open"
        let reading = company.read()
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let backend = try #require(reading.installation?.backends.first)
        guard case .fileServer(let server) = backend.kind else { throw Wrong() }
        #expect(server.way == .sftp && server.port == 22 && server.folder == "/in" && server.timeoutSeconds == 90)
        guard case .key(let file, let passphrase) = server.proof else { throw Wrong() }
        #expect(file.hasSuffix("keys/id") && passphrase?.reveal() == "open")
        #expect(server.shownURL == "sftp://milepost@files.example.com:22/in")
        #expect(!"\(server)".contains("open"))
    }

    @Test("a watched folder on a server, and what a back end made, by FTPS")
    func ftps() throws {
        var company = Company()
        let server = "ftps: { host: f, user: u, password: p, implicit: yes, pins: \(Self.pin), folder: out }"
        company.files["milestones/north-intake.yaml"] = nil
        company.files["milepost.yaml"] = """
            backends:
              b: { folder: o, poll: { folder: { \(server), delete: yes, rejected: bad } } }
            folders:
              in: { partner: northwind, \(server), done: done, rejected: bad, every: 5 min, settle: 3 s }
            """
        let reading = company.read()
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let installation = try #require(reading.installation)
        #expect(installation.folders.map(\.pollName).sorted() == ["b", "folder/in"])
        let folder = try #require(installation.folders.first { $0.name == "in" })
        #expect(folder.server?.port == 990 && folder.server?.isImplicit == true && folder.everySeconds == 300)
        #expect(folder.accepted == .move(to: "done") && folder.rejected == "bad" && folder.settleSeconds == 3)
        #expect(installation.backends[0].poll == .fileServer(shownURL: "ftps://u@f:990/out"))
    }

    @Test(
        "what is not described rightly is refused where it is wrong",
        arguments: [
            ("{ sftp: { host: f, user: u, password: p } }", "1:24 configuration.host-keys-missing f"),
            (
                "{ sftp: { host: f, user: u, password: p, hostKeys: SHA256:abc } }",
                "1:57 configuration.fingerprint-form SHA256:abc"
            ),
            ("{ sftp: { host: f, user: u, hostKeys: \(key) } }", "1:24 configuration.login-form password, key"),
            ("{ ftps: { host: f, user: u, password: p, key: k } }", "1:57 yaml.unknown-key key"),
            ("{ ftps: { host: 'f/x', user: u, password: p } }", "1:26 configuration.host-form f/x"),
            ("{ ftps: { host: f, user: u, password: p, folder: ../x } }", "1:57 configuration.remote-folder-form ../x"),
            ("{ folder: o, ftps: { host: f, user: u, password: p } }", "1:13 configuration.backend-kind b"),
            ("{ ftps: { host: f, user: u, password: p }, honoursKey: yes }", "1:71 configuration.honours-key-folder b"),
        ])
    func faults(text: String, fault: String) {
        #expect(Company.faults(main: "backends: { b: " + text + " }") == ["milepost.yaml:" + fault])
    }

    @Test("a watched folder is here or on one server")
    func place() {
        let server = "ftps: { host: f, user: u, password: p }"
        for text in [
            "", "path: in, \(server), ", "\(server), sftp: { host: f, user: u, password: p, hostKeys: \(Self.key) }, ",
        ] {
            let faults = Company.faults(
                adding: "folders: { x: { \(text)partner: northwind, delete: yes, rejected: bad } }")
            #expect(faults.contains { $0.contains("configuration.folder-place x") })
        }
    }

    private struct Wrong: Error {}
}
