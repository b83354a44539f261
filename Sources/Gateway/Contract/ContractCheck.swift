/// What is asked of a back end's endpoint, each by the clause of the contract (`deploy/examples/README.md`) that it holds to.
public enum ContractCheck: String, Sendable, Hashable, CaseIterable {
    case documentTaken = "document-taken"
    case orderKeyEscaped = "order-key-escaped"
    case changesInOrder = "changes-in-order"
    case largeDocument = "large-document"
    case severalOrders = "several-orders"
    case sameKeyAgain = "same-key-again"
    case sameKeyAtOnce = "same-key-at-once"
    case sameKeyOtherBytes = "same-key-other-bytes"
    case effectOnce = "effect-once"
    case rubbishRefused = "rubbish-refused"
    case refusalKeepsKey = "refusal-keeps-key"
    case shadowWithoutEffect = "shadow-without-effect"
    case copyTaken = "copy-taken"
    case standbyTaken = "standby-taken"
    case releaseOnce = "release-once"
    case activateOnce = "activate-once"
    case listingWindow = "listing-window"
    case listingPages = "listing-pages"
    case listingOneOrder = "listing-one-order"
    case pollPages = "poll-pages"
    case pollCursorAgain = "poll-cursor-again"
    case copyMakesNothing = "copy-makes-nothing"
    case slowBody = "slow-body"
    case cutBody = "cut-body"

    /// The clause.
    public var clause: String {
        switch self {
        case .documentTaken: "1.1"
        case .orderKeyEscaped: "1.2"
        case .changesInOrder: "1.3"
        case .largeDocument: "1.4"
        case .severalOrders: "1.5"
        case .sameKeyAgain: "2.1"
        case .sameKeyAtOnce: "2.2"
        case .sameKeyOtherBytes: "2.3"
        case .effectOnce: "2.4"
        case .rubbishRefused: "3.1"
        case .refusalKeepsKey: "3.2"
        case .shadowWithoutEffect: "4.1"
        case .copyTaken: "4.2"
        case .standbyTaken: "4.3"
        case .releaseOnce: "5.1"
        case .activateOnce: "5.2"
        case .listingWindow: "6.1"
        case .listingPages: "6.2"
        case .listingOneOrder: "6.3"
        case .pollPages: "7.1"
        case .pollCursorAgain: "7.2"
        case .copyMakesNothing: "4.4"
        case .slowBody: "8.1"
        case .cutBody: "8.2"
        }
    }

    /// What is expected, in one sentence.
    public var expected: String {
        switch self {
        case .documentTaken: "an order is taken"
        case .orderKeyEscaped: "an order's key is percent-decoded and kept as it was"
        case .changesInOrder: "a change and a cancellation are taken behind their order, and show in what is listed"
        case .largeDocument: "an order of 10,000 lines is taken"
        case .severalOrders: "a receiving advice of two orders is taken, and changes neither"
        case .sameKeyAgain: "a document that comes again with its key is a success, or the duplicate's answer"
        case .sameKeyAtOnce: "of equal requests at once none is refused or left open, and a later one is a success"
        case .sameKeyOtherBytes: "a known key executes nothing, whatever the bytes; the answer is definite"
        case .effectOnce: "whatever came again, there is one order, as it came first"
        case .rubbishRefused: "what cannot be read is refused for good, not to be tried again"
        case .refusalKeepsKey: "an order is taken under the key of a body that was refused"
        case .shadowWithoutEffect: "what comes in the shadow is answered with a body, and leaves no order behind"
        case .copyTaken: "a copy is taken, and the order is listed"
        case .standbyTaken: "a standby copy is taken, and the order is listed"
        case .releaseOnce: "letting go of an order is a success, as often as it comes; a cursor in the answer is a text"
        case .activateOnce: "taking an order over is a success, as often as it comes"
        case .listingWindow: "a window lists what changed in it, and nothing else"
        case .listingPages: "pages of one order each give every order once, and end"
        case .listingOneOrder: "an order is found by its key and by its id, alike; an unknown key finds nothing"
        case .pollPages: "pages of one document each have ids and cursors of their own"
        case .pollCursorAgain: "the same cursor gives the same documents again"
        case .copyMakesNothing: "what it made names no order that it has as a copy"
        case .slowBody: "a body that takes three seconds to come is taken"
        case .cutBody: "half a body has no effect, and does not use up its key"
        }
    }
}

/// What a check came to.
public struct ContractFinding: Sendable, Hashable, Codable {
    public enum Verdict: String, Sendable, Hashable, Codable {
        case kept
        case broken
        /// It could not be looked at, for the reason under `came`.
        case unseen
    }

    public var check: String
    public var clause: String
    public var verdict: Verdict
    public var sent: String
    public var expected: String
    public var came: String

    init(_ check: ContractCheck, _ verdict: Verdict, sent: String, came: String) {
        self.check = check.rawValue
        clause = check.clause
        self.verdict = verdict
        self.sent = sent
        expected = check.expected
        self.came = came
    }
}

/// What all checks came to.
public struct ContractReport: Sendable, Hashable, Codable {
    public var backend: String
    public var kept: Int
    public var broken: Int
    public var unseen: Int
    public var findings: [ContractFinding]

    init(backend: String, _ findings: [ContractFinding]) {
        self.backend = backend
        self.findings = findings
        kept = findings.count { $0.verdict == .kept }
        broken = findings.count { $0.verdict == .broken }
        unseen = findings.count { $0.verdict == .unseen }
    }
}
