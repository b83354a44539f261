/// What becomes of the later documents of an order once one of them is rejected for good, or taken out by a person.
public enum RejectionPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// They wait behind one that is rejected until a person deals with it, and go on once it is taken out.
    case hold
    /// They go on without it: what is set right later would come behind newer documents, and asks first.
    case `continue`
    /// They fail with it, each for a person to decide: replaying the first takes them along.
    case cascade
}
