import Rollout

/// New is dead for a while at any time: its order is quarantined, recalled or entered at legacy, and released when new is back,
/// while a change comes at any time, attempts lose their answers and the node that runs them crashes. ``FencedOrder``, ``Fence``
/// and ``ReturnedDelivery`` say what is to be done. New does not honour keys.
struct FenceWorld: World {
    enum Mutation: Hashable {
        case none
        /// The dead back end is not fenced.
        case noFence
        /// The fence is lifted at once.
        case liftsEarly
        /// The release does not wait for what can still arrive.
        case releasesEarly
        /// What was superseded is sent again when the order returns, whatever became of its attempts.
        case sendsAgain
        /// What was begun is recalled.
        case recallsBegun
    }

    enum Delivery: Hashable { case none, parked, due, begun, unknown, delivered, superseded }
    /// How far an attempt is: in a node, on the wire, executed, or lost.
    enum Attempt: Hashable { case none, inHand, onWire, executed, lost }

    var mutation = Mutation.none
    /// The birth and the change at new.
    var deliveries: [Delivery] = [.due, .none]
    var attempts: [Attempt] = [.none, .none]
    var executions = [0, 0]
    /// The documents in effect: bits of the birth and the change, at legacy and at new.
    var effects = [0, 0]
    var owner = 1
    var hold = false
    var fence = false
    var isDead = false
    var hasDied = false
    var wasRecalled = false
    var order: FencedOrder?
    var losses = 1
    var crashes = 1
    var refusals = 1

    var isFinal: Bool {
        !hold && !fence && !isDead && effects[owner] == 3 && effects[1 - owner] == 0
            && deliveries.allSatisfy { $0 == .delivered || $0 == .superseded || owner == 0 && $0 == .none }
    }

    var fault: String? {
        if executions.contains(where: { $0 > 1 }) { return "new executes a document twice" }
        guard effects[0] & effects[1] != 0 else { return nil }
        return fence && !wasRecalled ? nil : "a document is in effect at both"
    }

    private var canArrive: Bool { attempts.contains(.inHand) || attempts.contains(.onWire) }

    func steps() -> [Step<FenceWorld>] { [0, 1].flatMap(deliverySteps) + outerSteps() + fenceSteps() }

    private func stepping(_ name: String, _ change: (inout FenceWorld) -> Void) -> Step<FenceWorld> {
        var world = self
        change(&world)
        return Step(name, world)
    }

    // MARK: Deliveries to new

    private func deliverySteps(_ place: Int) -> [Step<FenceWorld>] {
        var steps: [Step<FenceWorld>] = []
        let isHead = place == 0 || deliveries[0] == .delivered || deliveries[0] == .superseded
        switch deliveries[place] {
        case .due where isHead && !hold && Fence.admits(isRelease: false, isFenced: fence):
            steps.append(
                stepping("\(place) begins") { world in
                    world.deliveries[place] = .begun
                    world.attempts[place] = .inHand
                })
        case .begun where attempts[place] == .executed, .unknown where attempts[place] == .executed:
            steps.append(stepping("\(place) is delivered") { $0.deliveries[place] = .delivered })
        case .unknown where attempts[place] == .lost:
            steps.append(stepping("\(place) is absent") { $0.deliveries[place] = .due })
        case .begun where losses > 0 || attempts[place] == .lost:
            steps.append(
                stepping("the answer to \(place) is lost") { world in
                    if world.attempts[place] != .lost { world.losses -= 1 }
                    world.deliveries[place] = .unknown
                })
        default: break
        }
        switch attempts[place] {
        case .inHand:
            steps.append(stepping("\(place) is sent") { $0.attempts[place] = .onWire })
            if crashes > 0 {
                steps.append(
                    stepping("crash before \(place) is sent") { world in
                        world.crashes -= 1
                        world.attempts[place] = .lost
                    })
            }
        case .onWire where !isDead:
            steps.append(
                stepping("\(place) is executed") { world in
                    world.attempts[place] = .executed
                    world.executions[place] += 1
                    world.effects[1] |= 1 << place
                })
        default: break
        }
        return steps
    }

    // MARK: The world around

    private func outerSteps() -> [Step<FenceWorld>] {
        var steps: [Step<FenceWorld>] = []
        if !hasDied {
            steps.append(
                stepping("new dies") { world in
                    (world.hasDied, world.isDead) = (true, true)
                })
        }
        if isDead { steps.append(stepping("new is back") { $0.isDead = false }) }
        if deliveries[1] == .none, effects[0] & 2 == 0 {
            steps.append(
                stepping("a change comes") { world in
                    if world.hold { world.deliveries[1] = .parked } else { world.route(1) }
                })
        }
        return steps
    }

    /// Sends a document to the owner; legacy takes effect at once.
    private mutating func route(_ place: Int) {
        if owner == 1 {
            deliveries[place] = .due
        } else {
            deliveries[place] = .none
            effects[0] |= 1 << place
        }
    }

    private mutating func lift() {
        hold = false
        if deliveries[1] == .parked { route(1) }
    }

    // MARK: The fence

    private func fenceSteps() -> [Step<FenceWorld>] {
        guard let order else {
            guard isDead else { return [] }
            return [stepping("quarantine") { $0.quarantine() }]
        }
        var steps: [Step<FenceWorld>] = []
        let canArrive = mutation == .releasesEarly ? false : canArrive
        switch order.next(canArrive: canArrive, honoursKeys: false) {
        case .waitForEntry:
            steps.append(stepping("it is entered") { $0.enter() })
            steps.append(
                stepping("it is kept") { world in
                    world.order?.take(.kept)
                    world.lift()
                })
            let isFree =
                deliveries.allSatisfy { $0 != .begun && $0 != .unknown && $0 != .delivered }
                && attempts.allSatisfy { $0 == .none }
            if isFree || mutation == .recallsBegun { steps.append(stepping("it is recalled") { $0.recall() }) }
        case .release: steps.append(stepping("the release begins") { $0.order?.take(.began) })
        case .clear where !isDead:
            steps.append(stepping("it was never asked") { $0.order?.take(.absent) })
            steps.append(
                stepping("it is released") { world in
                    world.effects[1] = 0
                    world.order?.take(.released)
                })
            if refusals > 0, effects[1] != 0 {
                steps.append(
                    stepping("it is refused") { world in
                        world.refusals -= 1
                        world.order?.take(.refused)
                    })
            }
        case .waitForCancellation: steps.append(stepping("it is returned") { $0.giveBack() })
        case .waitForAttempts, .clear, .nothing: break
        }
        if fence, Fence.mayBeLifted([order]) || mutation == .liftsEarly {
            steps.append(stepping("the fence is lifted") { $0.fence = false })
        }
        return steps
    }

    private mutating func quarantine() {
        order = FencedOrder(id: "f", order: FenceTests.key, backend: "new")
        hold = true
        fence = mutation != .noFence
    }

    private mutating func supersede() {
        for place in [0, 1] where [.due, .begun, .unknown].contains(deliveries[place]) {
            deliveries[place] = .superseded
        }
    }

    private mutating func enter() {
        order?.take(.entered)
        for place in [0, 1] where deliveries[place] != .none && deliveries[place] != .parked {
            effects[0] |= 1 << place
        }
        owner = 0
        supersede()
        lift()
    }

    private mutating func recall() {
        order?.take(.recalled)
        wasRecalled = true
        owner = 0
        for place in [0, 1] where deliveries[place] != .none && deliveries[place] != .parked {
            effects[0] |= 1 << place
        }
        supersede()
        lift()
    }

    private mutating func giveBack() {
        order?.take(.cancelled)
        owner = 1
        let atLegacy = effects[0]
        effects[0] = 0
        for place in [0, 1] where atLegacy & (1 << place) != 0 {
            guard deliveries[place] == .superseded else {
                if deliveries[place] == .none { deliveries[place] = .due }
                continue
            }
            deliveries[place] = mutation == .sendsAgain ? .due : standing(place)
        }
    }

    private func standing(_ place: Int) -> Delivery {
        let ends: [ReturnedDelivery.Attempt] =
            switch attempts[place] {
            case .none: []
            case .executed: [.done]
            case .inHand, .onWire, .lost: [.unknown]
            }
        return switch ReturnedDelivery(ends, honoursKeys: false) {
        case .delivered: .delivered
        case .waiting, .refused: .due
        case .unknown: .unknown
        }
    }
}
