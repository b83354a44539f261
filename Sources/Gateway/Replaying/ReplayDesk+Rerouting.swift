import Diagnostics
import Intake
import Rollout
import Store

/// Re-routing: the order of a document is recalled, so that it is born again by present routing with all of its documents.
extension ReplayDesk {
    /// Re-routes the order of a document that no back end took, and says what changes side. For approvers.
    ///
    /// - Parameter isPreview: Whether nothing is to change: the answer says what would.
    /// - Throws: ``GatewayError`` with the codes of a recall: `route.recall-open`, `route.recall-nothing`, `route.recall-same`.
    public func reroute(
        _ text: String, reason: String?, isPreview: Bool = false, caller: Caller
    ) async throws -> RerouteView {
        let (id, _) = try await find(text, .reroute, caller)
        let work = ReplayWork(action: .reroute, reason: isPreview ? "preview" : reason, caller: caller)
        do {
            let (batch, view) = try await GatewayError.translating {
                try await database.write { transaction in
                    guard let head = try transaction.lockRoutingShared() else {
                        throw StoreError(.mismatch, code: "routing")
                    }
                    let version = try decider.routing.version(at: head, in: transaction)
                    var view = try RerouteView(of: id, in: transaction)
                    let batch = try apply(work, to: id, in: transaction, by: version)
                    try view.complete(in: transaction)
                    // Thrown, it undoes everything.
                    if isPreview { throw Preview(view: view) }
                    view.done = true
                    return (batch, view)
                }
            }
            decided(batch)
            return view
        } catch let preview as Preview {
            return preview.view
        }
    }

    private struct Preview: Error { var view: RerouteView }

    func reroute(
        _ row: DocumentRow, _ work: ReplayWork, in transaction: any Transaction, by version: RoutingState.Version
    ) throws -> DecidedBatch {
        try work.action.check(status: row.status, backend: row.decision?.backend, reason: work.reason)
        guard let key = row.orderKey else {
            throw Diagnostic("intake.reroute-orderless", value: row.id.description)
        }
        return try decider.recall(
            key, author: work.caller.name, reason: work.reason ?? "", in: transaction, by: version
        ) { transaction, backends in
            try record(work, row, ["from": backends.joined(separator: ", ")], in: transaction)
        }
    }
}

/// What a re-routing moves.
public struct RerouteView: Sendable, Codable, Hashable {
    /// One document of the order.
    public struct Moved: Sendable, Codable, Hashable {
        public var document: String
        public var type: String
        public var status: String
        public var fromSide: String?
        public var fromBackend: String?
        public var toSide: String?
        public var toBackend: String?
    }

    public var order: String?
    /// The order's documents, in accept order.
    public var documents: [Moved]
    /// False for a preview.
    public var done = false

    private static let most = 1_000

    init(of id: UniqueID, in transaction: any Transaction) throws {
        let row = try transaction.document(id)
        order = row?.orderKey
        var filter = DocumentFilter()
        filter.orderKey = row?.orderKey
        let rows = row?.orderKey == nil ? [] : try transaction.documents(filter, limit: Self.most)
        documents = rows.reversed().map { row in
            Moved(
                document: row.id.description, type: row.type, status: row.status.rawValue,
                fromSide: row.decision?.side, fromBackend: row.decision?.backend)
        }
    }

    /// Says where the documents go now; those that stay are left out.
    mutating func complete(in transaction: any Transaction) throws {
        documents = try documents.compactMap { moved in
            guard let id = UniqueID(moved.document), let row = try transaction.document(id) else { return nil }
            var moved = moved
            (moved.status, moved.toSide, moved.toBackend) = (
                row.status.rawValue, row.decision?.side, row.decision?.backend
            )
            return moved.fromBackend == moved.toBackend ? nil : moved
        }
    }
}
