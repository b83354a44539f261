import ConfigurationFiles
import Diagnostics
import Intake
import Rollout
import Testing

@Suite("Milestones read from files")
struct MilestoneReadingTests {
    private func read(_ lines: String) -> ConfigurationReading {
        var company = Company()
        company.files["milestones/north-intake.yaml"] =
            "milestone: north-intake\ncells: [order-intake@north]\n" + lines
        return company.read()
    }

    static let audiences: [(line: String, pilot: PilotAudience?, cut: Cut?)] = [
        ("pilot: { deliveryParties: 10 }", .deliveryParties(percent: 10), nil),
        ("pilot: { partners: [northwind] }", .partners(["northwind"]), nil),
        ("cut: arrival", nil, .arrival), ("cut: 2026-12-01", nil, .requestedDelivery(from: "2026-12-01")),
    ]

    @Test("whose births a pilot takes, and from which day on, stands in the routing", arguments: audiences)
    func audience(expected: (line: String, pilot: PilotAudience?, cut: Cut?)) throws {
        let reading = read(expected.line)
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let milestone = try #require(reading.installation?.milestones.first)
        #expect(milestone.pilot == expected.pilot && milestone.cut == expected.cut)
        let staged = try #require(reading.installation?.routing.milestones.first)
        #expect(staged == StagedMilestone(milestone, stage: .planned, since: nil))
    }

    @Test(
        "what is wrong with a milestone is said where it stands",
        arguments: [
            (
                "pilot: { partners: [nobody] }",
                ["3:21 configuration.unknown-name nobody", "3:21 route.pilot-partner-unknown nobody"]
            ),
            ("pilot: { partners: [northwind], deliveryParties: 5 }", ["3:8 configuration.pilot-form"]),
            ("pilot: { deliveryParties: 101 }", ["3:27 yaml.not-integer 101"]),
            ("cut: 2026-02-30", ["3:6 configuration.day-form 2026-02-30"]),
        ])
    func faults(line: String, faults: [String]) {
        let found = read(line).diagnostics.items.map(\.inShort)
        #expect(found.contains("milestones/north-intake.yaml:" + faults[0]), "\(found)")
    }

    @Test("observers are read with their functions, and what a back end takes beside its own documents")
    func observers() throws {
        var company = Company()
        let main = company.files["milepost.yaml", default: ""]
            .replacing(
                "legacy: old, new: fresh }",
                with: "legacy: old, new: fresh, observers: [old, { backend: fresh, functions: [despatch] }] }"
            )
            .replacing("honoursKey: yes", with: "honoursKey: yes\n    takes: [copies, standby]")
        company.files["milepost.yaml"] = main
        let reading = company.read()
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let installation = try #require(reading.installation)
        #expect(
            installation.routing.sites.first?.observers
                == [Observer(backend: "old"), Observer(backend: "fresh", functions: ["despatch"])])
        #expect(installation.backend(named: "fresh")?.abilities.takes == [.copies, .standby])
        company.files["milepost.yaml"] = main.replacing("[copies, standby]", with: "[copies, stand-by]")
        #expect(company.faults() == ["milepost.yaml:7:21 yaml.not-choice stand-by"])
    }

    @Test("a site's clocks come with their changes, the same whatever day it is")
    func zones() throws {
        let zone = try #require(read("").installation?.routing.zones?["Europe/Brussels"])
        let gap = try #require(LocalTime("2027-03-28T02:30"))
        let twice = try #require(LocalTime("2027-10-31T02:30"))
        #expect(zone.instants(of: gap) == [])
        let both = zone.instants(of: twice).map(\.iso8601)
        #expect(both == ["2027-10-31T00:30:00.000000Z", "2027-10-31T01:30:00.000000Z"])
        #expect(zone.changes.count == 40 && zone.initial == 3_600)
    }
}
