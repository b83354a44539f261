import ConfigurationFiles
import Diagnostics
import Testing

@Suite("Secrets")
struct SecretTests {
    private func company(header: String, url: String = "https://x/y", secrets: [SecretReference: String]) -> Company {
        var company = Company()
        company.files = [
            "milepost.yaml":
                "backends: { b: { http: { url: \"\(url)\", headers: { Authorization: \"\(header)\" } }, honoursKey: no } }"
        ]
        company.secrets = secrets
        return company
    }

    private func http(_ company: Company) throws -> HTTPBackend {
        guard case .http(let http) = try #require(company.read().installation?.backend(named: "b")).kind else {
            throw Diagnostic("test.not-http")
        }
        return http
    }

    @Test("references to the environment and to files are filled in, several in one value")
    func resolves() throws {
        let company = company(
            header: "${env:KIND} ${file:/run/token}!",
            secrets: [.environment("KIND"): "Bearer", .file("/run/token"): "s3cret"])
        #expect(try http(company).headers.first?.value.reveal() == "Bearer s3cret!")
    }

    @Test("a secret file beside the configuration is found there")
    func relativeFile() throws {
        var company = company(header: "${file:token}", secrets: [.file("/etc/milepost/token"): "t"])
        #expect(company.read(folder: "/etc/milepost").installation != nil)
        company.secrets = [:]
        #expect(company.read(folder: "/etc/milepost").diagnostics.items.map(\.code) == ["configuration.secret-missing"])
    }

    @Test("a secret that is missing or malformed is refused by its reference alone")
    func missing() {
        #expect(
            company(header: "Bearer ${env:NONE}", secrets: [:]).faults() == [
                "milepost.yaml:1:72 configuration.secret-missing ${env:NONE}"
            ])
        for text in ["${env:}", "${vault:x}", "${env:X", "${}"] {
            #expect(
                company(header: text, secrets: [:]).faults() == ["milepost.yaml:1:72 configuration.secret-form"])
        }
    }

    @Test("no text of a secret or of what holds it shows the value")
    func neverShown() throws {
        let company = company(
            header: "${env:T}", url: "https://user:hunter2@x/y?key=hunter2", secrets: [.environment("T"): "hunter2"])
        let installation = try #require(company.read().installation)
        var dumped = ""
        dump(installation, to: &dumped)
        for text in ["\(installation)", String(reflecting: installation), dumped] { #expect(!text.contains("hunter2")) }
        #expect(try http(company).shownURL == "https://…@x/y?…")
        #expect(try http(company).url.reveal() == "https://user:hunter2@x/y?key=hunter2")
    }

    @Test("a fault in a value that holds a secret does not show it")
    func faultShowsNoSecret() {
        let company = company(header: "x", url: "${env:U}", secrets: [.environment("U"): "hunter2"])
        #expect(company.faults() == ["milepost.yaml:1:31 configuration.url-form ${env:U}"])
    }

    @Test("a header that leaves the machine without TLS is a warning, on this machine it is none")
    func clear() {
        #expect(
            company(header: "x", url: "http://orders.example/x", secrets: [:]).faults() == [
                "milepost.yaml:1:31 configuration.url-in-clear http://orders.example/x"
            ])
        #expect(company(header: "x", url: "http://orders.example/x", secrets: [:]).read().installation != nil)
        for url in ["https://orders.example/x", "http://127.0.0.1:8/x", "http://[::1]:8/x", "http://localhost/x"] {
            #expect(company(header: "x", url: url, secrets: [:]).faults() == [])
        }
    }

    @Test("the address of a PostgreSQL store is a secret")
    func store() throws {
        var company = Company()
        company.files = ["milepost.yaml": "store: postgres://m:${env:PW}@db/m"]
        company.secrets = [.environment("PW"): "hunter2"]
        let installation = try #require(company.read().installation)
        #expect(installation.store == .postgres(url: Secret("postgres://m:hunter2@db/m")))
        #expect(!"\(installation.store)".contains("hunter2"))
    }
}
