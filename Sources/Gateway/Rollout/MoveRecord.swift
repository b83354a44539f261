import Rollout

/// What is kept of a move: the plan as it was shown, for good.
struct MoveRecord: Codable {
    var plan: String
    var gates: [GateResult]
    var overrides: [GateOverride]
    var wish: MoveWish
    /// Whom the pilot took before the move; absent for a milestone without one.
    var pilot: PilotAudience?
    /// What a reverse away from a dead back end took.
    var quarantine: Quarantining.Taken?

    /// What a move was beyond its stages, in words; nil where they say all.
    var details: String? {
        switch wish {
        case .reverse(_, let policy): policy.map { "orders of new: \($0.rawValue)" }
        case .widen(let percent):
            if case .deliveryParties(let before) = pilot {
                "\(before) to \(percent) % of the delivery parties"
            } else {
                "to \(percent) % of the delivery parties"
            }
        case .admit(let partners): "partners \(partners.joined(separator: ", "))"
        case .quarantine(let orders): orders.isEmpty ? "all orders of new" : "\(orders.count) orders of new"
        case .rearm(let kind): "guard \(kind.rawValue)"
        case .advance, .pause, .resume, .cancel: nil
        }
    }
}
