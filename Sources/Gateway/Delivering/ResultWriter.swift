import Diagnostics
import Intake
import Rollout
import Store

/// Writes how attempts ended, many in one transaction.
///
/// A result that the store cannot take now is tried again until it can: the attempt happened, and what is not recorded
/// would be unknown.
final class ResultWriter: Sendable {
    private let commit: GroupCommit<AttemptResult, ResultEffect>
    private let clock: Clock

    init(database: any Database, clock: Clock) {
        self.clock = clock
        var limits = GroupCommit<AttemptResult, ResultEffect>.Limits()
        limits.waitingItems = 1_000_000
        commit = GroupCommit(
            limits: limits, size: { 256 + ($0.detail?.utf8.count ?? 0) },
            commit: { results in
                let now = clock.now().microseconds
                return try await database.write { try $0.recordResults(results, at: now) }
            },
            // Recording again is safe: an attempt that has ended ignores a second end of the same kind.
            lookUp: { results in
                let now = clock.now().microseconds
                return try await database.write { try $0.recordResults(results, at: now) }
            })
    }

    /// Records one result, however long the store needs.
    func record(_ result: AttemptResult) async -> ResultEffect? {
        var pause = Duration.milliseconds(50)
        while true {
            do {
                return try await commit.submit(result)
            } catch let error as StoreError where error.isAboutData || error.kind == .mismatch {
                return nil
            } catch {
                if Task.isCancelled { return nil }
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(2))
            }
        }
    }
}
