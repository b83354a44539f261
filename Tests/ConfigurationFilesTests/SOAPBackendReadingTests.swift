import ConfigurationFiles
import Diagnostics
import Intake
import Testing
import XMLFormat

/// Back ends that are called by SOAP.
@Suite("Back ends of SOAP read from files")
struct SOAPBackendReadingTests {
    private func read(_ soap: String, _ beside: String = "payload: original, honoursKey: no") -> ConfigurationReading {
        var company = Company()
        company.files["milepost.yaml"] = """
            backends:
              old: { soap: { url: "http://127.0.0.1:1/"\(soap) }, \(beside) }
              fresh: { http: { url: "http://127.0.0.1:2/" }, honoursKey: yes }
            sites:
              north: { timeZone: Europe/Brussels, legacy: old, new: fresh }
            """
        return company.read()
    }

    @Test("version, action, body, who calls, and what faults mean")
    func whole() throws {
        let reading = read(
            """
            , version: 1.2, action: "urn:orders/{type}", body: "<o:t xmlns:o='urn:o'>{key}{xml}</o:t>",
              usernameToken: { username: milepost, password: p, digest: yes }, answers: { duplicate: Known, retry: [Busy], refused: [No] }
            """)
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        guard case .soap(let soap)? = reading.installation?.backend(named: "old")?.kind else {
            Issue.record("no calls")
            return
        }
        #expect(soap.version == .v12 && soap.action.text == "urn:orders/{type}")
        #expect(
            soap.body.places == ["key", "xml"] && soap.token?.password.reveal() == "p" && soap.token?.isDigest == true)
        #expect(soap.answers == SOAPRules(duplicate: ["Known"], retry: ["Busy"], refused: ["No"]))
    }

    @Test("what is wrong with calls is told")
    func faults() {
        let cases: [(String, String, String)] = [
            (", version: 2", "payload: original, honoursKey: no", "yaml.not-choice"),
            (", body: \"<a>{xml}\"", "payload: original, honoursKey: no", "configuration.soap-body"),
            (", body: \"<a/>\"", "payload: original, honoursKey: no", "configuration.soap-body"),
            (", body: \"<a>{xml}{order}</a>\"", "payload: original, honoursKey: no", "configuration.soap-body"),
            ("", "honoursKey: no", "configuration.soap-body"),
            ("", "payload: original, honoursKey: no, takes: [transfers]", "configuration.soap-body"),
            (", action: \"a b\"", "payload: original, honoursKey: no", "configuration.soap-action"),
            (", action: \"urn:{text}\"", "payload: original, honoursKey: no", "configuration.soap-action"),
            (", answers: { retry: A, refused: A }", "payload: original, honoursKey: no", "configuration.status-twice"),
            ("", "payload: original", "configuration.honours-key-missing"),
            (", usernameToken: { username: a }", "payload: original, honoursKey: no", "yaml.missing-key"),
        ]
        for (soap, beside, code) in cases {
            let codes = read(soap, beside).diagnostics.items.map(\.code.description)
            #expect(codes.contains(code), "\(soap): \(codes)")
        }
    }
}
