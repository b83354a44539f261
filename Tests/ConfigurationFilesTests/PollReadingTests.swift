import ConfigurationFiles
import Diagnostics
import Testing

/// Where what back ends make is fetched from.
@Suite("Polls read from files")
struct PollReadingTests {
    private func read(_ poll: String) -> ConfigurationReading {
        var company = Company()
        company.files["milepost.yaml"] = """
            backends:
              old: { http: { url: "http://127.0.0.1:1/" }, honoursKey: yes, poll: \(poll) }
              fresh: { http: { url: "http://127.0.0.1:2/" }, honoursKey: yes }
            sites:
              north: { timeZone: Europe/Brussels, legacy: old, new: fresh }
            """
        return company.read()
    }

    @Test("pages behind a cursor, with how often and how many")
    func http() throws {
        let reading = read(
            "{ http: { url: \"http://127.0.0.1:1/made\", headers: { X-Key: k }, page: 7, every: 2 min } }")
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        guard case .http(let resource, let seconds) = try #require(reading.installation).backend(named: "old")?.poll
        else {
            Issue.record("no poll")
            return
        }
        #expect(resource.url.reveal() == "http://127.0.0.1:1/made" && resource.page == 7 && seconds == 120)
        #expect(resource.headers.map(\.name) == ["X-Key"])
    }

    @Test("a folder is watched in the back end's name")
    func folder() throws {
        let reading = read("{ folder: { path: out, rejected: bad, delete: yes } }")
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let installation = try #require(reading.installation)
        let folder = try #require(installation.folders.first { $0.name == "old/poll" })
        #expect(folder.partner == "backend:old" && folder.accepted == .delete)
        #expect(folder.path.hasSuffix("out") && folder.rejected.hasSuffix("bad"), "\(folder.path)")
        #expect(installation.backend(named: "old")?.poll == .folder(path: folder.path))
    }

    @Test(
        "what is wrong with a poll is told at its place",
        arguments: [
            ("{}", "configuration.poll-kind"), ("{ http: { page: 5 } }", "yaml.missing-key"),
            ("{ http: { url: \"http://127.0.0.1:1/\", every: often } }", "configuration.duration-form"),
            (
                "{ http: { url: \"http://127.0.0.1:1/\" }, folder: { path: a, rejected: b, delete: yes } }",
                "configuration.poll-kind"
            ),
            ("{ folder: { path: a, rejected: b } }", "configuration.folder-afterwards"),
            ("{ folder: { path: a, delete: yes } }", "yaml.missing-key"),
            ("{ sql: x }", "configuration.poll-kind"),
        ])
    func faults(poll: String, code: String) {
        let codes = read(poll).diagnostics.items.map(\.code.description)
        #expect(codes.contains(code))
    }
}
