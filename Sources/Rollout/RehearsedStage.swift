public import Diagnostics

/// What a rehearsal supposes of a milestone: a stage that it is not at, an audience or a cut that it does not have.
public struct RehearsedStage: Sendable, Hashable {
    /// Nil for the next one: live from planned, as its file says it from there.
    public var stage: Stage?
    /// The share of delivery parties that the pilot takes instead of whom its file names; nil for those.
    public var percent: Int?
    /// The first day of requested delivery that it takes instead of its file's cut, `2026-12-01`; nil for that cut.
    public var cutDay: String?

    /// A supposition by its parts.
    public init(stage: Stage? = nil, percent: Int? = nil, cutDay: String? = nil) {
        self.stage = stage
        self.percent = percent
        self.cutDay = cutDay
    }
}

extension StagedMilestone {
    /// The stages that can be rehearsed: the present one, those that an advance may name, and those that it can be
    /// reversed to.
    public var rehearsableStages: [Stage] {
        guard !stage.isFinished else { return [] }
        let back = stage.movesBirths ? Stage.forward.filter { $0 < stage } : []
        return back + [stage] + nextStages
    }

    /// The stage that is rehearsed where none is named.
    private var stageToRehearse: Stage {
        switch stage {
        case .planned: .live
        case .shadow: pilot == nil ? .live : .pilot
        default: nextStages.first ?? stage
        }
    }

    /// The milestone as a rehearsal supposes it: at another stage its guards are armed, whatever tripped.
    ///
    /// - Throws: `route.rehearsal-stage` for a stage that it cannot come to from here, `route.pilot-missing`,
    ///   `route.percent-range`, `route.rehearsal-percent` for a share at another stage than pilot, `route.rehearsal-cut`.
    func supposed(_ asked: RehearsedStage) throws(Diagnostic) -> StagedMilestone {
        let target = asked.stage ?? (asked.percent == nil ? stageToRehearse : .pilot)
        guard rehearsableStages.contains(target) else {
            let known = rehearsableStages.map(\.rawValue).joined(separator: ", ")
            throw Diagnostic(
                "route.rehearsal-stage", value: target.rawValue,
                facts: ["milestone": name, "from": stage.rawValue, "legal": known.isEmpty ? "none" : known])
        }
        var supposed = self
        supposed.stage = target
        if let percent = asked.percent {
            guard 0...100 ~= percent else {
                throw Diagnostic("route.percent-range", value: String(percent), facts: ["milestone": name])
            }
            guard target == .pilot else {
                throw Diagnostic(
                    "route.rehearsal-percent", value: String(percent),
                    facts: ["milestone": name, "stage": target.rawValue])
            }
            supposed.pilot = .deliveryParties(percent: percent)
        }
        if target == .pilot, supposed.pilot == nil {
            throw Diagnostic("route.pilot-missing", value: name, facts: ["milestone": name])
        }
        if let day = asked.cutDay {
            guard LocalTime(day + "T00:00") != nil, target == .pilot || target == .live else {
                throw Diagnostic(
                    "route.rehearsal-cut", value: day, facts: ["milestone": name, "stage": target.rawValue])
            }
            supposed.cut = .requestedDelivery(from: day)
        }
        if target != stage { supposed.tripped = nil }
        return supposed
    }
}

extension RoutingSnapshot {
    /// This snapshot as it would be with a milestone as a rehearsal supposes it, and that milestone in it.
    ///
    /// - Parameter now: from when on it is there.
    /// - Throws: what ``StagedMilestone`` says of a stage, a share or a cut that it cannot have.
    public func supposing(
        _ asked: RehearsedStage, of milestone: StagedMilestone, at now: Instant
    ) throws(Diagnostic) -> (snapshot: RoutingSnapshot, milestone: StagedMilestone) {
        let supposed = try milestone.supposed(asked)
        let move = MilestoneMove(milestone, .advance(to: supposed.stage)) { $0 = supposed }
        return (move.applied(to: self, at: now).indexed(), supposed)
    }

    /// The side that a birth with such traits would get for a function of a site at an instant; nil where there is no such
    /// function or site.
    public func birthSide(of function: String, at site: String, for traits: BirthTraits?, now: Instant) -> Side? {
        let compiled = compiled
        guard let place = compiled.function(named: function), let site = compiled.site(named: site) else { return nil }
        let asked = FirstBinding(site: site, traits: traits, epoch: 0, now: now, bound: compiled.unbound)
        return asked.answer(in: compiled, for: place).side
    }
}
