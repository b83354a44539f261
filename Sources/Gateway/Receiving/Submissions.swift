import Diagnostics
import Digests
import Intake
import Rollout
import Store
import Synchronization

/// A payload that somebody hands over.
public struct Submission: Sendable {
    /// The partner whose payload it is.
    public var sender: String
    /// The way it came: `http`, `folder`.
    public var channel: String
    public var fileName: String?
    public var contentType: String?
    /// The sender's own key against taking it twice.
    public var idempotencyKey: String?
    public var bytes: [UInt8]
    /// The message of AS2 that brought it.
    var as2: ReceivedAS2?

    /// A payload with what is known of it.
    public init(
        sender: String, channel: String, fileName: String? = nil, contentType: String? = nil,
        idempotencyKey: String? = nil, bytes: [UInt8]
    ) {
        self.sender = sender
        self.channel = channel
        self.fileName = fileName
        self.contentType = contentType
        self.idempotencyKey = idempotencyKey
        self.bytes = bytes
    }
}

/// The "yes" to a payload: it is kept.
public struct Receipt: Sendable, Hashable {
    public var id: String
    /// True when the sender's key had come before: this is the first one's receipt.
    public var repeated: Bool
}

/// RECEIVE: keeps payloads. A receipt means that the bytes are committed and synced; every other answer means that
/// nothing of them counts as an interchange.
public final class Submissions: Sendable {
    private let database: any Database
    private let commit: GroupCommit<ReceivedInterchange, Acceptance>
    private let partners: @Sendable (String) -> PartnerLimits?
    private let processor: Processor
    private let outcomes: Outcomes
    private let clock: Clock

    init(
        database: any Database, partners: @escaping @Sendable (String) -> PartnerLimits?, processor: Processor,
        outcomes: Outcomes, clock: Clock
    ) {
        self.database = database
        self.partners = partners
        self.processor = processor
        self.outcomes = outcomes
        self.clock = clock
        // One lane: its batches come to the processor in the order of their accept numbers.
        commit = GroupCommit(
            size: { 512 + Int($0.size) + ($0.as2?.body.count ?? 0) },
            commit: { items in
                do {
                    let acceptances = try await database.write { try $0.accept(items) }
                    processor.enqueue(zip(items, acceptances).filter { !$1.isRepeat }.map(WaitingInterchange.init))
                    return acceptances
                } catch let error as StoreError where error.kind == .commitUnknown {
                    processor.recover()
                    throw error
                }
            },
            lookUp: { items in try await database.write { try $0.settledAcceptances(of: items) } })
    }

    /// Keeps a payload that is at hand.
    public func submit(_ submission: Submission) async throws -> Receipt {
        try check(submission, size: submission.bytes.count)
        guard !submission.bytes.isEmpty else { throw GatewayError(.invalid, Diagnostic("intake.empty")) }
        let now = clock.now().microseconds
        var received = ReceivedInterchange(
            id: UniqueID(at: now), sender: submission.sender, channel: submission.channel,
            fileName: submission.fileName, contentType: submission.contentType,
            idempotencyKey: submission.idempotencyKey, bytes: submission.bytes, receivedAt: now)
        received.as2 = submission.as2
        return try await keep(received)
    }

    /// Keeps a payload that is refused, and that nobody could be told of who would send it again: as an interchange of which nothing
    /// is read, with why. The same under the same key is kept once.
    func keep(_ submission: Submission, refusedFor fault: Diagnostic) async throws {
        let now = clock.now().microseconds
        var received = ReceivedInterchange(
            id: UniqueID(at: now), sender: submission.sender, channel: submission.channel,
            fileName: submission.fileName, contentType: submission.contentType, bytes: submission.bytes,
            receivedAt: now)
        received.idempotencyKey = "\(submission.idempotencyKey ?? "")#\(Hexadecimal.string(received.sha256))"
        let (refused, text) = (received, JSONText.of([fault]) ?? "[]")
        try await GatewayError.translating {
            try await database.write { transaction in
                guard let kept = try transaction.accept([refused]).first, !kept.isRepeat else { return }
                _ = try transaction.finishProcessing(
                    kept.number, documents: 0, isReadable: false, diagnostics: text, at: now)
            }
        }
    }

    /// Begins to keep a payload that comes in pieces.
    public func begin(_ submission: Submission) async throws -> StreamedSubmission {
        try check(submission, size: 0)
        let limit = partners(submission.sender)?.largestInterchange ?? Int.max
        return try await StreamedSubmission(
            submission, limit: limit, database: database, submissions: self, clock: clock)
    }

    /// An interchange with its documents, once all of them are settled or the time is up.
    public func outcome(of id: String, waiting: Duration) async throws -> InterchangeView {
        try await outcomes.outcome(of: id, waiting: waiting)
    }

    func keep(_ received: ReceivedInterchange) async throws -> Receipt {
        processor.awaitedReceipts.add(1, ordering: .relaxed)
        defer { processor.awaitedReceipts.subtract(1, ordering: .relaxed) }
        do {
            let acceptance = try await commit.submit(received)
            guard acceptance.sha256 == received.sha256 else {
                throw GatewayError(
                    .conflict,
                    Diagnostic(
                        "intake.key-reused", value: received.idempotencyKey, facts: ["id": acceptance.id.description]))
            }
            return Receipt(id: acceptance.id.description, repeated: acceptance.isRepeat)
        } catch let error as StoreError where error.kind == .data {
            // No later try would fare better.
            throw GatewayError(.invalid, error.diagnostic)
        } catch let error as StoreError {
            throw GatewayError(.unavailable, error.kind == .overloaded ? Diagnostic("intake.busy") : error.diagnostic)
        }
    }

    private func check(_ submission: Submission, size: Int) throws {
        guard let limits = partners(submission.sender) else {
            throw GatewayError(.invalid, Diagnostic("intake.sender-unknown", value: submission.sender))
        }
        guard size <= limits.largestInterchange else { throw Self.tooLarge(limits.largestInterchange) }
    }

    static func tooLarge(_ limit: Int) -> GatewayError {
        GatewayError(.tooLarge, Diagnostic("intake.too-large", facts: ["limit": String(limit)]))
    }
}

/// What a partner may send.
struct PartnerLimits: Sendable {
    var largestInterchange: Int
}

extension WaitingInterchange {
    init(_ received: ReceivedInterchange, _ acceptance: Acceptance) {
        var bytes: [UInt8]?
        if case .bytes(let all) = received.content { bytes = all }
        self.init(
            interchange: KeptInterchange(
                id: acceptance.id.description, number: acceptance.number, sender: received.sender,
                fileName: received.fileName, contentType: received.contentType, size: received.size,
                receivedAt: Instant(microseconds: received.receivedAt)),
            bytes: bytes)
    }
}
