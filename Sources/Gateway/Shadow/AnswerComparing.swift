import Digests
import Rollout
import Store

/// Compares the answers of both sides once they are there.
struct AnswerComparing: Sendable {
    let database: any Database
    /// The milestones' definitions by name, which say how.
    let definitions: [String: Milestone]
    let reading: AnswerReading
    let clock: Clock

    private static let page = 50

    /// Lets what was compared by other rules than today's be compared again.
    func begin() async throws {
        for definition in definitions.values {
            let hash = Self.hash(of: definition.shadow)
            _ = try await database.write { try $0.compareAgain(milestone: definition.name, unlessBy: hash) }
        }
    }

    /// Compares what is due; false when nothing was.
    func look() async throws -> Bool {
        let due = try await database.read { try $0.dueComparisons(limit: Self.page) }
        guard !due.isEmpty else { return false }
        let backends = try await database.read { transaction in
            try due.map { item in
                (
                    try transaction.delivery(item.owner.deliveryID)?.backend ?? "",
                    try transaction.delivery(item.copy.deliveryID)?.backend ?? ""
                )
            }
        }
        let settled = zip(due, backends).map { compare($0, owner: $1.0, other: $1.1) }
        try await database.write { transaction in
            for (row, differences) in settled { try transaction.settle(row, differences) }
        }
        return true
    }

    private func compare(
        _ due: DueComparison, owner: String, other: String
    ) -> (ComparisonRow, [FieldDifferenceRow]) {
        let rules = definitions[due.row.milestone]?.shadow
        let comparison = AnswerComparison(
            owner: reading.answer(due.owner, of: owner), other: reading.answer(due.copy, of: other),
            rules: rules ?? ShadowRules())
        var row = due.row
        row.comparedAt = clock.now().microseconds
        row.rules = Self.hash(of: rules)
        row.fields = Int64(comparison.fields)
        row.differing = Int64(comparison.differing)
        row.ignored = Int64(comparison.ignored)
        let differences = comparison.differences.map {
            FieldDifferenceRow(field: $0.field, place: $0.place, owner: $0.owner, other: $0.other)
        }
        return (row, differences)
    }

    private static func hash(of rules: ShadowRules?) -> String {
        String(Digests.sha256Hex(Array((JSONText.of(rules ?? ShadowRules()) ?? "").utf8)).prefix(16))
    }
}

extension RoutingSnapshot {
    /// The milestone for which the answer to a copy is compared with the owner's: in shadow each is, and where a guard watches
    /// how the sides differ, what legacy answers as a standby.
    func compared(_ copy: CopyRoute) -> String? {
        switch copy.reason {
        case .shadow(let milestone): milestone
        case .standby(let name):
            milestone(named: name)?.guards?.contains { $0.kind == .mismatch } == true ? name : nil
        default: nil
        }
    }
}
