import Diagnostics
import Foundation
import Rollout
import Testing

@Suite struct SnapshotTests {
    @Test("a snapshot survives JSON, and its JSON is the same every time")
    func json() throws {
        var snapshot = Company.snapshot
        snapshot.storedSides = [Cell(function: "despatch", site: "south"): .new]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let first = try encoder.encode(snapshot)
        #expect(try JSONDecoder().decode(RoutingSnapshot.self, from: first) == snapshot)
        for _ in 0..<5 { #expect(try encoder.encode(snapshot) == first) }
    }

    @Test("overlapping milestones, missing back ends and unknown names are found")
    func checks() {
        var snapshot = Company.snapshot
        snapshot.milestones.append(
            StagedMilestone(
                name: "all", stage: .planned,
                cells: [
                    Cell(function: "order-intake", site: "north"), Cell(function: "ordering", site: "north"),
                    Cell(function: "despatch", site: "west"),
                ]))
        snapshot.sites[1].backends[.new] = nil
        snapshot.milestones[1].cells.append(Cell(function: "despatch", site: "south"))
        snapshot.siteRules[0].sites["1"] = ["nowhere"]
        let codes = snapshot.check().items.map(\.code.rawValue)
        #expect(
            codes == [
                "route.rule-site-unknown", "route.milestone-overlap", "route.milestone-function-unknown",
                "route.milestone-site-unknown", "route.milestone-backend-missing",
            ])
        #expect(Company.snapshot.check().isEmpty)
    }

    @Test("functions that need each other in a circle are refused")
    func cycle() {
        var snapshot = Company.snapshot
        snapshot.functions[0].needs = ["invoicing"]
        #expect(snapshot.check().items.contains { $0.code == "route.function-cycle" })
    }
}

extension StagedMilestone {
    init(name: String, stage: Stage, cells: [Cell]) { self.init(name: name, cells: cells, stage: stage, since: nil) }
}
