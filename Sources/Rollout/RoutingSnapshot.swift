/// Everything that decides what a birth gets, as one value that all nodes load whole. Its number is the epoch.
public struct RoutingSnapshot: Sendable, Hashable, Codable {
    public var functions: [FunctionDefinition] { didSet { kept = WorkedOut() } }
    public var sites: [Site] { didSet { kept = WorkedOut() } }
    public var siteRules: [SiteRule] { didSet { kept = WorkedOut() } }
    public var parties: [RegisteredParty] { didSet { kept = WorkedOut() } }
    /// The milestones that are not finished; a finished one lives on in `storedSides`.
    public var milestones: [StagedMilestone] { didSet { kept = WorkedOut() } }
    /// The side stored for each cell that a milestone completed.
    public var storedSides: [Cell: Side] { didSet { kept = WorkedOut() } }
    /// The sites whose import of open orders was signed: an unknown key there is parked, not passed on.
    public var signedImports: [String] { didSet { kept = WorkedOut() } }
    /// How long a document waits for its order, in hours.
    public var parkingHours: Double { didSet { kept = WorkedOut() } }
    /// The hash of each mapping in force, by name.
    public var mappings: [String: String] { didSet { kept = WorkedOut() } }
    /// The names of the configured back ends; nil in a snapshot that was published before they were kept.
    public var backends: [String]? { didSet { kept = WorkedOut() } }
    /// The time zones of the sites by their IANA names; nil where days are taken as they were sent.
    public var zones: [String: ZoneOffsets]? { didSet { kept = WorkedOut() } }
    /// The copies that each back end takes, by its name; nil where every back end takes all.
    public var takes: [String: [CopyPurpose]]? { didSet { kept = WorkedOut() } }
    /// What becomes of an order with lines for several sites; nil for *hold*.
    public var split: SplitPolicy? { didSet { kept = WorkedOut() } }
    /// The back ends that stand behind a fence, by name; nil where there is none.
    public var fenced: [String]? { didSet { kept = WorkedOut() } }
    /// The snapshot as it is compiled, from `indexed()` on until something changes.
    var kept = WorkedOut<CompiledSnapshot>()

    /// All but what is worked out.
    private enum CodingKeys: String, CodingKey {
        case functions, sites, siteRules, parties, milestones, storedSides, signedImports, parkingHours, mappings
        case backends, zones, takes, split, fenced
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

    /// The same snapshot, ready for many documents: without it every decision compiles the snapshot first.
    public func indexed() -> RoutingSnapshot {
        guard kept.value == nil else { return self }
        var copy = self
        copy.kept.value = CompiledSnapshot(self)
        return copy
    }

    /// The back ends that can have orders: all that are configured, else those of the sites.
    public var knownBackends: Set<String> { Set(backends ?? sites.flatMap { $0.backends.values }) }

    /// The back end that serves a side of a site.
    public func backend(site name: String, side: Side) -> String? { site(named: name)?.backends[side] }
}
