import Intake
import Store

/// Documents of one interchange that are decided together with others in one transaction.
struct InterchangePart: Sendable {
    var interchange: KeptInterchange
    /// In the order of the payload.
    var documents: [UnderstoodDocument]
    /// True when the first document of the interchange is the first of this part.
    var isFirst: Bool
    /// Said with the last part: what ends the interchange.
    var summary: InterchangeSummary?
    /// The bytes of the whole interchange, when they are at hand.
    var bytes: [UInt8]?
    /// What was written of its documents beforehand.
    var prepared = PreparedPayloads()
    /// What is to be said of the whole interchange; nil where its sender's profile says nothing about that.
    var judgement: Judgement?

    /// True when the part is the whole interchange.
    var isWhole: Bool { isFirst && summary != nil }
}

/// What a deciding transaction did, once it has committed.
struct DecidedBatch: Sendable {
    /// The back ends that have something to claim now.
    var backends: Set<String> = []
    /// The interchanges whose documents changed.
    var interchanges: Set<String> = []
    /// The orders for which back ends' documents wait that came before them.
    var wakes: Set<String> = []
    /// How many documents that waited for their orders it sent on.
    var released = 0
    /// The deliveries whose attempts it has begun.
    var begun: [ClaimedDelivery] = []
    /// What its deliveries are made from.
    var goods: [Goods] = []
    /// The routing version that decided; this node's own is replaced by it.
    var version: RoutingState.Version
}

extension UniqueID {
    /// The id of the document at a place of an interchange: always the same, so that an interchange that is read again
    /// after a crash gives the same documents.
    init(documentAt position: Int, of interchange: UniqueID) {
        var state = interchange.bytes.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        func next() -> UInt64 {
            // SplitMix64: spreads neighbouring positions over all bits.
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }
        state ^= UInt64(truncatingIfNeeded: position) &* 0xD6E8_FEB8_6659_FD93
        let milliseconds = interchange.bytes.prefix(6).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        self.init(at: milliseconds * 1_000, random: (next(), next()))
    }
}
