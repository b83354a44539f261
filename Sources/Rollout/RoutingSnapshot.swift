/// Everything that decides what a birth gets, as one value that all nodes load whole. Its number is the epoch.
public struct RoutingSnapshot: Sendable, Hashable, Codable {
    public var functions: [FunctionDefinition]
    public var sites: [Site]
    public var siteRules: [SiteRule]
    public var parties: [RegisteredParty] { didSet { index = WorkedOut() } }
    /// The milestones that are not finished; a finished one lives on in `storedSides`.
    public var milestones: [StagedMilestone]
    /// The side stored for each cell that a milestone completed.
    public var storedSides: [Cell: Side]
    /// The sites whose import of open orders was signed: an unknown key there is parked, not passed on.
    public var signedImports: [String]
    /// How long a document waits for its order, in hours.
    public var parkingHours: Double
    /// The hash of each mapping in force, by name.
    public var mappings: [String: String]
    /// The names of the configured back ends; nil in a snapshot that was published before they were kept.
    public var backends: [String]?
    /// The parties by what they are called, from `indexed()` on until they change.
    var index = WorkedOut<PartyIndex>()

    /// All but the index.
    private enum CodingKeys: String, CodingKey {
        case functions, sites, siteRules, parties, milestones, storedSides, signedImports, parkingHours, mappings
        case backends
    }

    /// A snapshot by its parts.
    public init(
        functions: [FunctionDefinition] = FunctionDefinition.defaults, sites: [Site] = [], siteRules: [SiteRule] = [],
        parties: [RegisteredParty] = [], milestones: [StagedMilestone] = [], storedSides: [Cell: Side] = [:],
        signedImports: [String] = [], parkingHours: Double = 72, mappings: [String: String] = [:]
    ) {
        self.functions = functions
        self.sites = sites
        self.siteRules = siteRules
        self.parties = parties
        self.milestones = milestones
        self.storedSides = storedSides
        self.signedImports = signedImports.sorted()
        self.parkingHours = parkingHours
        self.mappings = mappings
    }

    /// The same snapshot, ready for many documents: without it every look for a party goes through all of them.
    public func indexed() -> RoutingSnapshot {
        guard index.value == nil else { return self }
        var copy = self
        copy.index.value = PartyIndex(parties)
        return copy
    }

    /// The back ends that can have orders: all that are configured, else those of the sites.
    public var knownBackends: Set<String> { Set(backends ?? sites.flatMap { $0.backends.values }) }

    /// A site by its name.
    public func site(named name: String) -> Site? { sites.first { $0.name == name } }

    /// The function that handles a document type.
    public func function(for documentType: String) -> FunctionDefinition? {
        functions.first { $0.documents.contains(documentType) }
    }

    /// The functions that are bound at the moment `function` is: itself, and those bound with it.
    public func boundTogether(with function: String) -> [String] {
        [function] + functions.filter { $0.binds == .with(function) }.map(\.name)
    }

    /// The functions whose side is settled at an order's birth.
    public var boundAtBirth: [String] {
        functions.filter { $0.binds == .birth }.flatMap { boundTogether(with: $0.name) }
    }

    /// The side that a birth, or a first document, gets in a cell, with the reason.
    public func side(of cell: Cell) -> (side: Side, reason: Reason) {
        let stored = storedSides[cell] ?? site(named: cell.site)?.configuredSide ?? .legacy
        guard let milestone = milestones.first(where: { $0.stage != .complete && $0.cells.contains(cell) }) else {
            return (stored, .bornAtStoredSide(cell: cell, side: stored, completed: storedSides[cell] != nil))
        }
        switch milestone.stage {
        case .live:
            return (.new, .bornByMilestone(milestone: milestone.name, stage: .live))
        case .planned, .complete:
            return (stored, .bornBeforeMilestone(milestone: milestone.name, stage: milestone.stage, side: stored))
        }
    }

    /// The back end that serves a side of a site.
    public func backend(site name: String, side: Side) -> String? { site(named: name)?.backends[side] }
}
