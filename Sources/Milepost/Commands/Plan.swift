import ArgumentParser
import ConfigurationFiles
import Diagnostics
import Foundation
import Rollout

/// `milepost plan`: how many milestones, and what each way costs, before anything moves.
struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What each way from legacy to new costs, by your own rates: by function, by site, both, all at once.",
        discussion: """
            Reads the sites and functions of a configuration and a file of rates, and needs no server. The cheapest way that never \
            moves more cells at once than the file allows is marked.

            Example: milepost plan deploy/example/planning.yaml --config deploy/example/milepost.yaml
            """)

    @Argument(help: "The file of rates; see deploy/schemas/planning.schema.json.")
    var file: String

    @Option(help: "The main file; else ./milepost.yaml.")
    var config: String?

    @Flag(help: "Show the milestones of each way.")
    var steps = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let snapshot = try ConfigurationPath.installation(config).routing
        let (planning, diagnostics) = PlanningFile.read(file, for: snapshot)
        guard let planning else { throw CommandFailure(.usage, diagnostics.items.map { .init($0) }) }
        let plan = snapshot.plan(
            MilestoneSequence.alternatives(of: snapshot) + planning.sequences, rates: planning.rates,
            riskLimit: planning.cellsAtOnce)
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return Printing.json(try encoder.encode(plan))
        }
        Self.print(plan)
        if steps { plan.alternatives.forEach(Self.print(_:)) }
    }

    private static func print(_ plan: MilestonePlan) {
        var table = TextTable(
            ["", "way", "milestones", "weeks", "cells at once", "integration days", "cost"], numbers: [2, 3, 4, 5, 6])
        for way in plan.alternatives {
            let mark = way.name == plan.cheapest ? "->" : way.cellsAtRisk > plan.riskLimit ? "!" : ""
            table.add([
                mark, way.name, String(way.steps.count), figure(way.weeks), String(way.cellsAtRisk),
                figure(way.integrationDays), figure(way.cost),
            ])
        }
        table.print()
        Terminal.output.line()
        guard let cheapest = plan.cheapest else {
            return Terminal.output.line("Every way moves more than \(plan.riskLimit) cells at once.")
        }
        Terminal.output.line(
            "-> \(cheapest) is the cheapest that moves at most \(plan.riskLimit) cells at once; ! moves more.")
    }

    private static func print(_ way: PlanAlternative) {
        Terminal.output.line()
        Terminal.output.line(Terminal.output.styled(way.name, .bold))
        var table = TextTable(
            ["milestone", "cells", "weeks", "integrations (new)", "integration days", "cost"], numbers: [1, 2, 4, 5])
        for step in way.steps {
            table.add([
                step.name, String(step.cellsAtRisk), figure(step.preparationWeeks + step.accompanimentWeeks),
                "\(step.integrations.count) (\(step.newIntegrations))", figure(step.integrationDays), figure(step.cost),
            ])
        }
        table.print(indent: "  ")
    }

    private static func figure(_ value: Double) -> String {
        value == value.rounded() ? String(format: "%.0f", value) : String(format: "%.1f", value)
    }
}
