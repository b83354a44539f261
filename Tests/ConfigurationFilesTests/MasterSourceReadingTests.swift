import ConfigurationFiles
import Diagnostics
import Intake
import Testing

/// Lists of cross references that databases give.
@Suite("Lists of master data read from files")
struct MasterSourceReadingTests {
    private static let database = #"postgres: { url: "postgres://u:hidden@db/erp", query: "select 1" }"#

    private func read(_ list: String) -> ConfigurationReading {
        var company = Company()
        company.files["milepost.yaml"] = """
            backends:
              old: { http: { url: "http://127.0.0.1:1/" }, honoursKey: yes }
              fresh: { http: { url: "http://127.0.0.1:2/" }, honoursKey: yes }
            sites:
              north: { timeZone: Europe/Brussels, legacy: old, new: fresh }
            masterData:
              erp-items: \(list)
            """
        return company.read()
    }

    @Test("a list has its kind, its systems, its query and how often it is read")
    func whole() throws {
        let reading = read(
            "{ kind: item, from: legacy, to: \"backend:fresh\", complete: yes, every: 2 min, \(Self.database) }")
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let source = try #require(reading.installation?.masterData.first)
        #expect(source.name == "erp-items" && source.kind == .item && source.isComplete)
        #expect(source.from?.text == "legacy" && source.to?.text == "backend:fresh" && source.everySeconds == 120)
        #expect(source.query == "select 1" && source.database.timeoutSeconds == 300)
        #expect(!source.database.shownURL.contains("hidden"))
    }

    @Test(
        "what is wrong with a list is told at its place",
        arguments: [
            ("{ \(database) }", "yaml.missing-key"), ("{ kind: item }", "yaml.missing-key"),
            ("{ kind: things, \(database) }", "yaml.not-choice"),
            ("{ kind: item, from: elsewhere, \(database) }", "configuration.code-system"),
            ("{ kind: item, from: \"backend:nobody\", \(database) }", "configuration.unknown-name"),
            ("{ kind: item, every: often, \(database) }", "configuration.duration-form"),
            (
                #"{ kind: item, postgres: { url: "postgres://db/e", query: "select $1" } }"#,
                "configuration.master-query"
            ),
            (#"{ kind: item, postgres: { url: "db/e", query: "select 1" } }"#, "configuration.database-url"),
        ])
    func faults(list: String, code: String) {
        let reading = read(list)
        let codes = reading.diagnostics.items.map(\.code.description)
        #expect(codes.contains(code), "\(codes)")
        let words = reading.diagnostics.items.map { "\($0)" }.joined()
        #expect(!words.contains("hidden"))
    }
}
