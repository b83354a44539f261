import Diagnostics

/// Where a document stands among those of its order: by its interchange's accept number, then by its place therein.
public struct DocumentPlace: Sendable, Hashable, Codable, Comparable {
    /// The interchange's accept number.
    public var number: Int64
    /// The document's place in the interchange, from 0.
    public var position: Int64

    /// A place by its parts.
    public init(number: Int64, position: Int64) {
        self.number = number
        self.position = position
    }

    public static func < (one: DocumentPlace, other: DocumentPlace) -> Bool {
        (one.number, one.position) < (other.number, other.position)
    }
}

/// A document of an order that is on its way to a back end, or has arrived there.
public struct SentDocument: Sendable, Hashable, Codable {
    public var document: String
    public var place: DocumentPlace
    /// True for the birth, behind which its changes go whenever they came.
    public var isBirth: Bool

    /// A sent document by its parts.
    public init(document: String, place: DocumentPlace, isBirth: Bool) {
        self.document = document
        self.place = place
        self.isBirth = isBirth
    }
}

extension OrderState {
    /// The newest document that went out before this one although it came later: no overtaking (invariant 6). A document
    /// that is sent behind it would overwrite newer content, or revive what was cancelled.
    ///
    /// A change is never overtaken by the birth of its own order, which stands first in its key whenever it came. Nil where
    /// the document's place is not known, or a person lets it go.
    func overtaker(of facts: DocumentFacts) -> SentDocument? {
        guard let place = facts.place, !sent.isEmpty else { return nil }
        let isOriginal = facts.action == .original || facts.action == .duplicate
        return sent.filter { $0.place > place && (isOriginal || !$0.isBirth) }.max { $0.place < $1.place }
    }
}

extension CompiledSnapshot {
    /// An overtaken document waits for a person, and holds up nobody: it has no place at the back end any more.
    func overtaken(_ facts: DocumentFacts, order: OrderState) -> Decision? {
        guard let newer = order.overtaker(of: facts) else { return nil }
        return .hold(
            Diagnostic(
                "route.overtaken", value: facts.orderNumber,
                facts: ["document": facts.document, "key": order.key.text, "newer": newer.document]), at: nil)
    }
}
