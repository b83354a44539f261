/// Why a cell gives an order a side, as a value. It is boxed: where a cell gives the same to all orders, they share one.
public indirect enum SideReason: Sendable, Hashable, Codable {
    /// No unfinished milestone has the cell.
    case stored(cell: Cell, completed: Bool)
    /// Its milestone has not moved births yet.
    case notYet(milestone: String, stage: Stage)
    /// Its milestone sends births to new.
    case moved(milestone: String, stage: Stage)
    /// One of its partners is in the pilot.
    case inPilot(milestone: String, partner: String)
    /// Its delivery party is among the percentage of the pilot.
    case inShare(milestone: String, percent: Int)
    /// None of its partners is in the pilot.
    case notInPilot(milestone: String)
    /// Its delivery party is not among the percentage of the pilot, or it names none.
    case notInShare(milestone: String, percent: Int, named: Bool)
    /// What is requested for earlier than the cut stays.
    case beforeCut(milestone: String, from: String, requested: String)
    /// What is requested from the day of the cut on moves.
    case fromCut(milestone: String, from: String, requested: String)
    /// A guard tripped: what would go to new goes to legacy.
    case guarded(milestone: String, kind: GuardKind)
    /// A guard tripped: what would go to new waits.
    case waits(milestone: String, kind: GuardKind)

    /// The part of a sentence behind "born at new: ".
    public var words: String {
        switch self {
        case .stored(let cell, let completed):
            completed ? "the milestone of \(cell) is complete" : "no milestone moves \(cell)"
        case .notYet(let milestone, let stage), .moved(let milestone, let stage):
            "milestone \(milestone) is \(stage.rawValue)"
        case .inPilot(let milestone, let partner):
            "partner \(partner) is in the pilot of milestone \(milestone)"
        case .inShare(let milestone, let percent):
            "its delivery party is among the \(percent) % of the pilot of milestone \(milestone)"
        case .notInPilot(let milestone):
            "its partner is not in the pilot of milestone \(milestone)"
        case .notInShare(let milestone, let percent, let named):
            named
                ? "its delivery party is not among the \(percent) % of the pilot of milestone \(milestone)"
                : "it names no delivery party, and the pilot of milestone \(milestone) takes \(percent) % of them"
        case .beforeCut(let milestone, let from, let requested):
            "requested for \(requested), and milestone \(milestone) takes what is requested from \(from) on"
        case .fromCut(let milestone, let from, let requested):
            "requested for \(requested); milestone \(milestone) takes what is requested from \(from) on"
        case .guarded(let milestone, let kind):
            "guard \(kind.rawValue) of milestone \(milestone) tripped and sends births to legacy"
        case .waits(let milestone, let kind):
            "guard \(kind.rawValue) of milestone \(milestone) tripped and holds births"
        }
    }
}
