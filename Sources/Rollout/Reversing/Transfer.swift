/// The transfer of one order from one back end to another, journaled step by step.
///
/// A pure machine: the shell writes the value to its journal in the transaction that does a step, and asks ``next`` what is
/// to be done; after a crash it reads the journal and asks again. Every action may be done twice. An event that belongs to
/// another step is late, and changes nothing. Between release and activate nobody acts.
public struct Transfer: Sendable, Hashable, Codable {
    public enum Step: Sendable, Hashable, Codable {
        /// The key is to be held.
        case holding
        /// In one transaction: supersede the deliveries that were never begun, then, in a later statement, look for open ones
        /// and roll back if there is one.
        case superseding
        case releasing(StepCall)
        /// Read what the old owner sent, up to its cursor.
        case reading(cursor: String)
        /// In one transaction: itinerary, back-filled copies, activation.
        case writing
        case activating(StepCall)
        /// The new owner refused; a person mends the cause, since the old one has let go already.
        case activationRefused
        /// Lift the hold; the order has its new owner.
        case lifting
        /// Lift the hold and make the superseded deliveries due again; the order keeps its owner.
        case returning(Failure)
        case done
        case kept(Failure)
    }

    /// Why an order keeps its owner.
    public enum Failure: String, Sendable, Hashable, Codable {
        /// A delivery has an attempt without a definite result.
        case openDelivery = "open-delivery"
        /// The old owner does not let go.
        case releaseRefused = "release-refused"
        /// Goods are on their way already: a partly delivered order stays.
        case partlyDelivered = "partly-delivered"
        /// Its owner is dead and was fenced: a person enters it elsewhere instead.
        case quarantined
    }

    public enum Event: Sendable, Hashable, Codable {
        case held
        /// The superseded deliveries; in the transaction nothing was open.
        case superseded([String])
        case foundOpen
        case foundPartlyDelivered
        /// A call's attempt was committed, before any byte left.
        case began(CallStep)
        case released(cursor: String)
        case refused(CallStep)
        /// A begun call can no longer arrive, and was not executed: it is sent again.
        case absent(CallStep)
        case read
        case written
        case activated
        /// A person mended why the new owner refused.
        case retry
        case lifted
        /// The order is taken from its owner, which is fenced.
        case quarantined
    }

    public enum Action: Sendable, Hashable {
        case hold
        /// In one transaction, with a later statement for the second half.
        case supersedeUnlessOpen
        case call(CallStep, key: String)
        /// Ask what became of a call, or wait for its answer; it must not be sent again.
        case clear(CallStep, key: String)
        case read(upTo: String)
        case writeAndActivate
        case waitForPerson
        /// Lift the hold, waking what waits behind it; these deliveries become due again at the old owner.
        case lift(dueAgain: [String])
        case nothing
    }

    public var id: String
    public var order: OrderKey
    public var from: String
    public var to: String
    /// Whether each back end honours keys: then a call without an answer may be sent again.
    public var honoursKeys: Set<String>
    public private(set) var step: Step = .holding
    public private(set) var superseded: [String] = []

    /// A transfer that begins.
    public init(id: String, order: OrderKey, from: String, to: String, honoursKeys: Set<String> = []) {
        self.id = id
        self.order = order
        self.from = from
        self.to = to
        self.honoursKeys = honoursKeys
    }

    /// True once there is nothing left to do.
    public var isOver: Bool {
        switch step {
        case .done, .kept: true
        default: false
        }
    }

    /// What is to be done now: the same after a crash as before it.
    public var next: Action {
        switch step {
        case .holding: .hold
        case .superseding: .supersedeUnlessOpen
        case .releasing(let call): action(.release, call, at: from)
        case .reading(let cursor): .read(upTo: cursor)
        case .writing: .writeAndActivate
        case .activating(let call): action(.activate, call, at: to)
        case .activationRefused: .waitForPerson
        case .lifting: .lift(dueAgain: [])
        case .returning: .lift(dueAgain: superseded)
        case .done, .kept: .nothing
        }
    }

    private func action(_ step: CallStep, _ call: StepCall, at backend: String) -> Action {
        let key = "\(id)-\(step.rawValue)"
        return call == .due || honoursKeys.contains(backend) ? .call(step, key: key) : .clear(step, key: key)
    }

    /// Takes an event. What belongs to another step than the present one changes nothing.
    ///
    /// - Returns: Whether the step changed, and the journal must be written.
    @discardableResult
    public mutating func take(_ event: Event) -> Bool {
        guard let following = following(event), following != step else { return false }
        if case .superseded(let deliveries) = event { superseded = deliveries }
        step = following
        return true
    }

    private func following(_ event: Event) -> Step? {
        switch (step, event) {
        case (.holding, .held): .superseding
        case (.superseding, .superseded): .releasing(.due)
        case (.superseding, .foundOpen): .returning(.openDelivery)
        case (.superseding, .foundPartlyDelivered): .returning(.partlyDelivered)
        case (.releasing, .began(.release)): .releasing(.begun)
        case (.releasing, .released(let cursor)): .reading(cursor: cursor)
        case (.releasing, .refused(.release)): .returning(.releaseRefused)
        case (.releasing, .absent(.release)): .releasing(.due)
        case (.reading, .read): .writing
        case (.writing, .written): .activating(.due)
        case (.activating, .began(.activate)): .activating(.begun)
        case (.activating, .activated): .lifting
        case (.activating, .refused(.activate)): .activationRefused
        case (.activating, .absent(.activate)): .activating(.due)
        case (.activationRefused, .retry): .activating(.due)
        case (.activationRefused, .activated): .lifting
        case (.lifting, .lifted): .done
        case (.returning(let failure), .lifted): .kept(failure)
        case (.holding, .quarantined), (.superseding, .quarantined), (.releasing, .quarantined): .kept(.quarantined)
        default: nil
        }
    }
}
