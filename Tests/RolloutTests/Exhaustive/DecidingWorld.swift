import Diagnostics
import Rollout

/// Two nodes decide the documents of two orders, while a milestone goes live and is reversed; a node may crash at any step
/// and come back. Each node takes the routing lock, reads the epoch, takes the order's row, and commits: the pure core
/// decides, by what was read.
struct DecidingWorld: World {
    /// A rule that is left out, to show that the search finds what it is for.
    enum Mutation: Hashable {
        case none, noRoutingLock, noRow, stateReadBeforeRow
    }

    enum Status: Hashable { case accepted, routed, parked, duplicate }

    /// How far a node's transaction is.
    struct Node: Hashable {
        var document: Int?
        var epoch = 0
        var hasRow = false
        /// The owner that was read.
        var read: OwnerRead?
    }

    struct OwnerRead: Hashable {
        var owner: Side?
        var status: Status
    }

    static let order = [0, 0, 0, 1, 1]
    static let actions: [DocumentFacts.Action] = [.original, .change, .original, .original, .change]
    static let table: [RoutingSnapshot] = [Company.snapshot, Company.with(stage: .live), Company.snapshot].map {
        $0.indexed()
    }

    var mutation = Mutation.none
    var epoch = 0
    var nodes = [Node(), Node()]
    var status = [Status](repeating: .accepted, count: 5)
    var owners: [Side?] = [nil, nil]
    var crashes = 1
    var fault: String?

    var isFinal: Bool { epoch == 2 && !status.contains(.accepted) && nodes.allSatisfy { $0.document == nil } }

    func steps() -> [Step<DecidingWorld>] {
        var steps: [Step<DecidingWorld>] = []
        let holdsLock = nodes.contains { $0.document != nil }
        if epoch < 2, !holdsLock || mutation == .noRoutingLock {
            steps.append(stepping("move") { $0.epoch += 1 })
        }
        for node in nodes.indices { steps += self.steps(of: node) }
        return steps
    }

    private func steps(of node: Int) -> [Step<DecidingWorld>] {
        let own = nodes[node]
        guard let document = own.document else {
            return status.indices.filter { status[$0] == .accepted }.map { document in
                stepping("\(node) takes \(document)") { world in
                    world.nodes[node] = Node(document: document, epoch: world.epoch)
                    if mutation == .stateReadBeforeRow { world.nodes[node].read = world.read(document) }
                }
            }
        }
        var steps: [Step<DecidingWorld>] = []
        let isLocked = nodes.contains { $0.hasRow && $0.document.map { Self.order[$0] } == Self.order[document] }
        if !own.hasRow {
            if !isLocked || mutation == .noRow {
                steps.append(
                    stepping("\(node) has the row") { world in
                        world.nodes[node].hasRow = true
                        world.nodes[node].read = world.nodes[node].read ?? world.read(document)
                    })
            }
        } else {
            steps.append(stepping("\(node) commits \(document)") { $0.commit(node) })
        }
        if crashes > 0 {
            steps.append(
                stepping("\(node) crashes") { world in
                    world.crashes -= 1
                    world.nodes[node] = Node()
                })
        }
        return steps
    }

    private func read(_ document: Int) -> OwnerRead {
        OwnerRead(owner: owners[Self.order[document]], status: status[document])
    }

    private func stepping(_ name: String, _ change: (inout DecidingWorld) -> Void) -> Step<DecidingWorld> {
        var world = self
        change(&world)
        return Step(name, world)
    }

    /// Decides by what was read, and writes.
    private mutating func commit(_ node: Int) {
        guard let document = nodes[node].document, let read = nodes[node].read else { return }
        let epochRead = nodes[node].epoch
        nodes[node] = Node()
        guard read.status == .accepted else { return }
        if status[document] != .accepted { return fault = "document \(document) is decided twice" }
        let order = Self.order[document]
        let facts = Company.facts(Self.actions[document], number: "\(order)", content: "a")
        let state = read.owner.map { Self.known($0, order) } ?? OrderState(key: Self.key(order))
        var snapshot = Self.table[epochRead]
        snapshot.signedImports = ["north"]
        switch Company.decide(facts, in: snapshot, order: state, epoch: Int64(epochRead)) {
        case .deliver(let route): deliver(route, document, order, epochRead)
        case .park: status[document] = .parked
        case .duplicate: status[document] = .duplicate
        case .hold(let diagnostic, _), .fail(let diagnostic): fault = "\(diagnostic.code)"
        }
        if owners[order] != nil, (0..<5).contains(where: { Self.order[$0] == order && status[$0] == .parked }) {
            fault = "a document stays parked behind its order"
        }
    }

    private mutating func deliver(_ route: Route, _ document: Int, _ order: Int, _ epochRead: Int) {
        status[document] = .routed
        guard route.makesKnown != nil else {
            if owners[order] != route.side { fault = "a change does not follow its owner" }
            return
        }
        if owners[order] != nil { return fault = "order \(order) has two owners" }
        if epochRead != epoch { return fault = "a birth under an older epoch than the last move" }
        owners[order] = route.side
        for other in 0..<5 where Self.order[other] == order && status[other] == .parked { status[other] = .routed }
    }

    private static func key(_ order: Int) -> OrderKey { OrderKey(buyer: "grocer", number: "\(order)") }

    private static func known(_ side: Side, _ order: Int) -> OrderState {
        var state = Company.known(side)
        state.key = key(order)
        return state
    }
}
