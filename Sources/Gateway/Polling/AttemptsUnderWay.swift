import Rollout
import Store

/// Waits for the results of deliveries that are under way: what a back end makes of one may be fetched before its answer comes
/// here, and is decided behind it.
struct AttemptsUnderWay: Sendable {
    let database: any Database
    let clock: Clock

    /// How long is waited, in seconds.
    private static let patience = 120.0

    /// Waits for a result of every attempt at a back end that has begun. False when that takes too long, or the task is cancelled.
    func haveResults(at backend: String) async throws -> Bool {
        var open = try await database.read { try $0.attemptsUnderWay(to: backend) }
        let deadline = clock.now().adding(seconds: Self.patience)
        while !open.isEmpty {
            guard clock.now() < deadline, !Task.isCancelled else { return false }
            try await Task.sleep(for: .milliseconds(50))
            let known = open
            open = try await database.read { try $0.unended(of: known) }
        }
        return true
    }
}
