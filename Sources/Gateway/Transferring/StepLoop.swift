import Logging

/// Takes up orders that are in the middle of something, a few at a time, again and again. A node that stops leaves them to whoever
/// comes next.
struct StepLoop: Sendable {
    /// How long a node has an order in hand without a step, in microseconds.
    static let lease: Int64 = 180_000_000
    /// How many are taken up at once.
    static let width = 4
    /// How long nothing is done when there is nothing to do, or the store says no.
    static let round = Duration.seconds(1)

    private let signal = Signal()

    /// Says that there may be something to do.
    func wake() { signal.set() }

    /// Runs until its task is cancelled; the step under way is finished first.
    ///
    /// - Parameters:
    ///   - fault: what is logged when the store says no.
    ///   - claim: what this node has in hand from now on.
    ///   - advance: takes one as far as it goes now.
    ///   - settle: what is done behind each round.
    func run<Row: Sendable>(
        _ logger: Logger, _ fault: Logger.Message, claim: () async throws -> [Row],
        advance: @escaping @Sendable (Row) async -> Void, settle: () async throws -> Void = {}
    ) async {
        while !Task.isCancelled {
            do {
                let taken = try await claim()
                await withDiscardingTaskGroup { group in
                    for row in taken { group.addTask { await Task { await advance(row) }.value } }
                }
                try await settle()
                if taken.isEmpty { await signal.wait(atMost: Self.round) }
            } catch {
                logger.warning(fault, metadata: ["error": "\(error)"])
                await signal.wait(atMost: Self.round)
            }
        }
    }
}
