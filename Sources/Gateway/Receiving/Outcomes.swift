import Diagnostics
import Intake
import Store

/// What became of an interchange, for callers who wait for it.
struct Outcomes: Sendable {
    let database: any Database
    let waiters: Waiters

    /// How many documents one answer shows; the rest is in the list of the interchange's documents.
    static let largestAnswer = 1_000

    /// The interchange, once its documents are settled or the time is up.
    func outcome(of text: String, waiting: Duration) async throws -> InterchangeView {
        guard let id = UniqueID(text) else { throw Self.unknown(text) }
        let ticket = waiters.ticket(for: id.description)
        let deadline = ContinuousClock.now + waiting
        while true {
            let view = try await look(id)
            let left = deadline - ContinuousClock.now
            if view.isSettled || left <= .zero || Task.isCancelled { return view }
            // Another node may settle it, of which this one hears nothing: look again at least every second.
            await ticket.wait(atMost: min(left, .seconds(1)))
        }
    }

    private func look(_ id: UniqueID) async throws -> InterchangeView {
        do {
            let found = try await database.read { transaction -> (InterchangeRow, [DocumentRow])? in
                guard let row = try transaction.interchange(id) else { return nil }
                return (row, try transaction.documents(ofInterchange: row.number, limit: Self.largestAnswer))
            }
            guard let (row, documents) = found else { throw Self.unknown(id.description) }
            return InterchangeView(row, documents: documents)
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
