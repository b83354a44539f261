public import Diagnostics
public import Syntax

extension FunctionalAcknowledgment {
    /// AK502 to AK506, and AK905 to AK909.
    private static let mostCodes = 5
    /// A list of notes is cut here; the set is rejected all the same.
    private static let mostSegments = 1_000
    private static let mostElements = 99

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
        report.groups.compactMap { group in
            guard let header = group.header, header.type != "FA" else { return nil }
            let version = report.header.version ?? "00401"
            func code(_ error: Diagnostic) -> AcknowledgmentCode? {
                AcknowledgmentCode.of(error.code, version: version) ?? translate(error)
            }
            let sets = group.messages.map { TransactionSet($0, code: code) }
            var codes = group.errors.map { error -> String in
                if case .group(let code)? = code(error) { return code }
                // 5 of 716 has no "unspecified": the count does not match is nearest to a group that cannot be trusted.
                return "5"
            }
            // 1 of 716: a group is not supported when none of its sets is (1 of 718).
            if !sets.isEmpty, sets.allSatisfy({ $0.codes.contains("1") }) { codes.append("1") }
            let said = group.errors.first { $0.code == "x12.ge-count" }.flatMap { Int($0.value ?? "") }
            return FunctionalAcknowledgment(
                header: header, transactionSets: sets, unlisted: group.unlistedCount,
                codes: Array(codes.uniqued().prefix(mostCodes)), included: said ?? group.count,
                isRejected: rejectsAll || !codes.isEmpty || rejectsGroups && sets.contains { !$0.isAccepted })
        }
    }

    fileprivate static func take(_ codes: [String]) -> [String] { Array(codes.uniqued().prefix(mostCodes)) }
    fileprivate static func isFull(_ segments: Int) -> Bool { segments >= mostSegments }
    fileprivate static func isFull(elements: Int) -> Bool { elements >= mostElements }
}

extension FunctionalAcknowledgment.TransactionSet {
    /// A transaction set with its errors sorted to the levels that tell of them.
    init(_ report: MessageReport, code: (Diagnostic) -> AcknowledgmentCode?) {
        self.init(report: report)
        var codes: [String] = []
        var notes: [Int: FunctionalAcknowledgment.SegmentNote] = [:]
        // What is tolerated is noted, where nothing worse is to be said.
        for error in report.isAccepted ? report.tolerated : report.errors {
            switch code(error) {
            case .transactionSet(let code): codes.append(code)
            case .segment(let code):
                guard let segment = error.position?.segment else {
                    codes.append("5")
                    continue
                }
                // A missing segment is named by its own tag, where it should have stood.
                let isMissing = code == "3"
                Self.note(
                    segment, tag: (isMissing ? error.value : nil) ?? error.position?.tag ?? "", code: code, in: &notes)
            case .element(let code): noteElement(error, code, in: &notes)
            case .interchange, .group, nil: codes.append("5")
            }
        }
        segments = notes.values.sorted { $0.segment < $1.segment }
        // 5: one or more segments in error.
        if !segments.isEmpty { codes.append("5") }
        self.codes = FunctionalAcknowledgment.take(codes)
    }

    private static func note(
        _ segment: Int, tag: String, code: String, in notes: inout [Int: FunctionalAcknowledgment.SegmentNote]
    ) {
        if notes[segment] == nil, FunctionalAcknowledgment.isFull(notes.count) { return }
        // One code a segment: one of its own goes before 8, which only says that elements are wrong.
        if notes[segment] == nil || notes[segment]?.code == "8" {
            let elements = notes[segment]?.elements ?? []
            notes[segment] = .init(tag: tag, segment: segment, code: code, elements: elements)
        }
    }

    private func noteElement(
        _ error: Diagnostic, _ code: String, in notes: inout [Int: FunctionalAcknowledgment.SegmentNote]
    ) {
        guard let segment = error.position?.segment else { return }
        if notes[segment] == nil {
            if FunctionalAcknowledgment.isFull(notes.count) { return }
            notes[segment] = .init(tag: error.position?.tag ?? "", segment: segment, code: "8")
        }
        let parts = (error.position?.element ?? "").split(separator: ".").map { Int($0) }
        guard let element = parts.first ?? nil,
            !FunctionalAcknowledgment.isFull(elements: notes[segment]?.elements.count ?? 0)
        else { return }
        notes[segment]?.elements.append(
            .init(element: element, component: parts.count > 1 ? parts[1] : nil, code: code, value: error.value))
    }
}

extension Sequence where Element: Hashable {
    /// Each element once, in the order of its first.
    fileprivate func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
