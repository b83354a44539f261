/// Why a document goes where it goes, as a value; ``words`` is its sentence.
public enum Reason: Sendable, Hashable, Codable {
    /// A birth in a cell of no unfinished milestone.
    case bornAtStoredSide(cell: Cell, side: Side, completed: Bool)
    /// A birth in a cell whose milestone has not moved births yet.
    case bornBeforeMilestone(milestone: String, stage: Stage, side: Side)
    /// A birth in a cell whose milestone sends births to new.
    case bornByMilestone(milestone: String, stage: Stage)
    /// A document of an order that has an owner.
    case followsOwner(side: Side, origin: OrderOrigin, born: Instant)
    /// A change of an order that was never seen, at a site whose open orders are not all imported.
    case unknownKey(site: String, side: Side)
    /// A test document, which has no itinerary.
    case test(partner: String)
    /// A document that waits for its order.
    case waitsForBirth(until: Instant)
    /// A document that waits because its order's birth is itself waiting for a person.
    case waitsForHeldBirth
    /// The same content as the order has already.
    case sameContent(of: String)
    /// A copy that the sender marked as one.
    case markedDuplicate(of: String)

    /// The sentence for screens and answers.
    public var words: String {
        switch self {
        case .bornAtStoredSide(let cell, let side, let completed):
            completed
                ? "born at \(side.rawValue): the milestone of \(cell) is complete"
                : "born at \(side.rawValue): no milestone moves \(cell)"
        case .bornBeforeMilestone(let milestone, let stage, let side):
            "born at \(side.rawValue): milestone \(milestone) is \(stage.rawValue)"
        case .bornByMilestone(let milestone, let stage):
            "born at new: milestone \(milestone) is \(stage.rawValue)"
        case .followsOwner(let side, let origin, let born):
            "follows its owner: \(origin.words) \(born.dayInWords) at \(side.rawValue)"
        case .unknownKey(let site, let side):
            "unknown order: goes to \(side.rawValue), because the open orders of \(site) are not all imported"
        case .test(let partner):
            "test document of \(partner): goes to the test back end and counts in no figure"
        case .waitsForBirth(let until):
            "waits for its order until \(until.iso8601)"
        case .waitsForHeldBirth:
            "waits for its order, which is held for a person"
        case .sameContent(let document):
            "duplicate: the content of document \(document) again"
        case .markedDuplicate(let document):
            "duplicate: marked as a copy by its sender; the order came with document \(document)"
        }
    }
}

/// How an order came to be known here.
public enum OrderOrigin: String, Sendable, Hashable, Codable {
    case born
    case imported
    case unknownKey = "unknown-key"

    var words: String {
        switch self {
        case .born: "born"
        case .imported: "imported"
        case .unknownKey: "first seen by a change"
        }
    }
}
