import Diagnostics
import Syntax
import Tradacoms

/// Reads TRADACOMS transmissions; each order of a file comes with what the file's header says.
struct OrderFileReader: InterchangeReader {
    private var reader: TradacomsReader
    private var joining = OrderFileJoining()

    init(_ reader: TradacomsReader) { self.reader = reader }

    mutating func read(_ bytes: ArraySlice<UInt8>, _ handle: (ReaderEvent) throws -> Void) throws {
        try reader.read(bytes) { try joining.take($0, handle) }
    }

    mutating func finish(_ handle: (ReaderEvent) throws -> Void) throws {
        try reader.finish { try joining.take($0, handle) }
    }
}

/// Gives each order of a TRADACOMS file what the file's header says before it.
///
/// A file is ORDHDR, ORDERS…, ORDTLR (TRADACOMS, Orders file). Its header names supplier and customer for all of its orders,
/// so that each order gets a tree with the header's segments as its preamble; header, trailer and the reconciliation
/// message (RSGRSG) are no documents. With an error in one of them it is handed on as a document of its own, which fails.
struct OrderFileJoining {
    /// So many bytes of headers are repeated in any case.
    static let freeBytes = 4 << 20
    /// How many bytes of headers are repeated for each byte of orders.
    static let ratio = 64

    private var header: Message?
    /// What was noticed in a header that nothing is wrong with; it stands with the first order.
    private var remarks: [Diagnostic] = []
    private var repeatedBytes = 0
    private var ownBytes = 0

    /// Hands on what a reader found, orders with their header.
    mutating func take(_ event: ReaderEvent, _ handle: (ReaderEvent) throws -> Void) rethrows {
        guard case .message(let message) = event else {
            if case .interchange = event { self = OrderFileJoining() }
            return try handle(event)
        }
        switch message.type {
        case "ORDHDR":
            header = message
            remarks = message.diagnostics.hasErrors ? [] : message.diagnostics.items
            if message.diagnostics.hasErrors { try handle(event) }
        case "ORDTLR", "RSGRSG":
            if message.type == "ORDTLR" { header = nil }
            if message.diagnostics.hasErrors { try handle(event) }
        case "ORDERS": try handle(.message(joined(message)))
        default: try handle(event)
        }
    }

    private mutating func joined(_ order: Message) -> Message {
        var order = order
        guard let header, let preamble = HeaderPreamble(header.tree) else {
            order.diagnostics.append(
                Diagnostic("tradacoms.order-header-missing", at: order.tree.origin, value: order.reference))
            return order
        }
        ownBytes += order.range.count
        repeatedBytes += preamble.cost
        guard repeatedBytes <= Self.freeBytes + Self.ratio * ownBytes else {
            order.diagnostics.append(
                Diagnostic(
                    "tradacoms.order-header-too-large", at: order.tree.origin, value: order.reference,
                    facts: ["bytes": "\(header.range.count)"]))
            return order
        }
        for remark in remarks { order.diagnostics.append(remark) }
        remarks = []
        order.tree = preamble.joined(to: order.tree)
        return order
    }
}

/// The segments of a header message between MHD and MTR, to be put before another message.
private struct HeaderPreamble {
    private let header: Tree
    private let segments: Range<Tree.Index>

    /// Nil for a header that says nothing.
    init?(_ header: Tree) {
        self.header = header
        let tags = header.children(of: header.root).map { ($0, header.name(of: $0)) }
        guard let first = tags.first(where: { $0.1 != "MHD" && $0.1 != "MTR" })?.0 else { return nil }
        segments = first..<(tags.first { $0.0 > first && $0.1 == "MTR" }?.0 ?? header.nodes.count)
    }

    /// How many bytes repeating it takes.
    var cost: Int { header.values.count + segments.count * MemoryLayout<Tree.Node>.stride }

    /// A message's tree with this before its own segments.
    func joined(to order: Tree) -> Tree {
        var nodes = [order.nodes[0]]
        nodes.reserveCapacity(segments.count + order.nodes.count)
        for var node in header.nodes[segments] {
            node.end -= UInt32(truncatingIfNeeded: segments.lowerBound - 1)
            nodes.append(node)
        }
        let shift = UInt32(truncatingIfNeeded: header.values.count)
        for var node in order.nodes.dropFirst() {
            node.end += UInt32(truncatingIfNeeded: segments.count)
            node.valueStart += shift
            node.offset += shift
            nodes.append(node)
        }
        nodes[0].end = UInt32(truncatingIfNeeded: nodes.count)
        return Tree(
            nodes: nodes, names: order.names, values: header.values + order.values, decoding: decoding(with: order),
            origin: order.origin, preamble: Tree.Preamble(length: header.values.count, origin: header.origin))
    }

    /// The charset that both were found to be in, as if they had been looked at together.
    private func decoding(with order: Tree) -> ValueDecoding {
        let (one, other) = (header.decoding.charset, order.decoding.charset)
        if one == other || one == .ascii { return order.decoding }
        if other == .ascii { return header.decoding }
        return ValueDecoding(
            charset: .latin1, release: order.decoding.release, decimalMark: order.decoding.decimalMark,
            repetition: order.decoding.repetition)
    }
}
