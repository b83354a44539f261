/// Where a document stands, as partners and people see it.
public enum DocumentStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// Its bytes are kept; it is not decided yet.
    case accepted
    /// It waits for a person.
    case held
    /// It waits for its order to be born.
    case parked
    /// It stopped at a stage with diagnostics.
    case failed
    /// It is on its way to its back end.
    case delivering
    /// An attempt ended without a definite answer, at a back end that cannot be asked again without risk.
    case unknown
    case delivered
    /// The order had this content already.
    case duplicate
    /// Another decision took its place.
    case superseded
    /// A person took it out, with a reason.
    case discarded

    /// True when nothing more will happen by itself.
    public var isSettled: Bool {
        switch self {
        case .accepted, .delivering: false
        case .held, .parked, .failed, .unknown, .delivered, .duplicate, .superseded, .discarded: true
        }
    }
}

/// The stage at which a document stopped.
public enum DocumentStage: String, Sendable, Hashable, Codable {
    case receive
    case read
    case map
    case route
    /// It could not be written in the format of its back end.
    case write
    case deliver
    /// It has arrived, and its receiver refuses it or does not answer.
    case acknowledge
}

/// What a delivery is for.
public enum DeliveryPurpose: String, Sendable, Hashable, Codable {
    /// A partner's document to the back end that owns its order.
    case primary
    case copy
    case standby
    case shadow
    /// A back end's document to the partner.
    case outbound

    /// Whether it is what becomes of the document itself, and no copy of it.
    public var isOwn: Bool { self == .primary || self == .outbound }
}

/// Where a delivery stands.
public enum DeliveryState: String, Sendable, Hashable, Codable, CaseIterable {
    /// It keeps its place in the key and waits for a person.
    case held
    /// It is due now or later.
    case waiting
    /// An attempt is on its way.
    case sending
    case delivered
    /// The back end refused its content, or its time ran out.
    case failed
    case unknown
    case superseded
    case discarded

    /// True when it stands before its successors in the key.
    public var blocksSuccessors: Bool {
        switch self {
        case .held, .waiting, .sending, .failed, .unknown: true
        case .delivered, .superseded, .discarded: false
        }
    }
}
