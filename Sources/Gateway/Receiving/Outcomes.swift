import Diagnostics
import Intake
import Store

/// What became of an interchange, for callers who wait for it.
struct Outcomes: Sendable {
    let database: any Database
    let waiters: Waiters

    /// How many documents one answer shows; the rest is in the list of the interchange's documents.
    static let largestAnswer = 1_000
    /// For how many documents an answer says what they wait for.
    private static let largestExplained = 20

    /// The interchange, once its documents are settled or the time is up.
    func outcome(of text: String, waiting: Duration) async throws -> InterchangeView {
        guard let id = UniqueID(text) else { throw Self.unknown(text) }
        let ticket = waiters.ticket(for: id.description)
        let deadline = ContinuousClock.now + waiting
        while true {
            let view = try await look(id)
            let left = deadline - ContinuousClock.now
            if view.isSettled { return view }
            if left <= .zero || Task.isCancelled { return try await explained(view) }
            // Another node may settle it, of which this one hears nothing: look again at least every second.
            await ticket.wait(atMost: min(left, .seconds(1)))
        }
    }

    /// The interchange with what its first documents under way wait for.
    private func explained(_ view: InterchangeView) async throws -> InterchangeView {
        var view = view
        let open = (view.documents ?? []).filter { $0.status == DocumentStatus.delivering.rawValue }
        let ids = open.prefix(Self.largestExplained).compactMap { UniqueID($0.id) }
        guard !ids.isEmpty else { return view }
        let reasons = try await database.look { transaction in
            try ids.map { id in (id.description, try transaction.document(id).flatMap(transaction.waiting)) }
        }
        let byID = Dictionary(reasons, uniquingKeysWith: { first, _ in first })
        view.documents = view.documents?.map { document in
            var document = document
            document.waitsFor = byID[document.id] ?? nil
            return document
        }
        return view
    }

    private func look(_ id: UniqueID) async throws -> InterchangeView {
        do {
            let found = try await database.read { transaction -> InterchangeView? in
                guard let row = try transaction.interchange(id) else { return nil }
                return InterchangeView(
                    row, documents: try transaction.documents(ofInterchange: row.number, limit: Self.largestAnswer),
                    acknowledgements: try transaction.acknowledgementViews(of: row, withContent: true))
            }
            guard let found else { throw Self.unknown(id.description) }
            return found
        } catch let error as StoreError {
            throw GatewayError(.unavailable, error.diagnostic)
        }
    }

    private static func unknown(_ id: String) -> GatewayError {
        GatewayError(.notFound, Diagnostic("intake.interchange-unknown", value: id))
    }
}

extension InterchangeView {
    /// True when its documents are known and nothing more happens to them by itself.
    var isSettled: Bool {
        status != InterchangeStatus.accepted.rawValue && status != InterchangeStatus.processing.rawValue
            && (documents ?? []).allSatisfy { DocumentStatus(rawValue: $0.status)?.isSettled ?? true }
    }
}
