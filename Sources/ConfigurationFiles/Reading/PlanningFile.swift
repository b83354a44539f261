public import Diagnostics
import Foundation
import Mapping
public import Rollout

/// What a company reckons with when it asks how many milestones: its rates, the cells that may move at once, and its own
/// sequences beside the usual ones.
public struct PlanningFile: Sendable, Hashable {
    public var rates: PlanRates
    /// How many cells may move at once.
    public var cellsAtOnce: Int
    public var sequences: [MilestoneSequence] = []

    /// Reads a planning file against the functions and sites of a configuration.
    ///
    /// - Returns: What it says, or nil; and all that is wrong with it.
    public static func read(
        _ path: String, for snapshot: RoutingSnapshot
    ) -> (planning: PlanningFile?, diagnostics: DiagnosticList) {
        var list = DiagnosticList()
        do {
            let bytes = try ConfigurationFolder.bytes(of: path)
            let name = URL(fileURLWithPath: path).lastPathComponent
            var reader = YAMLReader(try YAMLSource.parse(bytes, file: name))
            let planning = read(&reader, for: snapshot)
            reader.finish()
            list.append(contentsOf: reader.diagnostics)
            return (list.hasErrors ? nil : planning, list)
        } catch {
            list.append(error)
            return (nil, list)
        }
    }

    private static func read(_ reader: inout YAMLReader, for snapshot: RoutingSnapshot) -> PlanningFile {
        func figure(_ key: String, _ reader: inout YAMLReader) -> Double {
            _ = reader.required(key)
            return reader.figure(key) ?? 0
        }
        func weeks(
            _ key: String, _ reader: inout YAMLReader, hasCells: Bool
        ) -> (weeks: Double, cost: Double, perCell: Double) {
            _ = reader.required(key)
            guard var own = reader.nested(key) else { return (0, 0, 0) }
            let (weeks, cost) = (figure("weeks", &own), figure("costPerWeek", &own))
            let perCell = hasCells ? own.figure("weeksPerCell") ?? 0 : 0
            reader.take(own)
            return (weeks, cost, perCell)
        }
        let setUp = figure("integrationSetUp", &reader)
        let day = figure("integrationDay", &reader)
        let orders = figure("orderDays", &reader)
        let preparation = weeks("preparation", &reader, hasCells: true)
        let accompaniment = weeks("accompaniment", &reader, hasCells: false)
        let rates = PlanRates(
            integrationSetUp: setUp, integrationDay: day, preparationWeeks: preparation.weeks,
            preparationWeek: preparation.cost, accompanimentWeeks: accompaniment.weeks,
            accompanimentWeek: accompaniment.cost, weeksPerCell: preparation.perCell, orderDays: orders)
        _ = reader.required("cellsAtOnce")
        let cells = reader.integer("cellsAtOnce", in: 1...100_000) ?? 1
        let sequences = reader.entries("sequences").map { entry in
            MilestoneSequence(
                name: entry.key.text, steps: steps(of: entry.value, &reader, for: snapshot))
        }
        return PlanningFile(rates: rates, cellsAtOnce: cells, sequences: sequences)
    }

    /// `{ first: [order-intake@north], second: [despatch@north] }`, in the order of the file.
    private static func steps(
        of node: YAMLNode, _ reader: inout YAMLReader, for snapshot: RoutingSnapshot
    ) -> [MilestoneSequence.Step] {
        var own = YAMLReader(node)
        defer { reader.take(own) }
        return own.allEntries().map { entry in
            let cells = (entry.value.items ?? [entry.value]).compactMap { item -> Cell? in
                guard let text = own.text(of: item) else { return nil }
                guard let cell = Cell(text), snapshot.function(named: cell.function) != nil,
                    snapshot.site(named: cell.site) != nil
                else {
                    own.report(Diagnostic("configuration.plan-cell", at: item.position, value: text))
                    return nil
                }
                return cell
            }
            return MilestoneSequence.Step(name: entry.key.text, cells: cells)
        }
    }
}
