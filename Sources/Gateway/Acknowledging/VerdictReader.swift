import Intake
import Store

/// Reads an interchange that is too large to be held for its verdicts alone, ahead of the reading that decides it: what
/// stands at its end may refuse what stands at its beginning. Memory: one piece, and what the verdicts list.
struct VerdictReader {
    let understanding: Understanding
    let database: any Database
    let threads: ReadingThreads

    /// The verdicts on all interchanges of a payload.
    func verdicts(of id: UniqueID) async throws -> VerdictCollector {
        var verdicts = VerdictCollector()
        var reader = PayloadReader(profile: understanding.profile, formats: understanding.shapes.formats)
        var collector = MessageCollector()
        var number: Int64 = 0
        while let piece = try await piece(number, of: id) {
            number += 1
            try reader.read(piece[...]) { collector.take($0) }
            try await take(&collector, into: &verdicts)
        }
        try reader.finish { collector.take($0) }
        try await take(&collector, into: &verdicts)
        return verdicts
    }

    private func piece(_ number: Int64, of id: UniqueID) async throws -> [UInt8]? {
        try await database.read { try $0.interchangePiece(number, of: id) }
    }

    private func take(_ collector: inout MessageCollector, into verdicts: inout VerdictCollector) async throws {
        let understanding = understanding
        let messages = try await threads.map(collector.takeDocuments()) { understanding.verdict(of: $0) }
        verdicts.take(collector.takeOutline(), messages)
    }
}
