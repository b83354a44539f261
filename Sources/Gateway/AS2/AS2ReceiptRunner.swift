import Channels
import Diagnostics
import Intake
import Logging
import Rollout
import Store

/// Sends receipts to where their messages ask for them, and tries again as long as the schedule of deliveries has it.
final class AS2ReceiptRunner: Sendable {
    private let database: any Database
    private let returns: AS2Returns
    private let clock: Clock
    private let logger: Logger
    private let sender: HTTPSender
    private let schedule = RetrySchedule()
    private let signal = Signal()

    private static let page = 32
    /// How long one try may take, in microseconds.
    private static let lease: Int64 = 120_000_000

    init(database: any Database, returns: AS2Returns, clock: Clock, logger: Logger) {
        self.database = database
        self.returns = returns
        self.clock = clock
        self.logger = logger
        sender = HTTPSender(limits: HTTPSender.Limits(inFlight: Self.page, waiting: Self.page))
    }

    /// Says that there may be something to do.
    func wake() { signal.set() }

    /// Runs until its task is cancelled; what is under way ends first.
    func run() async {
        while !Task.isCancelled {
            do {
                try await returns.sweep()
                let rows = try await claim()
                await withTaskGroup(of: Void.self) { group in
                    for row in rows { group.addTask { await Task { await self.send(row) }.value } }
                }
                if rows.count == Self.page { continue }
            } catch {
                logger.warning("receipts of AS2 cannot be looked for", metadata: ["error": "\(error)"])
            }
            await signal.wait(atMost: .seconds(1))
        }
        await sender.shutdown()
    }

    private func claim() async throws -> [AS2ReceiptRow] {
        let now = clock.now().microseconds
        guard try await database.read({ try $0.hasDueAS2Receipts(at: now) }) else { return [] }
        return try await database.write {
            try $0.claimAS2Receipts(at: now, until: now + Self.lease, limit: Self.page)
        }
    }

    private func send(_ row: AS2ReceiptRow) async {
        let outcome = await sender.send(
            OutgoingRequest(
                url: row.url, headers: row.bytes.fieldList.map { .init($0.name, $0.value) }, body: row.bytes.body,
                connectTimeout: .seconds(10), timeout: .seconds(60), mayBeRepeated: true))
        var row = row
        row.dueAt = nil
        row.fault = Self.fault(outcome)
        if row.fault == nil {
            row.state = .sent
        } else {
            let now = clock.now()
            let end = Instant(microseconds: row.madeAt).adding(seconds: schedule.deadlineHours * 3_600)
            if now < end {
                let wait = schedule.wait(afterAttempts: Int(row.attempts), asked: nil, random: clock.random())
                row.dueAt = now.adding(seconds: wait).microseconds
            } else {
                row.state = .failed
            }
            logger.warning(
                "a receipt of AS2 could not be sent",
                metadata: ["partner": "\(row.partner)", "message": "\(row.messageID)", "fault": "\(row.fault ?? "")"])
        }
        // A result that cannot be written leaves the lease: the receipt goes out once more, which its receiver ignores.
        let ended = row
        try? await database.write { try $0.endAS2Receipt(ended) }
    }

    /// What went wrong, in words; nil when the receipt was taken.
    private static func fault(_ outcome: SendOutcome) -> String? {
        switch outcome {
        case .answered(let answer): (200...299).contains(answer.status) ? nil : DeliverySender.excerpt(answer)
        case .notSent(let diagnostic), .unknown(let diagnostic): DeliverySender.answer(diagnostic).detail
        }
    }
}
