/// One call of a back end within a transfer: a delivery with attempts and unknown outcomes, whose key is the transfer's id
/// and the step, so that no back end takes one transfer's call for another's.
public enum StepCall: Sendable, Hashable, Codable {
    /// To be sent, or to be sent again.
    case due
    /// Begun; its outcome is not known. Where the back end does not honour keys it is never sent again until it is cleared.
    case begun
}

/// A step of a transfer that is a call.
public enum CallStep: String, Sendable, Hashable, Codable {
    /// The old owner lets go, and answers with its last outgoing cursor.
    case release
    /// The new owner takes over, with the list of documents that this makes effective.
    case activate
}
