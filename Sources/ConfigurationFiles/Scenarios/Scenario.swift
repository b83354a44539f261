public import Diagnostics
public import Rollout

/// What must happen when messages come in, people move milestones and back ends answer: one story, from one file.
public struct Scenario: Sendable, Hashable {
    /// What a back end answers.
    public struct Reply: Sendable, Hashable {
        /// An HTTP status, which means what the back end's configuration says.
        public var status: Int
        /// The body, JSON or any text.
        public var says: String

        /// A reply by its parts.
        public init(status: Int = 200, says: String = "") {
            self.status = status
            self.says = says
        }
    }

    /// A step of the story, with what must be true behind it.
    public struct Step: Sendable, Hashable {
        public var action: Action
        /// Who does it.
        public var actor: String
        /// In which role: `operator`, `approver`, `support`…
        public var role: String
        public var reason: String?
        /// The code with which it must be refused; nil where it must be done.
        public var refused: String?
        /// The documents of what was sent, in their order; nil where that is of no account.
        public var documents: [Document]?
        /// What must be true of everything else.
        public var expected: Expectations
        /// Where it stands in its file.
        public var position: Position
    }

    /// What is done.
    public enum Action: Sendable, Hashable {
        /// A partner hands a payload over.
        case send(bytes: [UInt8], name: String?, partner: String)
        case move(String, MoveWish, Details)
        case approve(String)
        case sign(String, item: String)
        /// Signs the newest move that somebody on duty made alone.
        case countersign(String)
        /// Orders that were open before the gateway came get their owner; signed, no others are expected at the site.
        case importOrders(OpenOrders)
        /// The oldest document of an order that stopped is sent again, or taken out.
        case retry(order: String)
        case discard(order: String)
        /// An order is given to the back end of a side.
        case transfer(order: String, to: Side)
        /// A person says what became of the call that an order's transfer waits for: done, refused or absent. Live only.
        case confirm(order: String, found: String)
        /// A quarantined order was entered at the other back end, under an id. Live only.
        case enter(order: String, id: String)
        /// A person says that an order is done.
        case close(order: String)
        /// A move is scheduled at a time of the milestone's site.
        case schedule(String, Stage, at: String, Details)
        /// Back ends answer so from now on.
        case answers([String: Reply])
        /// Time passes, in seconds.
        case wait(Double)
        /// Nothing is done; only looked.
        case look
    }

    /// Orders of a site that were open before the gateway came.
    public struct OpenOrders: Sendable, Hashable {
        public var site: String
        /// `buyer/number` each.
        public var orders: [String]
        public var side: Side
        public var isSigned: Bool

        /// Orders by their owner; signed where no other is expected.
        public init(site: String, orders: [String], side: Side = .legacy, isSigned: Bool = false) {
            self.site = site
            self.orders = orders
            self.side = side
            self.isSigned = isSigned
        }
    }

    /// What goes with a move.
    public struct Details: Sendable, Hashable {
        public var typedName: String?
        public var breaksGlass = false
        public var overrides: [GateKind: String] = [:]

        /// Nothing goes with it, unless said.
        public init(typedName: String? = nil) { self.typedName = typedName }
    }

    /// What must be true of one document that was sent; what is nil is of no account.
    public struct Document: Sendable, Hashable {
        public var order: String?
        public var type: String?
        public var status: String?
        /// The side that owns; `none` for none.
        public var owner: String?
        public var backend: String?
        public var site: String?
        /// What the reason says, in part.
        public var because: String?
        public var code: String?
        /// The purposes of its copies by back end, all of them.
        public var copies: [String: [String]]?
        /// Where it stands in its file.
        public var position: Position
    }

    /// What must be true behind a step; what is empty is of no account.
    public struct Expectations: Sendable, Hashable {
        /// The stages of milestones.
        public var milestones: [String: Stage] = [:]
        /// The sides that orders are bound to, by function; `none` for unbound.
        public var orders: [String: [String: String]] = [:]
        /// All that a back end has got so far, `primary order northwind/po-1` each.
        public var received: [String: [String]] = [:]
        /// The temporary integrations that are needed, all of them: `derived order-intake@north legacy to new`.
        public var integrations: [String]?
        /// How the answers of a milestone's documents compare in shadow.
        public var compared: [String: Comparison] = [:]
        /// What the gates of a milestone say now.
        public var gates: [String: [GateKind: Verdict]] = [:]
        /// The guards of a milestone that have tripped, or are armed.
        public var guards: [String: [GuardKind: GuardState]] = [:]
        /// Whether orders are open or closed.
        public var states: [String: OrderLife] = [:]
    }

    /// Whether a guard has tripped.
    public enum GuardState: String, Sendable, Hashable, CaseIterable {
        case armed
        case tripped
    }

    /// Whether an order is done.
    public enum OrderLife: String, Sendable, Hashable, CaseIterable {
        case open
        case closed
    }

    /// What must be true of a comparison; what is nil is of no account.
    public struct Comparison: Sendable, Hashable {
        public var documents: Int?
        public var matching: Int?
        /// The fields that differ, all of them.
        public var fields: [String]?

        /// A comparison by its parts.
        public init(documents: Int? = nil, matching: Int? = nil, fields: [String]? = nil) {
            self.documents = documents
            self.matching = matching
            self.fields = fields
        }
    }

    public var name: String
    /// Its file.
    public var file: String
    /// The configuration that it is about, as its file names it, from its file on; nil for the one that is given.
    public var configuration: String?
    /// Why it is not played on the core; nil where it is.
    public var liveOnly: String?
    /// When it begins.
    public var clock: Instant
    /// The stages of milestones at its begin; the others are planned.
    public var stages: [String: Stage]
    /// What back ends answer at its begin; the others take everything.
    public var answers: [String: Reply]
    public var steps: [Step]
}
