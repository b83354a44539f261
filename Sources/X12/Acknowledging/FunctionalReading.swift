public import Syntax

extension FunctionalAnswer {
    /// Reads a 997 or 999, as a reader gives it or nested by its tables; nil when there is no AK1 that names a group, or
    /// no AK9 that says what becomes of it. Segments that are not known are passed over.
    public init?(_ message: Tree) {
        var draft = FunctionalAnswerDraft()
        for segment in message.segments { draft.take(message.name(of: segment), message.fields(of: segment)) }
        guard let controlNumber = draft.controlNumber, let verdict = draft.verdict else { return nil }
        self.init(
            type: draft.type, controlNumber: controlNumber, version: draft.version, verdict: verdict,
            included: draft.counts[0], received: draft.counts[1], accepted: draft.counts[2], codes: draft.codes,
            transactionSets: draft.sets)
    }
}

/// What has been read of an answer so far.
private struct FunctionalAnswerDraft {
    var type: String?
    var controlNumber: String?
    var version: String?
    var verdict: FunctionalAnswer.Verdict?
    var counts: [Int?] = [nil, nil, nil]
    var codes: [String] = []
    var sets: [FunctionalAnswer.TransactionSet] = []

    mutating func take(_ tag: String, _ fields: SegmentView) {
        switch tag {
        case "AK1": (type, controlNumber, version) = (fields.text(1), fields.text(2), fields.text(3))
        case "AK2":
            guard let number = fields.text(2) else { return }
            sets.append(.init(type: fields.text(1), controlNumber: number, convention: fields.text(3)))
        case "AK3", "IK3": addSegment(fields)
        case "AK4", "IK4": addElement(fields)
        case "AK5", "IK5":
            guard !sets.isEmpty else { return }
            sets[sets.count - 1].verdict = fields.text(1).flatMap { FunctionalAnswer.Verdict(rawValue: $0) }
            sets[sets.count - 1].codes = (2...6).compactMap { fields.text($0) }
        case "AK9":
            verdict = fields.text(1).flatMap { FunctionalAnswer.Verdict(rawValue: $0) }
            counts = (2...4).map { fields.number($0) }
            codes = (5...9).compactMap { fields.text($0) }
        default: return
        }
    }

    /// AK3 speaks of the set whose AK2 stands before it.
    private mutating func addSegment(_ fields: SegmentView) {
        guard !sets.isEmpty, let tag = fields.text(1), let number = fields.number(2) else { return }
        sets[sets.count - 1].segments.append(
            .init(tag: tag, segment: number, loop: fields.text(3), code: fields.text(4)))
    }

    /// AK4 speaks of the segment whose AK3 stands before it.
    private mutating func addElement(_ fields: SegmentView) {
        guard let set = sets.indices.last, let segment = sets[set].segments.indices.last,
            let element = fields.number(1), let code = fields.text(3)
        else { return }
        sets[set].segments[segment].elements.append(
            .init(
                element: element, component: fields.number(1, 2), repetition: fields.number(1, 3),
                reference: fields.text(2), code: code, value: fields.text(4)))
    }
}
