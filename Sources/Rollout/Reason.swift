/// Why a document goes where it goes, as a value; ``words`` is its sentence.
public enum Reason: Sendable, Hashable, Codable {
    /// A birth, by its cell.
    case born(side: Side, SideReason)
    /// The first document of a function that the order was not bound for, by its cell.
    case boundByFirstDocument(function: String, side: Side, SideReason)
    /// A document that stands behind several orders, all of which have the same owner.
    case followsOwners(side: Side, orders: [String])
    /// A document that a back end made for an order that it owns.
    case ownersAnswer(function: String, side: Side)
    /// An order that people typed into a back end.
    case bornAtBackend(backend: String, side: Side)
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
    /// A document whose order's key is held: it is being transferred, or was taken from a dead back end.
    case keyHeld(String)
    /// The same content as the order has already.
    case sameContent(of: String)
    /// A copy that the sender marked as one.
    case markedDuplicate(of: String)

    /// The sentence for screens and answers.
    public var words: String {
        switch self {
        case .born(let side, let reason):
            "born at \(side.rawValue): \(reason.words)"
        case .boundByFirstDocument(let function, let side, let reason):
            "\(function) bound to \(side.rawValue) by its first document: \(reason.words)"
        case .followsOwners(let side, let orders):
            "follows the owners of \(orders.joined(separator: ", ")): all at \(side.rawValue)"
        case .ownersAnswer(let function, let side):
            "comes from \(side.rawValue), which holds \(function) of the order"
        case .bornAtBackend(let backend, let side):
            "born at \(side.rawValue): typed into \(backend)"
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
        case .keyHeld(let why):
            "waits while its order is held: \(why)"
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
