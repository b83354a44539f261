import Intake
import Rollout
import Store

/// The acknowledgements of the interchanges that end in one transaction.
struct AcknowledgementsToKeep {
    private struct Kept {
        var interchange: Int64
        var position: Int64
        var acknowledgement: Acknowledgement
        /// Its place among what is numbered.
        var ticket: Int
    }

    private var kept: [Kept] = []

    /// Those of the parts that end their interchanges. What is acknowledged already (an interchange that was reprocessed) is
    /// not acknowledged again.
    init(of parts: [InterchangePart], in transaction: any Transaction, numbering: inout Numbering) throws {
        let ending = parts.filter { $0.summary != nil && $0.judgement?.acknowledgements.isEmpty == false }
        guard !ending.isEmpty else { return }
        let done = try transaction.acknowledged(ending.map(\.interchange.number))
        for part in ending where !done.contains(part.interchange.number) {
            for (index, acknowledgement) in (part.judgement?.acknowledgements ?? []).enumerated() {
                kept.append(
                    Kept(
                        interchange: part.interchange.number, position: Int64(index + 1),
                        acknowledgement: acknowledgement, ticket: numbering.add(acknowledgement.content)))
            }
        }
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
                    answers: item.acknowledgement.answers, verdict: item.acknowledgement.verdict,
                    contentType: item.acknowledgement.mediaType, size: Int64(drawn.bytes.count),
                    madeAt: now.microseconds)
                return (row, drawn.bytes)
            })
    }
}
