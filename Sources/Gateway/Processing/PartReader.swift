import Intake
import Rollout
import Store

/// Reads an interchange that is too large to be held, part by part: a piece of its bytes at a time, its messages on the
/// reading threads. Memory: one part and one piece.
struct PartReader {
    /// How many documents the first part takes at most: an interchange of fewer is decided whole, so that it can go out as
    /// it came.
    static let firstDocuments = 1_000
    /// How many bytes of the interchange the first part takes at most.
    static let firstBytes = 32 << 20
    /// How many documents each further part takes, give or take what one piece holds.
    static let documents = 128

    private let interchange: KeptInterchange
    private let id: UniqueID
    private let understanding: Understanding
    private let database: any Database
    private let threads: ReadingThreads
    private var reader: PayloadReader
    private var collector = MessageCollector()
    private var number: Int64 = 0
    private var isFirst = true
    private var hasEnded = false

    init?(
        _ interchange: KeptInterchange, understanding: Understanding, database: any Database, threads: ReadingThreads
    ) {
        guard let id = UniqueID(interchange.id) else { return nil }
        self.interchange = interchange
        self.id = id
        self.understanding = understanding
        self.database = database
        self.threads = threads
        reader = PayloadReader(profile: understanding.profile, formats: understanding.shapes.formats)
    }

    /// The next part; nil behind the last, which holds the summary.
    mutating func next() async throws -> InterchangePart? {
        guard !hasEnded else { return nil }
        var part = InterchangePart(interchange: interchange, documents: [], isFirst: isFirst, summary: nil)
        var bytes = 0
        while let piece = try await piece() {
            try reader.read(piece[...]) { collector.take($0) }
            part.documents += try await understandDocuments()
            bytes += piece.count
            if isFull(part.documents.count, bytes) {
                isFirst = false
                return part
            }
        }
        try reader.finish { collector.take($0) }
        part.documents += try await understandDocuments()
        part.summary = collector.summary()
        hasEnded = true
        return part
    }

    private func isFull(_ documents: Int, _ bytes: Int) -> Bool {
        guard isFirst else { return documents >= Self.documents }
        return documents >= Self.firstDocuments || (bytes > Self.firstBytes && documents > 0)
    }

    private mutating func piece() async throws -> [UInt8]? {
        let (number, id) = (number, id)
        self.number += 1
        return try await database.read { try $0.interchangePiece(number, of: id) }
    }

    private mutating func understandDocuments() async throws -> [UnderstoodDocument] {
        let documents = collector.takeDocuments()
        // The verdicts were read beforehand.
        _ = collector.takeOutline()
        guard !documents.isEmpty else { return [] }
        let (understanding, sender, day) = (understanding, interchange.sender, interchange.receivedAt.day)
        return try await threads.map(documents) { understanding.understand($0, sender: sender, day: day) }
    }
}
