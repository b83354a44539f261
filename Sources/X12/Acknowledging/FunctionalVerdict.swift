public import Diagnostics
public import Syntax

extension FunctionalAcknowledgment {
    /// AK502 to AK506, and AK905 to AK909.
    private static let mostCodes = 5
    /// The largest number that AK902 holds.
    private static let mostSets = 999_999

    /// What to answer to each group of an interchange that was read and checked.
    ///
    /// - Parameters:
    ///   - rejectsGroups: true where one wrong transaction set rejects its group.
    ///   - rejectsAll: true to reject every group, whatever is in it.
    ///   - translate: what an error is in the words of the acknowledgment, for errors that ``AcknowledgmentCode`` does not
    ///     know because other parts of the product found them.
    public static func all(
        of report: InterchangeReport, rejectsGroups: Bool = false, rejectsAll: Bool = false,
        translate: (Diagnostic) -> AcknowledgmentCode? = { _ in nil }
    ) -> [FunctionalAcknowledgment] {
        report.atFunctionalLevels().groups.compactMap { group in
            guard let header = group.header, group.isNamed, !group.holdsAcknowledgments else { return nil }
            let version = report.header.version ?? "00401"
            func code(_ error: Diagnostic) -> AcknowledgmentCode? {
                AcknowledgmentCode.of(error.code, version: version) ?? translate(error)
            }
            var sets = group.messages.compactMap { group.named($0) }.map { TransactionSet($0, code: code) }
            // What of a set rejects the group has no code here.
            var codes = group.errors.compactMap { error -> String? in
                if case .group(let code)? = AcknowledgmentCode.of(error.code, version: header.version ?? "") {
                    return code
                }
                return nil
            }
            // 1 of 716: a group is not supported when none of its sets is (1 of 718).
            if !sets.isEmpty, sets.allSatisfy({ $0.codes.contains("1") }) { codes.append("1") }
            let said = group.errors.first { $0.code == "x12.ge-count" }.flatMap { Int($0.value ?? "") }
            let isRejected =
                rejectsAll || !codes.isEmpty || !group.errors.isEmpty
                || rejectsGroups && sets.contains { !$0.isAccepted }
            if isRejected { for index in sets.indices { sets[index].isRejectedWithGroup = true } }
            return FunctionalAcknowledgment(
                header: header, number: group.number, transactionSets: sets, unlisted: group.count - sets.count,
                codes: take(codes),
                included: said.flatMap { (0...mostSets).contains($0) ? $0 : nil } ?? group.count,
                isRejected: isRejected)
        }
    }

    fileprivate static func take(_ codes: [String]) -> [String] { Array(codes.uniqued().prefix(mostCodes)) }
}

extension FunctionalAcknowledgment.TransactionSet {
    /// A transaction set with its errors sorted to the levels that tell of them.
    init(_ report: MessageReport, code: (Diagnostic) -> AcknowledgmentCode?) {
        self.init(report: report)
        var codes: [String] = []
        var notes = SegmentNotes()
        // What is tolerated is noted, where nothing worse is to be said.
        for error in report.isAccepted ? report.tolerated : report.errors {
            switch code(error) {
            case .transactionSet(let code): codes.append(code)
            case .segment(let code): if !notes.take(error, code) { codes.append("5") }
            case .element(let code): if !notes.take(element: error, code) { codes.append("5") }
            case .interchange, .group, nil: codes.append("5")
            }
        }
        segments = notes.sorted
        // 5: one or more segments in error.
        if !segments.isEmpty { codes.append("5") }
        self.codes = FunctionalAcknowledgment.take(codes)
    }
}

extension SegmentNotes {
    /// The largest number of a segment, and of an element, that a note holds (AK302, AK401).
    private static let lastSegment = 999_999
    private static let lastElement = 99
    /// Faults that say which byte is wrong and not what the element is.
    private static let valueless: Set<Code> = ["x12.character-invalid", "x12.line-break"]

    /// Takes an error of a segment; false where no note can name it.
    fileprivate mutating func take(_ error: Diagnostic, _ code: String) -> Bool {
        let isMissing = code == FunctionalAcknowledgment.SegmentNote.missing
        guard let segment = Self.number(of: error),
            let tag = Self.tag(isMissing ? error.value ?? error.position?.tag : error.position?.tag)
        else { return false }
        if isMissing { addMissing(tag, at: segment) } else { add(code, to: tag, at: segment) }
        return true
    }

    /// Takes an error of an element; false where no note can name its segment.
    fileprivate mutating func take(element error: Diagnostic, _ code: String) -> Bool {
        guard let segment = Self.number(of: error), let tag = Self.tag(error.position?.tag) else { return false }
        let parts = (error.position?.element ?? "").split(separator: ".").map { Int($0) }
        let element = (parts.first ?? nil).flatMap { (1...Self.lastElement).contains($0) ? $0 : nil }
        add(
            code, to: tag, at: segment, element: element, component: parts.count > 1 ? parts[1] : nil,
            value: Self.valueless.contains(error.code) ? nil : error.value)
        return true
    }

    private static func number(of error: Diagnostic) -> Int? {
        error.position?.segment.flatMap { $0 <= lastSegment ? $0 : nil }
    }

    /// A tag that a note can repeat: two or three capitals and digits (AK301, data element 721).
    private static func tag(_ text: String?) -> String? {
        guard let text, (2...3).contains(text.utf8.count) else { return nil }
        return text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) } ? text : nil
    }
}

extension Sequence where Element: Hashable {
    /// Each element once, in the order of its first.
    fileprivate func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
