import ConfigurationFiles
import Diagnostics
import Foundation
import Rollout
import Testing

@Suite("The example configuration")
struct ExampleTests {
    private let reading = ConfigurationFolder.read(Repository.path("deploy/example/milepost.yaml"))

    @Test("it has no fault and no warning")
    func valid() {
        #expect(reading.diagnostics.items.map(\.inShort) == [])
    }

    @Test(
        "it has two sites on a legacy and a new back end, with a warehouse that observes, and milestones one after the other"
    )
    func content() throws {
        let installation = try #require(reading.installation)
        #expect(installation.routing.sites.map(\.name) == ["north", "south"])
        #expect(installation.routing.sites.allSatisfy { $0.backends == [.legacy: "legacy", .new: "new"] })
        #expect(installation.routing.sites.allSatisfy { $0.observers == [Observer(backend: "warehouse")] })
        #expect(installation.partners.map(\.id) == ["fabrikam", "interlink", "johnssons", "northwind"])
        #expect(installation.milestones.map(\.name) == ["north-despatch", "north-intake", "south"])
        #expect(installation.backend(named: "legacy")?.payload == .original)
        #expect(installation.backend(named: "new")?.payload == .canonical)
    }

    @Test("its partners are the buyers of the EDIFACT samples, and its site rules know their delivery parties")
    func samplesFit() throws {
        let installation = try #require(reading.installation)
        let known = Set(installation.partners.flatMap(\.identifiers).map(\.identifier.value))
        let places = Set(
            installation.routing.siteRules.filter { $0.fact == "deliveryParty.gln" }.flatMap(\.sites.keys))
        let samples = try FileManager.default.contentsOfDirectory(atPath: Repository.path("edi-samples"))
            .filter { $0.hasSuffix(".edi") }
        #expect(samples.count == 6)
        for sample in samples {
            let bytes = try #require(FileManager.default.contents(atPath: Repository.path("edi-samples/" + sample)))
            for segment in String(decoding: bytes, as: UTF8.self).split(separator: "'") {
                let elements = segment.drop { $0.isWhitespace }.split(separator: "+")
                guard elements.count > 2, elements[0] == "NAD" else { continue }
                let gln = String(elements[2].prefix { $0 != ":" })
                if elements[1] == "BY" { #expect(known.contains(gln), "\(sample)") }
                if elements[1] == "DP" { #expect(places.contains(gln), "\(sample)") }
            }
        }
    }

    @Test("its partners are the buyers of the UBL samples")
    func ublSamplesFit() throws {
        let installation = try #require(reading.installation)
        let known = Set(installation.partners.flatMap(\.identifiers).map(\.identifier.value))
        let samples = try FileManager.default.contentsOfDirectory(atPath: Repository.path("edi-samples"))
            .filter { $0.hasSuffix(".xml") }
        #expect(samples.count == 3)
        for sample in samples {
            let text = try String(contentsOfFile: Repository.path("edi-samples/" + sample), encoding: .utf8)
            let buyer = try #require(
                text.firstMatch(
                    of: /<cac:BuyerCustomerParty>[\s\S]*?<cac:PartyIdentification>\s*<cbc:ID[^>]*>([0-9]+)</))
            #expect(known.contains(String(buyer.1)), "\(sample)")
        }
    }
}

/// The package's own folder.
enum Repository {
    static func path(_ relative: String) -> String {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path + "/" + relative
    }
}
