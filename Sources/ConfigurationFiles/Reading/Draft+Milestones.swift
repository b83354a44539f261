import Diagnostics
import Mapping
import Rollout

extension Draft {
    /// One file of `milestones/`.
    mutating func readMilestone(_ node: YAMLNode) {
        var reader = YAMLReader(node)
        let place = reader.optional("milestone")?.position ?? node.position
        let name = reader.requiredText("milestone")
        let title = reader.text("title")
        var cells: [Cell] = []
        if reader.required("cells") != nil {
            cells = reader.list("cells").compactMap { readCell($0, of: name ?? "", &reader) }
            if reader.optional("cells")?.items?.isEmpty == true {
                reader.report(Diagnostic("configuration.no-cells", at: reader.position(of: "cells")))
            }
        }
        finish(reader)
        guard let name, define(.milestone, name, at: place) else { return }
        installation.milestones.append(Milestone(name: name, cells: cells, title: title))
        installation.routing.milestones.append(
            StagedMilestone(name: name, cells: cells, stage: .planned, since: nil))
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
}
