import Intake
import Orders
import Rollout
import Store

/// What one order's look at both sides comes to.
enum OrderVerdict: Sendable {
    /// It says nothing: the order need not be there.
    case uncounted
    case alike
    /// Something of it is on its way.
    case underway
    /// What is the matter with it, and the fields that differ; whether it is one of those that should be on both sides.
    case faulty([VerificationFindingRow], fields: Set<String> = [], isCompared: Bool)
}

/// Judges the orders of a run by what is settled for each, in one transaction.
struct OrderJudge {
    let run: VerificationRow
    /// The back end of each side.
    let backends: [Side: String]
    let rules: ShadowRules
    let snapshot: RoutingSnapshot
    let transaction: any Transaction
    let now: Instant

    /// What differs is kept of an order up to so many fields, each value up to so many characters.
    private static let mostFields = 20
    private static let longestValue = 200

    // MARK: By fingerprint

    /// By what was listed: nil where that must be looked at again.
    func verdict(
        on known: (order: OrderRow, itineraries: [ItineraryRow])?, _ listed: [ListedOrderRow]
    ) throws -> OrderVerdict? {
        guard let known, known.order.origin != nil else { return listed.isEmpty ? .uncounted : nil }
        switch snapshot.standing(of: OrderState(known.order, known.itineraries), at: run.site, now: now) {
        case .uncounted: return .uncounted
        case .atOwner(let owner):
            let isAtOther = listed.contains { $0.side == owner.other.rawValue }
            return try isAtOther && !wasGiven(known.order.key, owner.other) ? nil : .uncounted
        case .onBoth:
            guard listed.count == 2, listed[0].side != listed[1].side,
                listed[0].fingerprint == listed[1].fingerprint
            else { return nil }
            return .alike
        }
    }

    // MARK: By content

    /// By what both sides have of it now.
    ///
    /// - Parameters:
    ///   - looked: when they were asked.
    ///   - settling: how long after a delivery a back end may still be at it, in microseconds.
    func verdict(
        of key: String, _ known: (order: OrderRow, itineraries: [ItineraryRow])?, _ found: [Side: [ListedOrder]],
        looked: Instant, settling: Int64
    ) throws -> OrderVerdict {
        guard let known, known.order.origin != nil else { return strangers(key, found) }
        let state = OrderState(known.order, known.itineraries)
        switch snapshot.standing(of: state, at: run.site, now: now) {
        case .uncounted: return .uncounted
        case .atOwner(let owner):
            let others = found[owner.other] ?? []
            guard !others.isEmpty, try !wasGiven(key, owner.other) else { return .uncounted }
            return .faulty(others.map { extra(key, $0, owner.other, owner: owner) }, isCompared: false)
        case .onBoth(let owner, _):
            let movement = try transaction.movement(of: key, to: Array(backends.values))
            if state.hold != nil || movement.isUnderway || movement.last > looked.microseconds - settling {
                return .underway
            }
            guard try isWithOwner(known.order) else { return .uncounted }
            return compare(key, found, owner)
        }
    }

    private func compare(_ key: String, _ found: [Side: [ListedOrder]], _ owner: Side) -> OrderVerdict {
        let (ours, others) = (found[owner] ?? [], found[owner.other] ?? [])
        var findings = [(owner, ours), (owner.other, others)].flatMap { side, orders in
            orders.dropFirst().map { extra(key, $0, side, owner: owner) }
        }
        for (side, orders) in [(owner, ours), (owner.other, others)] where orders.isEmpty {
            findings.append(
                VerificationFindingRow(
                    run: run.id, kind: .missing, orderKey: key, side: side.rawValue, owner: owner.rawValue))
        }
        var fields: Set<String> = []
        if let our = ours.first, let other = others.first {
            let comparison = AnswerComparison(
                owner: SideAnswer(.taken, .fields(our.content)), other: SideAnswer(.taken, .fields(other.content)),
                rules: rules)
            if comparison.differing > 0 { findings.append(different(key, other, comparison, owner)) }
            fields = Set(comparison.differences.map(\.field))
        }
        return findings.isEmpty ? .alike : .faulty(findings, fields: fields, isCompared: true)
    }

    private func different(
        _ key: String, _ other: ListedOrder, _ comparison: AnswerComparison, _ owner: Side
    ) -> VerificationFindingRow {
        let shown = comparison.differences.prefix(Self.mostFields).map { difference in
            var difference = difference
            difference.owner = difference.owner.map { String($0.prefix(Self.longestValue)) }
            difference.other = difference.other.map { String($0.prefix(Self.longestValue)) }
            return difference
        }
        return VerificationFindingRow(
            run: run.id, kind: .different, orderKey: key, side: owner.other.rawValue, ownID: other.id,
            owner: owner.rawValue, fields: JSONText.of(list: shown), differing: Int64(comparison.differing))
    }

    /// What is there and is not known here.
    private func strangers(_ key: String, _ found: [Side: [ListedOrder]]) -> OrderVerdict {
        let findings = Side.allCases.flatMap { side in
            (found[side] ?? []).filter { $0.mayBe(of: run.site, by: snapshot, at: backends[side] ?? "") }.map {
                extra(key, $0, side, owner: nil)
            }
        }
        return findings.isEmpty ? .uncounted : .faulty(findings, isCompared: false)
    }

    private func extra(_ key: String, _ order: ListedOrder, _ side: Side, owner: Side?) -> VerificationFindingRow {
        VerificationFindingRow(
            run: run.id, kind: .extra, orderKey: key, side: side.rawValue, ownID: order.id, owner: owner?.rawValue)
    }

    private func wasGiven(_ key: String, _ side: Side) throws -> Bool {
        try backends[side].map { try transaction.wasGiven(key, to: $0) } ?? false
    }

    /// False for an order that came from a partner and none of whose documents has arrived at its owner: that one's failure is
    /// on record where it failed.
    private func isWithOwner(_ order: OrderRow) throws -> Bool {
        guard order.origin == .born else { return true }
        if try !transaction.deliveredPrimaries(ofOrder: order.key, limit: 1).isEmpty { return true }
        return try !transaction.unfinishedDeliveries(ofOrder: order.key).contains { $0.purpose == .primary }
    }
}
