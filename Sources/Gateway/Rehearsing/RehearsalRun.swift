import Diagnostics
import Intake
import Rollout
import Store
import Synchronization

/// A rehearsal that runs as long as somebody asks for its next step: who asks no more ends it.
///
/// Its pages are short reading transactions on a reader's thread, one after the other. While something that was received
/// waits to be processed, it rests after each page as long as the page took.
public final class RehearsalRun: Sendable {
    /// What comes next.
    public enum Step: Sendable {
        case progress(RehearsalProgress)
        case result(RehearsalView)
    }

    /// What a run is of.
    struct Question: Sendable {
        var before: StagedMilestone
        var supposed: StagedMilestone
        var request: RehearsalRequest
        var from: Instant
        var to: Instant
        var window: TrafficWindow
        /// How many deliveries a second each back end may get, where its configuration says so.
        var limits: [String: Double]
    }

    private let question: Question
    private let database: any Database
    private let rehearsing: Mutex<TrafficRehearsing>
    private let began = ContinuousClock.now
    private let ticket: RehearsalSlot.Ticket

    /// How long it runs between two steps.
    private static let stepLength = Duration.milliseconds(200)

    init(
        _ question: Question, of snapshot: RoutingSnapshot, writers: PayloadWriters?, database: any Database,
        ticket: RehearsalSlot.Ticket
    ) {
        self.question = question
        self.database = database
        self.ticket = ticket
        rehearsing = Mutex(TrafficRehearsing(snapshot, in: question.window, writers: writers))
    }

    /// Goes on for a while; the last step is the result.
    ///
    /// - Throws: ``GatewayError`` where the store fails, `CancellationError` where the task is cancelled.
    public func next() async throws -> Step {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < Self.stepLength {
            try Task.checkCancellation()
            let began = ContinuousClock.now
            let (hasMore, isBusy) = try await GatewayError.translating {
                try await database.read { [self] transaction in
                    let hasMore = try rehearsing.withLock { try $0.takePage(in: transaction) }
                    return (hasMore, try transaction.hasUnprocessed(behind: question.window))
                }
            }
            guard hasMore else {
                ticket.leave()
                return .result(result())
            }
            if isBusy { try await Task.sleep(for: ContinuousClock.now - began) }
        }
        return .progress(progress())
    }

    private func progress() -> RehearsalProgress {
        rehearsing.withLock { rehearsing in
            RehearsalProgress(
                documents: rehearsing.rehearsal.figures.documents, of: Int(question.window.documents),
                reached: rehearsing.reached?.iso8601)
        }
    }

    private func result() -> RehearsalView {
        let elapsed = (ContinuousClock.now - began).components
        let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
        return rehearsing.withLock { rehearsing in
            RehearsalView(
                question, rehearsing.rehearsal.figures, readAgain: rehearsing.readAgain, seconds: seconds)
        }
    }
}
