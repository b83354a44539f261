import Diagnostics
import Mapping
import Rollout

extension Draft {
    /// One file of `milestones/`.
    mutating func readMilestone(_ node: YAMLNode) {
        var reader = YAMLReader(node)
        let place = reader.optional("milestone")?.position ?? node.position
        let name = reader.requiredText("milestone")
        var milestone = Milestone(name: name ?? "", cells: [], title: reader.text("title"))
        if reader.required("cells") != nil {
            milestone.cells = reader.list("cells").compactMap { readCell($0, of: name ?? "", &reader) }
            if reader.optional("cells")?.items?.isEmpty == true {
                reader.report(Diagnostic("configuration.no-cells", at: reader.position(of: "cells")))
            }
        }
        milestone.pilot = readPilot(&reader)
        milestone.cut = readCut(&reader)
        finish(reader)
        guard let name, define(.milestone, name, at: place) else { return }
        installation.milestones.append(milestone)
        installation.routing.milestones.append(StagedMilestone(milestone, stage: .planned, since: nil))
    }

    private mutating func readCell(_ node: YAMLNode, of milestone: String, _ reader: inout YAMLReader) -> Cell? {
        guard let text = reader.text(of: node) else { return nil }
        guard let cell = Cell(text) else {
            report("configuration.cell-form", at: node.position, value: text)
            return nil
        }
        guard cellPlaces[milestone]?[cell] == nil else {
            report("configuration.cell-twice", at: node.position, value: text, facts: ["milestone": milestone])
            return nil
        }
        mention(.function, cell.function, at: node.position)
        mention(.site, cell.site, at: node.position(ofCharacter: cell.function.count + 1))
        cellPlaces[milestone, default: [:]][cell] = node.position
        return cell
    }

    /// `pilot: { partners: [northwind] }`, or `pilot: { deliveryParties: 10 }` in percent.
    private mutating func readPilot(_ reader: inout YAMLReader) -> PilotAudience? {
        guard var pilot = reader.nested("pilot") else { return nil }
        let partners = pilot.texts("partners")
        if let node = pilot.optional("partners") {
            let places = node.items?.filter { $0.text != nil }.map(\.position) ?? [node.position]
            for (partner, place) in zip(partners, places) { mention(.partner, partner, at: place) }
        }
        let percent = pilot.integer("deliveryParties", in: 0...100)
        let named = (pilot.optional("partners") == nil ? 0 : 1) + (pilot.optional("deliveryParties") == nil ? 0 : 1)
        if named != 1 { pilot.report(Diagnostic("configuration.pilot-form", at: pilot.position)) }
        reader.take(pilot)
        guard named == 1 else { return nil }
        return percent.map { .deliveryParties(percent: $0) } ?? .partners(partners)
    }

    /// `cut: arrival`, or the first requested delivery that is taken: `cut: 2026-12-01`.
    private func readCut(_ reader: inout YAMLReader) -> Cut? {
        guard let node = reader.optional("cut"), let text = reader.text(of: node) else { return nil }
        if text == "arrival" { return .arrival }
        if CalendarDay.isDay(text) { return .requestedDelivery(from: text) }
        reader.report(Diagnostic("configuration.day-form", at: node.position, value: text, facts: ["key": "cut"]))
        return nil
    }
}
