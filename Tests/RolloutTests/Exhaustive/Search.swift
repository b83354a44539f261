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

/// Every state that can be reached, breadth first, so that the way to a fault is a shortest one. From each of them an end must
/// be reachable: neither a dead end nor a circle that nothing leaves.
func search<W: World>(from first: W, atMost limit: Int = 2_000_000) -> Found {
    var explored = Explored(first)
    var place = 0
    while place < explored.worlds.count {
        if let fault = explored.visit(place) { return explored.found(fault, at: place) }
        if explored.worlds.count > limit { return explored.found("more than \(limit) states", at: 0) }
        place += 1
    }
    if let place = explored.withoutWayOut() { return explored.found("no way out", at: place) }
    return Found(states: explored.worlds.count, fault: nil)
}

/// The states that are known, each with the way to it and with the states that lead to it.
private struct Explored<W: World> {
    var worlds: [W]
    private var places: [W: Int]
    private var origins: [(from: Int, step: String)] = [(-1, "")]
    private var before: [[Int]] = [[]]

    init(_ first: W) {
        worlds = [first]
        places = [first: 0]
    }

    /// Notes what one step leads to; gives back why the state must not be, if it must not.
    mutating func visit(_ place: Int) -> String? {
        let world = worlds[place]
        if let fault = world.fault { return fault }
        let steps = world.steps()
        if steps.isEmpty, !world.isFinal { return "stuck" }
        for step in steps {
            if let known = places[step.world] {
                before[known].append(place)
            } else {
                places[step.world] = worlds.count
                worlds.append(step.world)
                origins.append((place, step.name))
                before.append([place])
            }
        }
        return nil
    }

    /// A state from which no end can be reached, the nearest one.
    func withoutWayOut() -> Int? {
        var open = worlds.indices.filter { worlds[$0].isFinal }
        var reaches = [Bool](repeating: false, count: worlds.count)
        for place in open { reaches[place] = true }
        while let place = open.popLast() {
            for earlier in before[place] where !reaches[earlier] {
                reaches[earlier] = true
                open.append(earlier)
            }
        }
        return reaches.firstIndex(of: false)
    }

    func found(_ fault: String, at place: Int) -> Found {
        var names: [String] = []
        var at = place
        while at > 0 {
            names.append(origins[at].step)
            at = origins[at].from
        }
        return Found(states: worlds.count, fault: "\(fault): \(names.reversed().joined(separator: ", "))")
    }
}
