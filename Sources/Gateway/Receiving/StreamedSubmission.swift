import Diagnostics
import Digests
import Rollout
import Store

/// A payload that comes in pieces: each is kept in a small transaction of its own, and none of them counts until
/// `finish` has committed the interchange. Memory: one piece.
public actor StreamedSubmission {
    private let submission: Submission
    private let limit: Int
    private let database: any Database
    private let submissions: Submissions
    private let clock: Clock
    private let id: UniqueID
    private var digest: SHA256? = SHA256()
    private var gathered: [UInt8] = []
    private var pieces: Int64 = 0
    private var size = 0

    init(
        _ submission: Submission, limit: Int, database: any Database, submissions: Submissions, clock: Clock
    ) async throws {
        self.submission = submission
        self.limit = limit
        self.database = database
        self.submissions = submissions
        self.clock = clock
        let now = clock.now().microseconds
        let id = UniqueID(at: now)
        self.id = id
        try await Self.available { try await database.write { try $0.beginUpload(id, at: now) } }
    }

    /// Keeps the next bytes. Throws when there are more than the partner may send.
    public func append(_ bytes: [UInt8]) async throws {
        size += bytes.count
        guard size <= limit else { throw Submissions.tooLarge(limit) }
        digest?.update(bytes)
        gathered += bytes
        while gathered.count >= pieceLength {
            let piece = Array(gathered.prefix(pieceLength))
            gathered.removeFirst(pieceLength)
            try await keep(piece)
        }
    }

    /// Commits the interchange.
    public func finish() async throws -> Receipt {
        if !gathered.isEmpty {
            let piece = gathered
            gathered = []
            try await keep(piece)
        }
        let sha256 = digest.take()?.finalize() ?? []
        let receipt = try await submissions.keep(
            ReceivedInterchange(
                id: id, sender: submission.sender, channel: submission.channel, fileName: submission.fileName,
                contentType: submission.contentType, idempotencyKey: submission.idempotencyKey,
                uploadedSize: Int64(size), sha256: sha256, receivedAt: clock.now().microseconds))
        // The pieces of a repeat belong to nothing.
        if receipt.repeated { await abandon() }
        return receipt
    }

    /// Gives the payload up; its pieces are removed later if they cannot be now.
    public func abandon() async {
        let id = id
        _ = try? await database.write { try $0.removeUpload(id) }
    }

    private func keep(_ piece: [UInt8]) async throws {
        let (number, id, database) = (pieces, id, database)
        pieces += 1
        try await Self.available { try await database.write { try $0.appendPiece(piece, number: number, to: id) } }
    }

    private static func available<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as StoreError {
            throw GatewayError(.unavailable, error.diagnostic)
        }
    }
}
