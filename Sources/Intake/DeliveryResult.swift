public import Rollout

/// What an attempt's outcome makes of its delivery.
public struct DeliveryResult: Sendable, Hashable {
    public var state: DeliveryState
    /// When it is due again, for a delivery that waits.
    public var dueAt: Instant?

    /// What becomes of a delivery after an attempt.
    ///
    /// An attempt without a definite end is tried again under the same key only where the back end honours the key and
    /// still remembers it; elsewhere it is *unknown* until the back end or a person clears it.
    public static func after(
        _ outcome: DeliveryOutcome, attempts: Int, firstAttempt: Instant, now: Instant, abilities: BackendAbilities,
        schedule: RetrySchedule, random: Double
    ) -> DeliveryResult {
        switch outcome {
        case .done:
            return DeliveryResult(state: .delivered, dueAt: nil)
        case .refused:
            return DeliveryResult(state: .failed, dueAt: nil)
        case .failed(let answer), .unknown(let answer):
            if case .unknown = outcome, !mayRepeat(firstAttempt: firstAttempt, now: now, abilities: abilities) {
                return DeliveryResult(state: .unknown, dueAt: nil)
            }
            if now >= firstAttempt.adding(seconds: schedule.deadlineHours * 3_600) {
                return DeliveryResult(state: .failed, dueAt: nil)
            }
            let wait = schedule.wait(afterAttempts: attempts, asked: answer.retryAfter, random: random)
            return DeliveryResult(state: .waiting, dueAt: now.adding(seconds: wait))
        }
    }

    /// True when a back end may be given the same key again after an attempt of unknown outcome.
    public static func mayRepeat(firstAttempt: Instant, now: Instant, abilities: BackendAbilities) -> Bool {
        guard abilities.honoursKey else { return false }
        guard let memory = abilities.keyMemoryHours else { return true }
        return now < firstAttempt.adding(seconds: memory * 3_600)
    }
}
