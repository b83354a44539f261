/// A small world of which every interleaving is tried.
protocol World: Hashable {
    /// Every world that one step leads to, with the step's name; a fault where the step breaks a rule.
    func steps() -> [Step<Self>]
    /// Why this must not be, if it must not.
    var fault: String? { get }
    /// Whether everything has come to its end; a world without a step that has not is stuck.
    var isFinal: Bool { get }
}

struct Step<W> {
    var name: String
    var world: W

    init(_ name: String, _ world: W) {
        self.name = name
        self.world = world
    }
}

/// What a search found.
struct Found {
    var states: Int
    /// The first fault with the way to it.
    var fault: String?
}

/// Every state that can be reached, breadth first, so that the way to a fault is a shortest one.
func search<W: World>(from first: W, atMost limit: Int = 2_000_000) -> Found {
    var worlds = [first]
    var origins: [(from: Int, step: String)] = [(-1, "")]
    var known: Set<W> = [first]
    var place = 0
    func way(to place: Int) -> String {
        var names: [String] = []
        var at = place
        while at > 0 {
            names.append(origins[at].step)
            at = origins[at].from
        }
        return names.reversed().joined(separator: ", ")
    }
    while place < worlds.count {
        let world = worlds[place]
        if let fault = world.fault { return Found(states: worlds.count, fault: "\(fault): \(way(to: place))") }
        let steps = world.steps()
        if steps.isEmpty, !world.isFinal { return Found(states: worlds.count, fault: "stuck: \(way(to: place))") }
        for step in steps where known.insert(step.world).inserted {
            worlds.append(step.world)
            origins.append((place, step.name))
        }
        if worlds.count > limit { return Found(states: worlds.count, fault: "more than \(limit) states") }
        place += 1
    }
    return Found(states: worlds.count, fault: nil)
}
