import ConfigurationFiles
import Diagnostics
import Rollout
import Testing

/// Where back ends list their orders, and what may differ between those of a site.
@Suite("Listings read from files")
struct ListingReadingTests {
    private func read(orders: String, verify: String) -> ConfigurationReading {
        var company = Company()
        company.files["milepost.yaml"] = """
            backends:
              old: { http: { url: "http://127.0.0.1:1/" }, honoursKey: yes, orders: \(orders) }
              fresh: { http: { url: "http://127.0.0.1:2/" }, honoursKey: yes }
            sites:
              north: { timeZone: Europe/Brussels, legacy: old, new: fresh, verify: \(verify) }
            """
        return company.read()
    }

    @Test("a listing with its limits, and rules of a site, are read")
    func whole() throws {
        let reading = read(
            orders: "{ url: \"http://127.0.0.1:1/list\", headers: { X-Key: k }, page: 50, timeout: 9 s }",
            verify: "{ ignore: { currency: one for all }, keys: { \"lines[].packages\": sscc } }")
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let installation = try #require(reading.installation)
        let listing = try #require(installation.backend(named: "old")?.listing)
        #expect(listing.url.reveal() == "http://127.0.0.1:1/list" && listing.page == 50)
        #expect(listing.timeoutSeconds == 9 && listing.connectSeconds == 5 && listing.headers.map(\.name) == ["X-Key"])
        #expect(installation.backend(named: "fresh")?.listing == nil)
        let rules = try #require(installation.verifying["north"])
        #expect(rules.ignore == [.init(field: "currency", reason: "one for all")])
        #expect(rules.keys == [.init(list: "lines[].packages", member: "sscc")])
    }

    @Test(
        "what is wrong with a listing is told at its place",
        arguments: [
            ("{ page: 50 }", "yaml.missing-key"), ("{ url: somewhere }", "configuration.url-form"),
            ("{ url: \"http://127.0.0.1:1/\", page: 5000 }", "yaml.not-integer"),
            ("{ url: \"http://127.0.0.1:1/\", pages: 5 }", "yaml.unknown-key"),
        ])
    func faults(orders: String, code: String) {
        let codes = read(orders: orders, verify: "{}").diagnostics.items.map(\.code.description)
        #expect(codes == [code])
    }
}
