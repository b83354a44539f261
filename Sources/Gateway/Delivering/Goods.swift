import Intake
import Store
import Synchronization

/// What a document's consignments are made from.
struct Goods: Sendable {
    /// What is known of the interchange that brought it.
    struct Source: Sendable {
        var id: UniqueID
        var fileName: String?
        var contentType: String?
        /// How many documents it holds.
        var documents: Int64
    }

    var document: DocumentRow
    /// The orders that it names behind its first.
    var furtherOrders: [String] = []
    /// The version of its content.
    var version: Int64
    /// The canonical document, where the back end takes it.
    var canonical: [UInt8]?
    /// What a mapping wrote of it, where the back end takes that.
    var written: WrittenPayloadRow?
    /// The bytes that a person corrected.
    var edited: [UInt8]?
    /// Where the back end takes what was received.
    var source: Source?
    /// The bytes of the whole interchange, or of this document's message alone in its envelope.
    var payload: Payload?

    enum Payload: Sendable {
        case whole([UInt8])
        case alone([UInt8])
    }

    /// About what it holds in memory, in bytes.
    fileprivate var size: Int {
        let payload =
            switch payload {
            case .whole(let bytes), .alone(let bytes): bytes.count
            case nil: 0
            }
        return 1_024 + (canonical?.count ?? 0) + (edited?.count ?? 0) + payload
    }
}

/// What this node has just decided, kept so that it need not be read again to be sent. It is a memory and no record: what
/// does not fit, or is not asked for in time, is read from the store.
final class RecentGoods: Sendable {
    private struct Key: Hashable {
        var document: UniqueID
        var version: Int64
    }

    private struct Kept {
        var goods: Goods
        var since: ContinuousClock.Instant
    }

    private struct State {
        var goods: [Key: Kept] = [:]
        var bytes = 0
        /// When what is too old was last removed.
        var cleaned: ContinuousClock.Instant?
    }

    private static let longest = Duration.seconds(30)
    private let largest: Int
    private let state = Mutex(State())

    /// A memory of at most so many bytes.
    init(largest: Int = 32 << 20) { self.largest = largest }

    /// Remembers what is to be sent soon, as far as there is room. What came first stays: it is sent first.
    func keep(_ goods: [Goods]) {
        guard !goods.isEmpty else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            if state.cleaned.map({ now - $0 > Self.longest / 2 }) ?? true { Self.clean(&state, now) }
            for one in goods where state.bytes + one.size <= largest {
                let kept = Kept(goods: one, since: now)
                let old = state.goods.updateValue(kept, forKey: Key(document: one.document.id, version: one.version))
                state.bytes += one.size - (old?.goods.size ?? 0)
            }
        }
    }

    /// Gives what is remembered of a delivery's document, and forgets it.
    func take(for delivery: DeliveryRow) -> Goods? {
        state.withLock { state in
            let key = Key(document: delivery.documentID, version: delivery.payloadVersion)
            guard let kept = state.goods.removeValue(forKey: key) else { return nil }
            state.bytes -= kept.goods.size
            return kept.goods
        }
    }

    private static func clean(_ state: inout State, _ now: ContinuousClock.Instant) {
        state.goods = state.goods.filter { now - $0.value.since <= longest }
        state.bytes = state.goods.values.reduce(0) { $0 + $1.goods.size }
        state.cleaned = now
    }
}
