import Intake
import Rollout

/// A delivery of a scenario that is played on the core alone.
struct CoreDelivery: Sendable {
    var id: Int
    var document: String
    var type: String
    var backend: String
    var purpose: DeliveryPurpose
    /// Where it keeps its order: the order's key, else the document.
    var key: String
    /// The order's key, as back ends hear of it.
    var order: String
    var isBirth: Bool
    var place: DocumentPlace
    /// What it comes after.
    var after: Int?
    /// The interchange that goes out in one piece, with all of its documents.
    var bundle: Int64?
    var state: DeliveryState = .waiting
    /// What becomes of what comes behind it once it is refused.
    var onRejection = RejectionPolicy.hold
    /// Whether the back end was asked since its answers last changed.
    var wasAsked = false
    /// The last definite answer.
    var answer: SideAnswer?
    var madeAt: Instant
}

/// The deliveries of a scenario: each goes when nothing stands before it, as the store's claim has it.
struct CoreDeliveries: Sendable {
    private(set) var all: [CoreDelivery] = []
    /// What each back end got, each delivery once.
    private(set) var received: [String: [String]] = [:]
    private var arrived: Set<Int> = []
    private var bundlesArrived: Set<Int64> = []
    /// How attempts at primary deliveries ended.
    private(set) var ended: [(backend: String, at: Instant, failed: Bool)] = []

    @discardableResult
    mutating func add(_ delivery: CoreDelivery) -> Int {
        var delivery = delivery
        delivery.id = all.count
        all.append(delivery)
        return delivery.id
    }

    /// Notes a call that a back end took.
    mutating func note(_ line: String, at backend: String) { received[backend, default: []].append(line) }

    /// Lets deliveries go out in one piece.
    mutating func bundle(_ ids: [Int], as number: Int64) { for id in ids { all[id].bundle = number } }

    func of(_ document: String) -> [CoreDelivery] { all.filter { $0.document == document } }

    mutating func set(_ state: DeliveryState, _ id: Int) {
        all[id].state = state
        all[id].wasAsked = false
    }

    /// Lets what waits be tried again.
    mutating func askAgain() { for place in all.indices { all[place].wasAsked = false } }

    /// Sends what may go until nothing more does.
    ///
    /// - Parameter ask: how a back end answers: what it means, what it said, and whether it took the document.
    mutating func send(
        at now: Instant, honouring: (String) -> Bool,
        ask: (String) -> (outcome: DeliveryOutcome, answer: SideAnswer)
    ) {
        cascade()
        while let place = all.indices.first(where: { mayGo(all[$0]) }) {
            let (outcome, answer) = ask(all[place].backend)
            take(outcome, answer, at: place, honouring: honouring(all[place].backend), now)
            if all[place].state == .failed { cascade() }
        }
    }

    private mutating func take(
        _ outcome: DeliveryOutcome, _ answer: SideAnswer, at place: Int, honouring: Bool, _ now: Instant
    ) {
        all[place].wasAsked = true
        let delivery = all[place]
        if delivery.purpose == .primary {
            var hasFailed = true
            if case .done = outcome { hasFailed = false }
            ended.append((delivery.backend, now, hasFailed))
        }
        switch outcome {
        case .done:
            all[place].state = .delivered
            all[place].answer = answer
            // What is said of several documents says nothing of one of them alone.
            if delivery.bundle != nil { all[place].answer?.content = .unsaid }
            arrive(delivery)
        case .refused:
            all[place].state = .failed
            all[place].answer = answer
        case .failed: break
        case .unknown:
            arrive(delivery)
            if !honouring { all[place].state = .unknown }
        }
    }

    private mutating func arrive(_ delivery: CoreDelivery) {
        guard arrived.insert(delivery.id).inserted else { return }
        if let bundle = delivery.bundle, !bundlesArrived.insert(bundle).inserted { return }
        received[delivery.backend, default: []].append(
            "\(delivery.purpose.rawValue) \(delivery.type) \(delivery.order)")
    }

    /// Nothing stands before it in its key at its back end, and what it comes after has arrived.
    private func mayGo(_ delivery: CoreDelivery) -> Bool {
        guard delivery.state == .waiting, !delivery.wasAsked else { return false }
        if let after = delivery.after, all[after].state != .delivered, all[after].state != .superseded { return false }
        return !all.contains { other in
            other.key == delivery.key && other.backend == delivery.backend && other.id != delivery.id
                && other.isOpen && !isPassed(other) && other.stands(before: delivery) && other.holdsUp(delivery)
        }
    }

    /// Fails what waits behind a refused delivery whose function cascades.
    private mutating func cascade() {
        let heads = all.filter { $0.onRejection == .cascade && $0.state == .failed && $0.purpose.isOwn }
        guard !heads.isEmpty else { return }
        for place in all.indices where all[place].state == .waiting && all[place].purpose.isOwn {
            let delivery = all[place]
            let fails = heads.contains {
                $0.key == delivery.key && $0.backend == delivery.backend && $0.stands(before: delivery)
            }
            if fails { all[place].state = .failed }
        }
    }

    /// Whether an open delivery stands before nobody: it was refused, or copies one that was, and later ones go on.
    private func isPassed(_ delivery: CoreDelivery) -> Bool {
        guard delivery.onRejection == .continue else { return false }
        return delivery.state == .failed
            || delivery.state == .waiting
                && delivery.after.map { all[$0].state == .failed } ?? false
    }

    /// The status of a document by its primary deliveries; nil where it has none.
    func status(of document: String) -> DocumentStatus? {
        let states = of(document).filter { $0.purpose == .primary }.map(\.state)
        for (state, status) in [
            (DeliveryState.failed, DocumentStatus.failed), (.held, .held), (.unknown, .unknown),
            (.waiting, .delivering), (.delivered, .delivered), (.discarded, .discarded),
        ] where states.contains(state) {
            return status
        }
        return nil
    }
}

extension CoreDelivery {
    fileprivate var isOpen: Bool { [.held, .waiting, .failed, .unknown].contains(state) }

    fileprivate func stands(before other: CoreDelivery) -> Bool {
        (isBirth ? 0 : 1, place.number, place.position, id)
            < (other.isBirth ? 0 : 1, other.place.number, other.place.position, other.id)
    }

    /// A shadow holds up nobody but shadows, and a failed one nobody at all.
    fileprivate func holdsUp(_ other: CoreDelivery) -> Bool {
        purpose != .shadow || (other.purpose == .shadow && state == .waiting)
    }
}
