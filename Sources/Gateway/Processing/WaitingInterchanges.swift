import Intake
import Store

/// An accepted interchange that waits for its decision, with its bytes while there is room for them in memory.
struct WaitingInterchange: Sendable {
    var interchange: KeptInterchange
    var bytes: [UInt8]?
}

/// The accepted interchanges that wait for their decisions, in accept order.
struct WaitingInterchanges {
    /// How many bytes of waiting interchanges stay in memory; the rest is read from the store again.
    private static let largestMemory = 64 << 20
    /// How many interchanges are taken at once, unless one alone is more than a piece.
    private static let takenInterchanges = 128
    /// How many are taken in a rush: who waits for a receipt waits for the store's writer no longer than these few take.
    private static let takenInRush = 16
    private static let takenBytes = 8 << 20

    private var items: [WaitingInterchange] = []
    private var first = 0
    private var bytes = 0
    /// Those who wait for receipts keep coming, for now.
    var isRush = false
    /// The store may hold what stands here not: look before going on.
    var needsRecovery = true

    var count: Int { items.count - first }

    /// Adds interchanges behind all others.
    mutating func add(_ new: [WaitingInterchange]) {
        for var item in new {
            let size = item.bytes?.count ?? 0
            if bytes + size > Self.largestMemory { item.bytes = nil }
            bytes += item.bytes?.count ?? 0
            items.append(item)
        }
    }

    /// Puts the store's unprocessed interchanges, in order, in the place of what stands here of them.
    mutating func replace(by backlog: [KeptInterchange]) {
        let newest = backlog.last?.number ?? 0
        let held = Dictionary(
            items[first...].map { ($0.interchange.number, $0) }, uniquingKeysWith: { first, _ in first })
        let later = held.values.filter { $0.interchange.number > newest }.sorted {
            $0.interchange.number < $1.interchange.number
        }
        items = backlog.map { held[$0.number] ?? WaitingInterchange(interchange: $0, bytes: nil) } + later
        first = 0
        bytes = items.reduce(0) { $0 + ($1.bytes?.count ?? 0) }
    }

    /// The next interchanges, in order: some small ones, or one large one.
    mutating func take() -> [WaitingInterchange] {
        let most = isRush ? Self.takenInRush : Self.takenInterchanges
        var end = first
        var taken: Int64 = 0
        while end < items.count, end - first < most {
            let size = items[end].interchange.size
            taken += size
            if end > first, size > Int64(pieceLength) || taken > Self.takenBytes { break }
            end += 1
            if size > Int64(pieceLength) { break }
        }
        let next = Array(items[first..<end])
        bytes -= next.reduce(0) { $0 + ($1.bytes?.count ?? 0) }
        first = end
        if first * 2 > items.count {
            items.removeFirst(first)
            first = 0
        }
        return next
    }
}
