/// A snapshot, compiled for deciding: each function, each site and each cell has a place, and what it gives an order stands
/// there. Names are looked up once a document, where it comes in; they are copied where the decision goes out.
///
/// It is immutable and shared by all who decide by one epoch.
final class CompiledSnapshot: Sendable {
    /// What it was compiled from.
    let snapshot: RoutingSnapshot
    let parties: PartyIndex
    let backends: Set<String>
    let functions: [CompiledFunction]
    /// The functions whose sides are settled at an order's birth, each in front of what binds with it.
    let boundAtBirth: [Int]
    private let functionNames: [String]
    private let documentTypes: [String: Int]
    private let sites: [String: Int]
    /// All functions of the first site, of the second one, and so on.
    private let cells: [CompiledCell]
    private let settled: [SettledSite?]

    init(_ snapshot: RoutingSnapshot) {
        self.snapshot = snapshot
        let names = snapshot.functions.map(\.name)
        parties = PartyIndex(snapshot.parties)
        backends = snapshot.knownBackends
        functionNames = names
        let functions = CompiledFunction.all(snapshot.functions)
        self.functions = functions
        boundAtBirth = names.indices.filter { snapshot.functions[functions[$0].root].binds == .birth }
        documentTypes = Dictionary(
            snapshot.functions.enumerated().flatMap { place, function in function.documents.map { ($0, place) } },
            uniquingKeysWith: { first, _ in first })
        sites = Dictionary(
            snapshot.sites.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
        cells = Self.cells(of: snapshot)
        var settled: [SettledSite?] = []
        for (place, site) in snapshot.sites.enumerated() {
            let row = cells[place * names.count..<(place + 1) * names.count]
            settled.append(SettledSite(site, Array(row), binding: boundAtBirth))
        }
        self.settled = settled
    }

    private static func cells(of snapshot: RoutingSnapshot) -> [CompiledCell] {
        var milestones: [Cell: Int] = [:]
        for (place, milestone) in snapshot.milestones.enumerated() where !milestone.stage.isFinished {
            for cell in milestone.cells where milestones[cell] == nil { milestones[cell] = place }
        }
        return snapshot.sites.flatMap { site in
            let own = snapshot.functions.map { Cell(function: $0.name, site: site.name) }
            /// Whether a milestone or a stored side names the cell itself.
            let isNamed = own.map { milestones[$0] != nil || snapshot.storedSides[$0] != nil }
            return own.indices.map { place in
                var cell = CompiledCell(
                    cell: own[place], stored: snapshot.storedSides[own[place]] ?? site.configuredSide,
                    isCompleted: snapshot.storedSides[own[place]] != nil, milestone: milestones[own[place]],
                    deciding: snapshot.deciding(place, isNamed: isNamed))
                cell.same = snapshot.sameSide(in: cell)
                return cell
            }
        }
    }

    // MARK: Names

    func site(named name: String) -> Int? { sites[name] }
    func function(for documentType: String) -> Int? { documentTypes[documentType] }
    /// Functions are a handful, and comparing their names is quicker than hashing one.
    func function(named name: String) -> Int? { functionNames.firstIndex(of: name) }

    // MARK: Places

    func cell(_ function: Int, at site: Int) -> CompiledCell { cells[site * functions.count + function] }
    /// The cell that decides for a cell.
    func decidingCell(_ function: Int, at site: Int) -> CompiledCell {
        cell(cell(function, at: site).deciding, at: site)
    }
    /// What a site's births get, where nothing is under way there.
    func settled(at site: Int) -> SettledSite? { settled[site] }
    func backend(at site: Int, _ side: Side) -> String? { snapshot.sites[site].backends[side] }

    /// The sides that are bound, by the places of the functions.
    func sides(_ itinerary: [ItineraryEntry]) -> BoundSides {
        var sides = unbound
        for entry in itinerary {
            guard let place = function(named: entry.function), sides[place] == nil else { continue }
            sides[place] = entry.side
        }
        return sides
    }

    /// No function is bound.
    var unbound: BoundSides { BoundSides(repeating: nil, count: functions.count) }

    /// The sides that are bound, by the names of the functions.
    func sides(_ bound: [String: Side]) -> BoundSides { functionNames.map { bound[$0] } }
}

/// The side of each function that an order is bound for, by the function's place; nil where it is not.
typealias BoundSides = [Side?]

/// A function with the places of those that it has to do with.
struct CompiledFunction: Sendable {
    let name: String
    let isInbound: Bool
    /// The function whose moment of binding it shares.
    let root: Int
    /// All functions that share this moment, the root first.
    let together: [Int]
    /// The functions that work from its documents, directly or through others.
    let workers: [Int]
    /// The functions that must hear of it.
    let informs: [Int]

    /// All functions, in the order of configuration.
    static func all(_ definitions: [FunctionDefinition]) -> [CompiledFunction] {
        let names = definitions.map(\.name)
        func places(_ wanted: [String]) -> [Int] { wanted.compactMap { names.firstIndex(of: $0) } }
        let partners = definitions.map { definition -> Int? in
            guard case .with(let partner) = definition.binds else { return nil }
            return names.firstIndex(of: partner)
        }
        let roots = names.indices.map { root(of: $0, partners) }
        let needs = definitions.map { places($0.needs) }
        let needed = names.indices.map { reached(from: $0, needs) }
        return names.indices.map { place in
            let root = roots[place]
            return CompiledFunction(
                name: names[place], isInbound: definitions[place].inbound, root: root,
                together: [root] + names.indices.filter { $0 != root && roots[$0] == root },
                workers: names.indices.filter { needed[$0].contains(place) },
                informs: places(definitions[place].informs))
        }
    }

    /// The last of those that a function binds with, one behind the other. A circle is refused by the check; here it only
    /// must end.
    private static func root(of place: Int, _ partners: [Int?]) -> Int {
        var root = place
        for _ in partners { root = partners[root] ?? root }
        return root
    }

    private static func reached(from place: Int, _ next: [[Int]]) -> Set<Int> {
        var found: Set<Int> = []
        var open = next[place]
        while let place = open.popLast() {
            if found.insert(place).inserted { open += next[place] }
        }
        return found
    }
}

/// What a cell gives an order, as far as it is the same for all orders.
struct CompiledCell: Sendable {
    let cell: Cell
    let stored: Side
    /// A milestone of the cell completed.
    let isCompleted: Bool
    /// The place of the unfinished milestone that it is in.
    let milestone: Int?
    /// The function whose cell at the same site decides for this one.
    let deciding: Int
    /// The side that it gives every order, where neither the order nor the hour decides.
    var same: CellSide?

    /// Why it gives the stored side, where no milestone has it.
    var storedReason: SideReason { .stored(cell: cell, completed: isCompleted) }
}

/// A site where no milestone is under way, all cells have one side and nobody watches: every birth gets the same, and
/// nothing is copied.
struct SettledSite: Sendable {
    let side: Side
    let backend: String
    /// What a birth binds, but for the epoch.
    let binds: [ItineraryEntry]
    /// Why, by the place of the function.
    let reasons: [SideReason]

    /// Nil where something is under way, its cells are on both sides, or its back end is missing.
    init?(_ site: Site, _ cells: [CompiledCell], binding functions: [Int]) {
        guard let side = cells.first?.stored, site.observers == nil,
            cells.allSatisfy({ $0.stored == side && $0.milestone == nil }), let backend = site.backends[side]
        else { return nil }
        self.side = side
        self.backend = backend
        binds = functions.map {
            ItineraryEntry(function: cells[$0].cell.function, side: side, backend: backend, epoch: 0)
        }
        reasons = cells.map { cells[$0.deciding].storedReason }
    }
}

extension RoutingSnapshot {
    /// This snapshot, compiled: kept from `indexed()` on, else made for this once.
    var compiled: CompiledSnapshot { kept.value ?? CompiledSnapshot(self) }

    /// The place of the function whose cell decides for another one's at a site: its own, if a milestone or a stored side
    /// names it or it binds by itself; else that of the function that it binds with.
    fileprivate func deciding(_ place: Int, isNamed: [Bool]) -> Int {
        var place = place
        // A circle of functions that bind with each other is refused by the check; here it only must end.
        for _ in functions {
            guard !isNamed[place], case .with(let name) = functions[place].binds,
                let next = functions.firstIndex(where: { $0.name == name })
            else { return place }
            place = next
        }
        return place
    }

    /// A site by its name.
    public func site(named name: String) -> Site? {
        guard let kept = kept.value else { return sites.first { $0.name == name } }
        return kept.site(named: name).map { sites[$0] }
    }

    /// A function by its name.
    public func function(named name: String) -> FunctionDefinition? { functions.first { $0.name == name } }

    /// The function that handles a document type.
    public func function(for documentType: String) -> FunctionDefinition? {
        functions.first { $0.documents.contains(documentType) }
    }

    /// What becomes of later documents of an order once one of a function is rejected for good.
    public func onRejection(of function: String?) -> RejectionPolicy {
        functions.first { $0.name == function }?.onRejection ?? .hold
    }

    /// The unfinished milestone that a cell is in.
    public func milestone(of cell: Cell) -> StagedMilestone? {
        guard let kept = kept.value, let site = kept.site(named: cell.site),
            let function = kept.function(named: cell.function)
        else { return milestones.first { !$0.stage.isFinished && $0.cells.contains(cell) } }
        return kept.cell(function, at: site).milestone.map { milestones[$0] }
    }

    /// A milestone by its name.
    public func milestone(named name: String) -> StagedMilestone? { milestones.first { $0.name == name } }
}
