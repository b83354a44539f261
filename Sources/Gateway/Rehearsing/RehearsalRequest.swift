import Diagnostics
public import Rollout

/// What a person wants to have rehearsed.
public struct RehearsalRequest: Sendable, Hashable {
    /// What is supposed of the milestone.
    public var supposed: RehearsedStage
    /// Received at this moment or later; nil for 28 days before the end.
    public var from: Instant?
    /// Received before this moment; nil for now.
    public var to: Instant?
    /// Write each payload for the new side on trial, in the format that its back end takes.
    public var writes: Bool

    /// A rehearsal of a stage with the traffic of a window.
    public init(
        _ supposed: RehearsedStage = RehearsedStage(), from: Instant? = nil, to: Instant? = nil, writes: Bool = false
    ) {
        self.supposed = supposed
        self.from = from
        self.to = to
        self.writes = writes
    }

    private static let usualSeconds = 28 * 86_400.0

    /// The window in full, its end not behind the present.
    func window(at now: Instant) throws(GatewayError) -> (from: Instant, to: Instant) {
        let end = min(to ?? now, now)
        let start = from ?? end.adding(seconds: -Self.usualSeconds)
        guard start < now else {
            throw GatewayError(
                .invalid, Diagnostic("route.rehearsal-future", value: start.iso8601, facts: ["now": now.iso8601]))
        }
        guard start < end else {
            throw GatewayError(
                .invalid, Diagnostic("route.rehearsal-window", value: start.iso8601, facts: ["to": end.iso8601]))
        }
        return (start, end)
    }
}
