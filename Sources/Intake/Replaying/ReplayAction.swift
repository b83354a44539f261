public import Diagnostics

/// What support may do with a document, and when.
public enum ReplayAction: String, Sendable, Hashable, Codable, CaseIterable {
    /// From the stage that failed, as it was.
    case retry
    /// From READ, by today's mapping and configuration.
    case reprocess
    /// From READ, with bytes that a person corrected.
    case edit
    /// Taken out, with a reason.
    case discard
    /// The same bytes to the partner once more, under the same number.
    case resend
    /// As it was, to the back end that has it, under a new key: it may be doubled there.
    case sendAsNew = "send-as-new"
    /// From ROUTE, by present routing: its order is recalled.
    case reroute

    /// Whether it can take effect twice or moves an order, so that an approver answers for it.
    public var isRisky: Bool { self == .sendAsNew || self == .reroute }

    private var participle: String {
        switch self {
        case .retry: "retried"
        case .reprocess: "reprocessed"
        case .edit: "edited"
        case .discard: "discarded"
        case .resend: "sent again"
        case .sendAsNew: "sent as new"
        case .reroute: "re-routed"
        }
    }

    /// Says why a document in this state is not to be touched this way, if it is not.
    ///
    /// A document whose outcome is unknown is cleared first; one that is delivered, a duplicate, superseded or discarded
    /// has nothing left to do. `reason` is what the person gave.
    public func check(status: DocumentStatus, backend: String?, reason: String?) throws(Diagnostic) {
        switch status {
        case .delivered where self == .resend || self == .sendAsNew: break
        case .held where self == .resend, .parked where self == .resend, .delivering where self == .resend:
            throw illegal(status, rule: "Only what has arrived at a partner is sent again.", fix: "Retry it instead.")
        case .failed where self == .sendAsNew, .held where self == .sendAsNew, .parked where self == .sendAsNew,
            .delivering where self == .sendAsNew:
            throw illegal(status, rule: "Only what a back end has is sent as new.", fix: "Retry it instead.")
        case .parked where self == .reroute:
            throw illegal(
                status, rule: "It has no owner yet from whom it could be taken.",
                fix: "Wait for its order, or reprocess it.")
        case .failed, .held, .parked, .delivering:
            break
        case .unknown:
            throw Diagnostic("intake.replay-open", facts: ["backend": backend ?? "its back end"])
        case .accepted, .delivered, .duplicate, .superseded, .discarded:
            throw illegal(status, rule: Self.rule(for: status), fix: Self.fix(for: status))
        }
        if needsReason, (reason ?? "").allSatisfy(\.isWhitespace) { throw Diagnostic("intake.reason-missing") }
    }

    private func illegal(_ status: DocumentStatus, rule: String, fix: String) -> Diagnostic {
        Diagnostic(
            "intake.replay-illegal",
            facts: ["status": status.rawValue, "action": participle, "rule": rule, "fix": fix])
    }

    /// Says why an interchange in this state is not to be touched this way as a whole, if it is not.
    public func check(interchange status: String, reason: String?) throws(Diagnostic) {
        guard status != "discarded" else {
            throw Diagnostic("intake.interchange-discarded", facts: ["action": participle])
        }
        guard status == "unreadable", self == .reprocess || self == .discard else {
            throw Diagnostic(
                "intake.interchange-readable", facts: ["status": status, "action": participle])
        }
        if needsReason, (reason ?? "").allSatisfy(\.isWhitespace) { throw Diagnostic("intake.reason-missing") }
    }

    private var needsReason: Bool { self == .edit || self == .discard || self == .resend || isRisky }

    private static func rule(for status: DocumentStatus) -> String {
        switch status {
        case .delivered: "What a back end has is not sent again by a replay."
        case .duplicate: "The order has this content already."
        default: "Only a document that failed, is held, parked or waits for its back end can be replayed."
        }
    }

    private static func fix(for status: DocumentStatus) -> String {
        switch status {
        case .delivered: "Look at the order in its back end; send a change if it must change."
        case .accepted: "Wait until it is decided."
        default: "Submit the corrected document as a new one."
        }
    }
}
