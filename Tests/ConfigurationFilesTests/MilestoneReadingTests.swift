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
        company.files["milestones/south-intake.yaml"] = "milestone: south-intake\ncells: [despatch@north]"
        return company.read()
    }

    private static let whole = """
        author: ann
        title: The north
        pilot: { deliveryParties: 10 }
        legacyReadyUntil: 2027-01-31T19:00:00+01:00
        reverse: hand-back
        after: { south-intake: live }
        gates: { openFailures: 2, shadowMismatch: 0.25, minimumSample: 20, soak: 72 h, copyLag: 5 min }
        guards:
          failure-rate: { above: 5, sample: 20, then: to-legacy }
          silence: { above: 600 }
        checklist:
          key users are trained: key-user
          the provider's support is booked: support-lead
        shadow: { ignore: { "lines[].ref": each draws its own, stamp: a clock each }, keys: { lines: number } }
        """

    @Test("all that a milestone may say is read, and stands in the routing as far as it decides births")
    func everything() throws {
        let reading = read(Self.whole)
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let milestone = try #require(reading.installation?.milestones.first)
        #expect(milestone.author == "ann" && milestone.title == "The north")
        #expect(milestone.legacyReadyUntil?.iso8601 == "2027-01-31T18:00:00.000000Z")
        #expect(milestone.reversePolicy == .handBack)
        #expect(milestone.after == [MilestoneDependency(milestone: "south-intake", stage: .live)])
        #expect(
            milestone.gates
                == GateLimits(openFailures: 2, shadowMismatch: 0.25, minimumSample: 20, copyLag: 300, soak: 72))
        #expect(
            milestone.guards
                == [
                    GuardRule(kind: .failureRate, limit: 5, minimumSample: 20, consequence: .toLegacy),
                    GuardRule(kind: .silence, limit: 600),
                ])
        #expect(milestone.checklist?.map(\.role) == ["key-user", "support-lead"])
        #expect(
            milestone.shadow
                == ShadowRules(
                    ignore: [
                        .init(field: "lines[].ref", reason: "each draws its own"),
                        .init(field: "stamp", reason: "a clock each"),
                    ], keys: [.init(list: "lines", member: "number")]))
        let staged = try #require(reading.installation?.routing.milestones.first { $0.name == milestone.name })
        #expect(staged == StagedMilestone(milestone, stage: .planned, since: nil))
    }

    @Test("windows are read with their sites, and one that ends before it begins is a fault")
    func windows() throws {
        var company = Company()
        company.files["milepost.yaml", default: ""] += """

            freezes:
              - { name: stock-taking, from: 2026-12-30T00:00:00Z, until: 2027-01-03T00:00:00Z, sites: [north] }
              - { name: nights, kind: allow, from: 2026-12-01T20:00:00Z, until: 2026-12-02T04:00:00Z }
            """
        let reading = company.read()
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let installation = try #require(reading.installation)
        #expect(installation.freezes.map(\.kind) == [.deny, .allow])
        #expect(installation.freezes.map(\.sites) == [["north"], nil])
        let wrong = "freezes: [{ name: a, from: 2026-12-30T00:00:00Z, until: 2026-12-29T00:00:00Z, sites: [west] }]"
        let faults = Company.faults(adding: wrong).map { fault in
            fault.split(separator: " ").dropFirst().joined(separator: " ")
        }
        #expect(
            faults.sorted() == [
                "configuration.freeze-ends-first 2026-12-29T00:00:00.000000Z", "configuration.unknown-name west",
            ])
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
            ("legacyReadyUntil: 2027-01-31", ["3:19 configuration.moment-form 2027-01-31"]),
            ("reverse: quarantined", ["3:10 yaml.not-choice quarantined"]),
            ("after: { south-intake: planned }", ["3:24 yaml.not-choice planned"]),
            ("after: { south: live }", ["1:12 configuration.milestone-after-unknown south"]),
            ("after: { north-intake: live }", ["1:12 configuration.milestone-cycle north-intake"]),
            ("gates: { failureRate: -1 }", ["3:23 configuration.percent-form -1"]),
            ("gates: { soak: 72 }", ["3:16 configuration.duration-form 72"]),
            ("shadow: { ignore: { $outcome: why } }", ["3:21 configuration.field-form $outcome"]),
            ("shadow: { keys: { \"lines[1]\": n } }", ["3:19 configuration.field-form lines[1]"]),
            ("guards: { quiet: { above: 1 } }", ["3:11 yaml.not-choice quiet"]),
            ("guards: { silence: { above: -1 } }", ["3:29 configuration.figure-form -1"]),
            ("guards: { silence: { above: 1, then: stop } }", ["3:38 yaml.not-choice stop"]),
            ("guards: { mismatch: { above: 101 } }", ["3:30 configuration.percent-form 101"]),
            ("gates: { shadowMismatch: 300 }", ["3:26 configuration.percent-form 300"]),
            ("gates: { soak: -5 h }", ["3:16 configuration.duration-form -5 h"]),
            ("checklist: { \"\": key-user }", ["3:14 configuration.item-empty"]),
            ("checklist: { trained: key-users }", ["3:23 yaml.not-choice key-users"]),
            (
                "legacyReadyUntil: 2026-11-22T00:00:00Z",
                ["3:1 configuration.readiness-over 2026-11-22T00:00:00.000000Z"]
            ),
            (
                "cut: 2027-01-01\nlegacyReadyUntil: 2026-12-01T00:00:00Z",
                ["4:1 configuration.readiness-before-cut 2026-12-01T00:00:00.000000Z"]
            ),
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
            .replacing("honoursKey: yes", with: "honoursKey: yes\n    takes: [copies, standby, shadow]")
        company.files["milepost.yaml"] = main
        let reading = company.read()
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let installation = try #require(reading.installation)
        #expect(
            installation.routing.sites.first?.observers
                == [Observer(backend: "old"), Observer(backend: "fresh", functions: ["despatch"])])
        #expect(installation.backend(named: "fresh")?.abilities.takes == [.copies, .standby, .shadow])
        company.files["milepost.yaml"] = main.replacing("[copies, standby, shadow]", with: "[copies, stand-by]")
        #expect(company.faults() == ["milepost.yaml:7:21 yaml.not-choice stand-by"])
    }

    @Test("a folder answers nothing, and takes nothing in the shadow")
    func shadowFolder() {
        let fault = "configuration.shadow-folder sandbox"
        let folder = "backends: { sandbox: { folder: ./sandbox, takes: [shadow] } }"
        #expect(Company.faults(main: folder).contains { $0.hasSuffix(fault) })
    }

    @Test("the numbers of a back end are read, and a range that is none is a fault")
    func numbers() throws {
        var company = Company()
        let main = company.files["milepost.yaml", default: ""]
        func with(_ numbers: String) -> String {
            main.replacing("honoursKey: yes", with: "honoursKey: yes\n    numbers: \(numbers)")
        }
        company.files["milepost.yaml"] = with("{ despatch: { from: D00, to: D49 } }")
        let reading = company.read()
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let numbers = reading.installation?.backend(named: "fresh")?.numbers
        #expect(numbers == [Backend.NumberRange(kind: .despatch, first: "D00", last: "D49")])
        company.files["milepost.yaml"] = with("{ despatch: { from: D5, to: D49 } }")
        #expect(company.faults() == ["milepost.yaml:7:38 configuration.range-form D49"])
        company.files["milepost.yaml"] = with("{ despach: { from: D5, to: D6 } }")
        #expect(company.faults() == ["milepost.yaml:7:16 yaml.not-choice despach"])
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
