import ConfigurationFiles
import Diagnostics
import Intake
import Testing

/// AS2 as configuration says it.
@Suite struct AS2ReadingTests {
    private static let station = """
        as2:
          name: HARBOUR
          url: https://as2.harbour.example/as2
          certificates:
            - { certificate: own.pem, key: own.key, useFrom: 2026-12-01 }

        """

    private static func read(_ station: String, as2: String, outbound: String = "") -> ConfigurationReading {
        var company = Company()
        for name in ["own.pem", "own.key", "partner.pem"] { company.secrets[.file(name)] = "text of \(name)" }
        company.files["milepost.yaml"] = station + (company.files["milepost.yaml"] ?? "")
        company.files["partners/northwind.yaml", default: ""] += "\n\(as2)\n\(outbound)\n"
        return company.read()
    }

    @Test("who is who and how messages go is read as it is said")
    func whole() throws {
        let reading = Self.read(
            Self.station,
            as2: "as2: { name: NW, certificates: [partner.pem], requires: [encrypted, signed], allow: 3des }",
            outbound: """
                outbound:
                  as2: { url: "https://nw.example/as2", encrypt: 3des, compress: after-signing, mdn: async, mdnWithin: 2 h }
                  documents: { order-response: as-sent }
                """)
        let installation = try #require(reading.installation, "\(reading.diagnostics.items.map(\.code))")
        let own = try #require(installation.as2?.certificates.first)
        #expect(own.file.pem == "text of own.pem" && own.key.reveal() == "text of own.key")
        #expect(own.file.useFrom == "2026-12-01")
        let partner = try #require(installation.partner("northwind")?.as2)
        #expect(partner.name == "NW" && partner.ownName == "HARBOUR" && partner.requires == [.signed, .encrypted])
        #expect(partner.certificates.map(\.pem) == ["text of partner.pem"])
        let outbound = try #require(installation.partner("northwind")?.outbound)
        #expect(outbound.channel.abilities.honoursKey)
        guard case .as2(let channel) = outbound.channel.kind else {
            Issue.record("it goes by AS2")
            return
        }
        #expect(channel.sign == .sha256 && channel.encrypt == .tripleDES && channel.compress == .afterSigning)
        #expect(channel.receipt == .async && channel.receiptWithin == 7_200 && channel.receiptIsSigned)
    }

    private static let outbound =
        "outbound: { as2: { url: \"https://nw.example/as2\" }, documents: { invoice: as-sent } }"

    @Test(
        "what is missing or weak is told by name",
        arguments: [
            ("", "as2: { name: NW, certificates: [partner.pem] }", "", "configuration.as2-own-name"),
            (station, "as2: { name: \"é\", certificates: [partner.pem] }", "", "configuration.as2-name"),
            (station, "as2: { name: NW }", "", "configuration.as2-certificates"),
            (station, "as2: { name: NW, requires: [] }", "", "configuration.as2-unsigned"),
            (station, "", outbound, "configuration.as2-missing"),
            (
                "as2: { name: H }\n", "as2: { name: NW, certificates: [partner.pem] }", outbound,
                "configuration.as2-own-certificate"
            ),
            (
                "as2: { name: H }\n", "as2: { name: NW, certificates: [partner.pem] }",
                outbound.replacing("as2\" }", with: "as2\", mdn: async }"), "configuration.as2-url"
            ),
            (
                station, "as2: { name: NW, certificates: [partner.pem] }",
                outbound.replacing("as2\" }", with: "as2\", sign: sha-1 }"), "configuration.as2-weak"
            ),
        ])
    func faults(station: String, as2: String, outbound: String, code: Code) {
        let found = Self.read(station, as2: as2, outbound: outbound).diagnostics.items.map(\.code)
        #expect(found.contains(code), "\(found)")
    }

    @Test("two partners cannot have the same names")
    func twice() {
        var company = Company()
        let as2 = "as2: { name: NW, ownName: H, requires: [] }"
        company.files["partners/northwind.yaml", default: ""] += "\n\(as2)\n"
        company.files["partners/other.yaml"] = "partner: other\n\(as2)\n"
        #expect(company.read().diagnostics.items.map(\.code).contains("configuration.as2-twice"))
    }
}
