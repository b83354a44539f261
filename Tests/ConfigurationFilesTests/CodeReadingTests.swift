import ConfigurationFiles
import Diagnostics
import Intake
import Testing

/// Whose codes a back end gets, and what becomes of items that it does not know.
@Suite("Codes of back ends read from files")
struct CodeReadingTests {
    private func read(_ entry: String, partner: String = "partner: northwind") -> ConfigurationReading {
        var company = Company()
        company.files["milepost.yaml"] = """
            backends:
              old: { \(entry) }
              fresh: { http: { url: "http://127.0.0.1:2/" }, honoursKey: yes }
            sites:
              north: { timeZone: Europe/Brussels, legacy: old, new: fresh }
            """
        company.files["partners/northwind.yaml"] = partner
        return company.read()
    }

    static let http = "http: { url: \"http://127.0.0.1:1/\" }, honoursKey: yes"

    @Test("kinds of codes, what is learned, and the partner's policy")
    func codes() throws {
        let reading = read(
            Self.http + ", translate: [item, unit], learns: { order: order.id, items: yes }",
            partner: "{ partner: northwind, unknownItems: pass, identifiers: [{ gln: \"5412345000013\" }] }")
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let installation = try #require(reading.installation)
        let old = try #require(installation.backend(named: "old"))
        #expect(old.translates == [.item, .unit] && old.isWritten)
        #expect(old.learns.orderMember == "order.id" && old.learns.items)
        #expect(installation.backend(named: "fresh")?.isWritten == false)
        #expect(installation.partner("northwind")?.unknownItems == .pass)
    }

    @Test(
        "what is wrong is told at its place",
        arguments: [
            (CodeReadingTests.http + ", translate: [colour]", "yaml.not-choice"),
            (CodeReadingTests.http + ", payload: original, translate: [item]", "configuration.translate-original"),
            ("folder: out, learns: { order: id }", "configuration.learns-folder"),
            (CodeReadingTests.http + ", learns: { orders: id }", "yaml.unknown-key"),
        ])
    func faults(entry: String, code: String) {
        let codes = read(entry).diagnostics.items.map(\.code.description)
        #expect(codes.contains(code), "\(codes)")
    }
}
