public import Diagnostics

extension Milestone {
    /// The part of a definition that decides births.
    public init(_ staged: StagedMilestone) {
        self.init(
            name: staged.name, cells: staged.cells, pilot: staged.pilot, cut: staged.cut,
            legacyReadyUntil: staged.legacyReadyUntil, reversePolicy: staged.reversePolicy, guards: staged.guards)
    }
}

extension StagedMilestone {
    /// The milestone with an edited definition. Once it moves births, what decides them cannot be edited any more: its
    /// cells, its cut, and the kind of its pilot; a pilot grows by moves only, and its file changes nothing of it.
    public func adopting(_ definition: Milestone) throws(Diagnostic) -> StagedMilestone {
        var edited = StagedMilestone(definition, stage: stage, since: since)
        edited.tripped = tripped
        edited.paused = paused
        guard stage.movesBirths else {
            return stage.isFinished ? self : edited
        }
        var changed: [String] = []
        if Set(cells) != Set(definition.cells) { changed.append("cells") }
        if (cut ?? .arrival) != (definition.cut ?? .arrival) { changed.append("cut") }
        if !sameKindOfPilot(definition.pilot) { changed.append("pilot") }
        guard changed.isEmpty else {
            throw Diagnostic(
                "route.milestone-changed", value: changed.joined(separator: ", "),
                facts: ["milestone": name, "stage": stage.rawValue])
        }
        edited.pilot = pilot
        return edited
    }

    private func sameKindOfPilot(_ other: PilotAudience?) -> Bool {
        switch (pilot, other) {
        case (.partners, .partners), (.deliveryParties, .deliveryParties), (nil, nil): true
        // A pilot that is over decides nothing any more.
        default: stage != .pilot
        }
    }
}
