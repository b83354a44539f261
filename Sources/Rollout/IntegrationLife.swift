/// The life of one temporary integration: it starts by itself when something first needs it, and is retired by itself once
/// nothing needs it and its queue is empty. Each step is a move of the epoch; all of them stay on record.
public enum IntegrationLife: String, Sendable, Hashable, Codable, CaseIterable {
    case running
    /// Nothing needs it any more; what is queued still goes out.
    case ending
    case retired

    /// The next state, by what is derived and by what is queued under the routing lock.
    ///
    /// - Parameter present: nil for one that never ran.
    public static func next(_ present: IntegrationLife?, isNeeded: Bool, queued: Int) -> IntegrationLife? {
        if isNeeded { return .running }
        switch present {
        case nil: return nil
        case .retired: return .retired
        case .running, .ending: return queued == 0 ? .retired : .ending
        }
    }
}
