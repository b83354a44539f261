/// How a company goes from all legacy to all new: milestones in their order, with the weeks that each takes.
public struct MilestoneSequence: Sendable, Hashable, Codable {
    public struct Step: Sendable, Hashable, Codable {
        public var name: String
        public var cells: [Cell]

        /// A step by its cells.
        public init(name: String, cells: [Cell]) {
            self.name = name
            self.cells = cells
        }
    }

    public var name: String
    public var steps: [Step]

    /// A sequence by its steps.
    public init(name: String, steps: [Step]) {
        self.name = name
        self.steps = steps
    }

    /// The usual alternatives for a company's cells: by function, by site, both, all at once. Functions go in the order of
    /// their needs, so that what is needed moves first.
    public static func alternatives(of snapshot: RoutingSnapshot) -> [MilestoneSequence] {
        let sites = snapshot.sites.filter { $0.backends.count == 2 }.map(\.name)
        let depth = Dictionary(
            snapshot.functions.map { ($0.name, snapshot.needed(by: $0.name).count) },
            uniquingKeysWith: { first, _ in first })
        let functions = snapshot.functions.map(\.name).enumerated().sorted {
            (depth[$0.element] ?? 0, $0.offset) < (depth[$1.element] ?? 0, $1.offset)
        }.map(\.element)
        func step(_ name: String, _ functions: [String], _ sites: [String]) -> Step {
            Step(name: name, cells: sites.flatMap { site in functions.map { Cell(function: $0, site: site) } })
        }
        return [
            MilestoneSequence(name: "by function", steps: functions.map { step($0, [$0], sites) }),
            MilestoneSequence(name: "by site", steps: sites.map { step($0, functions, [$0]) }),
            MilestoneSequence(
                name: "by site and function",
                steps: sites.flatMap { site in functions.map { step("\(site) \($0)", [$0], [site]) } }),
            MilestoneSequence(name: "all at once", steps: [step("all", functions, sites)]),
        ]
    }
}

/// What a company reckons with; money in its own currency.
public struct PlanRates: Sendable, Hashable, Codable {
    /// To build and test one temporary integration.
    public var integrationSetUp: Double
    /// To run one for a day.
    public var integrationDay: Double
    /// Of preparation before each milestone: weeks, and what a week costs.
    public var preparationWeeks: Double
    public var preparationWeek: Double
    /// Of accompaniment behind each milestone: weeks, and what a week costs. The next one begins when it is over.
    public var accompanimentWeeks: Double
    public var accompanimentWeek: Double
    /// What one cell more, moved at once with others, adds to the weeks of preparation.
    public var weeksPerCell: Double
    /// How many days an order stays open: that long a milestone's integrations outlive it.
    public var orderDays: Double

    /// Rates by their parts.
    public init(
        integrationSetUp: Double, integrationDay: Double, preparationWeeks: Double, preparationWeek: Double,
        accompanimentWeeks: Double, accompanimentWeek: Double, weeksPerCell: Double, orderDays: Double
    ) {
        self.integrationSetUp = integrationSetUp
        self.integrationDay = integrationDay
        self.preparationWeeks = preparationWeeks
        self.preparationWeek = preparationWeek
        self.accompanimentWeeks = accompanimentWeeks
        self.accompanimentWeek = accompanimentWeek
        self.weeksPerCell = weeksPerCell
        self.orderDays = orderDays
    }
}

/// One milestone of a plan.
public struct PlannedStep: Sendable, Hashable, Codable {
    public var name: String
    /// The cells that move at once: what goes wrong at once, if it goes wrong.
    public var cellsAtRisk: Int
    /// What runs while it is live, beside its own standby: what earlier and later cells need of each other.
    public var integrations: [Flow]
    /// How many of them did not run before.
    public var newIntegrations: Int
    public var integrationDays: Double
    public var preparationWeeks: Double
    public var accompanimentWeeks: Double
    public var cost: Double
}

/// One way to go, with what it costs.
public struct PlanAlternative: Sendable, Hashable, Codable {
    public var name: String
    public var steps: [PlannedStep]
    public var cost: Double { steps.reduce(0) { $0 + $1.cost } }
    public var integrationDays: Double { steps.reduce(0) { $0 + $1.integrationDays } }
    public var weeks: Double { steps.reduce(0) { $0 + $1.preparationWeeks + $1.accompanimentWeeks } }
    public var cellsAtRisk: Int { steps.map(\.cellsAtRisk).max() ?? 0 }
}

/// Alternatives side by side.
public struct MilestonePlan: Sendable, Hashable, Codable {
    public var alternatives: [PlanAlternative]
    /// How many cells may move at once.
    public var riskLimit: Int
    /// The name of the cheapest alternative within the limit; nil where none is.
    public var cheapest: String?
}
