/// What a guard saw over its window.
public struct GuardFigure: Sendable, Hashable, Codable {
    public var kind: GuardKind
    /// In the unit of its kind; nil where it cannot be measured.
    public var value: Double?
    public var sample: Int

    /// A figure by its parts.
    public init(kind: GuardKind, value: Double?, sample: Int) {
        self.kind = kind
        self.value = value
        self.sample = sample
    }
}

extension GuardRule {
    /// What the guard says of a figure. One that rests on too little trips nothing.
    public func verdict(on figure: GuardFigure) -> (verdict: Verdict, words: String) {
        guard figure.kind == kind, let value = figure.value, sampleSuffices(figure.sample) else {
            return (.inconclusive, "\(kind.rawValue): \(figure.sample) of \(minimumSample) observations")
        }
        let words =
            "\(kind.rawValue) \(value.inWords) \(kind.unit), \(limit.inWords) \(kind.unit) allowed"
            // Silence is told without what was not heard.
            + (kind == .silence ? "" : ", \(figure.sample) observations")
        return (value > limit ? .fail : .pass, words)
    }

    /// Silence is what there is when nothing was observed.
    private func sampleSuffices(_ sample: Int) -> Bool { kind == .silence || sample >= minimumSample }
}

extension GuardKind {
    /// The unit of its figure.
    public var unit: String {
        switch self {
        case .failureRate, .mismatch: "%"
        case .deliveryLatency, .copyLag, .silence: "s"
        }
    }
}

extension StagedMilestone {
    /// The milestone after its guards looked at what they watch: those that trip stay so until a person arms them. It moves no
    /// order that has an owner. Nil when nothing changed, or it is not watched at its stage.
    ///
    /// *To legacy* is in effect while legacy is healthy and ready only; else births wait.
    public func watched(
        _ figures: [GuardFigure], legacyIsHealthy: Bool, at now: Instant
    ) -> StagedMilestone? {
        guard stage.hasStandby else { return nil }
        var watched = self
        for rule in guards ?? [] where tripped?.contains(where: { $0.kind == rule.kind }) != true {
            guard let figure = figures.first(where: { $0.kind == rule.kind }) else { continue }
            let (verdict, words) = rule.verdict(on: figure)
            guard verdict == .fail else { continue }
            let canTake = legacyIsHealthy && legacyIsReady(at: now)
            let consequence = rule.consequence == .toLegacy && !canTake ? GuardConsequence.holdBirths : rule.consequence
            watched.tripped =
                (watched.tripped ?? []) + [
                    TrippedGuard(kind: rule.kind, consequence: consequence, at: now, words: words)
                ]
        }
        // Legacy went down since: what would go there waits.
        for place in (watched.tripped ?? []).indices
        where watched.tripped?[place].consequence == .toLegacy && !legacyIsHealthy {
            watched.tripped?[place].consequence = .holdBirths
        }
        return watched == self ? nil : watched
    }
}
