public import Rollout

/// Whether a back end gets deliveries now: closed (yes), open (no, they wait in order), half-open (one probe).
///
/// A pure machine: the caller says what happened and when; it says what may go.
public struct CircuitBreaker: Sendable, Hashable {
    public struct Limits: Sendable, Hashable, Codable {
        /// How many failures in a row open it.
        public var failures: Int
        /// How long it stays open before one probe goes, in seconds; doubled after each failed probe.
        public var pause: Double
        public var longestPause: Double

        /// Limits; by default 5 failures in a row, 5 s, up to 60 s.
        public init(failures: Int = 5, pause: Double = 5, longestPause: Double = 60) {
            self.failures = failures
            self.pause = pause
            self.longestPause = longestPause
        }
    }

    public enum State: Sendable, Hashable {
        case closed(failures: Int)
        case open(since: Instant, until: Instant, pause: Double)
        case halfOpen(since: Instant, pause: Double)
    }

    public private(set) var state: State = .closed(failures: 0)
    public let limits: Limits

    /// A closed breaker.
    public init(limits: Limits) { self.limits = limits }

    /// How many deliveries may be claimed now, at most `wanted`. In half-open it is one, until its outcome is known.
    public mutating func allowance(wanted: Int, now: Instant) -> Int {
        switch state {
        case .closed:
            return wanted
        case .open(let since, let until, let pause):
            guard now >= until, wanted > 0 else { return 0 }
            state = .halfOpen(since: since, pause: pause)
            return 1
        case .halfOpen:
            return 0
        }
    }

    /// Whether what may be claimed now is a probe.
    public var isProbing: Bool {
        if case .halfOpen = state { return true }
        return false
    }

    /// The allowance of a probe that found nothing to send is given back.
    public mutating func returnProbe(now: Instant) {
        guard case .halfOpen(let since, let pause) = state else { return }
        state = .open(since: since, until: now, pause: pause)
    }

    /// Takes in how an attempt ended: an answer about the document, good or bad, shows that the back end is well.
    public mutating func record(_ outcome: DeliveryOutcome, now: Instant) {
        switch outcome {
        case .done, .refused:
            state = .closed(failures: 0)
        case .failed, .unknown:
            recordFailure(now: now)
        }
    }

    private mutating func recordFailure(now: Instant) {
        switch state {
        case .closed(let failures):
            if failures + 1 >= limits.failures {
                state = .open(since: now, until: now.adding(seconds: limits.pause), pause: limits.pause)
            } else {
                state = .closed(failures: failures + 1)
            }
        case .halfOpen(let since, let pause):
            let longer = min(pause * 2, limits.longestPause)
            state = .open(since: since, until: now.adding(seconds: longer), pause: longer)
        case .open:
            // Attempts that were on their way when it opened.
            break
        }
    }
}
