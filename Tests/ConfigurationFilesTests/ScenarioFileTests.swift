import ConfigurationFiles
import Diagnostics
import Foundation
import Rollout
import Testing

@Suite("Scenarios read from files")
struct ScenarioFileTests {
    private static func read(_ text: String) throws -> (scenario: Scenario?, faults: [String]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scenario-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("UNA one two two".utf8).write(to: folder.appendingPathComponent("order.edi"))
        let file = folder.appendingPathComponent("story.yaml")
        try Data(text.utf8).write(to: file)
        let (scenario, diagnostics) = ScenarioFile.read(file.path)
        return (scenario, diagnostics.items.map(\.inShort))
    }

    private static func step(_ lines: String) throws -> Scenario.Step {
        let read = try read("scenario: x\nsteps:\n  - \(lines.replacing("\n", with: "\n    "))")
        #expect(read.faults == [])
        return try #require(read.scenario?.steps.first)
    }

    @Test("a story has a begin, stages, answers and steps")
    func whole() throws {
        let (scenario, faults) = try Self.read(
            """
            scenario: A night
            config: ../company/milepost.yaml
            clock: 2026-12-01T20:00:00+01:00
            stages: { north-intake: live }
            answers: { new: busy, old: 409, third: { status: refuse, says: no } }
            steps:
              - wait: 2 h
            """)
        #expect(faults == [])
        let story = try #require(scenario)
        #expect(story.name == "A night" && story.clock.iso8601 == "2026-12-01T19:00:00.000000Z")
        #expect(story.configuration?.hasSuffix("/company/milepost.yaml") == true)
        #expect(story.stages == ["north-intake": .live])
        #expect(
            story.answers == [
                "new": Scenario.Reply(status: 503), "old": Scenario.Reply(status: 409),
                "third": Scenario.Reply(status: 422, says: "no"),
            ])
        #expect(story.steps.map(\.action) == [.wait(7_200)])
    }

    @Test("a message comes from a file or stands there, with texts replaced")
    func messages() throws {
        let sent = try Self.step("send: order.edi\nfrom: northwind\nreplace: { two: 2 }")
        #expect(sent.action == .send(bytes: Array("UNA one 2 2".utf8), name: "order.edi", partner: "northwind"))
        let written = try Self.step(
            "message: \"<Order/>\"\nfrom: northwind\ndocuments: [{ status: failed, copies: {} }]")
        #expect(written.action == .send(bytes: Array("<Order/>".utf8), name: nil, partner: "northwind"))
        let document = try #require(written.documents?.first)
        #expect(document.status == "failed" && document.copies == [:] && document.owner == nil)
    }

    @Test("moves name the stage, the person and what goes with them")
    func moves() throws {
        let move = try Self.step(
            "advance: m\nto: live\nas: approver\nby: carla\nreason: why\ntyped: m\noverride: { soak: long enough }\nrefused: a.b"
        )
        var details = Scenario.Details(typedName: "m")
        details.overrides = [.soak: "long enough"]
        #expect(move.action == .move("m", .advance(to: .live), details))
        #expect(move.actor == "carla" && move.role == "approver" && move.reason == "why" && move.refused == "a.b")
        let back = try Self.step("reverse: m\nas: support")
        #expect(back.action == .move("m", .reverse(to: .planned, policy: nil), .init()) && back.actor == "support")
        #expect(
            try Self.step("pilot: m\npercent: 20\nas: operator").action == .move("m", .widen(toPercent: 20), .init()))
        #expect(try Self.step("sign: m\nitem: all is well\nas: support").action == .sign("m", item: "all is well"))
        let open = try Self.step("import: north\norders: [a/1, a/2]\nside: new\nsigned: yes\nas: operator")
        #expect(open.action == .importOrders(.init(site: "north", orders: ["a/1", "a/2"], side: .new, isSigned: true)))
    }

    @Test("what must be true stands beside an action, or alone")
    func expectations() throws {
        let look = try Self.step(
            """
            expect:
              milestones: { m: shadow }
              orders: { a/1: { despatch: none } }
              received: { new: [], old: primary order a/1 }
              integrations: []
              compared: { m: { documents: 2, fields: [] } }
              gates: { m: { soak: fail } }
            """)
        #expect(look.action == .look)
        let expected = look.expected
        #expect(expected.milestones == ["m": .shadow] && expected.orders == ["a/1": ["despatch": "none"]])
        #expect(expected.received == ["new": [], "old": ["primary order a/1"]] && expected.integrations == [])
        #expect(expected.compared == ["m": Scenario.Comparison(documents: 2, fields: [])])
        #expect(expected.gates == ["m": [.soak: .fail]])
    }

    static let faults: [(steps: String, faults: [String])] = [
        ("- { pause: m, resume: m, as: support }", ["story.yaml:3:5 configuration.scenario-action pause, resume"]),
        ("- { as: support }", ["story.yaml:3:5 configuration.scenario-action"]),
        ("- { pause: m }", ["story.yaml:3:5 yaml.missing-key"]),
        ("- { pause: m, as: boss }", ["story.yaml:3:21 yaml.not-choice boss"]),
        ("- { pause: m, as: support, to: live }", ["story.yaml:3:30 yaml.unknown-key to"]),
        ("- { advance: m, as: operator, to: done }", ["story.yaml:3:37 yaml.not-choice done"]),
        (
            "- { send: order.edi, from: a, replace: { three: 3 } }",
            ["story.yaml:3:33 configuration.scenario-replace three"]
        ),
        ("- { answers: { new: perhaps } }", ["story.yaml:3:23 yaml.not-choice perhaps"]),
        ("- { wait: soon }", ["story.yaml:3:13 configuration.duration-form soon"]),
        ("- { import: n, orders: [1], as: operator }", ["story.yaml:3:18 configuration.scenario-order 1"]),
    ]

    @Test("what is wrong is said with line and column", arguments: faults)
    func wrong(steps: String, faults: [String]) throws {
        let found = try Self.read("scenario: x\nsteps:\n  \(steps)").faults
        #expect(found.map { $0.trimmingCharacters(in: .whitespaces) } == faults)
    }

    @Test("a message that is not there is told where it is named")
    func missing() throws {
        let found = try Self.read("scenario: x\nsteps:\n  - { send: none.edi, from: a }").faults
        #expect(found.count == 1 && found.first?.hasPrefix("story.yaml:3:13 ") == true)
    }

    @Test("milestones, partners and back ends that the configuration does not have are told")
    func names() throws {
        let installation = try #require(Company().read().installation)
        let scenario = try Self.read(
            """
            scenario: x
            stages: { west: live }
            steps:
              - { pause: south, as: support }
              - { message: x, from: nobody, expect: { received: { sandbox: [] } } }
            """
        ).scenario
        let faults = try #require(scenario).faults(in: installation).items
        #expect(Set(faults.map(\.code)) == ["configuration.scenario-name"])
        #expect(faults.compactMap(\.value) == ["west", "south", "nobody", "sandbox"])
    }

    @Test("the schema has the keys that are read, and no others")
    func schema() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: Repository.path("deploy/schemas/scenario.schema.json")))
        let schema = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let parts = try #require(schema["$defs"] as? [String: [String: Any]])
        func keys(_ place: [String: Any]?) -> Set<String> { Set((place?["properties"] as? [String: Any] ?? [:]).keys) }
        func known(_ text: String) throws -> Set<String> {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("scenario-\(UUID()).yaml")
            try Data(text.utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let unknown = ScenarioFile.read(file.path).diagnostics.items.filter { $0.value == "zzz" }
            return Set(unknown.compactMap { $0.facts["known"] }.flatMap { $0.split(separator: ", ").map(String.init) })
        }
        #expect(try known("scenario: x\nzzz: 1\nsteps: []") == keys(schema))
        #expect(try known("scenario: x\nsteps:\n  - { wait: never, zzz: 1 }") == keys(parts["step"]))
        let expect = try known("scenario: x\nsteps:\n  - { expect: { zzz: 1 } }")
        #expect(expect == keys(parts["expect"]))
        let document = try known("scenario: x\nsteps:\n  - { message: x, from: a, documents: [{ zzz: 1 }] }")
        #expect(document == keys(parts["document"]))
    }
}
