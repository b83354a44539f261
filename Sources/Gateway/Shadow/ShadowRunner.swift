import Logging
import Rollout

/// Runs what milestones in shadow need beside their deliveries: open orders are back-filled, and answers compared.
final class ShadowRunner: Sendable {
    private let routing: RoutingState
    private let backfilling: Backfilling
    private let comparing: AnswerComparing
    private let logger: Logger
    private let signal = Signal()

    private static let round = Duration.seconds(1)

    init(routing: RoutingState, backfilling: Backfilling, comparing: AnswerComparing, logger: Logger) {
        self.routing = routing
        self.backfilling = backfilling
        self.comparing = comparing
        self.logger = logger
    }

    /// Says that there may be something to do.
    func wake() { signal.set() }

    /// Runs until its task is cancelled.
    func run() async {
        var hasBegun = false
        while !Task.isCancelled {
            var hasMore = false
            do {
                if !hasBegun { try await comparing.begin() }
                hasBegun = true
                let snapshot = routing.version.snapshot
                if snapshot.comparesAnswers { hasMore = try await comparing.look() }
                if snapshot.milestones.contains(where: { $0.stage == .shadow }), try await backfilling.look() {
                    hasMore = true
                }
            } catch {
                logger.warning("answers are compared later", metadata: ["error": "\(error)"])
            }
            if !hasMore { await signal.wait(atMost: Self.round) }
        }
    }
}
