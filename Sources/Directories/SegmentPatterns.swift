import Syntax

/// How segments that were right were filled, so that the next ones that are filled alike need only be copied.
///
/// What a segment's nodes become, and what must be there or stand together, depends on its place in the shape and on the
/// kinds and numbers of its nodes alone, and those repeat from line to line and from message to message. Values are looked at
/// every time. What is kept here makes no difference to what is read, and there is little of it: when it is full, it is begun
/// anew. One nesting at a time has it.
final class SegmentPatterns: @unchecked Sendable {
    /// Writes one node. 64 bytes: one step is looked at for each node.
    struct Step {
        /// What is kept of the two words that say where a value stands, how long it is, and where the node stands: nothing of
        /// the length for a composite.
        var mask: SIMD2<UInt64>
        /// The name, and in the upper half how many nodes stand in it.
        var name: UInt64
        /// Kind and numbers of the flat node and of the nested one, as a node has them in its last word.
        var flatMarks: UInt32
        var marks: UInt32
        var limits: NestPlan.Limits
        /// Its index among the places.
        var place: Int32
        /// The body of the composite that it stands in, -1 where it stands in none.
        var body: Int32
        /// How far to go on in the flat tree, in bytes: nothing behind a composite that is put around one value.
        var advance: Int32
    }

    /// One way to fill a segment.
    struct Pattern {
        /// How many nodes the segment has in the flat tree, itself apart.
        var flatCount: Int32
        /// Where its steps are, and how many.
        var firstStep: Int32
        var stepCount: Int32
        /// The next pattern of the same place, -1 for none.
        var next: Int32
    }

    /// What came of looking for a tag among the siblings behind a place.
    private struct Sighting {
        var place: Int32
        var tag: UInt32
        /// The first sibling of that tag, -1 for none.
        var child: Int32
    }

    private static let sightingRoom = 1024
    private static let patternRoom = 512
    private static let stepRoom = 4096

    let hasRepetition: Bool
    /// The first pattern for each node of the shape, -1 for none.
    private let first: UnsafeMutableBufferPointer<Int32>
    private var patternCount = 0
    private var stepCount = 0
    private let sightings = UnsafeMutablePointer<Sighting>.allocate(capacity: sightingRoom)
    let patterns = UnsafeMutablePointer<Pattern>.allocate(capacity: patternRoom)
    let steps = UnsafeMutablePointer<Step>.allocate(capacity: stepRoom)

    /// No patterns yet for the nodes of a shape.
    init(nodes: Int, hasRepetition: Bool) {
        first = .allocate(capacity: nodes)
        first.initialize(repeating: -1)
        self.hasRepetition = hasRepetition
        sightings.initialize(repeating: Sighting(place: -1, tag: 0, child: -1), count: Self.sightingRoom)
    }

    deinit {
        first.deallocate()
        sightings.deallocate()
        patterns.deallocate()
        steps.deallocate()
    }

    /// The first sibling from a place on that a tag opens: -1 for none, nil where that is not known.
    @inline(__always) func sibling(from place: Int, tag: UInt32) -> Int? {
        let sighting = sightings + Self.slot(place, tag)
        guard Int(sighting.pointee.place) == place, sighting.pointee.tag == tag else { return nil }
        return Int(sighting.pointee.child)
    }

    /// Keeps which sibling from a place on a tag opens, -1 for none.
    func keepSibling(_ child: Int, from place: Int, tag: UInt32) {
        sightings[Self.slot(place, tag)] = Sighting(place: Int32(place), tag: tag, child: Int32(child))
    }

    @inline(__always) private static func slot(_ place: Int, _ tag: UInt32) -> Int {
        let key = (tag ^ UInt32(truncatingIfNeeded: place)) &* 0x9E37_79B1
        return Int(key &>> 22)
    }

    /// Where the patterns of a node of the shape begin, -1 for none.
    func first(of node: Int) -> Int { Int(first[node]) }

    /// Keeps a pattern of a node of the shape for a segment of so many flat nodes, itself apart.
    func add(_ node: Int, flatCount: Int, steps newSteps: [Step]) {
        guard newSteps.count <= Self.stepRoom / 8 else { return }
        if patternCount == Self.patternRoom || stepCount + newSteps.count > Self.stepRoom { forget() }
        (patterns + patternCount).initialize(
            to: Pattern(
                flatCount: Int32(flatCount), firstStep: Int32(stepCount), stepCount: Int32(newSteps.count),
                next: first[node]))
        for step in newSteps {
            (steps + stepCount).initialize(to: step)
            stepCount += 1
        }
        first[node] = Int32(patternCount)
        patternCount += 1
    }

    private func forget() {
        for node in first.indices { first[node] = -1 }
        patternCount = 0
        stepCount = 0
    }
}
