import Intake
import Orders
import Rollout
import Store

/// Reads what a back end answered: JSON, or a document of any format that a mapping reads; anything else is a text.
struct AnswerReading: Sendable {
    /// The understanding for a sender's documents.
    let understanding: @Sendable (String) -> Understanding

    private static let limits = JSONLimits(bytes: 2 << 20, depth: 32, values: 200_000)

    /// The answer of a back end, as it is compared.
    func answer(_ row: AnswerRow, of backend: String) -> SideAnswer {
        SideAnswer(row.outcome == .done ? .taken : .refused, content(row.answer, of: backend, at: row.at))
    }

    private func content(_ answer: BackendAnswer, of backend: String, at time: Int64) -> SideAnswer.Content {
        guard answer.isWhole else { return .unsaid }
        if let value = try? JSONValue.parse(answer.body, limits: Self.limits) { return .fields(value) }
        if let value = document(answer.body, of: backend, at: time) { return .fields(value) }
        let text = String(decoding: answer.body, as: UTF8.self)
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? .nothing : .text(words)
    }

    /// The canonical document of an answer that holds one.
    private func document(_ bytes: [UInt8], of backend: String, at time: Int64) -> JSONValue? {
        let understanding = understanding(backend)
        var found: [ReadDocument] = []
        let count = try? DocumentFinder(understanding: understanding).each(in: [bytes].makeIterator()) {
            found.append($0)
        }
        guard count == 1, let read = found.first else { return nil }
        let day = Instant(microseconds: time).day
        guard case .understood(let content) = understanding.understand(read, sender: backend, day: day).outcome
        else { return nil }
        return try? JSONValue.parse(content.canonical, limits: Self.limits)
    }
}
