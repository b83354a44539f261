import Intake
import Rollout
import Store

/// The acknowledgements of the interchanges that end in one transaction, and what the application answers to the documents
/// that are decided in it.
struct AcknowledgementsToKeep {
    private struct Kept {
        var interchange: Int64
        var position: Int64
        var acknowledgement: Acknowledgement
        /// Its place among what is numbered.
        var ticket: Int
    }

    private var kept: [Kept] = []
    /// The least control number of what answers an interchange, by its accept number.
    private var starts: [Int64: Int64] = [:]

    /// Those of the parts that end their interchanges. What is acknowledged already (an interchange that was reprocessed) is
    /// not acknowledged again.
    /// - Parameter answers: those of the application, by the interchange's accept number. They stand behind the others,
    ///   which speak of the whole interchange, although those of a large one are made part by part, before its end.
    init(
        of parts: [InterchangePart], _ answers: [Int64: [Acknowledgement]] = [:],
        by profile: (String) -> AcknowledgementProfile, in transaction: any Transaction, numbering: inout Numbering
    ) throws {
        for part in parts { starts[part.interchange.number] = profile(part.interchange.sender).numbersFrom }
        try keepEnding(parts, in: transaction, &numbering)
        guard !answers.isEmpty else { return }
        let last = try transaction.lastAcknowledgement(of: Array(answers.keys))
        for part in parts {
            let number = part.interchange.number
            var position = max(last[number] ?? 0, Int64(part.judgement?.acknowledgements.count ?? 0))
            for answer in answers[number] ?? [] {
                position += 1
                keep(answer, of: number, at: position, &numbering)
            }
        }
    }

    private mutating func keepEnding(
        _ parts: [InterchangePart], in transaction: any Transaction, _ numbering: inout Numbering
    ) throws {
        let ending = parts.filter { $0.summary != nil && $0.judgement?.acknowledgements.isEmpty == false }
        guard !ending.isEmpty else { return }
        let done = try transaction.acknowledged(ending.map(\.interchange.number))
        for part in ending where !done.contains(part.interchange.number) {
            for (index, acknowledgement) in (part.judgement?.acknowledgements ?? []).enumerated() {
                keep(acknowledgement, of: part.interchange.number, at: Int64(index + 1), &numbering)
            }
        }
    }

    private mutating func keep(
        _ acknowledgement: Acknowledgement, of interchange: Int64, at position: Int64, _ numbering: inout Numbering
    ) {
        kept.append(
            Kept(
                interchange: interchange, position: position, acknowledgement: acknowledgement,
                ticket: numbering.add(acknowledgement.content, from: starts[interchange] ?? 1)))
    }

    /// Keeps them with the numbers that were drawn.
    func write(_ numbered: [Numbering.Numbered], to transaction: any Transaction, at now: Instant) throws {
        guard !kept.isEmpty else { return }
        try transaction.insertAcknowledgements(
            kept.map { item in
                let drawn = numbered[item.ticket]
                let row = AcknowledgementRow(
                    interchangeNumber: item.interchange, position: item.position, kind: item.acknowledgement.kind,
                    pair: drawn.pair, controlNumber: item.acknowledgement.controlNumber(drawn.number),
                    groups: drawn.groups, answers: item.acknowledgement.answers, verdict: item.acknowledgement.verdict,
                    contentType: item.acknowledgement.mediaType, size: Int64(drawn.bytes.count),
                    madeAt: now.microseconds)
                return (row, drawn.bytes)
            })
    }
}
