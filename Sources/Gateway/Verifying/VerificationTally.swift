import Store

/// What a page of verdicts adds to a run.
struct VerificationTally {
    private(set) var counts = VerificationRow.Counts()
    private(set) var findings: [VerificationFindingRow] = []
    private(set) var fields: [String: Int64] = [:]

    /// How many findings of a kind are kept one by one.
    static let mostFindings: Int64 = 10_000

    mutating func add(_ verdict: OrderVerdict) {
        switch verdict {
        case .uncounted, .underway: break
        case .alike:
            counts.compared += 1
            counts.alike += 1
        case .faulty(let found, let differing, let isCompared):
            if isCompared { counts.compared += 1 }
            for finding in found { add(finding) }
            for field in differing { fields[field, default: 0] += 1 }
        }
    }

    /// What is on its way still, although it was waited for.
    mutating func addUnderway(_ key: String, of run: VerificationRow) {
        counts.underway += 1
        findings.append(VerificationFindingRow(run: run.id, kind: .underway, orderKey: key, side: ""))
    }

    private mutating func add(_ finding: VerificationFindingRow) {
        findings.append(finding)
        switch finding.kind {
        case .missing: counts.missing += 1
        case .extra: counts.extra += 1
        case .underway: counts.underway += 1
        case .different: counts.different += 1
        }
    }

    /// Keeps it, and adds it to the run.
    func write(to run: inout VerificationRow, in transaction: any Transaction) throws {
        let had = run.counts
        try transaction.insertFindings(
            findings,
            kept: [
                .missing: had.missing, .extra: had.extra, .different: had.different, .underway: had.underway,
            ], most: Self.mostFindings)
        try transaction.countFields(fields, in: run.id)
        run.counts.add(counts)
    }
}

extension VerificationRow.Counts {
    fileprivate mutating func add(_ other: Self) {
        compared += other.compared
        alike += other.alike
        different += other.different
        missing += other.missing
        extra += other.extra
        underway += other.underway
    }
}
