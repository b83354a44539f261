/// A snapshot's names by their places, so that a decision does not depend on how many there are.
struct RoutingIndex: Sendable {
    let parties: PartyIndex
    private var sites: [String: Int] = [:]
    private var functions: [String: Int] = [:]
    private var documents: [String: Int] = [:]
    private var milestones: [Cell: Int] = [:]
    let boundAtBirth: [FunctionDefinition]
    private var listeners: [String: [String]] = [:]
    private var settled: [String: SettledSite] = [:]

    init(_ snapshot: RoutingSnapshot) {
        parties = PartyIndex(snapshot.parties)
        for (place, site) in snapshot.sites.enumerated() where sites[site.name] == nil { sites[site.name] = place }
        for (place, function) in snapshot.functions.enumerated() where functions[function.name] == nil {
            functions[function.name] = place
            for document in function.documents where documents[document] == nil { documents[document] = place }
        }
        for (place, milestone) in snapshot.milestones.enumerated() where !milestone.stage.isFinished {
            for cell in milestone.cells where milestones[cell] == nil { milestones[cell] = place }
        }
        for function in snapshot.functions { listeners[function.name] = snapshot.working(from: function.name) }
        boundAtBirth = snapshot.functions.filter { snapshot.root(of: $0).binds == .birth }
        let moving = Set(milestones.keys.map(\.site))
        for site in snapshot.sites where !moving.contains(site.name) && site.observers == nil {
            settled[site.name] = SettledSite(site, in: snapshot, binding: boundAtBirth)
        }
    }

    func site(named name: String) -> Int? { sites[name] }
    func function(named name: String) -> Int? { functions[name] }
    func function(for documentType: String) -> Int? { documents[documentType] }
    func milestone(of cell: Cell) -> Int? { milestones[cell] }
    /// The functions that work from a function's documents.
    func working(from function: String) -> [String]? { listeners[function] }
    /// What a site's births get, where nothing is under way there.
    func settled(_ site: String) -> SettledSite? { settled[site] }
}

/// A site where no milestone is under way, all cells have one side and nobody watches: every birth gets the same, and
/// nothing is copied.
struct SettledSite: Sendable {
    let side: Side
    /// What a birth binds, but for the epoch.
    let binds: [ItineraryEntry]
    /// Why, by function.
    let reasons: [String: SideReason]

    /// Nil where its cells are on both sides, or its back end is missing.
    init?(_ site: Site, in snapshot: RoutingSnapshot, binding functions: [FunctionDefinition]) {
        let sides = Set(
            snapshot.functions.map { function in
                snapshot.storedSides[Cell(function: function.name, site: site.name)] ?? site.configuredSide
            })
        guard let side = sides.first, sides.count == 1, let backend = site.backends[side] else { return nil }
        self.side = side
        binds = functions.map { ItineraryEntry(function: $0.name, side: side, backend: backend, epoch: 0) }
        let reasons = functions.map { function in
            let cell = snapshot.decidingCell(of: Cell(function: function.name, site: site.name))
            return (function.name, SideReason.stored(cell: cell, completed: snapshot.storedSides[cell] != nil))
        }
        self.reasons = Dictionary(reasons, uniquingKeysWith: { first, _ in first })
    }
}

extension RoutingSnapshot {
    /// A site by its name.
    public func site(named name: String) -> Site? {
        guard let index = index.value else { return sites.first { $0.name == name } }
        return index.site(named: name).map { sites[$0] }
    }

    /// A function by its name.
    public func function(named name: String) -> FunctionDefinition? {
        guard let index = index.value else { return functions.first { $0.name == name } }
        return index.function(named: name).map { functions[$0] }
    }

    /// The function that handles a document type.
    public func function(for documentType: String) -> FunctionDefinition? {
        guard let index = index.value else { return functions.first { $0.documents.contains(documentType) } }
        return index.function(for: documentType).map { functions[$0] }
    }

    /// The unfinished milestone that a cell is in.
    public func milestone(of cell: Cell) -> StagedMilestone? {
        guard let index = index.value else {
            return milestones.first { !$0.stage.isFinished && $0.cells.contains(cell) }
        }
        return index.milestone(of: cell).map { milestones[$0] }
    }

    /// A milestone by its name.
    public func milestone(named name: String) -> StagedMilestone? { milestones.first { $0.name == name } }

    /// The functions whose sides are settled at an order's birth, each in front of what binds with it.
    var functionsBoundAtBirth: [FunctionDefinition] {
        index.value?.boundAtBirth ?? functions.filter { root(of: $0).binds == .birth }
    }
}
