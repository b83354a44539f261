import Intake

/// What is learned of codes without anybody saying it on purpose.
extension Transaction {
    /// Keeps what was learned, as far as it is new. What a person has ended is not learned again; what contradicts something
    /// else stands beside it.
    public func learn(_ rows: [CrossReferenceRow]) throws {
        for row in rows {
            let reference = row.reference
            let before = try crossReferences(of: [CodeRequest(reference.kind, reference.from)], history: true)[0]
            let isKnown = before.contains { $0.reference.from == reference.from && $0.reference.to == reference.to }
            if !isKnown { try insertCrossReferences([row]) }
        }
    }
}
