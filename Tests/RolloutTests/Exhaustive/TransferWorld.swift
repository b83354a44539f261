import Rollout

/// One order is transferred there and back, while its change comes at any time: deliveries in flight, lost answers, a
/// refused release, crashes of the node that runs the transfer. ``Transfer`` says what is to be done.
struct TransferWorld: World {
    enum Mutation: Hashable {
        case none
        /// Deliveries that are open do not stop a transfer.
        case ignoresOpen
        /// A call without an answer is sent again at once.
        case sendsAgain
        /// What was superseded stays so after a refused release.
        case forgetsDue
    }

    enum Change: Hashable { case none, held, due, begun, unknown, delivered, superseded }
    enum Answer: Hashable { case none, executed, refused }

    var mutation = Mutation.none
    var transfer: Transfer?
    var left = 2
    /// The back end that the itinerary names: 0 legacy, 1 new.
    var owner = 0
    var hold = false
    /// The documents in effect at each back end: 1 the birth, 2 the change.
    var effects = [1, 0]
    var change = Change.none
    /// Where the change's attempt goes, and whether it is on the wire.
    var target = 0
    var onWire = false
    var executions = 0
    var losses = 1
    var refusals = 1
    var crashes = 1
    /// How often the present call is on the wire, and what became of it; whether a node is about to send it.
    var calls = 0
    var willSend = false
    var answer = Answer.none
    var fault: String?

    var isFinal: Bool {
        !hold && left == 0 && transfer == nil && change == .delivered && effects[owner] == 3 && effects[1 - owner] == 0
    }

    func steps() -> [Step<TransferWorld>] { changeSteps() + transferSteps() + callSteps() }

    private func stepping(_ name: String, _ change: (inout TransferWorld) -> Void) -> Step<TransferWorld> {
        var world = self
        change(&world)
        if world.effects[0] & world.effects[1] != 0 { world.fault = "a document is in effect at both" }
        if world.effects[0] != 0, world.effects[1] != 0 { world.fault = "two back ends act" }
        if world.executions > 1 { world.fault = "the change is executed twice" }
        return Step(name, world)
    }

    // MARK: The change

    private func changeSteps() -> [Step<TransferWorld>] {
        var steps: [Step<TransferWorld>] = []
        switch change {
        case .none:
            steps.append(
                stepping("a change comes") { world in
                    world.change = world.hold ? .held : .due
                    world.target = world.owner
                })
        case .due where !hold:
            steps.append(
                stepping("the change is begun") { world in
                    world.change = .begun
                    world.onWire = true
                })
        case .begun where executions > 0 && !onWire:
            steps.append(stepping("the change is answered") { $0.change = .delivered })
        case .unknown where executions > 0:
            steps.append(stepping("the change is found") { $0.change = .delivered })
        case .unknown where !onWire:
            steps.append(stepping("the change is absent") { $0.change = .due })
        default: break
        }
        if change == .begun, losses > 0 {
            steps.append(
                stepping("its answer is lost") { world in
                    world.losses -= 1
                    world.change = .unknown
                })
        }
        if onWire {
            steps.append(
                stepping("the change is executed") { world in
                    world.onWire = false
                    world.executions += 1
                    world.effects[world.target] |= 2
                })
        }
        return steps
    }

    // MARK: The transfer

    private func transferSteps() -> [Step<TransferWorld>] {
        guard let transfer else {
            guard left > 0 else { return [] }
            return [
                stepping("a transfer begins") { world in
                    world.left -= 1
                    world.transfer = Transfer(
                        id: "t\(world.left)", order: TransferTests.key, from: "\(world.owner)", to: "\(1 - world.owner)"
                    )
                },
                stepping("no transfer") { $0.left -= 1 },
            ]
        }
        switch transfer.next {
        case .hold:
            return [
                stepping("hold") {
                    $0.hold = true; $0.take(.held)
                }
            ]
        case .supersedeUnlessOpen: return [stepping("supersede") { $0.supersede() }]
        case .call(let step, _): return [stepping("begin \(step)") { $0.begin(step) }]
        case .clear(let step, _): return clearSteps(step)
        case .read: return [stepping("read") { $0.take(.read) }]
        case .writeAndActivate:
            return [
                stepping("write") {
                    $0.owner = 1 - $0.owner; $0.take(.written)
                }
            ]
        case .lift(let due): return [stepping("lift") { $0.lift(due) }]
        case .waitForPerson:
            return [
                stepping("mended") {
                    $0.answer = .none; $0.take(.retry)
                }
            ]
        case .nothing: return [stepping("over") { $0.transfer = nil }]
        }
    }

    private mutating func take(_ event: Transfer.Event) { transfer?.take(event) }

    private mutating func supersede() {
        if change == .begun || change == .unknown, mutation != .ignoresOpen { return take(.foundOpen) }
        guard change == .due else { return take(.superseded([])) }
        change = .superseded
        take(.superseded(["c"]))
    }

    private mutating func begin(_ step: CallStep) {
        take(.began(step))
        willSend = true
        answer = .none
    }

    private mutating func lift(_ due: [String]) {
        hold = false
        if change == .held || !due.isEmpty && mutation != .forgetsDue {
            change = .due
            target = owner
        } else if change == .superseded, due.isEmpty {
            // It came into effect by the activation.
            change = .delivered
        }
        take(.lifted)
    }

    /// The call's outcome is asked for: executed, refused, or nothing that could still arrive.
    private func clearSteps(_ step: CallStep) -> [Step<TransferWorld>] {
        if mutation == .sendsAgain, answer == .none, !willSend, calls < 2 {
            return [stepping("\(step) again") { $0.calls += 1 }]
        }
        switch answer {
        case .executed:
            return [
                stepping("\(step) answered") { world in
                    world.take(step == .release ? .released(cursor: "c") : .activated)
                    world.answer = .none
                }
            ]
        case .refused:
            return [stepping("\(step) refused") { $0.take(.refused(step)) }]
        case .none:
            guard calls == 0, !willSend else { return [] }
            return [stepping("\(step) absent") { $0.take(.absent(step)) }]
        }
    }

    // MARK: Its calls at the back ends

    private func callSteps() -> [Step<TransferWorld>] {
        var steps: [Step<TransferWorld>] = []
        if willSend {
            steps.append(
                stepping("sent") { world in
                    world.willSend = false
                    world.calls += 1
                })
            if crashes > 0 {
                steps.append(
                    stepping("crash before it is sent") { world in
                        world.crashes -= 1
                        world.willSend = false
                    })
            }
        }
        guard calls > 0, let transfer else { return steps }
        let step: CallStep = owner == Int(transfer.from) ? .release : .activate
        steps.append(stepping("\(step) executed") { $0.execute(step) })
        if crashes > 0 {
            steps.append(
                stepping("\(step) is lost on its way") { world in
                    world.crashes -= 1
                    world.calls -= 1
                })
        }
        if refusals > 0 {
            steps.append(
                stepping("\(step) refused there") { world in
                    world.refusals -= 1
                    world.calls -= 1
                    world.answer = .refused
                })
        }
        return steps
    }

    private mutating func execute(_ step: CallStep) {
        calls -= 1
        answer = .executed
        switch step {
        case .release: effects[owner] = 0
        case .activate: effects[owner] = change == .delivered || change == .superseded ? 3 : 1
        }
    }
}
