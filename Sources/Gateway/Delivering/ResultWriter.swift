import Diagnostics
import Intake
import Rollout
import Store
import Synchronization

/// Writes how attempts ended, many in one transaction.
///
/// A result that the store cannot take now is tried again until it can: the attempt happened, and what is not recorded
/// would be unknown.
final class ResultWriter: Sendable {
    private let commit: GroupCommit<[AttemptResult], [ResultEffect]>
    private let clock: Clock
    private let isStopping = Mutex(false)
    /// How long a node that stops waits for a store that is gone.
    private static let patience = Duration.seconds(10)

    init(database: any Database, node: UniqueID, clock: Clock) {
        self.clock = clock
        var limits = GroupCommit<[AttemptResult], [ResultEffect]>.Limits()
        limits.waitingItems = 1_000_000
        commit = GroupCommit(
            limits: limits,
            size: { $0.reduce(0) { $0 + 256 + ($1.detail?.utf8.count ?? 0) + ($1.answer?.body.count ?? 0) } },
            commit: { try await Self.write($0, to: database, by: node, at: clock.now().microseconds) },
            // Recording again is safe: an attempt that has ended ignores a second end of the same kind.
            lookUp: { try await Self.write($0, to: database, by: node, at: clock.now().microseconds) })
    }

    private static func write(
        _ results: [[AttemptResult]], to database: any Database, by node: UniqueID, at now: Int64
    ) async throws -> [[ResultEffect]] {
        let all = results.flatMap(\.self)
        var effects = try await database.write { transaction in
            let effects = try transaction.recordResults(all, at: now)
            try transaction.count(all, effects, node: node, at: now)
            try transaction.keepAnswers(zip(all, effects).compactMap { AnswerRow($0, $1, at: now) })
            for (result, effect) in zip(all, effects)
            where result.outcome == .done && (effect.kind == .applied || effect.kind == .late) {
                try transaction.learn(result.learned)
                try transaction.noteMailboxFiles([result.put].compactMap(\.self))
            }
            return effects
        }[...]
        return results.map { results in
            defer { effects = effects.dropFirst(results.count) }
            return Array(effects.prefix(results.count))
        }
    }

    /// Says that the node stops: from now on a result is given up when the store does not come back soon. Whoever takes the
    /// attempt over finds it without an end, as after a crash.
    func beginStop() { isStopping.withLock { $0 = true } }

    /// Records the results of one consignment, however long the store needs while the node runs; without what was heard when
    /// the store refuses just that, since how the attempts ended counts.
    func record(_ results: [AttemptResult]) async -> [ResultEffect] {
        var results = results
        var pause = Duration.milliseconds(50)
        var waited = Duration.zero
        while true {
            do {
                return try await commit.submit(results)
            } catch let error as StoreError where error.isAboutData || error.kind == .mismatch {
                guard results.contains(where: { $0.detail != nil || $0.answer != nil || !$0.learned.isEmpty })
                else { return [] }
                for index in results.indices {
                    (results[index].detail, results[index].answer, results[index].learned) = (nil, nil, [])
                }
            } catch {
                if waited >= Self.patience, isStopping.withLock(\.self) { return [] }
                try? await Task.sleep(for: pause)
                waited += pause
                pause = min(pause * 2, .seconds(2))
            }
        }
    }
}

extension AnswerRow {
    /// What is kept of a result: an answer that says whether the document was taken, and that counts.
    fileprivate init?(_ result: AttemptResult, _ effect: ResultEffect, at now: Int64) {
        guard let answer = result.answer, effect.kind == .applied || effect.kind == .late,
            result.outcome == .done || result.outcome == .refused
        else { return nil }
        self.init(deliveryID: result.deliveryID, outcome: result.outcome, answer: answer, at: now)
    }
}
